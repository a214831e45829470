/** What starts at an address that is a multiple of this shares no line of a cache with anything else. */
const LINE = 64;

interface Piece {
  readonly at: number;
  readonly bytes: number;
}

/** Room in a memory, given out and taken back by one thread: the lowest place that is large enough. */
export class Arena {
  private readonly from: number;
  private readonly to: number;
  /** What is given out, by address. */
  private readonly used: Piece[] = [];

  /** @param from first address, a multiple of 64 @param to the address after the last */
  constructor(from: number, to: number) {
    this.from = from;
    this.to = to;
  }

  /**
   * An address with so much room, a multiple of 64; undefined when there is none.
   * @param bytes at least 1
   */
  allocate(bytes: number): number | undefined {
    const wanted = LINE * Math.ceil(bytes / LINE);
    let at = this.from;
    let index = 0;
    for (; index < this.used.length && this.used[index].at - at < wanted; index++)
      at = this.used[index].at + this.used[index].bytes;
    if (this.to - at < wanted) return undefined;
    this.used.splice(index, 0, { at, bytes: wanted });
    return at;
  }

  /** @throws RangeError for an address that is not given out */
  free(at: number): void {
    const index = this.used.findIndex((piece) => piece.at === at);
    if (index < 0) throw new RangeError(`address, expected one that is given out, got ${at}`);
    this.used.splice(index, 1);
  }
}
