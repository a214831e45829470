import { type CodeInstance, type CodeMemory, codeInstance, WORK } from '../reed-solomon/wasm.ts';
import { Arena } from './arena.ts';
import { operations } from './operations.ts';
import { type Operation, RING_BYTES, Ring } from './ring.ts';

/** A helper ended or failed at a job, which ends the run: nothing is tried again. */
export class HelperFailure extends Error {
  override readonly name = 'HelperFailure';
}

/** Threads that help one thread with its jobs, as their host has started them. */
export interface HelperHost {
  /** From `wholeMemory`. */
  readonly memory: CodeMemory;
  readonly helpers: number;
  /** Whether a helper still runs, from 0 on; answers at once, without a turn of the event loop. */
  isAlive(helper: number): boolean;
}

/** A job and what this thread does before and after it. */
export interface Task {
  /** See operations.ts. */
  readonly operation: number;
  /** Of input, output and scratch. */
  readonly bytes: number;
  /** Puts the input at an address and says the arguments. */
  fill(memory: Uint8Array, at: number): readonly number[];
  /** Reads the output. */
  take(memory: Uint8Array, at: number): void;
  /** Does all of it without the shared memory. */
  alone(): void;
}

/** A task in the ring. */
interface Posted {
  readonly task: Task;
  readonly place: number;
  readonly at: number;
}

/** Tasks that were started together and are joined together. */
export type Batch = readonly Posted[];

/** Milliseconds between two looks whether a helper that is waited for still runs. */
const PATIENCE = 100;
/** In pages of 64 KiB: the whole memory from the start, so that no view becomes too short. */
const PAGES = 1024;
const PAGE = 65_536;

/** The arena lies behind the ring. */
const ARENA = WORK + RING_BYTES;

/** Makes a memory as large as helpers need it. Untouched pages cost nothing. */
export function wholeMemory(memory: CodeMemory): CodeMemory {
  memory.grow(PAGES - memory.buffer.byteLength / PAGE);
  return memory;
}

/** What a helper does until it is told to stop; made ready first. @throws Error without WebAssembly */
export function jobServer(memory: CodeMemory, helper: number): () => void {
  const ring = ringOf(memory);
  const able = operations(instanceOn(memory));
  return () => ring.serve(helper, able);
}

/** Lets the helpers on a memory end. */
export function stopHelpers(memory: CodeMemory): void {
  ringOf(memory).stop();
}

/** The ring on a memory: for the one thread that posts, and for helpers. */
export function ringOf(memory: CodeMemory): Ring {
  return new Ring(memory.buffer, WORK);
}

/** @throws Error where there is no WebAssembly */
function instanceOn(memory: CodeMemory): CodeInstance {
  const wasm = codeInstance({ memory, work: ARENA });
  if (wasm === undefined) throw new Error('helpers, expected WebAssembly with vectors, found none');
  return wasm;
}

/** The side of the one thread that posts and joins, and alone gives out room. */
export class SharedWork {
  readonly wasm: CodeInstance;
  private readonly memory: Uint8Array;
  private readonly host: HelperHost;
  private readonly ring: Ring;
  private readonly arena: Arena;
  private readonly operations: readonly Operation[];
  /** In the order in which they were started. */
  private readonly unsettled = new Set<Batch>();

  constructor(host: HelperHost) {
    this.host = host;
    this.wasm = instanceOn(host.memory);
    this.memory = this.wasm.view(0);
    this.ring = ringOf(host.memory);
    this.arena = new Arena(ARENA, this.memory.length);
    this.operations = operations(this.wasm);
  }

  /**
   * Offers tasks to the helpers, in order. Where room is short, what was started first is joined first; a
   * task that has no room even then is done at once.
   */
  start(tasks: readonly Task[]): Batch {
    const batch: Posted[] = [];
    for (const task of tasks) {
      const posted = this.post(task);
      if (posted === undefined) task.alone();
      else batch.push(posted);
    }
    this.unsettled.add(batch);
    return batch;
  }

  /**
   * Takes the results of all tasks, in order, and gives their room back; nothing if that was done before.
   * While helpers have the first ones, this thread does the last ones.
   * @throws HelperFailure
   */
  join(batch: Batch): void {
    if (!this.unsettled.delete(batch)) return;
    let unclaimed = batch.length;
    batch.forEach((posted, index) => {
      while (!this.ring.isOver(posted.place)) {
        if (unclaimed > index) this.perform(batch[--unclaimed]);
        else this.wait(posted);
      }
      const reason = this.ring.clear(posted.place);
      if (reason !== undefined) throw new HelperFailure(`a job failed: ${reason}`);
      posted.task.take(this.memory, posted.at);
      this.arena.free(posted.at);
    });
  }

  private post(task: Task): Posted | undefined {
    for (;;) {
      const at = this.arena.allocate(task.bytes);
      if (at !== undefined) {
        const place = this.ring.post(task.operation, task.fill(this.memory, at));
        if (place !== undefined) return { task, place, at };
        this.arena.free(at);
      }
      const [oldest] = this.unsettled;
      if (oldest === undefined) return undefined;
      this.join(oldest);
    }
  }

  /** Does a job that nobody has claimed. */
  private perform({ place }: Posted): void {
    if (this.ring.claim(place, this.host.helpers)) this.ring.perform(place, this.operations);
  }

  private wait({ place }: Posted): void {
    const helper = this.ring.wait(place, PATIENCE);
    if (helper !== undefined) this.expectAlive(helper);
  }

  /** @throws HelperFailure when a helper ended */
  clear(): void {
    for (const batch of this.unsettled) this.join(batch);
    for (let helper = 0; helper < this.host.helpers; helper++) this.expectAlive(helper);
  }

  private expectAlive(helper: number): void {
    if (!this.host.isAlive(helper))
      throw new HelperFailure(`helper ${helper + 1} ended before its work`);
  }
}
