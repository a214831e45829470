import type { Tick } from '../../../sim/time.ts';
import type { StoreDone } from '../../workloads/workload.ts';
import type { Read } from './fabric.ts';
import type { OpenLayer } from './layer.ts';

/** Every read of a run: begun, ended, and how much of it came. */
export class ReadDesk {
  private readonly layer: OpenLayer;
  private readonly now: () => Tick;
  private readonly ended: (latency: Tick | null) => void;
  private readonly underWay = new Set<Read>();
  private finishedBytes = 0;
  reads = 0;
  failed = 0;

  /** @param ended called after each read, with its time when it ended well */
  constructor(layer: OpenLayer, now: () => Tick, ended: (latency: Tick | null) => void) {
    this.layer = layer;
    this.now = now;
    this.ended = ended;
  }

  /** @throws Error when a layer says that a read is there and its bytes have not arrived */
  read(what: Omit<Read, 'arrived'>, done: StoreDone): void {
    const read: Read = { ...what, arrived: 0 };
    const begun = this.now();
    this.underWay.add(read);
    this.layer.read(read, (ok) => {
      this.underWay.delete(read);
      if (ok && read.arrived < read.bytes) {
        throw new Error(`read, expected ${read.bytes} bytes to have arrived, got ${read.arrived}`);
      }
      if (ok) {
        this.reads++;
        this.finishedBytes += read.bytes;
      } else {
        this.failed++;
      }
      done(ok);
      this.ended(ok ? ((this.now() - begun) as Tick) : null);
    });
  }

  /** Bytes that readers wanted and that have arrived, those of reads under way included. */
  get bytes(): number {
    let sum = this.finishedBytes;
    for (const read of this.underWay) sum += useful(read);
    return sum;
  }
}

/** A range may take more than itself: whole segments, slivers of a whole blob, another try. */
function useful({ arrived, bytes }: Read): number {
  return Math.min(arrived, bytes);
}
