import type { Stream } from '../../../../sim/random.ts';
import { sameShards, stream } from '../shards.ts';
import type { Held } from './places.ts';

/** One call of a public function. */
export interface Call {
  readonly what: string;
  readonly held: Held;
  /** Made elsewhere, before the call; undefined when it must be refused. */
  readonly expected: readonly Uint8Array[] | undefined;
  /** Does it; bytes that were written count as given. */
  run(): readonly Uint8Array[];
  /** Where bytes may have been written, if it is not refused. */
  readonly output?: Uint8Array;
  /** Whether an ordinary call gives what it always gives. */
  normal(): boolean;
}

/** How the calls of one kernel ended. */
export interface Tally {
  given: number;
  refused: number;
  readonly findings: string[];
}

/** Of a refusal: the thing, what was expected and what came. */
const FORM = /^[^,]+, expected .+, got .+$/;
const MOST_FINDINGS = 20;

/** What is wrong about a call, if anything. */
function judge({ held, expected, run, output, normal }: Call): 'given' | 'refused' | Error {
  held.remember();
  let given: readonly Uint8Array[];
  try {
    given = run();
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError))
      return new Error(`threw ${String(error)}`);
    if (!FORM.test(error.message)) return new Error(`refused by "${error.message}"`);
    if (expected !== undefined) return new Error(`refused wrongly: ${error.message}`);
    if (!held.isUnchanged()) return new Error('refused, but bytes have changed');
    return normal() ? 'refused' : new Error('spoils the next call');
  }
  if (expected === undefined) return new Error('was not refused');
  if (!sameShards(given, expected)) return new Error('gave wrong bytes');
  return held.isUnchanged(output) ? 'given' : new Error('changed bytes');
}

/** Judges calls `from` to `from + count - 1` of a kernel, each drawn from its own number alone. */
export function fuzz(
  kernel: string,
  make: (draws: Stream) => Call,
  from: number,
  count: number,
): Tally {
  const tally: Tally = { given: 0, refused: 0, findings: [] };
  const draws = stream(kernel);
  for (let number = from; number < from + count; number++) {
    draws.part(`${number}`);
    const call = make(draws);
    const verdict = judge(call);
    if (!(verdict instanceof Error)) tally[verdict]++;
    else if (
      tally.findings.push(`seed ${kernel}, call ${number}, ${call.what}: ${verdict.message}`) ===
      MOST_FINDINGS
    )
      break;
  }
  return tally;
}
