import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import type { Measures } from '../../measures.ts';
import { type Book, inTokens } from './book.ts';
import type { Mining } from './engine.ts';
import type { MinerKind } from './kinds.ts';
import { breakEvenRoundTrip, breakEvenStoragePrice } from './machine-break-even.ts';
import type { Miners } from './miners.ts';
import { hitFactor } from './strategies.ts';

/** A year as people count dollars. */
const YEAR_SECONDS = 31_536_000;

export interface KindsRun {
  readonly kinds: readonly MinerKind[];
  readonly mining: Mining;
  readonly miners: Miners;
  readonly book: Book;
  /** Proofs of each machine. */
  readonly accepted: Float64Array;
  readonly sent: Float64Array;
  /** Length of the run. */
  readonly seconds: number;
}

/** What each kind of machine did and earned, and what it would take to be as good as the honest one. */
export function reportKinds(measures: Measures, run: KindsRun): void {
  const earned = run.kinds.map((_, g) => earningsOf(run, g));
  const everything = earned.reduce((sum, { income }) => sum + income, 0n);
  const honest = run.kinds.findIndex(({ strategy }) => strategy === 'honest');
  run.kinds.forEach((kind, g) => {
    const { name, cost, attempts, group } = kind;
    const value = (metric: string, unit: string, amount: number): void =>
      measures.value(`storage.pora.${metric}[${name}]`, unit, amount);
    const { income, gas, rate, proofs } = earned[g];
    const machines = group.count;
    const years = run.seconds / YEAR_SECONDS;
    value('attempt_rate', '1/s', rate);
    value('attempt_limit', '1/s', attempts.rate);
    for (const [part, limit] of Object.entries(attempts.limits)) {
      value(`${part.replace('-', '_')}_limit`, '1/s', limit);
    }
    measures.label(`storage.pora.bottleneck[${name}]`, attempts.bottleneck);
    value('proofs', '1', proofs / machines);
    if (everything > 0n) value('reward_share', '1', Number(income) / Number(everything));
    const tokens = inTokens(income) / machines;
    const dollars = cost.total * years;
    value('income', 'token', tokens / years);
    value('cost', 'USD', cost.total);
    value('income_per_dollar', 'token/USD', tokens / dollars);
    if (income > 0n) value('gas_share', '1', Number(gas) / Number(income));
    if (honest >= 0) {
      const reference = earned[honest];
      const base = run.kinds[honest];
      const other = inTokens(reference.income) / base.group.count;
      if (other > 0) {
        value('relative_income', '1', tokens / other);
        value('relative_income_per_dollar', '1', (tokens / cost.total / other) * base.cost.total);
      }
      if (g !== honest) breakEven(measures, kind, base);
    }
  });
}

function earningsOf(
  { mining, miners, book, accepted, sent }: KindsRun,
  g: number,
): { income: bigint; gas: bigint; rate: number; proofs: number } {
  let income = 0n;
  let proofs = 0;
  let transactions = 0;
  let made = 0;
  let busy = 0;
  for (let miner = 0; miner < miners.count; miner++) {
    if (miners.groupOf[miner] !== g) continue;
    income += book.income[miner];
    proofs += accepted[miner];
    transactions += sent[miner];
    made += mining.attempts[miner];
    busy += mining.busy[miner];
  }
  const rate = busy === 0 ? 0 : (made * TICKS_PER_SECOND) / busy;
  return { income, gas: book.gasCost * BigInt(transactions), rate, proofs };
}

/** Round trip and price of storage at which a dollar earns as much as with the honest machine. */
function breakEven(measures: Measures, kind: MinerKind, honest: MinerKind): void {
  const { name, plan, cost } = kind;
  const { machine } = plan;
  if (machine.link !== null && machine.loop === 'stock') {
    const rate = (honest.attempts.rate * cost.total) / honest.cost.total;
    const trip = breakEvenRoundTrip(machine, rate);
    if (trip !== null) measures.value(`storage.pora.break_even_distance[${name}]`, 's', trip);
    else measures.label(`storage.pora.break_even_distance[${name}]`, 'at no distance');
  }
  const economy = ({ plan: of, cost: paid }: MinerKind) => ({
    income: hitFactor(of),
    storage: paid.storage,
    other: paid.total - paid.storage,
  });
  const factor = breakEvenStoragePrice(economy(kind), economy(honest));
  if (factor !== null) measures.value(`storage.pora.break_even_price[${name}]`, '1', factor);
  else measures.label(`storage.pora.break_even_price[${name}]`, 'at no price');
}
