/** Written schedules into schedules that can be asked; everything wrong is refused with its path. */
import { parseDate } from '../calendar.ts';
import { MOST_TOKENS, parseShareOf, readTokens, TOKEN } from './amounts.ts';
import {
  ALL,
  add,
  compare,
  type Fraction,
  formatFraction,
  NONE,
  parseShare,
  portion,
  readFraction,
  subtract,
} from './fraction.ts';
import { type Origin, parseMoment, parseSpan, resolve, resolveNear } from './moment.ts';
import { parseParts } from './parse-part.ts';
import { quoted, ScheduleProblem } from './problem.ts';
import type { Bucket, Claim, Conventions, Schedule } from './schedule.ts';
import { asTerms, hasTerms, streetParts } from './street.ts';
import type { WrittenBucket, WrittenClaim, WrittenPart, WrittenSchedule } from './written.ts';

const AMOUNT_HELP = 'tokens above 0 such as "280,000,000" or "280M", or a share of the total';

/**
 * Reads a whole schedule, or nothing: the first mistake is refused.
 * @throws ScheduleProblem (a RangeError) with the path of the mistake
 */
export function parseSchedule(written: WrittenSchedule): Schedule {
  const tge = parseDate(written.tge);
  if (tge === null)
    throw new ScheduleProblem('tge', 'a date such as "2025-09-22"', quoted(written.tge));
  const conventions: Conventions = {
    tge,
    month: written.month ?? 'calendar',
    slice: written.slice ?? 'end',
    epoch: written.epoch ?? null,
  };
  const entries = Object.entries(written.buckets);
  if (entries.length === 0) throw new ScheduleProblem('buckets', 'one bucket or more', 'none');
  const amounts = parseAmounts(entries, written.total ?? null);
  const buckets = entries.map(([id, bucket], index) =>
    parseBucket(id, bucket, amounts[index], conventions),
  );
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  return { conventions, total, buckets };
}

/** Shares of the total are cut from their running sum, so that they leave no dust. */
function parseAmounts(
  entries: readonly (readonly [string, WrittenBucket])[],
  totalText: string | null,
): bigint[] {
  const total = totalText === null ? null : readTokens(totalText);
  if (totalText !== null && (total === null || total <= 0n)) {
    throw new ScheduleProblem('total', 'tokens above 0 such as "1,000,000,000"', quoted(totalText));
  }
  let running = NONE;
  const amounts = entries.map(([id, written]) => {
    const path = `buckets.${id}.amount`;
    const text = written.amount ?? '';
    const isShare = /[%/]/.test(text);
    const share = isShare ? readFraction(text) : null;
    if (share !== null && total === null) {
      throw new ScheduleProblem(path, 'tokens, or a share and the `total` it is of', quoted(text));
    }
    let amount = isShare ? null : readTokens(text);
    if (
      total !== null &&
      total > TOKEN &&
      amount !== null &&
      amount < TOKEN &&
      /^[\d.]+$/.test(text)
    ) {
      const expected = 'tokens, or a share of the total such as "28 %" or "1/3"';
      throw new ScheduleProblem(path, expected, quoted(text));
    }
    if (share !== null && total !== null && share.numerator > 0n) {
      const before = portion(total, running);
      running = add(running, share);
      amount = portion(total, running) - before;
    }
    if (amount === null || amount <= 0n) throw new ScheduleProblem(path, AMOUNT_HELP, quoted(text));
    return amount;
  });
  const sum = amounts.reduce((all, amount) => all + amount, 0n);
  if (total !== null && sum !== total) {
    const expected = `buckets that sum to the total of ${formatTokens(total)} tokens`;
    throw new ScheduleProblem('buckets', expected, formatTokens(sum));
  }
  if (sum > MOST_TOKENS * TOKEN) {
    throw new ScheduleProblem('buckets', `at most ${MOST_TOKENS} tokens in all`, formatTokens(sum));
  }
  return amounts;
}

/** Tokens with the decimals they have. */
function formatTokens(units: bigint): string {
  const decimals = String(units % TOKEN)
    .padStart(18, '0')
    .replace(/0+$/, '');
  return `${units / TOKEN}${decimals === '' ? '' : `.${decimals}`}`;
}

