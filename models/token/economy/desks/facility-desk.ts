import type { Stream } from '../../../../sim/random.ts';
import {
  assertBounds,
  commitmentFee,
  draw,
  drawCap,
  type FacilityTerms,
  type Notice,
  resale,
  UNDRAWN,
} from '../../market/facility.ts';
import { facilityPresets, sampledTerms } from '../../market/facility-presets.ts';
import type { Hands } from '../hands.ts';
import type { TokenValues } from '../parameters.ts';
import { toTokens, toUnits } from '../plan.ts';
import type { Desk, Today } from './desk.ts';

/** Days of value traded that bound what may be drawn. */
const MONTH = 30;

/** USD in a day from USD in a month. */
function perDay(expenses: number): number {
  return (expenses * 12) / 365.25;
}

/** A notice whose price is being made. */
interface Pending {
  readonly notice: Notice;
  readonly daily: number;
  readonly vwaps: number[];
  readonly volumes: number[];
}

/** Terms of a section's facility for one path; null without one. @param stream same draws whatever is known */
export function termsOf(values: TokenValues, stream: Stream): FacilityTerms | null {
  const { preset, hedged } = values.facility;
  if (preset === 'none') return null;
  const { terms } = facilityPresets[preset as keyof typeof facilityPresets];
  const drawn = sampledTerms(terms, stream, values.price);
  return hedged === null ? drawn : { ...drawn, hedged };
}

/**
 * A commitment to buy along one path: notices, the buyer's sales while they are priced, draws, and what the
 * buyer sells later. One notice at a time.
 */
export class FacilityDesk implements Desk {
  readonly id = 'commitment';
  /** Tokens that cannot be sold yet. */
  locked = 0;
  /** USD drawn, and what the tokens were worth before their notices. */
  proceeds = 0;
  worth = 0;
  /** A notice brought less than what is spent until the next one. */
  failed = false;
  private readonly terms: FacilityTerms;
  private readonly hands: Hands;
  /** USD spent in a day. */
  private spending: number;
  private stopped = false;
  private state = UNDRAWN;
  private pending: Pending | null = null;
  private next = 1;
  private readonly volumes: number[] = [];
  private readonly values: number[] = [];
  private readonly unlocks: { readonly day: number; readonly tokens: bigint }[] = [];
  /** Tokens of the buyer; below 0 when more was hedged than has come. */
  private held = 0;
  /** Tokens sold since the last month was posted. */
  private sold = 0;
  private feeUsd: bigint;
  private feeTokens: bigint;

  constructor(terms: FacilityTerms, hands: Hands, values: TokenValues) {
    this.terms = terms;
    this.hands = hands;
    this.spending = perDay(values.treasury.burn);
    const fee = commitmentFee(terms, values.price);
    this.feeUsd = fee.usd;
    this.feeTokens = fee.tokens;
  }

  /** @param expenses USD a month from now on @param stop whether no notice is given any more */
  turn(expenses: number, stop: boolean): void {
    this.spending = perDay(expenses);
    this.stopped = stop;
  }

  trade({ day, price, volume, float, short }: Today): number {
    while (this.unlocks.length > 0 && this.unlocks[0].day <= day) {
      const { tokens } = this.unlocks.shift() as { tokens: bigint };
      this.hands.unlockBought(tokens);
      this.locked -= toTokens(tokens);
      this.held += toTokens(tokens);
    }
    const wanted = short && !this.stopped;
    if (wanted && this.pending === null && day >= this.next && day <= this.terms.term) {
      this.give(day, price, float);
    }
    let sold = 0;
    if (this.pending !== null) {
      sold = Math.min(this.pending.daily, this.terms.participation * volume);
      this.held -= sold;
    } else if (this.held > 0) {
      sold = resale(this.terms, this.held, volume);
      this.held -= sold;
    } else if (this.held + this.locked < 0) {
      sold = -resale(this.terms, -this.held - this.locked, volume);
      this.held -= sold;
    }
    this.sold += sold;
    return -sold;
  }

  /** Takes note of the day's price and volume, and settles a draw that is priced. */
  close(day: number, price: number, volume: number): void {
    this.values.push(volume * price);
    if (this.values.length > MONTH) this.values.shift();
    if (this.pending === null) {
      this.volumes.push(volume);
      if (this.volumes.length > this.terms.volumeDays) this.volumes.shift();
      return;
    }
    const { notice, vwaps, volumes } = this.pending;
    vwaps.push(price);
    volumes.push(volume);
    if (vwaps.length < this.terms.pricingDays) return;
    this.settle(day, notice, vwaps, volumes);
    this.volumes.push(...volumes);
    this.volumes.splice(0, Math.max(0, this.volumes.length - this.terms.volumeDays));
    this.pending = null;
    this.next = Math.max(day + 1, notice.day + this.terms.every);
  }

  /** Pays what is due of the fee, and owes what the buyer sold in the month. */
  post(): void {
    this.feeUsd -= this.hands.spend(this.feeUsd);
    const given = this.hands.giveTokens(this.feeTokens);
    this.feeTokens -= given;
    this.held += toTokens(given);
    if (this.sold <= 0) return;
    this.hands.owe(this.hands.buyer, toUnits(this.sold));
    this.sold = 0;
  }

  private give(day: number, price: number, float: number): void {
    const { terms, state, hands } = this;
    const common = { day, price, float, vwaps: [], volumes: [], monthValue: 0 };
    const notice = { ...common, tokens: 0n, pastVolumes: [...this.volumes] };
    const cap = toUnits(Math.max(0, drawCap(terms, state, notice)));
    const owned = terms.source === 'mint' ? cap : hands.inTreasury;
    // Nothing is left to sell or to buy: no fault of the terms.
    if (state.drawn >= terms.commitment || (owned === 0n && cap > 0n)) return;
    const tokens = cap < owned ? cap : owned;
    const daily = (terms.hedged * toTokens(tokens)) / terms.pricingDays;
    this.pending = { notice: { ...notice, tokens }, daily, vwaps: [], volumes: [] };
  }

  private settle(day: number, notice: Notice, vwaps: number[], volumes: number[]): void {
    const { terms, hands } = this;
    const minted = terms.source === 'mint';
    const tokens = minted || notice.tokens < hands.inTreasury ? notice.tokens : hands.inTreasury;
    const monthValue = this.values.reduce((sum, value) => sum + value, 0);
    const priced = { ...notice, day, tokens, vwaps, volumes, monthValue };
    // The prices of these days have the buyer's sales in them already.
    const drawn = draw(terms, this.state, priced, (vwap) => vwap);
    this.state = drawn.after;
    const usd = Number(drawn.proceeds) / 1e6;
    const used = this.state.drawn >= terms.commitment;
    if (usd < this.spending * terms.every && !used) this.failed = true;
    if (drawn.tokens === 0n) return;
    assertBounds(terms, drawn.after, day, monthValue);
    hands.draw(drawn.tokens, drawn.proceeds, minted, terms.lock > 0);
    this.proceeds += usd;
    this.worth += toTokens(drawn.tokens) * notice.price;
    if (terms.lock === 0) {
      this.held += toTokens(drawn.tokens);
    } else {
      this.unlocks.push({ day: day + terms.lock, tokens: drawn.tokens });
      this.locked += toTokens(drawn.tokens);
    }
  }
}
