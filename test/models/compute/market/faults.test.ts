import { describe, expect, it } from 'vitest';
import { TOKEN } from '../../../../models/compute/market/books.ts';
import { defaultSettings } from '../../../../models/compute/verification/settings.ts';
import { hours, minutes, seconds, type Tick } from '../../../../sim/time.ts';
import { FEE, SECOND, smallMarket } from './small-market.ts';

const plus = (a: Tick, b: number) => (a + b) as Tick;

describe('a router', () => {
  it('goes round, and on to the next provider when one is down', () => {
    const { ask, until, answers, market, simulation, refusals } = smallMarket({
      mode: 'router',
      providers: 3,
    });
    for (let i = 0; i < 4; i++) {
      ask();
      until(plus(simulation.now, minutes(1)));
    }
    expect(answers.map(({ provider }) => provider)).toEqual([0, 1, 2, 0]);
    market.fail(market.providers[1], minutes(5), false);
    const asked = simulation.now;
    ask();
    until(plus(asked, SECOND * 20));
    expect(answers[4].provider).toBe(2);
    // It waited a second for the one that is down.
    expect(answers[4].at - asked - (answers[3].at - minutes(3))).toBe(SECOND);
    // Left out for 30 s, and tried again after that.
    for (const provider of [0, 2, 0]) {
      ask();
      until(plus(simulation.now, SECOND));
      expect(answers[answers.length - 1].provider).toBe(provider);
    }
    expect(refusals).toEqual([]);
  });

  it('gives up when no provider is left', () => {
    const { ask, until, market, refusals } = smallMarket({ mode: 'router', providers: 2 });
    for (const provider of market.providers) market.fail(provider, hours(1), false);
    ask();
    until(minutes(1));
    ask();
    until(minutes(1.1));
    expect(refusals.map(({ reason }) => reason)).toEqual(['offline', 'offline']);
    expect(refusals[0].at).toBe(2 * SECOND);
    until(minutes(1.2));
    ask();
    expect(refusals[2].reason).toBe('no provider');
  });

  it('takes a request to another provider when its machine dies', () => {
    const { ask, until, answers, market, simulation } = smallMarket({
      mode: 'router',
      providers: 2,
    });
    ask();
    until(seconds(0.1));
    expect(answers).toEqual([]);
    market.fail(market.providers[0], minutes(1), false);
    until(plus(simulation.now, minutes(1)));
    expect(answers.map(({ provider }) => provider)).toEqual([1]);
  });
});

describe('a user who picks', () => {
  it('is refused by a provider that is down, and picks another for the next request', () => {
    const { ask, until, answers, market, simulation, refusals } = smallMarket({ providers: 2 });
    market.fail(market.providers[0], minutes(10), false);
    ask();
    until(minutes(1));
    expect(refusals.map(({ reason, at }) => [reason, at])).toEqual([['offline', SECOND]]);
    ask();
    until(plus(simulation.now, minutes(1)));
    expect(answers.map(({ provider }) => provider)).toEqual([1]);
  });
});

describe('a request that an outage ends', () => {
  it('costs nothing, and its reserve is kept until the broker drops it after an hour', () => {
    const { ask, until, market, refusals } = smallMarket();
    ask();
    until(seconds(0.1));
    market.fail(market.providers[0], minutes(1), false);
    until(minutes(30));
    expect(refusals.map(({ reason }) => reason)).toEqual(['lost']);
    const reserved = () => market.providers[0].bills.tabs.get(0)?.reserved;
    expect(reserved()).toBe(TOKEN);
    // Older than an hour at 1 h, and dropped at the check after that.
    until(minutes(66));
    expect(reserved()).toBe(0n);
    expect(market.fees.charged).toBe(0n);
  });
});

