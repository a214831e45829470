import { ONE, times } from './amounts.ts';
import type { InflationRule, Supply } from './rule.ts';

/** What a run of one rule begins with; amounts in base units. */
export interface TableTerms {
  /** Years of the rule. */
  readonly years: number;
  /** A month is a twelfth of the rule's year; a day has 86,400 s, and the last one may be shorter. */
  readonly by: 'year' | 'month' | 'day';
  readonly supply: bigint;
  readonly circulating: bigint;
  /** An amount that stays, or a share of the supply in 10^-18, kept by staking what is missing each hour. */
  readonly staked: { readonly amount: bigint } | { readonly share: bigint };
}

export interface TableRow {
  /** Counted from 0. */
  readonly period: number;
  /** Seconds since genesis. */
  readonly from: number;
  readonly to: number;
  /** Tokens a year over the supply, when the period begins. */
  readonly rate: number;
  readonly minted: bigint;
  /** From a bucket that is part of the supply. */
  readonly released: bigint;
  /** Total when the period ends. */
  readonly supply: bigint;
  /** Minted since genesis. */
  readonly cumulative: bigint;
}

/** Seconds in which a staked share is an amount: that of their middle, so that a year is 10^-8 off. */
const STAKE_STEP = 3600;

/**
 * Issue of a rule with nothing else going on, period by period: nobody burns, what is minted circulates.
 * @param values of the rule's parameters, in base units of their kinds
 * @throws RangeError for parameters that contradict each other
 */
export function inflationTable(
  rule: InflationRule,
  values: Readonly<Record<string, unknown>>,
  terms: TableTerms,
): TableRow[] {
  let state = rule.start(values);
  const rows: TableRow[] = [];
  const { seconds } = rule.year;
  const end = terms.years * seconds;
  let minted = 0n;
  for (let period = 0; ; period++) {
    const from = boundary(rule, terms.by, period);
    if (from >= end) return rows;
    const to = Math.min(end, boundary(rule, terms.by, period + 1));
    const rate = rule.rate(state, from, supplyAt(terms, minted));
    const before = minted;
    let released = 0n;
    for (let at = from; at < to; ) {
      const next = 'share' in terms.staked ? Math.min(to, at + STAKE_STEP) : to;
      const halfGrown =
        (rule.rate(state, at, supplyAt(terms, minted)) * (next - at)) / (2 * seconds);
      const issue = rule.mint(state, at, next, supplyAt(terms, minted, halfGrown));
      state = issue.state;
      minted += issue.minted;
      released += issue.released;
      at = next;
    }
    const supply = terms.supply + minted;
    rows.push({
      ...{ period, from, to, rate },
      ...{ minted: minted - before, released, supply, cumulative: minted },
    });
  }
}

function boundary(rule: InflationRule, by: TableTerms['by'], period: number): number {
  if (by === 'day') return period * 86_400;
  const { seconds } = rule.year;
  return by === 'year' ? period * seconds : Math.floor((period * seconds) / 12);
}

/** @param grown growth of the supply up to the moment whose stake counts, as a share */
function supplyAt({ supply, circulating, staked }: TableTerms, minted: bigint, grown = 0): Supply {
  const total = supply + minted;
  if ('amount' in staked)
    return { total, circulating: circulating + minted, staked: staked.amount };
  const amount = ((total + times(total, grown)) * staked.share) / ONE;
  return { total, circulating: circulating + minted, staked: amount };
}
