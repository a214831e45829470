import { Lane } from '../../sim/engine/order.ts';
import type { Simulation } from '../../sim/engine/simulation.ts';
import { TICKS_PER_SECOND, type Tick } from '../../sim/time.ts';

/*
 * Machines with several equal cores: a piece of work takes the core that is free first and runs to its
 * end. O(cores) a piece of work. Left out: preemption, memory, boost clocks.
 */
export class Processors {
  private readonly simulation: Simulation;
  private readonly entity: number;
  private readonly kind: number;
  private readonly cores: number;
  private readonly freeAt: Float64Array;
  /** Work asked for since the last reset, and what was left of earlier work then, ticks. */
  private readonly asking: Float64Array;
  private readonly carried: Float64Array;
  private since = 0;

  constructor(simulation: Simulation, name: string, nodes: number, cores: number) {
    this.simulation = simulation;
    this.cores = cores;
    this.freeAt = new Float64Array(nodes * cores);
    this.asking = new Float64Array(nodes);
    this.carried = new Float64Array(nodes);
    this.entity = simulation.entity(name);
    this.kind = simulation.handler(name, (_entity, _argument, done) => (done as () => void)());
  }

  /**
   * Queues work at a node.
   * @param seconds on one core; 0 runs `done` at once
   */
  work(node: number, seconds: number, done: () => void): void {
    if (!(seconds > 0)) {
      done();
      return;
    }
    const { now } = this.simulation;
    const first = node * this.cores;
    let core = first;
    for (let i = first + 1; i < first + this.cores; i++) {
      if (this.freeAt[i] < this.freeAt[core]) core = i;
    }
    const span = Math.ceil(seconds * TICKS_PER_SECOND);
    this.freeAt[core] = Math.max(now, this.freeAt[core]) + span;
    this.asking[node] += span;
    const at = this.freeAt[core] as Tick;
    this.simulation.scheduleAt(at, Lane.Service, this.entity, this.kind, node, done);
  }

  /** Seconds of work done by a node since the last reset, over all of its cores. */
  done(node: number): number {
    return (this.asking[node] + this.carried[node] - this.left(node)) / TICKS_PER_SECOND;
  }

  /** No work waits or is under way anywhere. */
  get isIdle(): boolean {
    const { now } = this.simulation;
    return this.freeAt.every((at) => at <= now);
  }

  /** Ticks of work that wait or are under way. */
  private left(node: number): number {
    const { now } = this.simulation;
    let sum = 0;
    for (let i = node * this.cores; i < (node + 1) * this.cores; i++) {
      sum += Math.max(0, this.freeAt[i] - now);
    }
    return sum;
  }

  /** Mean share of the cores of these nodes that was busy since the last reset. */
  utilisation(nodes: readonly number[]): number {
    const span = ((this.simulation.now - this.since) * this.cores) / TICKS_PER_SECOND;
    if (!(span > 0) || nodes.length === 0) return 0;
    return nodes.reduce((total, node) => total + this.done(node), 0) / nodes.length / span;
  }

  resetStatistics(): void {
    this.asking.fill(0);
    for (let node = 0; node < this.carried.length; node++) this.carried[node] = this.left(node);
    this.since = this.simulation.now;
  }
}
