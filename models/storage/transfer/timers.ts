import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { Tick } from '../../../sim/time.ts';

/** Timers of one actor. */
export class Timers {
  private readonly simulation: Simulation;
  private readonly entity: number;
  private readonly kind: number;

  constructor(simulation: Simulation, name: string) {
    this.simulation = simulation;
    this.entity = simulation.entity(name);
    this.kind = simulation.handler(name, (_entity, _argument, call) => (call as () => void)());
  }

  after(delay: Tick, call: () => void): void {
    this.simulation.schedule(delay, Lane.Timer, this.entity, this.kind, 0, call);
  }

  /** At the next whole multiple of `interval` after `phase`, now included. */
  atTurn(interval: Tick, phase: number, call: () => void): void {
    const turns = Math.max(0, Math.ceil((this.simulation.now - phase) / interval));
    this.after((phase + turns * interval - this.simulation.now) as Tick, call);
  }
}
