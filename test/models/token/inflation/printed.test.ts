/** Printed figures of token-economics 3 and 8 to 1e-9: 13 digits of the arithmetic that is shown, done in 40. */
import { describe, expect, it } from 'vitest';
import { cosmosChange } from '../../../../models/token/inflation/cosmos.ts';
import { issueCoefficient } from '../../../../models/token/inflation/ethereum.ts';
import {
  BASELINE_FITTED,
  BASELINE_GROWTH,
  BASELINE_SPECIFIED,
  DECAY,
  inflationPresets,
  initialPledge,
  networkTime,
  simpleMined,
} from '../../../../models/token/inflation/index.ts';
import { apy, apyLimit } from '../../../../models/token/inflation/og-apy-curve.ts';
import {
  disinflatedRate,
  disinflation,
  floorYear,
} from '../../../../models/token/inflation/solana-curve.ts';
import { Minter, relative, tokens, whole } from './support.ts';

const within = (found: number, expected: number, what = '') =>
  expect(relative(found, expected), what).toBeLessThan(1e-9);

describe('closed forms within 1e-9', () => {
  it('og_apy_curve', () => {
    const curve = { xMin: 0.2, xMax: 1, yMax: 0.15, yMin: 0.05, decay: 10 };
    // q = e^-8; d = (0.05 - 0.15 q) / (1 - q); d + (0.15 - d) e^(-10 (x - 0.2)).
    within(apyLimit(curve), 0.04996644249792);
    within(apy(curve, 0.2), 0.15);
    within(apy(curve, 0.3), 0.0867667317188);
    within(apy(curve, 0.5), 0.05494682004725);
    within(apy(curve, 1), 0.05);
  });

  it('ethereum', () => {
    // 64 * 82,181.25 * sqrt(10^9) / 10^9, and with the 82,180 epochs of the reference model.
    within(issueCoefficient(), 166.3231558142);
    within(issueCoefficient(82_180), 166.3206259921);
    // Times the roots of 10^6, 10^7 (which makes it whole) and 10^8.
    for (const [staked, issue] of [
      [1e6, 166_323.1558142],
      [1e7, 525_960],
      [1e8, 1_663_231.558142],
    ]) {
      const chain = new Minter('ethereum', {}, { total: staked, staked });
      within(tokens(chain.to(31_557_600)), issue, `${staked}`);
    }
  });

  it('solana', () => {
    const curve = disinflation(0.08, 0.15, 0.015);
    // 0.08 * 0.85^y.
    for (const [year, rate] of [0.08, 0.068, 0.0578, 0.04913, 0.0417605, 0.035496425].entries()) {
      within(disinflatedRate(curve, year), rate, `year ${year}`);
    }
    // ln(0.08 / 0.015) / -ln 0.85
    within(floorYear({ start: 0.08, taper: 0.15 }, 0.015), 10.30019357587);
    // 5e8 * e^(0.08 * 0.15 / -ln 0.85)
    const chain = new Minter('solana', {}, { total: 5e8 });
    chain.to(31_557_600);
    within(tokens(chain.supply.total), 538_315_947.6013);
  });

  it('cosmos', () => {
    const law = { goal: 0.67, change: 0.13, blocksPerYear: 6_311_520 };
    // 60 * 60 * 8766 / 5 blocks; (1 - b / 0.67) * 0.13 / 6,311,520.
    expect((60 * 60 * 8766) / 5).toBe(law.blocksPerYear);
    within(cosmosChange(law, 0), 2.059725707912e-8);
    within(cosmosChange(law, 1), -1.014491766583e-8);
    within(cosmosChange(law, 0.5), 5.226169706642e-9);
  });

  it('filecoin', () => {
    // ln 2 / 2190, ln 2 / 365, 10^18 / 2^60 of each baseline.
    within(DECAY, 3.165055618995e-4);
    within(BASELINE_GROWTH, 1.899033371397e-3);
    within(BASELINE_FITTED, 2.399307867836);
    within(BASELINE_SPECIFIED, 2.505711679812);
    within(simpleMined(365), 36_003_423.01369);
    within(simpleMined(2190), 165_000_000);
    // ln(1 + g R / b0) / g of the third column of the reference rows.
    for (const [cumulative, days] of [
      [4101.372006, 761.4533694038],
      [6377.9558, 947.7161038903],
      [9698.3754, 1137.727386571],
      [11_417.0821, 1214.423912065],
      [13_112.0352, 1280.487287117],
    ]) {
      within(networkTime(cumulative, BASELINE_FITTED), days, `${cumulative}`);
    }
    // 20 m q / Q + 0.3 C q / Q, as Q is above the baseline; q in EiB is a 1,024th of PiB.
    const pledge = initialPledge({
      ...{ dailyReward: 289_197.92961, circulating: 370_153_503.338 },
      ...{ added: 33.08945724561934 / 1024, network: 18.828374327250884 },
      ...{ baseline: 10.981122858788224, lockTarget: 0.3, gamma: 1, mean: 'arithmetic' },
    });
    within(pledge, 200_507.8016382);
  });
});

describe('presets of other chains', () => {
  const mints = (name: string, supply: number, years: number) => {
    const preset = inflationPresets.find((each) => each.name === name);
    expect(preset, name).toBeDefined();
    return new Minter(preset!.rule, preset!.values, { total: supply }).years(years);
  };

  it('have the printed figures', () => {
    // Arbitrum: at most 2 % of 10bn, then of 10.2bn.
    expect(mints('arbitrum_cap', 10_000_000_000, 2)).toEqual([200_000_000, 204_000_000].map(whole));
    expect(mints('optimism', 4_294_967_296, 2)).toEqual([0n, 0n]);
    // ZetaChain: nothing new for 4 years, then 2.5 % of 2,100 M.
    expect(mints('zetachain', 2_100_000_000, 5)).toEqual([0, 0, 0, 0, 52_500_000].map(whole));
    // CIP-29: 5.36 % of 1bn. CIP-41: 2.67 %, then 2.49111 % of 1,026.7 M = 25,576,226.37.
    expect(mints('celestia_cip29', 1_000_000_000, 1)).toEqual([whole(53_600_000)]);
    expect(mints('celestia_cip41', 1_000_000_000, 2)).toEqual([
      whole(26_700_000),
      (whole(1_026_700_000) * 249_111n) / 10_000_000n,
    ]);
    // 181.0193 * 10^3
    const stake = inflationPresets.find(({ name }) => name === 'ethereum_2019');
    const chain = new Minter(stake!.rule, stake!.values, { total: 1e6, staked: 1e6 });
    within(tokens(chain.to(31_557_600)), 181_019.3);
  });

  it('leave the provision of og_stepdown at the floor, as its code does', () => {
    // The floor of 250 comes in year 9; from year 10 on the amount of year 9 is paid again.
    const paid = mints('og_stepdown_code', 1_000_000_000, 12);
    expect([paid[10], paid[11]]).toEqual([paid[9], paid[9]]);
    expect(paid[9]).not.toBe(paid[8]);
  });
});
