/** Laws that hold for every schedule, on random ones. */
import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../../../models/token/unlocks/parse-schedule.ts';
import {
  type Bucket,
  releaseDays,
  released,
  releasedAt,
  scheduleEnd,
} from '../../../../models/token/unlocks/schedule.ts';
import type { WrittenPart, WrittenSchedule } from '../../../../models/token/unlocks/written.ts';
import { type Stream, Streams } from '../../../../sim/random.ts';

const SEED = 'unlocks-1';
const STEPS = ['second', 'day', 'week', 'month', 'quarter', 'epoch', '11 days', '2 months'];

function pick<T>(chance: Stream, items: readonly T[]): T {
  return items[chance.below(items.length)];
}

function randomPart(chance: Stream, share: string): WrittenPart {
  const from = chance.below(400);
  const length = 1 + chance.below(900);
  const ends = { from: `${from} days`, to: `${from + length} days`, step: pick(chance, STEPS) };
  const slice = pick(chance, ['end', 'start', null] as const);
  switch (chance.below(6)) {
    case 0:
      return { kind: 'tranche', share, at: ends.to };
    case 1:
      return { kind: 'linear', share, ...ends, slice };
    case 2:
      return { kind: 'linear', share, to: '17 months', step: 'day', even: 'month', slice };
    case 3: {
      const cliffAt = `${from + chance.below(length + 1)} days`;
      return { kind: 'cliff_catchup', share, cliffAt, ...ends, slice };
    }
    case 4: {
      const exponent = pick(chance, [0, 0.2, 0.5, 1.37, 2, 3, 7.7]);
      return { kind: 'power', share, ...ends, exponent, slice };
    }
    default:
      return { kind: 'instant', share };
  }
}

function randomSchedule(chance: Stream): WrittenSchedule {
  const buckets: WrittenSchedule['buckets'] = Object.fromEntries(
    Array.from({ length: 1 + chance.below(4) }, (_, index) => {
      const weights = Array.from({ length: 1 + chance.below(5) }, () => 1 + chance.below(97));
      const sum = weights.reduce((a, b) => a + b, 0);
      const parts = weights.map((weight) => randomPart(chance, `${weight}/${sum}`));
      const amount = `${chance.below(1_000_000)}.${1 + chance.below(1_000_000_000)}`;
      return [`b${index}`, { amount, parts }];
    }),
  );
  const tge = `20${10 + chance.below(40)}-0${1 + chance.below(9)}-${10 + chance.below(19)}`;
  const month = pick(chance, ['calendar', '30d', 'year/12'] as const);
  return { tge, month, epoch: '36 hours', buckets };
}

/** Release at a second by plain floats, for a linear part without steps or a lump. */
function plainly(part: Bucket['parts'][number], second: number): number | null {
  if ('at' in part) return second >= part.at ? 1 : 0;
  if (!('steps' in part) || part.steps.kind !== 'uniform' || part.steps.seconds !== 1) return null;
  if (part.slice === 'start' || second < part.cliffAt) return second < part.cliffAt ? 0 : null;
  const way = Math.min(1, (second - part.from) / (part.to - part.from));
  return way <= 0 && part.exponent > 0 ? 0 : way ** part.exponent;
}

describe('random schedules', () => {
  it.each(Array.from({ length: 60 }, (_, index) => index))('keep the laws, number %i', (index) => {
    const chance = new Streams(SEED, index).stream('schedule');
    const written = randomSchedule(chance);
    const where = `seed ${SEED}, replication ${index}: ${JSON.stringify(written)}`;
    const { buckets, total } = parseSchedule(written);
    expect(
      buckets.reduce((sum, { amount }) => sum + amount, 0n),
      where,
    ).toBe(total);
    const end = scheduleEnd(buckets);
    for (const bucket of buckets) {
      const seconds = Array.from({ length: 200 }, () => chance.below(end + 86_400));
      let before = 0n;
      for (const second of [-1, ...seconds.sort((a, b) => a - b), end]) {
        const now = releasedAt(bucket, second);
        if (now < before) expect.fail(`falls at ${second} s; ${where}`);
        const shares = bucket.parts.map((part) => plainly(part, second));
        if (shares.every((share) => share !== null)) {
          const f = shares.reduce<number>(
            (sum, share, at) =>
              sum + (share ?? 0) * (Number(bucket.weights[at]) / Number(bucket.denominator)),
            0,
          );
          const gap = Math.abs(Number(now) / Number(bucket.amount) - f);
          if (gap > 1e-9) expect.fail(`${f} at ${second} s, off by ${gap}; ${where}`);
        }
        before = now;
      }
      expect(releasedAt(bucket, -1), where).toBe(0n);
      expect(releasedAt(bucket, end), where).toBe(bucket.amount);
      // What the release days see is all there is, and between two of them nothing happens.
      const days = new Set(releaseDays(bucket));
      let last = 0n;
      let paid = 0n;
      for (let day = 0; day <= Math.ceil(end / 86_400); day++) {
        const now = released(bucket, day);
        if ((now !== last) !== days.has(day)) expect.fail(`release day ${day}; ${where}`);
        paid += now - last;
        last = now;
      }
      expect(paid, where).toBe(bucket.amount);
    }
  });
});
