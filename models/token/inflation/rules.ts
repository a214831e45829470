import { bucketEmission } from './bucket-emission.ts';
import { celestia } from './celestia.ts';
import { cosmos } from './cosmos.ts';
import { ethereum } from './ethereum.ts';
import { filecoin } from './filecoin/filecoin.ts';
import { fixedRate } from './fixed-rate.ts';
import { kava } from './kava.ts';
import { none } from './none.ts';
import { ogApyCurve } from './og-apy-curve.ts';
import { ogStepdown } from './og-stepdown.ts';
import { plasma } from './plasma.ts';
import type { InflationRule } from './rule.ts';
import { solana } from './solana.ts';
import { solanaDouble } from './solana-double.ts';

/** Every rule of inflation; add one here. */
export const inflationRules: readonly InflationRule[] = [
  none,
  fixedRate,
  ogStepdown,
  ogApyCurve,
  solana,
  solanaDouble,
  celestia,
  cosmos,
  ethereum,
  filecoin,
  kava,
  bucketEmission,
  plasma,
];

export const inflationRuleNames: readonly string[] = inflationRules.map(({ name }) => name);

/** @throws RangeError naming the known rules */
export function inflationRule(name: string): InflationRule {
  const found = inflationRules.find((rule) => rule.name === name);
  if (found === undefined) {
    const known = inflationRuleNames.join(', ');
    throw new RangeError(`inflation rule, expected one of ${known}, got "${name}"`);
  }
  return found;
}
