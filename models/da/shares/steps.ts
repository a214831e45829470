import { Lane } from '../../../sim/engine/order.ts';
import { seconds, type Tick } from '../../../sim/time.ts';
import type { LayerContext } from '../layer.ts';
import type { Item } from './batch.ts';
import type { Role, SharesPlan } from './plan.ts';

/** Takes blobs through the steps of a plan and gathers them into batches. */
export class Steps {
  private readonly context: LayerContext;
  private readonly plan: SharesPlan;
  private readonly ready: (items: readonly Item[]) => void;
  private readonly entity: number;
  private readonly laterKind: number;
  private readonly moves: number;
  private waiting: Item[] = [];

  /** @param ready the shares of these blobs may go out together */
  constructor(context: LayerContext, plan: SharesPlan, ready: (items: readonly Item[]) => void) {
    this.context = context;
    this.plan = plan;
    this.ready = ready;
    const { network, simulation } = context;
    this.entity = simulation.entity('da/steps');
    this.laterKind = simulation.handler('da.later', (_entity, _argument, go) =>
      (go as () => void)(),
    );
    this.moves = network.kind('da.payload', ({ payload }) => this.advance(payload as Item));
  }

  /** The machine of a role that serves a blob: machines of a role take turns. */
  nodeOf(role: Role, { blob, client }: Item): number {
    if (role === 'client') return client;
    const nodes = this.context.stations[role];
    return nodes[blob.id % nodes.length];
  }

  /** Calls `go` after a span; returns an event handle. */
  later(ticks: Tick, go: () => void): number {
    const { simulation } = this.context;
    return simulation.schedule(ticks, Lane.Timer, this.entity, this.laterKind, 0, go);
  }

  /** Goes on with a blob, from the step that is next. */
  advance(item: Item): void {
    const { network, processors, simulation } = this.context;
    const step = this.plan.steps[item.step++];
    if (step === undefined) {
      this.gather(item);
      return;
    }
    const next = () => this.advance(item);
    switch (step.step) {
      case 'work':
        processors.work(this.nodeOf(step.at, item), step.seconds, next);
        return;
      case 'move': {
        const [from, to] = [this.nodeOf(step.from, item), this.nodeOf(step.to, item)];
        if (step.local !== true) {
          network.send(from, to, this.moves, step.bytes, item.blob.id, item);
          return;
        }
        const at = network.carry(from, to, this.moves, step.bytes);
        if (at !== undefined) this.later(Math.ceil(at - simulation.now) as Tick, next);
        return;
      }
      case 'wait':
        this.later(seconds(step.seconds, 'up'), next);
        return;
      case 'poll':
        this.later(this.untilMultiple(step.seconds), next);
    }
  }

  private untilMultiple(interval: number): Tick {
    const { now } = this.context.simulation;
    const ticks = seconds(interval);
    return (Math.ceil(now / ticks) * ticks - now) as Tick;
  }

  private gather(item: Item): void {
    const { batchEvery } = this.plan;
    if (batchEvery === undefined) {
      this.ready([item]);
      return;
    }
    this.waiting.push(item);
    if (this.waiting.length > 1) return;
    this.later(this.untilMultiple(batchEvery), () => {
      const items = this.waiting;
      this.waiting = [];
      this.ready(items);
    });
  }
}
