import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { Tick } from '../../../sim/time.ts';

/** Work at whole multiples of an interval after a phase; ticks at which there is nothing to do are no events. */
export class Ticker {
  private readonly simulation: Simulation;
  private readonly interval: Tick;
  private readonly phase: number;
  private readonly entity: number;
  private readonly kind: number;
  private armed = false;
  private lastAt = -1;

  /** @param phase share of the interval, 0 to 1 */
  constructor(
    simulation: Simulation,
    name: string,
    interval: Tick,
    phase: number,
    work: () => void,
  ) {
    this.simulation = simulation;
    this.interval = interval;
    this.phase = Math.floor(interval * phase);
    this.entity = simulation.entity(name);
    this.kind = simulation.handler(name, () => {
      this.armed = false;
      this.lastAt = simulation.now;
      work();
    });
  }

  /** Something is to do at the next tick: now when it is one at which nothing was done yet. */
  wake(): void {
    if (this.armed) return;
    this.armed = true;
    const { now } = this.simulation;
    const turns = Math.max(0, Math.ceil((now - this.phase) / this.interval));
    let at = this.phase + turns * this.interval;
    if (at === this.lastAt) at += this.interval;
    this.simulation.scheduleAt(at as Tick, Lane.Timer, this.entity, this.kind);
  }
}
