import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import { seconds, type Tick, ZERO } from '../../../sim/time.ts';
import type { SharesPlan } from './plan.ts';

/*
 * Certificates on a chain: each waits for the next block with room, then for finality. Without blocks
 * only the wait remains. The chain stands for itself: its bytes are not on the links of the holders.
 */
export class Certification {
  private readonly simulation: Simulation;
  private readonly blocks: SharesPlan['blocks'];
  private readonly delay: Tick;
  private readonly entity: number;
  private readonly blockKind: number;
  private readonly finalKind: number;
  private queue: (() => void)[] = [];
  private running = false;

  constructor(simulation: Simulation, { blocks, certifySeconds }: SharesPlan) {
    this.simulation = simulation;
    this.blocks = blocks;
    this.delay = seconds(certifySeconds, 'up');
    this.entity = simulation.entity('da/certificates');
    this.blockKind = simulation.handler('da.certificate_block', () => this.block());
    this.finalKind = simulation.handler('da.certified', (_entity, _argument, done) =>
      (done as () => void)(),
    );
  }

  submit(done: () => void): void {
    if (this.blocks === undefined) {
      this.include(done);
      return;
    }
    this.queue.push(done);
    if (!this.running) this.next(ZERO);
  }

  private include(done: () => void): void {
    this.simulation.schedule(this.delay, Lane.Process, this.entity, this.finalKind, 0, done);
  }

  /** Blocks are at whole multiples of the interval. @param after ticks from now, at least */
  private next(after: number): void {
    if (this.blocks === undefined) return;
    this.running = true;
    const interval = seconds(this.blocks.seconds);
    const at = Math.ceil((this.simulation.now + after) / interval) * interval;
    this.simulation.scheduleAt(at as Tick, Lane.Timer, this.entity, this.blockKind);
  }

  private block(): void {
    this.running = false;
    const included = this.queue.splice(0, this.blocks?.mostBlobs ?? this.queue.length);
    for (const done of included) this.include(done);
    if (this.queue.length > 0) this.next(1);
  }
}
