import type { Stream, Streams } from '../../../sim/random.ts';

/** Subtasks that one draw is worth at most. */
const MOST = 16;
const DRAWS = 4_294_967_296;

/** Subtasks that miner ids are drawn into, each as likely as the others: the digits of whole numbers. */
export class Subtasks {
  private readonly count: number;
  /** Numbers with so many digits of base `count` are drawn. */
  private readonly digits: number = 0;
  private readonly bound: number = 1;
  private readonly streams: readonly Stream[];
  private readonly rest: Float64Array;
  private readonly left: Uint8Array;

  /** @param paths stream path of each machine */
  constructor(streams: Streams, paths: readonly string[], count: number) {
    this.count = count;
    for (; this.digits < MOST && this.bound * count <= DRAWS; this.digits++) this.bound *= count;
    this.streams = paths.map((path) => streams.stream(`${path}/subtask`));
    this.rest = new Float64Array(paths.length);
    this.left = new Uint8Array(paths.length);
  }

  /** Subtask of the next id of a machine. */
  next(miner: number): number {
    if (this.left[miner] === 0) {
      this.rest[miner] = this.streams[miner].below(this.bound);
      this.left[miner] = this.digits;
    }
    const rest = this.rest[miner];
    const higher = Math.floor(rest / this.count);
    this.rest[miner] = higher;
    this.left[miner]--;
    return rest - higher * this.count;
  }
}
