import { describe, expect, it } from 'vitest';
import { unitPrice } from '../../../../models/compute/market/admission.ts';
import { TOKEN } from '../../../../models/compute/market/books.ts';
import {
  type Debtor,
  isAtRisk,
  isStale,
  riskThreshold,
  settlementRun,
} from '../../../../models/compute/market/timers.ts';
import { hours, minutes, seconds, type Tick, ZERO } from '../../../../sim/time.ts';

const price = { input: unitPrice(0.1), output: unitPrice(0.49) };
const NOW = hours(100);
const DAY = hours(24);

const debtor = (user: number, change: Partial<Debtor> = {}): Debtor => ({
  user,
  owed: 1n,
  since: ZERO,
  refundAt: null,
  skipUntil: ZERO,
  ...change,
});

const many = (count: number, change: Partial<Debtor> = {}) =>
  Array.from({ length: count }, (_, user) => debtor(user, change));

const sizes = (debtors: readonly Debtor[]) =>
  settlementRun(debtors, price, NOW, DAY, true).map((round) => round.length);

describe('a user is at risk', () => {
  it('who owes more than a million tokens in and out cost', () => {
    // 0.10 + 0.49 tokens.
    expect(riskThreshold(price)).toBe((59n * TOKEN) / 100n);
    const owing = (owed: bigint) => isAtRisk(debtor(0, { owed }), price, NOW, DAY);
    expect(owing((59n * TOKEN) / 100n)).toBe(false);
    expect(owing((59n * TOKEN) / 100n + 1n)).toBe(true);
  });

  it('whose refund could leave before the next check in 300 s, with 60 s to spare', () => {
    const endsIn = (span: Tick) => {
      const refundAt = (NOW - DAY + span) as Tick;
      return isAtRisk(debtor(0, { refundAt }), price, NOW, DAY);
    };
    expect(endsIn(seconds(359))).toBe(true);
    expect(endsIn(ZERO)).toBe(true);
    expect(endsIn(seconds(360))).toBe(false);
    // A shorter lock ends earlier.
    expect(isAtRisk(debtor(0, { refundAt: (NOW - hours(1)) as Tick }), price, NOW, hours(1))).toBe(
      true,
    );
  });
});

describe('a run', () => {
  it('at a check is of users at risk, and a forced one of all who owe', () => {
    const users = [debtor(0), debtor(1, { owed: TOKEN }), debtor(2, { owed: 0n })];
    const run = (isForced: boolean) =>
      settlementRun(users, price, NOW, DAY, isForced).map((round) => round.map(({ user }) => user));
    expect(run(false)).toEqual([[1]]);
    expect(run(true)).toEqual([[0, 1]]);
  });

  it('puts the 51st user into the next transaction and the 501st into the next run', () => {
    expect(sizes(many(50))).toEqual([50]);
    expect(sizes(many(51))).toEqual([50, 1]);
    expect(sizes(many(500))).toEqual(Array(10).fill(50));
    expect(sizes(many(501))).toEqual(Array(10).fill(50));
    expect(sizes([])).toEqual([]);
  });

  it('begins with those who have waited longest, so nobody waits for ever', () => {
    const users = many(600, { since: minutes(10) });
    users[599] = debtor(599, { since: minutes(9) });
    const [first] = settlementRun(users, price, NOW, DAY, true);
    expect(first.slice(0, 3).map(({ user }) => user)).toEqual([599, 0, 1]);
  });

  it('leaves users alone who could not pay all, until their hour is over', () => {
    expect(sizes(many(3, { skipUntil: (NOW + 1) as Tick }))).toEqual([]);
    expect(sizes(many(3, { skipUntil: NOW }))).toEqual([3]);
  });
});

describe('a request without output', () => {
  it('is dropped when it is older than an hour', () => {
    expect(isStale(ZERO, hours(1))).toBe(false);
    expect(isStale(ZERO, (hours(1) + 1) as Tick)).toBe(true);
  });
});
