/*
 * Descriptors of jobs in shared memory. One thread posts and joins, others claim by compare-and-swap. Words of
 * 32 bits: the bell and the next place, then for each place its state, its operation, the arguments, and the
 * length and bytes of what went wrong.
 */

const PLACES = 64;
const BELL = 0;
const STOP = 1;
const HEAD_WORDS = 16;
const PLACE_WORDS = 64;
const OPERATION = 1;
const ARGUMENTS = 2;
const ARGUMENTS_MAX = 8;
const REASON_BYTES = ARGUMENTS + ARGUMENTS_MAX;
const REASON = REASON_BYTES + 1;
const REASON_MAX = 4 * (PLACE_WORDS - REASON);

const FREE = 0;
const POSTED = 1;
const DONE = 2;
const FAILED = 3;
/** From here on: claimed, by the thread of the number above. */
const CLAIMED = 16;

/** Looks at a word before a thread goes to sleep; waking it costs more than some microseconds. */
const TURNS = 20_000;

/** Bytes of a ring. */
export const RING_BYTES = 4 * (HEAD_WORDS + PLACES * PLACE_WORDS);

/** What a job does to the bytes of the memory, and to nothing else. */
export type Operation = (args: Int32Array) => void;

export class Ring {
  private readonly words: Int32Array;
  private readonly bytes: Uint8Array;
  private next = 0;

  /** @param at a multiple of 64 with `RING_BYTES` of zeros behind it before the first use */
  constructor(buffer: ArrayBufferLike, at: number) {
    this.words = new Int32Array(buffer, at, RING_BYTES / 4);
    this.bytes = new Uint8Array(buffer, at, RING_BYTES);
  }

  /** Offers a job and wakes a sleeper. @returns its place; undefined when all are taken */
  post(operation: number, args: readonly number[]): number | undefined {
    for (let tries = 0; tries < PLACES; tries++) {
      const place = this.next;
      this.next = (place + 1) % PLACES;
      const from = stateOf(place);
      if (Atomics.load(this.words, from) !== FREE) continue;
      this.words[from + OPERATION] = operation;
      this.words.set(args, from + ARGUMENTS);
      Atomics.store(this.words, from, POSTED);
      this.ring(1);
      return place;
    }
    return undefined;
  }

  /** Claims a job that nobody has. */
  claim(place: number, thread: number): boolean {
    const claimed = CLAIMED + thread;
    return Atomics.compareExchange(this.words, stateOf(place), POSTED, claimed) === POSTED;
  }

  /** Does a claimed job; whether it went well is seen by `outcome`. */
  perform(place: number, operations: readonly Operation[]): void {
    const from = stateOf(place);
    let state = DONE;
    try {
      const args = this.words.slice(from + ARGUMENTS, from + ARGUMENTS + ARGUMENTS_MAX);
      operations[this.words[from + OPERATION]](args);
    } catch (error) {
      this.write(from, error instanceof Error ? error.message : String(error));
      state = FAILED;
    }
    Atomics.store(this.words, from, state);
    Atomics.notify(this.words, from);
  }

  /**
   * Claims and does jobs until `stop`, and sleeps when there are none for a while.
   * @param thread its number
   */
  serve(thread: number, operations: readonly Operation[]): void {
    while (Atomics.load(this.words, STOP) === 0) {
      const heard = Atomics.load(this.words, BELL);
      for (let place = 0; place < PLACES; place++)
        if (this.claim(place, thread)) this.perform(place, operations);
      let turns = 0;
      while (Atomics.load(this.words, BELL) === heard && turns < TURNS) turns++;
      if (turns === TURNS) Atomics.wait(this.words, BELL, heard);
    }
  }

  /**
   * Waits until a claimed job is over, or for a while.
   * @param patience in milliseconds, for the host alone
   * @returns the number of the thread that has it still; undefined when it is over
   */
  wait(place: number, patience: number): number | undefined {
    const at = stateOf(place);
    let state = Atomics.load(this.words, at);
    for (let turns = 0; state >= CLAIMED && turns < TURNS; turns++)
      state = Atomics.load(this.words, at);
    if (state < CLAIMED) return undefined;
    Atomics.wait(this.words, at, state, patience);
    return Atomics.load(this.words, at) === state ? state - CLAIMED : undefined;
  }

  isOver(place: number): boolean {
    const state = Atomics.load(this.words, stateOf(place));
    return state === DONE || state === FAILED;
  }

  /** Gives the place of a job that is over back. @returns what went wrong, if anything */
  clear(place: number): string | undefined {
    const from = stateOf(place);
    const failed = Atomics.load(this.words, from) === FAILED;
    const reason = failed ? this.read(from) : undefined;
    Atomics.store(this.words, from, FREE);
    return reason;
  }

  /** Lets every server end. */
  stop(): void {
    Atomics.store(this.words, STOP, 1);
    this.ring(Number.POSITIVE_INFINITY);
  }

  private ring(sleepers: number): void {
    Atomics.add(this.words, BELL, 1);
    Atomics.notify(this.words, BELL, sleepers);
  }

  private write(from: number, reason: string): void {
    const text = new TextEncoder().encode(reason).subarray(0, REASON_MAX);
    this.bytes.set(text, 4 * (from + REASON));
    this.words[from + REASON_BYTES] = text.length;
  }

  private read(from: number): string {
    const start = 4 * (from + REASON);
    // A decoder refuses bytes of shared memory.
    const text = this.bytes.slice(start, start + this.words[from + REASON_BYTES]);
    return new TextDecoder().decode(text);
  }
}

function stateOf(place: number): number {
  return HEAD_WORDS + place * PLACE_WORDS;
}
