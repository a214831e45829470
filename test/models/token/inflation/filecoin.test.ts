/** token-economics 8.5 and 8.7. */
import { describe, expect, it } from 'vitest';
import {
  BASELINE_FITTED,
  BASELINE_GROWTH,
  BASELINE_SPECIFIED,
  baselineAt,
  baselineMined,
  cappedPower,
  circulatingSupply,
  DECAY,
  initialPledge,
  lockedNextDay,
  lockedOn,
  lockedPart,
  networkTime,
  type PledgeTerms,
  renewedPledge,
  simpleMined,
} from '../../../../models/token/inflation/index.ts';
import { Minter, relative, tokens, whole } from './support.ts';

const DAY = 86_400;
const milli = (thousandths: number) => (BigInt(thousandths) * whole(1)) / 1000n;

describe('filecoin minting', () => {
  it('has the printed constants', () => {
    expect(DECAY).toBeCloseTo(3.165056e-4, 10);
    expect(BASELINE_GROWTH).toBeCloseTo(Math.log(2) / 365, 15);
    expect(BASELINE_FITTED).toBeCloseTo(2.3993, 4);
    expect(BASELINE_SPECIFIED).toBeCloseTo(2.5057, 4);
  });

  it('mines 36,003,423 in a year and half in six', () => {
    // 330 M * (1 - 2^(-1/6)) and 330 M / 2
    expect(Math.round(simpleMined(365))).toBe(36_003_423);
    expect(simpleMined(2190)).toBeCloseTo(165_000_000, 6);
  });

  /** Day since launch, cumulative capped power, network time, simple and baseline part. */
  const rows = [
    [725, 4101.372006, 761.453369, 67_663_999.08, 164_904_501.12],
    [905, 6377.9558, 947.7161, 82_191_782.91, 199_545_674.79],
    [1225, 9698.3754, 1137.7274, 106_061_076.49, 232_841_355.0],
    [1525, 11_417.0821, 1214.4239, 126_346_160.81, 245_723_821.89],
    [2025, 13_112.0352, 1280.4873, 156_154_163.52, 256_572_322.11],
  ];

  it.each(rows)('has the reference row of day %i', (day, cumulative, time, simple, baseline) => {
    const effective = networkTime(cumulative, BASELINE_FITTED);
    // Column 3 is printed to 10^-4 days, or 10^-6.
    expect(effective).toBeCloseTo(time, 3);
    expect(relative(simpleMined(day), simple)).toBeLessThan(1e-7);
    expect(relative(baselineMined(effective), baseline)).toBeLessThan(1e-7);
  });

  it('mints those rows as a rule, from the state of one row to the next', () => {
    const given = { launchDay: 725, cumulative: 4101.372006, power: 1e6 };
    const chain = new Minter('filecoin', given, { total: 2e9 });
    // With power above the baseline all the time, capped power is b0 e^(g t).
    const days = 180;
    const minted = tokens(chain.to(days * DAY));
    const sum =
      ((BASELINE_FITTED * 365) / Math.log(2)) * (2 ** (905 / 365) - 2 ** (725 / 365)) + 4101.372006;
    const time = (365 / Math.log(2)) * Math.log(1 + (Math.log(2) / 365) * (sum / BASELINE_FITTED));
    const part = (total: number, day: number) => total * (1 - 2 ** (-day / 2190));
    const expected =
      part(330e6, 905) - part(330e6, 725) + part(770e6, time) - part(770e6, 761.4533694038);
    expect(relative(minted, expected)).toBeLessThan(1e-9);
  });

  it('runs at calendar time while the power is above the baseline', () => {
    // R = b0 / g (e^(g t) - 1), so theta = t.
    const sum = cappedPower({ power: 1e6, growth: 0 }, BASELINE_FITTED, 0, 1000);
    expect(networkTime(sum, BASELINE_FITTED)).toBeCloseTo(1000, 9);
  });

  it('sums the smaller of power and baseline', () => {
    const yearly = (share: number) => Math.log(1 + share) / 365;
    for (const [power, growth] of [
      [10, 0],
      [1, 0],
      [1, yearly(2)],
      [9, yearly(2)],
      [9, yearly(-0.3)],
      [2, yearly(1)],
      [0, 0],
    ]) {
      let sum = 0;
      const step = 0.05;
      for (let day = 100 + step / 2; day < 1500; day += step) {
        const raw = power * Math.exp(growth * day);
        sum += Math.min(raw, baselineAt(2.4, day)) * step;
      }
      const found = cappedPower({ power, growth }, 2.4, 100, 1500);
      expect(Math.abs(found - sum), `${power} ${growth}`).toBeLessThanOrEqual(1e-6 * sum);
    }
  });

  it('has the slope of what it mints as its rate', () => {
    for (const given of [{}, { power: 30, powerGrowth: -0.2, launchDay: 400 }]) {
      const chain = new Minter('filecoin', given, { total: 2e9 });
      chain.to(1000 * DAY);
      const before = chain.rate * tokens(chain.supply.total);
      const minted = tokens(chain.to(1001 * DAY));
      const after = chain.rate * tokens(chain.supply.total);
      expect(relative((before + after) / 2, minted * 365)).toBeLessThan(1e-6);
    }
  });

  it('never mints more than its allocation', () => {
    const chain = new Minter('filecoin', { power: 1e6 }, { total: 1 });
    expect(tokens(chain.to(200 * chain.year))).toBeLessThanOrEqual(1_100_000_000);
    // 1,100 M left 2^(-200 / 6) = 9.2e-11 times: 0.1 token, of which each second mines.
    const before = chain.supply.total;
    for (let second = 1; second <= 200; second++) {
      expect(chain.to(200 * chain.year + second) > 0n, `second ${second}`).toBe(true);
    }
    expect(chain.supply.total - before < whole(1)).toBe(true);
  });
});