function parseBucket(
  id: string,
  written: WrittenBucket,
  amount: bigint,
  schedule: Conventions,
): Bucket {
  const path = `buckets.${id}`;
  const conventions = { ...schedule, slice: written.slice ?? schedule.slice };
  const event = { base: schedule.tge, months: 0, seconds: 0 };
  const start = parseMoment(
    written.start ?? 'TGE',
    { tge: schedule.tge, start: event, dates: true },
    `${path}.start`,
  );
  const startSecond = resolveNear(start, conventions, `${path}.start`);
  const origin: Origin = { tge: schedule.tge, start, dates: true };
  const writtenParts = partsOf(written, amount, path);
  const shares = parseShares(writtenParts, amount, path);
  const parts = writtenParts.flatMap((part, index) => {
    try {
      const where = `${path}.parts.${index}`;
      const context = { path: where, conventions, origin, start: startSecond };
      return parseParts(part, shares[index], context);
    } catch (error) {
      const isTerm = error instanceof ScheduleProblem && hasTerms(written);
      throw isTerm ? asTerms(error, path) : error;
    }
  });
  const denominator = parts.reduce(
    (common, { share }) => leastCommonMultiple(common, share.denominator),
    1n,
  );
  return {
    id,
    amount,
    holderClass: written.holderClass ?? id,
    start: startSecond,
    parts,
    weights: parts.map(({ share }) => (share.numerator * denominator) / share.denominator),
    denominator,
    claim: parseClaim(written.claim ?? {}, origin, conventions, startSecond, `${path}.claim`),
    stakeableWhileLocked: written.stakeableWhileLocked ?? false,
    rewardsLiquid: written.rewardsLiquid ?? false,
    governed: written.governed ?? false,
    conventions,
  };
}

function partsOf(written: WrittenBucket, amount: bigint, path: string): readonly WrittenPart[] {
  const parts = written.parts ?? null;
  if (hasTerms(written)) {
    if (parts === null) return streetParts(written, amount, path);
    throw new ScheduleProblem(`${path}.parts`, 'either parts or a cliff and a duration', 'both');
  }
  if (parts === null || parts.length === 0) {
    throw new ScheduleProblem(`${path}.parts`, 'one part or more', 'none');
  }
  return parts;
}

/** Shares that sum to exactly 1; one may be left out and takes the rest. */
function parseShares(parts: readonly WrittenPart[], amount: bigint, path: string): Fraction[] {
  const shares = parts.map(({ share }, index) => {
    if (share == null) return null;
    return parseShareOf(share, amount, `${path}.parts.${index}.share`);
  });
  const given = shares.reduce<Fraction>((sum, share) => add(sum, share ?? NONE), NONE);
  const open = shares.filter((share) => share === null).length;
  const rest = subtract(ALL, given);
  const fits = open === 0 ? compare(rest, NONE) === 0 : open === 1 && compare(rest, NONE) > 0;
  if (!fits) {
    const expected =
      open === 0
        ? 'shares that sum to 1'
        : 'shares below 1 and one part without, which takes the rest';
    const without = open === 0 ? '' : ` and ${open} without`;
    throw new ScheduleProblem(`${path}.parts`, expected, `${formatFraction(given)}${without}`);
  }
  return shares.map((share) => share ?? rest);
}

function parseClaim(
  written: WrittenClaim,
  origin: Origin,
  conventions: Conventions,
  start: number,
  path: string,
): Claim {
  const delay = parseSpan(written.delay ?? '0', `${path}.delay`);
  const delayed = { base: conventions.tge, months: delay.months, seconds: delay.seconds };
  const penalty = (written.penalty ?? []).map(({ at, share }, index) => {
    const where = `${path}.penalty.${index}`;
    const second = resolveNear(parseMoment(at, origin, `${where}.at`), conventions, `${where}.at`);
    if (second < start) {
      throw new ScheduleProblem(
        `${where}.at`,
        'no claim before the start of the bucket',
        quoted(at),
      );
    }
    return { at: second, share: parseShare(share, `${where}.share`) };
  });
  penalty.forEach(({ at }, index) => {
    if (index > 0 && at <= penalty[index - 1].at) {
      const found = quoted(`${written.penalty?.[index]?.at}`);
      throw new ScheduleProblem(`${path}.penalty.${index}.at`, 'instants that rise', found);
    }
  });
  return {
    delay: resolve(delayed, conventions),
    penalty,
    uptime: parseShare(written.uptime ?? '1', `${path}.uptime`),
  };
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  if (a % b === 0n) return a;
  let [large, small] = [a, b];
  while (small !== 0n) [large, small] = [small, large % small];
  return (a / large) * b;
}
