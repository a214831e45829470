import { seconds, type Tick, toSeconds } from '../../sim/time.ts';
import type { Measures } from '../measures.ts';
import type { Operators } from '../operators/operators.ts';
import type { Recorder, Span } from './recorder.ts';
import type { CommittedHeight } from './running.ts';

/*
 * How a chain lives through an outage. It stands still where the next block comes later than ten times
 * the usual time between blocks, but at least 10 s; it has recovered once five blocks in a row come
 * within one and a half times that. Both are choices.
 */

const STILL = 10;
const STILL_LEAST = seconds(10);
const RECOVERED = 1.5;
const RUN = 5;

export function reportOutage(
  measures: Measures,
  recorder: Recorder,
  { failure, places }: Operators,
  until: Tick,
): void {
  if (failure === null) return;
  const back = failure.down.reduce<number>((latest, { to }) => Math.max(latest, to), failure.to);
  const end = Math.min(until, back) as Tick;
  const start = Math.min(failure.from, until) as Tick;
  const stop = Math.min(failure.to, until) as Tick;
  const spans: Record<string, Span> = {
    before: { from: 0 as Tick, to: start },
    during: { from: start, to: stop },
    after: { from: stop, to: until },
  };
  const usual = median(recorder.decidedIn(spans.before));
  const still = Math.max(STILL_LEAST, STILL * usual);
  // What passed between the last block and the outage is no part of its gap.
  const marks = [...recorder.heights.map(({ decidedAt }) => decidedAt), start, until];
  marks.sort((a, b) => a - b);
  for (const [name, span] of Object.entries(spans)) {
    const length = span.to - span.from;
    if (!(length > 0)) continue;
    const heights = recorder.decidedIn(span);
    const stood = stillness(marks, span, still);
    measures.value(`chain.liveness[${name}]`, '1', 1 - stood / length);
    measures.value(`chain.blocks[${name}]`, '1', heights.length);
    if (heights.length > 0) {
      const rounds = heights.reduce((sum, { round }) => sum + round, 0) / heights.length;
      measures.value(`chain.rounds[${name}]`, '1', rounds);
      measures.value(
        `chain.mean_block_time[${name}]`,
        's',
        toSeconds(length as Tick) / heights.length,
      );
    }
  }
  measures.value('chain.nodes_down', '1', failure.down.length / places.length);
  measures.value('chain.nodes_frozen', '1', failure.frozen.length / places.length);
  measures.value('chain.nodes_unreachable', '1', failure.unreachable.length / places.length);
  measures.value('chain.keys_leaked', '1', failure.leakedNodes.length / places.length);
  measures.value('chain.nodes_back_after', 's', toSeconds((end - start) as Tick));
  // Without a usual time between blocks nothing can be said.
  if (usual === 0) return;
  const recovered = recovery(recorder.heights, failure.from, usual * RECOVERED);
  if (recovered !== undefined) {
    measures.value('chain.recovery_time', 's', toSeconds(recovered));
  }
  measures.label('chain.recovered', recovered === undefined ? 'no' : 'yes');
}

/** Median time between decisions, ticks; 0 without two of them. */
function median(heights: readonly CommittedHeight[]): number {
  const gaps = heights.slice(1).map((h, i) => h.decidedAt - heights[i].decidedAt);
  gaps.sort((a, b) => a - b);
  return gaps[gaps.length >>> 1] ?? 0;
}

/** Ticks of a span in which the chain stood still; a gap between two marks may reach over its ends. */
function stillness(marks: readonly Tick[], { from, to }: Span, still: number): number {
  let [last, total] = [0, 0];
  for (const at of marks) {
    if (at - last > still) total += Math.max(0, Math.min(at, to) - Math.max(last, from));
    last = at;
  }
  return total;
}

/** From the start of the outage until blocks come in the usual time again; undefined if they never do. */
function recovery(
  heights: readonly CommittedHeight[],
  start: Tick,
  within: number,
): Tick | undefined {
  let since: number = start;
  let last: number = start;
  let run = 0;
  for (const { decidedAt } of heights) {
    if (decidedAt <= start) continue;
    if (decidedAt - last > within) {
      run = 0;
      since = decidedAt;
    } else if (++run === RUN) {
      return (since - start) as Tick;
    }
    last = decidedAt;
  }
  return undefined;
}
