import type { Status } from '../../sim/parameters.ts';
import type { Stream } from '../../sim/random.ts';
import type { TaskSettings } from './task-settings.ts';
import type { TaskSourceName } from './task-source-names.ts';
import type { Client } from './workload.ts';

/**
 * What a task asks of one lane of the stack. An object that no step wrote was there before the start; an
 * object that a step writes is new, and read by later tasks only.
 */
export type Work =
  /** Memory or data set. */
  | {
      readonly lane: 'read';
      readonly object: number;
      readonly offset: number;
      readonly bytes: number;
    }
  | { readonly lane: 'inference'; readonly inputTokens: number; readonly outputTokens: number }
  /** Memory. */
  | { readonly lane: 'write'; readonly object: number; readonly bytes: number }
  /** Published through data availability. */
  | { readonly lane: 'log'; readonly bytes: number }
  /** Pays on the settlement chain. */
  | { readonly lane: 'settle' }
  /** A tool, or a training step on accelerators of one's own. */
  | { readonly lane: 'local'; readonly seconds: number };

export type LaneName = Work['lane'];

export interface Step {
  readonly work: Work;
  /** Indices of the steps that must be done before, all below its own. */
  readonly after: readonly number[];
}

/** Work that ends together: a call of an agent, a request, a batch, a stretch of training. */
export interface Task {
  readonly steps: readonly Step[];
  /**
   * Seconds to wait before it: after the previous task began (open loop) or ended (closed loop); before the
   * first task, after the start.
   */
  readonly wait: number;
}

/** Users of the whole stack. */
export interface TaskSource {
  readonly name: TaskSourceName;
  readonly about: string;
  readonly knowledge: Status;
  readonly source: string;
  /** Open: arrivals do not care how long tasks take. Closed: each task awaits the last one. */
  readonly loop: 'open' | 'closed';
  /**
   * Tasks of one client in order, endless unless the source ends itself.
   * @param stream of this client and nobody else
   * @throws RangeError for a client that does not exist, or settings that the source cannot keep
   */
  tasks(stream: Stream, settings: TaskSettings, client: Client): Generator<Task, void, void>;
}

function check(what: string, expected: string, value: number, holds: boolean): void {
  if (!holds) throw new RangeError(`${what}, expected ${expected}, got ${value}`);
}

function checkSeconds(what: string, value: number): void {
  check(what, 'seconds of at least 0', value, Number.isFinite(value) && value >= 0);
}

/** Amounts of a work that are whole numbers, with their least values. */
function amounts(work: Work): (readonly [what: string, value: number, least: number])[] {
  switch (work.lane) {
    case 'read':
      return [
        ['object', work.object, 0],
        ['offset', work.offset, 0],
        ['bytes', work.bytes, 1],
      ];
    case 'inference':
      return [
        ['input tokens', work.inputTokens, 1],
        ['output tokens', work.outputTokens, 0],
      ];
    case 'write':
      return [
        ['object', work.object, 0],
        ['bytes', work.bytes, 1],
      ];
    case 'log':
      return [['bytes', work.bytes, 1]];
    case 'settle':
    case 'local':
      return [];
  }
}

/**
 * Refuses what cannot be run. Steps that await only steps before them have no circle.
 * @throws RangeError without a step, for a step that awaits itself, a later one or none that exists, and for
 * amounts that are not whole, or below 1 (bytes, input tokens) or 0 (others)
 */
export function checkTask({ steps, wait }: Task): void {
  checkSeconds('wait', wait);
  check('steps', 'at least 1', steps.length, steps.length > 0);
  for (const [index, { work, after }] of steps.entries()) {
    const name = `step ${index} (${work.lane})`;
    for (const before of after) {
      const holds = Number.isSafeInteger(before) && before >= 0 && before < index;
      check(`${name}: after`, `steps from 0 to ${index - 1}`, before, holds);
    }
    if (work.lane === 'local') checkSeconds(`${name}: time`, work.seconds);
    for (const [what, value, least] of amounts(work)) {
      const holds = Number.isSafeInteger(value) && value >= least;
      check(`${name}: ${what}`, `a whole number of at least ${least}`, value, holds);
    }
  }
}