describe('filecoin rewards', () => {
  it('locks as the reference does', () => {
    const first = lockedNextDay(milli(68_689_706_802), whole(2_891_979_296) / 10_000n);
    // 68,689,706.802 + 0.75 * 289,197.9296 - 68,689,706.802 / 180
    expect(relative(tokens(first), 68_524_995.767)).toBeLessThan(1e-10);
    const second = lockedNextDay(first, whole(2_890_714_007) / 10_000n);
    expect(relative(tokens(second), 68_361_104.896)).toBeLessThan(1e-10);
  });

  it('releases each reward evenly over 180 days', () => {
    const rewards = [
      { day: 0, amount: whole(240) },
      { day: 90, amount: whole(480) },
    ];
    // 75 %: 180 and 360 lock, 1 and 2 a day come free.
    const locked = (day: number) => lockedOn(rewards, day);
    expect([0, 1, 90, 179, 180, 269, 270, -1].map(locked)).toEqual(
      [180, 179, 90 + 360, 1 + 182, 180, 2, 0, 0].map(whole),
    );
    expect(lockedPart(7n)).toBe(5n);
  });
});

describe('filecoin pledge and supply', () => {
  const terms: PledgeTerms = {
    dailyReward: 289_197.92961,
    circulating: 370_153_503.338,
    added: 33.08945724561934 / 1024,
    network: 18.828374327250884,
    baseline: 10.981122858788224,
    lockTarget: 0.3,
    gamma: 1,
    mean: 'arithmetic',
  };

  it('is 200,507.8016 on the reference day', () => {
    expect(initialPledge(terms)).toBeCloseTo(200_507.8016, 3);
    // Power above the baseline: weights play no part.
    for (const mean of ['arithmetic', 'geometric', 'harmonic'] as const) {
      expect(initialPledge({ ...terms, gamma: 0.7, mean })).toBeCloseTo(200_507.8016, 3);
    }
  });

  it('weighs the baseline when the network is below it', () => {
    // q/Q = 1/10, q/B = 1/40, no reward, 0.3 * 1000 = 300
    const small = { ...terms, dailyReward: 0, circulating: 1000 };
    const below = { ...small, added: 1, network: 10, baseline: 40, gamma: 0.5 };
    expect(initialPledge({ ...below, mean: 'arithmetic' })).toBeCloseTo(300 * 0.0625, 10);
    expect(initialPledge({ ...below, mean: 'geometric' })).toBeCloseTo(300 * 0.05, 10);
    expect(initialPledge({ ...below, mean: 'harmonic' })).toBeCloseTo(300 * 0.04, 10);
    expect(initialPledge({ ...below, gamma: 1 })).toBeCloseTo(7.5, 10);
  });

  it('is at most a token for a GiB', () => {
    // 2^-30 EiB is 1 GiB.
    expect(initialPledge({ ...terms, added: 2 ** -30, network: 2 ** -20 })).toBe(1);
    expect([renewedPledge(3, 5), renewedPledge(5, 3)]).toEqual([5, 5]);
  });

  it('has the printed circulating supply of row 180', () => {
    const parts = [
      17_066_618_962, 281_737_457_696, 344_378_785_610, 133_394_872_484, 35_698_430_015,
    ];
    const [disbursed, mined, vested, locked, burned] = parts.map(milli);
    expect(circulatingSupply({ disbursed, mined, vested, locked, burned })).toBe(
      milli(474_089_559_769),
    );
  });
});
