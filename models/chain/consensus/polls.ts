import { Lane } from '../../../sim/engine/order.ts';
import type { Stream } from '../../../sim/random.ts';
import type { Tick } from '../../../sim/time.ts';
import type { Fabric } from './fabric.ts';

/**
 * The gossip routines of one kind, one for each directed edge. A routine that has nothing to send looks
 * again after the gossip sleep; only looks that may find something are events.
 */
export class Polls {
  private readonly fabric: Fabric;
  private readonly kind: number;
  /** When a routine looks, modulo the sleep. */
  private readonly phase: Float64Array;
  private readonly pending: Uint8Array;
  private readonly idle: Int32Array;

  /** @param look called when a routine looks; it may ask for another look */
  constructor(fabric: Fabric, name: string, stream: Stream, look: (edge: number) => void) {
    this.fabric = fabric;
    const { peers, settings, simulation } = fabric;
    this.phase = Float64Array.from({ length: peers.edges }, () =>
      stream.below(settings.gossipSleep),
    );
    this.pending = new Uint8Array(peers.edges);
    this.idle = Int32Array.from(
      { length: peers.nodes },
      (_, n) => peers.first[n + 1] - peers.first[n],
    );
    this.kind = simulation.handler(name, (_entity, edge) => {
      this.pending[edge] = 0;
      this.idle[peers.from[edge]]++;
      look(edge);
    });
  }

  /** All routines of a node look at their next turn. */
  wake(node: number): void {
    if (this.idle[node] === 0) return;
    const { first } = this.fabric.peers;
    for (let edge = first[node]; edge < first[node + 1]; edge++) this.wakeEdge(edge);
  }

  /** The routine looks at its next turn. @param from not before this time, ticks */
  wakeEdge(edge: number, from = 0): void {
    if (this.pending[edge] === 1) return;
    const { settings, simulation } = this.fabric;
    const sleep = settings.gossipSleep;
    const after = Math.max(simulation.now, Math.ceil(from));
    const rest = (after - this.phase[edge]) % sleep;
    this.schedule(edge, (after + sleep - (rest < 0 ? rest + sleep : rest)) as Tick);
  }

  /** The routine goes on at that time, since it had something to send. */
  again(edge: number, at: Tick): void {
    if (this.pending[edge] === 0) this.schedule(edge, at);
  }

  private schedule(edge: number, at: Tick): void {
    const { peers, simulation, network } = this.fabric;
    const node = peers.from[edge];
    this.pending[edge] = 1;
    this.idle[node]--;
    simulation.scheduleAt(at, Lane.Timer, network.entityOf(node), this.kind, edge);
  }
}
