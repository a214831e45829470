import { Lane } from '../engine/order.ts';
import type { Simulation } from '../engine/simulation.ts';
import { plus, TICKS_PER_SECOND, type Tick, ZERO } from '../time.ts';
import { maxMinRates } from './max-min.ts';

/*
 * Bulk transfers as a fluid: every active flow gets its max-min fair share of the links on its route,
 * and shares change only when a flow starts or ends. For uploads, downloads and training reads; protocol
 * messages travel over `messages.ts`.
 *
 * A flow first waits for the delay of its route, then moves its bytes. A change recomputes the shares of
 * all flows: O(flows x links). Left out: windows that grow during the transfer (give a `limit`), loss.
 */

export interface Link {
  /** Bytes per second. */
  readonly rate: number;
  readonly delay: Tick;
}

export interface FlowOptions {
  readonly route: readonly number[];
  readonly bytes: number;
  /** Relative share on a common bottleneck; 1 is plain max-min. */
  readonly weight?: number;
  /** Own limit in bytes per second: window, loss. */
  readonly limit?: number;
}

interface Flow {
  readonly route: readonly number[];
  readonly weight: number;
  readonly limit: number;
  readonly done: (now: Tick) => void;
  left: number;
  rate: number;
}

export class FlowNetwork {
  private readonly simulation: Simulation;
  private readonly entity: number;
  private readonly links: readonly Link[];
  private readonly capacity: readonly number[];
  private flows: Flow[] = [];
  private readonly carried: Float64Array;
  private updatedAt: Tick = ZERO;
  private completion: number | undefined;
  private resolvePending = false;
  private readonly starts: number;
  private readonly resolves: number;
  private readonly completes: number;

  constructor(simulation: Simulation, name: string, links: readonly Link[]) {
    this.simulation = simulation;
    this.entity = simulation.entity(name);
    this.links = links;
    this.capacity = links.map((link) => link.rate);
    this.carried = new Float64Array(links.length);
    this.starts = simulation.handler(`${name}.start`, (_entity, _argument, payload) => {
      this.settle();
      this.flows.push(payload as Flow);
      this.resolveSoon();
    });
    this.resolves = simulation.handler(`${name}.share`, () => {
      this.resolvePending = false;
      this.settle();
      this.share();
    });
    this.completes = simulation.handler(`${name}.complete`, () => {
      this.completion = undefined;
      this.complete();
    });
  }

  /**
   * Starts a transfer; `done` is called when its last byte has arrived.
   * @throws RangeError for a flow without bytes, without a positive weight, or that nothing limits
   */
  transfer(options: FlowOptions, done: (now: Tick) => void): void {
    const { bytes, weight = 1, limit = Number.POSITIVE_INFINITY } = options;
    if (!(bytes > 0)) throw new RangeError(`flow, expected at least 1 byte, got ${bytes}`);
    if (!(weight > 0)) throw new RangeError(`flow, expected a positive weight, got ${weight}`);
    if (!(limit > 0)) throw new RangeError(`flow, expected a positive limit, got ${limit}`);
    if (options.route.length === 0 && limit === Number.POSITIVE_INFINITY) {
      throw new RangeError('flow, expected a route with a link or a limit, got neither');
    }
    let delay = ZERO;
    for (const link of options.route) delay = plus(delay, this.links[link].delay);
    const flow: Flow = {
      route: options.route,
      weight,
      limit,
      done,
      left: bytes,
      rate: 0,
    };
    this.simulation.schedule(delay, Lane.Arrival, this.entity, this.starts, bytes, flow);
  }

  /** Flows that share links now. */
  get active(): number {
    return this.flows.length;
  }

  /** Bytes a link has carried so far. */
  carriedBytes(link: number): number {
    this.settle();
    return this.carried[link];
  }

  /** Moves every flow's bytes up to now at its present rate. */
  private settle(): void {
    const seconds = (this.simulation.now - this.updatedAt) / TICKS_PER_SECOND;
    this.updatedAt = this.simulation.now;
    if (seconds === 0) return;
    for (const flow of this.flows) {
      const wanted = flow.rate * seconds;
      const moved = Math.min(wanted, flow.left);
      flow.left -= moved;
      for (const link of flow.route) this.carried[link] += moved;
    }
  }

  /** Shares are found once for all changes of one tick. */
  private resolveSoon(): void {
    if (this.resolvePending) return;
    this.resolvePending = true;
    this.simulation.schedule(ZERO, Lane.Service, this.entity, this.resolves);
  }

  private share(): void {
    const rates = maxMinRates(this.capacity, this.flows);
    let next = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.flows.length; i++) {
      const flow = this.flows[i];
      flow.rate = rates[i];
      const seconds = flow.left / flow.rate;
      if (seconds < next) next = seconds;
    }
    if (this.completion !== undefined) this.simulation.cancel(this.completion);
    this.completion =
      next === Number.POSITIVE_INFINITY
        ? undefined
        : this.simulation.schedule(
            Math.ceil(next * TICKS_PER_SECOND) as Tick,
            Lane.Service,
            this.entity,
            this.completes,
          );
  }

  private complete(): void {
    this.settle();
    const ended: Flow[] = [];
    const going: Flow[] = [];
    // What half a tick carries at the present rate is rounding.
    for (const flow of this.flows) {
      const done = flow.left <= (flow.rate * 0.5) / TICKS_PER_SECOND;
      (done ? ended : going).push(flow);
    }
    this.flows = going;
    this.resolveSoon();
    for (const flow of ended) flow.done(this.simulation.now);
  }
}
