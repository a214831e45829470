import { Ledger } from '../../../../models/token/ledger/ledger.ts';

/** Base units of so many whole tokens. */
export const tok = (count: number): bigint => BigInt(count) * 10n ** 18n;

/** Micro-dollars of so many dollars. */
export const usd = (dollars: number): bigint => BigInt(Math.round(dollars * 1e6));

/** A small token: two schedules with claims, one without, a governed reserve, a pool, a bridge, a facility. */
export function smallLedger(): Ledger {
  return new Ledger({
    classes: [
      { id: 'team' },
      { id: 'nodes' },
      { id: 'reserve', governed: true },
      { id: 'traders' },
      { id: 'maker' },
    ],
    buckets: [
      { id: 'team', holderClass: 'team', amount: tok(220), into: 'liquid' },
      { id: 'nodes', holderClass: 'nodes', amount: tok(150), into: 'unlocked' },
      { id: 'reserve', holderClass: 'reserve', amount: tok(130), into: 'treasury' },
      { id: 'public', holderClass: 'traders', amount: tok(500), into: 'liquid' },
    ],
    minters: [{ id: 'bridge', cap: tok(40) }],
    facilities: [{ id: 'line', commitment: usd(250) }],
  });
}
