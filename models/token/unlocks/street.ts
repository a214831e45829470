/** "TGE share, cliff, duration, frequency": the notation of cap tables, into parts. */
import { parseDate } from '../calendar.ts';
import { parseShareOf } from './amounts.ts';
import { ALL, formatFraction, NONE, subtract } from './fraction.ts';
import { parseSpan } from './moment.ts';
import { quoted, ScheduleProblem } from './problem.ts';
import type { WrittenBucket, WrittenPart } from './written.ts';

type Terms = Pick<WrittenBucket, 'tgeShare' | 'cliff' | 'duration' | 'step' | 'sense'>;

export function hasTerms({ tgeShare, cliff, duration, step, sense }: Terms): boolean {
  return [tgeShare, cliff, duration, step, sense].some((each) => (each ?? null) !== null);
}

/** A span that is not nothing, or a date; null where there is none. */
function term(text: string | null | undefined, path: string): string | null {
  const written = text ?? '0';
  if (parseDate(written.trim()) !== null) return written.trim();
  const { months, seconds } = parseSpan(written, path);
  return months === 0 && seconds === 0 ? null : written;
}

/**
 * Parts of a bucket in street notation. A share at the start, the rest in equal steps over `duration`:
 * after the cliff (`delay`), or counted from the start with what was missed at the cliff (`catch-up`).
 * No duration: the rest at once at the end of the cliff.
 * @param amount base units of the bucket
 * @throws ScheduleProblem with the path
 */
export function streetParts(terms: Terms, amount: bigint, path: string): WrittenPart[] {
  const atStart =
    (terms.tgeShare ?? null) === null
      ? NONE
      : parseShareOf(terms.tgeShare as string, amount, `${path}.tgeShare`);
  const rest = subtract(ALL, atStart);
  const cliff = term(terms.cliff, `${path}.cliff`);
  const duration = term(terms.duration, `${path}.duration`);
  const parts: WrittenPart[] = [];
  if (atStart.numerator > 0n) parts.push({ kind: 'instant', share: formatFraction(atStart) });
  if (rest.numerator === 0n) {
    if (cliff === null && duration === null) return parts;
    const expected = 'less than all beside a cliff or a duration';
    throw new ScheduleProblem(`${path}.tgeShare`, expected, quoted(`${terms.tgeShare}`));
  }
  const share = formatFraction(rest);
  if (duration === null) {
    if (cliff !== null) return [...parts, { kind: 'tranche', share, at: cliff }];
    const expected = 'a span in which the rest is released';
    throw new ScheduleProblem(`${path}.duration`, expected, 'none');
  }
  const step = terms.step ?? 'second';
  if (cliff === null) return [...parts, { kind: 'linear', share, to: duration, step }];
  if (terms.sense === 'catch-up') {
    return [...parts, { kind: 'cliff_catchup', share, cliffAt: cliff, to: duration, step }];
  }
  const to = parseDate(duration) === null ? `${cliff} + ${duration}` : duration;
  return [...parts, { kind: 'linear', share, from: cliff, to, step }];
}

/** Field of a part that a term became, to the term. */
const TERM_OF: Readonly<Record<string, keyof Terms>> = {
  at: 'cliff',
  from: 'cliff',
  cliffAt: 'cliff',
  to: 'duration',
  step: 'step',
};

/** A refusal of a part, in the words of the terms that it was made from. */
export function asTerms(problem: ScheduleProblem, path: string): ScheduleProblem {
  const field = problem.path.slice(problem.path.lastIndexOf('.') + 1);
  const term = TERM_OF[field];
  if (term === undefined) return problem;
  return new ScheduleProblem(`${path}.${term}`, problem.expected, problem.found);
}