describe('a provider that comes back with another key', () => {
  it('is not paid by users who have not acknowledged it', () => {
    const { ask, until, market, simulation } = smallMarket({ users: 2 });
    ask(0);
    ask(1);
    until(seconds(20));
    expect(market.fees.owed).toBe(2n * FEE);
    market.fail(market.providers[0], seconds(1), true);
    until(seconds(22));
    // User 0 comes back and sees the new key.
    ask(0);
    until(plus(minutes(10), SECOND));
    const { items } = market.settler.counts;
    expect(items['no TEE signer']).toBeGreaterThanOrEqual(1);
    expect(market.fees).toMatchObject({ paid: 2n * FEE, owed: FEE });
    ask(1);
    until(plus(simulation.now, plus(minutes(10), SECOND)));
    expect(market.fees).toMatchObject({ paid: 4n * FEE, owed: 0n });
  });
});

describe('a provider that cheats', () => {
  const asking = (options: Parameters<typeof smallMarket>[0]) => {
    const made = smallMarket({ providers: 2, ...options });
    for (let i = 0; i < 6; i++) {
      made.ask();
      made.until(plus(made.simulation.now, minutes(1)));
    }
    return made;
  };
  const providers = ({ answers }: ReturnType<typeof asking>) =>
    answers.map(({ provider }) => provider);

  it('is paid where nobody looks', () => {
    const made = asking({ cheat: [0, 'wrong-model'], verification: 'none' });
    expect(providers(made)).toEqual([0, 0, 0, 0, 0, 0]);
    made.market.close();
    expect(made.market.fees.paid).toBe(6n * FEE);
  });

  it('is seen by the quote of its enclave before it answers, by users and by a router', () => {
    const direct = asking({ cheat: [0, 'wrong-model'], verification: 'tee' });
    expect(direct.refusals.map(({ reason }) => reason)).toEqual(['attestation']);
    expect(providers(direct)).toEqual([1, 1, 1, 1, 1]);
    const routed = asking({ cheat: [0, 'wrong-model'], verification: 'tee', mode: 'router' });
    expect(routed.refusals).toEqual([]);
    expect(providers(routed)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('is not paid for an answer whose proof fails, and keeps its stake', () => {
    const made = asking({ cheat: [0, 'wrong-model'], verification: 'zkml' });
    expect(made.verdicts.map(({ accepted }) => accepted)).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(made.market.fees.refunded).toBe(FEE);
    expect(made.market.books.sums.slashed).toBe(0n);
    made.market.close();
    expect(made.market.fees.paid).toBe(5n * FEE);
  });

  it('loses its stake in a dispute, and is not paid for any answer of the window', () => {
    // Every answer is computed again by one of the challengers and then disputed.
    const { rerun, dispute } = defaultSettings.opml;
    const made = asking({ cheat: [0, 'wrong-model'], verification: 'opml', sampled: 1 });
    const { market, verdicts, answers } = made;
    const known = plus(answers[0].at, seconds(rerun + dispute));
    expect(verdicts[0]).toEqual({ accepted: false, at: known });
    expect(market.providers[0].state).toBe('removed');
    expect(market.books.sums.slashed).toBe(100n * TOKEN);
    expect(providers(made).slice(-2)).toEqual([1, 1]);
    made.until(hours(3));
    market.close();
    const cheated = BigInt(providers(made).filter((provider) => provider === 0).length);
    expect(market.fees.refunded).toBe(cheated * FEE);
    expect(market.fees.paid).toBe((6n - cheated) * FEE);
  });

  it('with a key from a broken enclave is paid until the vendor revokes it', () => {
    const made = asking({ cheat: [0, 'broken-tee'], verification: 'tee' });
    expect(providers(made)).toEqual([0, 0, 0, 0, 0, 0]);
    // Mean 30 days; by then it is gone, with its stake.
    made.until(hours(24 * 365));
    expect(made.market.providers[0].state).toBe('removed');
    expect(made.market.books.sums.stakeOut).toBe(100n * TOKEN);
  });
});
