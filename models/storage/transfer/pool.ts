import type { Disk } from '../../../sim/hardware/disk.ts';

/*
 * The segments that a node has received and not yet written: held in memory up to a limit, written a few
 * at a time for each file and in all. Source: 0g-storage 2.5, node/chunk_pool.
 */

export interface PoolLimits {
  /** Bytes in memory; what does not fit is refused as "too many data". */
  readonly cache: number;
  /** Writes under way for one file, and for all. */
  readonly window: number;
  readonly writers: number;
}

interface Write {
  readonly file: number;
  readonly bytes: number;
  readonly done: () => void;
}

export class SegmentPool {
  /** Bytes in memory now, and at most so far. */
  held = 0;
  heldMax = 0;
  private readonly limits: PoolLimits;
  private readonly disk: Disk;
  private queue: Write[] = [];
  private writing = 0;
  private readonly perFile = new Map<number, number>();
  /** How often the memory was lost: writes of before are forgotten. */
  private life = 0;

  constructor(disk: Disk, limits: PoolLimits) {
    this.disk = disk;
    this.limits = limits;
  }

  /** Takes bytes into memory. @returns whether they fit */
  hold(bytes: number): boolean {
    if (this.held + bytes > this.limits.cache) return false;
    this.held += bytes;
    this.heldMax = Math.max(this.heldMax, this.held);
    return true;
  }

  /** Forgets bytes that are not written. */
  release(bytes: number): void {
    this.held -= bytes;
  }

  /** Writes bytes that are held, which ends their stay in memory. */
  write(file: number, bytes: number, done: () => void): void {
    this.queue.push({ file, bytes, done });
    this.serve();
  }

  /** The node went down: memory is gone, what is on the way to the disk does not count. */
  clear(): void {
    this.life++;
    this.queue = [];
    this.held = 0;
    this.writing = 0;
    this.perFile.clear();
  }

  private serve(): void {
    const { window, writers } = this.limits;
    while (this.writing < writers) {
      const at = this.queue.findIndex(({ file }) => (this.perFile.get(file) ?? 0) < window);
      if (at < 0) return;
      this.start(this.queue.splice(at, 1)[0]);
    }
  }

  private start({ file, bytes, done }: Write): void {
    const { life } = this;
    this.writing++;
    this.perFile.set(file, (this.perFile.get(file) ?? 0) + 1);
    this.disk.write(bytes, () => {
      if (life !== this.life) return;
      this.writing--;
      this.perFile.set(file, (this.perFile.get(file) ?? 0) - 1);
      this.release(bytes);
      done();
      this.serve();
    });
  }
}
