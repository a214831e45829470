import { describe, expect, it } from 'vitest';
import { TOKEN } from '../../../../models/compute/market/books.ts';
import { hours, millis, minutes, seconds, type Tick, ZERO } from '../../../../sim/time.ts';
import { FEE, SECOND, smallMarket } from './small-market.ts';

const plus = (a: Tick, b: number) => (a + b) as Tick;

describe('a request', () => {
  it('takes the way there and back on top of the service, and costs its tokens', () => {
    const [near, far] = [ZERO, millis(80)].map((hop) => {
      const { ask, until, answers, market } = smallMarket({ hop });
      ask();
      until(minutes(1));
      expect(market.fees).toMatchObject({ charged: FEE, owed: FEE, unverified: 0n, paid: 0n });
      return answers[0].at;
    });
    expect(far - near).toBe(2 * millis(80));
  });

  it('is settled within ten minutes, in the next block, and leaves nothing owed', () => {
    const { ask, until, market } = smallMarket();
    ask();
    until(plus(minutes(10), SECOND));
    expect(market.fees).toMatchObject({ paid: FEE, owed: 0n });
    expect(market.books.income.get(0)).toBe(FEE);
    expect(market.settler.counts.items.success).toBe(1);
    expect(() => market.close()).not.toThrow();
  });

  it('waits for its verdict before it is owed: the window of optimistic answers', () => {
    const { ask, until, market, verdicts, answers } = smallMarket({ verification: 'opml' });
    ask();
    until(minutes(50));
    expect(market.fees).toMatchObject({ unverified: FEE, owed: 0n, paid: 0n });
    until(minutes(80));
    expect(verdicts).toEqual([{ accepted: true, at: plus(answers[0].at, hours(1)) }]);
    expect(market.fees).toMatchObject({ unverified: 0n, owed: 0n, paid: FEE });
  });

  it('pays for a session first where an enclave is attested: 1.5 s once in 20 requests', () => {
    const times = (verification: 'none' | 'tee') => {
      const { simulation, ask, until, answers } = smallMarket({ verification });
      for (let i = 0; i < 21; i++) {
        ask();
        until(plus(simulation.now, minutes(1)));
      }
      return answers.map(({ at }, i) => at - i * minutes(1));
    };
    const [plain, attested] = [times('none'), times('tee')];
    const late = attested.flatMap((at, i) => (at > plain[i] + SECOND ? [i] : []));
    expect(late).toEqual([0, 20]);
    expect(attested[0] - plain[0]).toBe(seconds(1.5));
  });
});

describe('admission', () => {
  it('moves 2 tokens at a time until there is no more, and sets 1 aside for each open request', () => {
    const { ask, until, market, refusals, answers } = smallMarket({ deposit: 5 });
    for (let i = 0; i < 6; i++) ask();
    until(minutes(1));
    // 5 tokens: 2 + 2 + 1 moved, five reserves.
    expect(refusals.map(({ reason }) => reason)).toEqual(['balance']);
    expect(answers.length).toBe(5);
    expect(market.books.ledgers.get(0)?.free).toBe(0n);
    // The reserves are free again, though five fees of 0.0002 are owed.
    for (let i = 0; i < 4; i++) ask();
    until(minutes(2));
    expect(answers.length).toBe(9);
  });

  it('takes any number at a time where reserves are checked and not held', () => {
    const { ask, until, refusals, answers } = smallMarket({ deposit: 3, holdsReserves: false });
    for (let i = 0; i < 20; i++) ask();
    until(minutes(1));
    expect([answers.length, refusals.length]).toEqual([20, 0]);
  });

  it('turns requests away when the queue is full', () => {
    const { ask, until, refusals } = smallMarket({ deposit: 500, queue: 2 });
    for (let i = 0; i < 300; i++) ask();
    until(minutes(5));
    expect(new Set(refusals.map(({ reason }) => reason))).toEqual(new Set(['busy']));
  });

  it('refuses a prompt that the machine cannot hold', () => {
    const { ask, until, refusals } = smallMarket();
    ask(0, { inputTokens: 10_000_000, outputTokens: 1 });
    until(minutes(1));
    expect(refusals.map(({ reason }) => reason)).toEqual(['too long']);
  });

  it('refuses users who asked everything back, and they cannot outrun their bill', () => {
    const { ask, until, market, simulation, refusals } = smallMarket();
    ask();
    until(minutes(1));
    market.desk.drain(0, simulation.now);
    ask();
    until(plus(hours(1), minutes(1)));
    market.desk.takeBack(0, simulation.now);
    market.close();
    expect(refusals.map(({ reason }) => reason)).toEqual(['balance']);
    expect(market.fees).toMatchObject({ paid: FEE, owed: 0n });
    expect(market.books.sums.withdrawn).toBe(10n * TOKEN - FEE);
  });

  it('a window longer than the lock lets them: the claim is paid in part, then left for an hour', () => {
    const { ask, until, market, simulation } = smallMarket({ verification: 'opml', window: 7200 });
    ask();
    until(minutes(1));
    market.desk.drain(0, simulation.now);
    until(plus(hours(1), minutes(1)));
    market.desk.takeBack(0, simulation.now);
    // Verdict at 2 h, settled by 2 h 10 min; the next try comes an hour after.
    until(plus(hours(2), minutes(55)));
    expect(market.settler.counts.items.partial).toBe(1);
    until(plus(hours(3), minutes(25)));
    expect(market.settler.counts.items.partial).toBe(2);
    expect(market.fees).toMatchObject({ paid: 0n, owed: FEE });
    expect(() => market.close()).not.toThrow();
  });
});

describe('settlement of many', () => {
  it('puts the 51st user into a second transaction, one block later', () => {
    const { ask, until, market } = smallMarket({ users: 51 });
    for (let user = 0; user < 51; user++) ask(user);
    until(plus(minutes(10), 2 * SECOND));
    expect(market.settler.counts).toMatchObject({ transactions: 2, requests: 51 });
    expect(market.fees.paid).toBe(51n * FEE);
  });

  it('is one item of a router, whoever asked', () => {
    const { ask, until, market } = smallMarket({ users: 51, mode: 'router' });
    for (let user = 0; user < 51; user++) ask(user);
    until(plus(minutes(10), 2 * SECOND));
    expect(market.settler.counts.items.success).toBe(1);
    expect(market.settler.counts.requests).toBe(51);
    expect(market.fees.paid).toBe(51n * FEE);
    expect(() => market.close()).not.toThrow();
  });
});
