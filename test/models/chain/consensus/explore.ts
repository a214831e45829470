import { type Stream, Streams } from '../../../../sim/random.ts';
import { Violation } from './message.ts';
import type { Schedule } from './schedule.ts';
import { World } from './world.ts';

/** What a range of seeds has shown. */
export interface Found {
  /** Broken promises, each with its seed. */
  readonly violations: string[];
  /** Schedules in which some height needed more than one round, and more than three. */
  readonly contested: number;
  readonly longContested: number;
}

/** Runs the schedules of seeds `from` to `to - 1`. Errors other than broken promises pass through. */
export function explore(
  from: number,
  to: number,
  scheduleOf: (stream: Stream) => Schedule,
  tamper?: World['tamper'],
): Found {
  const violations: string[] = [];
  let contested = 0;
  let longContested = 0;
  for (let seed = from; seed < to; seed++) {
    const streams = new Streams('consensus', seed);
    const world = new World(
      scheduleOf(streams.stream('schedule')),
      streams.stream('world'),
      tamper,
    );
    try {
      world.run();
    } catch (error) {
      if (!(error instanceof Violation)) throw new Error(`seed ${seed}`, { cause: error });
      violations.push(`seed ${seed}: ${error.message}`);
    }
    if (world.roundMax > 0) contested++;
    if (world.roundMax > 2) longContested++;
  }
  return { violations, contested, longContested };
}
