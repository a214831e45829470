import type { FoundSeries, Measures } from '../../../measures.ts';
import { DAY_SECONDS } from '../../calendar.ts';
import { type Books, STATES } from '../../ledger/books.ts';
import type { Hands } from '../hands.ts';
import type { MarketPath } from '../market-path.ts';
import { type Plan, toTokens } from '../plan.ts';

/** What one path does from month to month. */
export class Curves {
  private readonly curves = new Map<string, FoundSeries & { points: [number, number][] }>();
  private readonly plan: Plan;
  /** Of the month before. */
  private before = { circulating: 0, minted: 0, burned: 0 };
  private released: bigint[] = [];
  private sold: number[] = [];

  constructor(plan: Plan) {
    this.plan = plan;
  }

  /** When a month begins and everything of the one before is posted. @param market null without one */
  note(month: number, hands: Hands, market: MarketPath | null): void {
    this.supply(month, hands);
    if (market !== null) this.market(month, market);
  }

  report(measures: Measures): void {
    for (const curve of this.curves.values()) measures.series(curve);
  }

  private add(month: number, name: string, unit: string, value: number, stack?: true): void {
    let curve = this.curves.get(name);
    if (curve === undefined) {
      const shape = { name, xUnit: 's', yUnit: unit, points: [] };
      curve = stack === undefined ? shape : { ...shape, stack };
      this.curves.set(name, curve);
    }
    (curve.points as [number, number][]).push([this.plan.marks[month] * DAY_SECONDS, value]);
  }

  private supply(month: number, hands: Hands): void {
    const { books } = hands;
    const add = (name: string, units: bigint, stack?: true): void =>
      this.add(month, name, 'token', toTokens(units), stack);
    const { total, circulating, staked, freeFloat } = hands.supply();
    add('token.supply.total', total);
    add('token.supply.circulating', circulating);
    add('token.supply.free_float', freeFloat);
    add('token.supply.staked', staked);
    add('token.supply.minted', books.minted);
    add('token.supply.burned', books.burned);
    for (const [i, state] of STATES.entries()) add(`token.state[${state}]`, books.sums[i], true);
    for (const [holder, amount] of byClass(books)) add(`token.held[${holder}]`, amount, true);
    for (const [i, { id }] of this.plan.buckets.entries()) {
      const released = books.released[i];
      add(`token.released[${id}]`, released, true);
      add(`token.unlocked[${id}]`, released - (this.released[i] ?? 0n), true);
    }
    this.released = [...books.released];
    const now = {
      circulating: toTokens(circulating),
      minted: toTokens(books.minted),
      burned: toTokens(books.burned),
    };
    const { before } = this;
    if (month > 0) {
      const grown = now.circulating - before.circulating;
      const issued = now.minted - before.minted;
      const burned = now.burned - before.burned;
      this.add(month, 'token.float.new', 'token', grown);
      if (before.circulating > 0) {
        this.add(month, 'token.float.new_share', '1', grown / before.circulating);
      }
      this.add(month, 'token.issuance', 'token', issued);
      this.add(month, 'token.burn', 'token', burned);
      this.add(month, 'token.net_inflation', '1', ((issued - burned) * 12) / toTokens(total));
    }
    this.before = now;
  }

  private market(month: number, market: MarketPath): void {
    const { hands, priceNow, volumeNow } = market;
    const { total, circulating } = hands.supply();
    const [all, outside] = [toTokens(total), toTokens(circulating)];
    this.add(month, 'token.value.market', 'USD', outside * priceNow);
    this.add(month, 'token.value.diluted', 'USD', all * priceNow);
    this.add(month, 'token.float_ratio', '1', outside / all);
    const sold = market.soldByNow();
    if (month > 0) {
      const grown = this.curves.get('token.float.new')?.points.at(-1)?.[1] ?? 0;
      if (volumeNow > 0) {
        this.add(month, 'token.float.new_volume_days', '1', Math.max(0, grown) / volumeNow);
      }
      for (const [i, [id, usd]] of sold.entries()) {
        this.add(month, `token.sold[${id}]`, 'USD', usd - (this.sold[i] ?? 0), true);
      }
    }
    this.sold = sold.map(([, usd]) => usd);
  }
}

/** Everything that a class holds, whatever its state. */
function byClass({ classes, balances }: Books): [string, bigint][] {
  const width = balances.length / classes.length;
  return classes.map(({ id }, i) => {
    const own = balances.slice(i * width, (i + 1) * width);
    return [id, own.reduce((sum, each) => sum + each, 0n)];
  });
}
