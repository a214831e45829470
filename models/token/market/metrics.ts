import {
  type Breakdown,
  CAPTURE,
  gini,
  herfindahl,
  nakamoto,
  type Threshold,
} from '../../operators/concentration.ts';

/* Figures that economists ask for. Source: token-economics 13.6. Rates are per year. */

/** More than a third of the stake can stop finality, as 13.6 defines its coefficient. */
export const LIVENESS: Threshold = { numerator: 1n, denominator: 3n, strict: true };

export interface Concentration {
  readonly gini: number;
  /** Sum of squared shares. */
  readonly hhi: number;
  /** Fewest owners with more than 1/3, and more than 2/3. */
  readonly nakamotoThird: number;
  readonly nakamotoTwoThirds: number;
}

/** @throws RangeError for a breakdown without weight */
export function concentrationOf(owners: Breakdown): Concentration {
  return {
    gini: gini(owners),
    hhi: herfindahl(owners),
    nakamotoThird: nakamoto(owners, LIVENESS),
    nakamotoTwoThirds: nakamoto(owners, CAPTURE),
  };
}

/** Nominal yield of staking: what is issued, less the community's part, over the staked share. */
export function nominalYield(inflation: number, tax: number, stakedShare: number): number {
  return (inflation * (1 - tax)) / stakedShare;
}

/** Yield after dilution: (1 + nominal) / (1 + net inflation) - 1. */
export function realYield(nominal: number, netInflation: number): number {
  return (1 + nominal) / (1 + netInflation) - 1;
}

/**
 * Months until cash is gone; Infinity when it does not fall.
 * @param cash USD
 * @param burn USD spent in a month, net of income
 * @param tokenSales USD that sales of own tokens bring in a month
 */
export function runway(cash: number, burn: number, tokenSales = 0): number {
  const net = burn - tokenSales;
  return net > 0 ? cash / net : Number.POSITIVE_INFINITY;
}

/** USD of issuance and fees that pay for security. @param issuance tokens @param fees USD */
export function securityBudget(issuance: number, fees: number, price: number): number {
  return issuance * price + fees;
}

/**
 * USD to buy a share of the stake.
 * @param share of the stake that is needed
 * @param stake tokens
 * @param impact relative price rise that the purchase causes
 */
export function costOfCorruption(
  share: number,
  stake: number,
  price: number,
  impact: number,
): number {
  return share * stake * price * (1 + impact);
}

/** Circulating over total supply, which is also market value over fully diluted value. */
export function floatRatio(circulating: bigint, total: bigint): number {
  return Number(circulating) / Number(total);
}

/** Days of mean volume that an unlock amounts to; effects are marked above 1 (token-economics 10). */
export function unlockInVolumeDays(unlock: number, dailyVolume: number): number {
  return unlock / dailyVolume;
}
