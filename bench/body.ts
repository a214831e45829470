import type { SuiteName } from './report.ts';
import type { Tree } from './tree.ts';

/** Does the work once more. */
export type Run = () => Outcome | Promise<Outcome>;

export interface Outcome {
  readonly counters: Readonly<Record<string, number>>;
  readonly certificate: string;
}

/**
 * A fixed piece of work on the public parts of any build of droptower, so that two builds can do the same:
 * its counters are compared exactly, and its seconds in turns.
 */
export interface Body {
  readonly suite: SuiteName;
  readonly name: string;
  /** What is needed before the clock starts. @returns the work, which may be done any number of times */
  prepare(tree: Tree): Run | Promise<Run>;
}
