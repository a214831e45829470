/** How supply grows and shrinks: rules of inflation and burning, and who gets what is minted. */

export { GWEI, TOKEN, YEAR_365, YEAR_GREGORIAN, YEAR_JULIAN } from './amounts.ts';
export * from './burn.ts';
export * from './filecoin/locked.ts';
export * from './filecoin/minting.ts';
export * from './filecoin/pledge.ts';
export * from './presets.ts';
export * from './quotas.ts';
export type { Additivity, InflationRule, Issue, Supply } from './rule.ts';
export * from './rules.ts';
export * from './splits.ts';
export * from './table.ts';
