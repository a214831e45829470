import { describe, expect, it } from 'vitest';
import { closedForm, disturbed, runLoop } from './section.ts';

const LINES = 'inflation: { rule: og_stepdown }\noperators: { enter: { lag: 3 } }';
const WEEKS = 60;

describe('the loop', () => {
  const base = runLoop(LINES, WEEKS);

  it.each([0, 1, 17, 40, 58])(
    'reads no future: another network in week %i changes nothing before it, and something after',
    (at) => {
      const change = { latency: 60, refused: 3, utilisation: { compute: 1 } };
      const other = runLoop(
        LINES,
        WEEKS,
        disturbed((week) => (week === at ? change : {})),
      );
      expect(other.weeks.slice(0, at)).toEqual(base.weeks.slice(0, at));
      expect(other.hashes.slice(0, at)).toEqual(base.hashes.slice(0, at));
      // What is asked and offered in the week itself was settled before it.
      expect(other.weeks[at].conditions).toEqual(base.weeks[at].conditions);
      expect(other.weeks[at + 1].conditions.demand).toBeLessThan(
        base.weeks[at + 1].conditions.demand,
      );
    },
  );

  it('a week that serves less moves money of that week, not of one before', () => {
    const other = runLoop(
      LINES,
      30,
      disturbed((week) => (week === 20 ? { served: 1 } : {})),
    );
    expect(other.hashes.slice(0, 20)).toEqual(base.hashes.slice(0, 20));
    expect(other.hashes[20]).not.toBe(base.hashes[20]);
  });

  it('a shorter horizon is the beginning of a longer one', () => {
    const short = runLoop(LINES, 25);
    expect(short.weeks).toEqual(base.weeks.slice(0, 25));
    expect(short.hashes).toEqual(base.hashes.slice(0, 25));
  });

  it('equal runs have equal ledgers; paths and seeds have prices of their own', () => {
    expect(runLoop(LINES, WEEKS).hashes).toEqual(base.hashes);
    const prices = [
      base,
      runLoop(LINES, 5, closedForm, 'loop', 1),
      runLoop(LINES, 5, closedForm, 'b'),
    ];
    expect(new Set(prices.map(({ weeks }) => weeks[4].price)).size).toBe(3);
  });

  it('compute fees are served tasks times their price, to the micro-dollar and its rounding', () => {
    const due = base.weeks.reduce(
      (sum, { outcome, taskPrice }) => sum + outcome.served * taskPrice * 604_800,
      0,
    );
    expect(Number(base.path.money.lanes.sums.compute.usd) / 1e6).toBeCloseTo(due, 3);
  });

  it('gas burns what 1500 gas a task at 3 gwei come to', () => {
    const tasks = base.weeks.reduce((sum, { outcome }) => sum + outcome.served * 604_800, 0);
    const burned = Number(base.path.money.ledger.books.burned) / 1e18;
    expect(burned / ((tasks * 1500 * 3e9) / 1e18)).toBeCloseTo(1, 9);
  });

  it('mints what the rule says: 8 % of 1000 M over a year of 365.2425 days, for 52 weeks', () => {
    const { path } = runLoop('inflation: { rule: og_stepdown }', 52);
    const minted = Number(path.money.ledger.books.minted) / 1e18;
    expect(minted / (80e6 * ((52 * 7) / 365.2425))).toBeCloseTo(1, 6);
  });

  it('providers come where demand is, and the price falls to what machines cost', () => {
    const { weeks } = runLoop('law: flat\ndemand: { start: 1 % }', 150);
    const last = weeks[149];
    expect(last.conditions.providers).toBeGreaterThan(10 * weeks[0].conditions.providers);
    expect(last.taskPrice).toBeLessThan(weeks[0].taskPrice);
    expect(last.outcome.refused).toBe(0);
    expect(Math.abs(last.margin)).toBeLessThan(0.5);
  });

  it('with hardware that comes late more is refused, and trust is lower', () => {
    const lines = (lag: number) =>
      `law: flat\ndemand: { start: 1 % }\noperators: { enter: { lag: ${lag} } }`;
    const [soon, late] = [runLoop(lines(2), 40), runLoop(lines(30), 40)];
    const refused = ({ weeks }: typeof soon) =>
      weeks.reduce((sum, { outcome }) => sum + outcome.refused, 0);
    expect(refused(late)).toBeGreaterThan(1.5 * refused(soon));
    expect(late.path.users.trust).toBeLessThan(soon.path.users.trust);
  });

  it('without demand everybody leaves, and nothing breaks', () => {
    const { weeks, path } = runLoop('demand: { potential: 0 }', 100);
    expect(weeks[99].conditions.providers).toBeLessThan(0.1);
    expect(path.money.lanes.sums.users.usd).toBe(0n);
  });

  it('a dearer token makes tasks dearer by their gas, and demand less', () => {
    const lines = (price: number) =>
      `law: flat\nprice: ${price}\nmarket: { process: { volatility: 0 } }`;
    const [cheap, dear] = [runLoop(lines(0.1), 4), runLoop(lines(30), 4)];
    expect(dear.weeks[0].conditions.demand).toBe(cheap.weeks[0].conditions.demand);
    expect(dear.weeks[1].conditions.demand).toBeLessThan(cheap.weeks[1].conditions.demand);
  });

  it.each(['kyle', 'sqrt', 'cpmm', 'book', 'elastic'])(
    'prices of the law %s stay above 0',
    (model) => {
      const { weeks } = runLoop(`${LINES}\nmarket: { impact: { model: ${model} } }`, 30);
      for (const { price } of weeks) expect(price).toBeGreaterThan(0);
    },
  );
});
