/*
 * A commitment to buy tokens, drawn piece by piece, as an equity line: the buyer pays a discount to a price
 * that forms after the notice, and may sell while it forms. Pure. Source: token-economics 13.4. Prices are
 * floats; tokens are base units of 10^-18 and dollars micro-dollars.
 */

export type Reference = 'min' | 'mean' | 'close';

/** Where the tokens of a draw come from. */
export type Source = 'treasury' | 'mint';

/** USD and tokens are whole ones here; Infinity is no limit. */
export interface FacilityTerms {
  /** Micro-dollars. */
  readonly commitment: bigint;
  /** Days in which notices may be given. */
  readonly term: number;
  readonly reference: Reference;
  /** Days whose volume-weighted mean prices make the reference. */
  readonly pricingDays: number;
  /** Part of the reference that the buyer does not pay. */
  readonly discount: number;
  /** A draw is at most this part of the mean daily volume of `volumeDays`. */
  readonly volumeShare: number;
  readonly volumeDays: number;
  /** A draw is at most that many USD. */
  readonly drawLimit: number;
  /** Of the two limits above, the larger one holds instead of the smaller. */
  readonly larger: boolean;
  /** A draw is at most this part of the float. */
  readonly holderLimit: number;
  /** USD per token below which the seller need not sell. */
  readonly floor: number;
  /** Part of the commitment that the seller pays for it. */
  readonly fee: number;
  readonly feeIn: 'cash' | 'tokens';
  readonly source: Source;
  /** Days for which bought tokens are locked. */
  readonly lock: number;
  /** Part of a draw that the buyer sells while it is priced. */
  readonly hedged: number;
  /** Part of a day's volume that the buyer sells at most. */
  readonly participation: number;
  /** Days from one notice to the next. */
  readonly every: number;
}

/** What was drawn so far. */
export interface FacilityState {
  readonly drawn: bigint;
  /** Draws of the last `MONTH` days. */
  readonly recent: readonly { readonly day: number; readonly usd: bigint }[];
}

export const UNDRAWN: FacilityState = { drawn: 0n, recent: [] };

/** Days of the month over which the upper bound holds. */
const MONTH = 30;

/** A notice with the market around it. */
export interface Notice {
  /** Day since the facility began. */
  readonly day: number;
  /** Base units that the seller wants to sell. */
  readonly tokens: bigint;
  /** USD per token before the notice. */
  readonly price: number;
  /** USD per token on the pricing days if nobody hedged, and the tokens traded on them. */
  readonly vwaps: readonly number[];
  readonly volumes: readonly number[];
  /** Tokens traded on days before, the latest last. */
  readonly pastVolumes: readonly number[];
  readonly float: number;
  /** USD traded in the 30 days that end with the pricing. */
  readonly monthValue: number;
}

/** Price of a pricing day after the buyer's sales; `ImpactPath.price` of a path of its own fits. */
export type HedgedPrice = (vwap: number, flow: number, day: number) => number;

export interface Draw {
  /** Base units sold, and micro-dollars paid for them. */
  readonly tokens: bigint;
  readonly proceeds: bigint;
  /** USD per token before the discount; 0 when nothing is priced. */
  readonly reference: number;
  /** Pricing days that dropped out. */
  readonly dropped: number;
  /** Tokens that the buyer sold, by pricing day. */
  readonly hedges: readonly number[];
  /** 1 - proceeds / (tokens x price before the notice); 0 when nothing is sold. */
  readonly effectiveDiscount: number;
  readonly after: FacilityState;
}

/** Micro-tokens, so that floats become whole base units. */
const MICRO = 1_000_000_000_000n;
/** Scale of prices in exact products, per USD. */
const PRICE_SCALE = 1e12;
/** Base units times scaled price of one micro-dollar. */
const TO_USD = 1_000_000_000_000_000_000_000_000n;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const baseUnits = (tokens: number): bigint => BigInt(Math.floor(tokens * 1e6)) * MICRO;

/** Base units that a notice can sell at most, whatever is asked. */
export function drawCap(terms: FacilityTerms, state: FacilityState, notice: Notice): number {
  const { volumeShare, volumeDays, drawLimit, larger, holderLimit } = terms;
  const { price, pastVolumes, float } = notice;
  const byVolume =
    volumeShare === Number.POSITIVE_INFINITY
      ? volumeShare
      : volumeShare * mean(pastVolumes.slice(-volumeDays));
  const byUsd = drawLimit / price;
  const byTerms = larger ? Math.max(byVolume, byUsd) : Math.min(byVolume, byUsd);
  const left = Number(terms.commitment - state.drawn) / 1e6 / price;
  return Math.min(byTerms, holderLimit * float, left);
}

/**
 * USD that may be drawn in a month: volume share x traded value x (1 - discount). No bound where a draw may
 * pass its volume limit.
 */
export function monthlyBound(terms: FacilityTerms, monthValue: number): number {
  if (terms.larger) return Number.POSITIVE_INFINITY;
  return terms.volumeShare * monthValue * (1 - terms.discount);
}

/**
 * What holds after every draw that has sold something; later the month's bound may fall with the volume.
 * @throws RangeError when more was drawn than the commitment, or in the month up to a day than its bound
 */
export function assertBounds(
  terms: FacilityTerms,
  state: FacilityState,
  day: number,
  monthValue: number,
): void {
  if (state.drawn > terms.commitment)
    throw new RangeError(`drawn, expected at most ${terms.commitment}, got ${state.drawn}`);
  const bound = monthlyBound(terms, monthValue) * 1e6;
  const drawn = Number(drawnInMonth(state, day));
  if (drawn > bound)
    throw new RangeError(`drawn in a month, expected at most ${bound}, got ${drawn}`);
}

function drawnInMonth({ recent }: FacilityState, day: number): bigint {
  let sum = 0n;
  for (const draw of recent) if (draw.day > day - MONTH) sum += draw.usd;
  return sum;
}

/** Prices a draw from the pricing days; without a day at or above the floor nothing is left. */
function priced(terms: FacilityTerms, vwaps: readonly number[]): { price: number; kept: number } {
  const price = referenceOf(terms.reference, vwaps);
  if (price >= terms.floor) return { price, kept: vwaps.length };
  const above = vwaps.filter((vwap) => vwap >= terms.floor);
  if (above.length === 0) return { price: 0, kept: 0 };
  return { price: referenceOf(terms.reference, above), kept: above.length };
}

function referenceOf(reference: Reference, vwaps: readonly number[]): number {
  if (reference === 'mean') return mean(vwaps);
  return reference === 'close' ? vwaps[vwaps.length - 1] : Math.min(...vwaps);
}

/**
 * Draws on a facility. The caps bind first, then the buyer hedges, then days below the floor drop out and the
 * draw shrinks with them, then what would pass the commitment, the limit of a draw or the month's bound is cut.
 * @param hedgedPrice called once for every pricing day, in order
 * @throws RangeError for other numbers of pricing days than the terms name, or prices and volumes that are not
 *   positive
 */
export function draw(
  terms: FacilityTerms,
  state: FacilityState,
  notice: Notice,
  hedgedPrice: HedgedPrice,
): Draw {
  checkNotice(terms, notice);
  const { day, price, vwaps, volumes, monthValue } = notice;
  const cap = day <= terms.term ? drawCap(terms, state, notice) : 0;
  const capped = baseUnits(Math.max(cap, 0));
  const wanted = notice.tokens < capped ? notice.tokens : capped;
  const daily = (terms.hedged * Number(wanted)) / 1e18 / vwaps.length;
  const hedges = volumes.map((volume) => Math.min(daily, terms.participation * volume));
  const { price: reference, kept } = priced(
    terms,
    vwaps.map((vwap, i) => hedgedPrice(vwap, -hedges[i], i)),
  );
  const paid = BigInt(Math.floor(reference * (1 - terms.discount) * PRICE_SCALE));
  let tokens = (wanted * BigInt(kept)) / BigInt(vwaps.length);
  const room = roomFor(terms, state, day, monthValue);
  if ((tokens * paid) / TO_USD > room) tokens = (room * TO_USD) / paid;
  const proceeds = (tokens * paid) / TO_USD;
  const before = (Number(tokens) / 1e18) * price;
  const recent = state.recent.filter((entry) => entry.day > day - MONTH);
  return {
    ...{ tokens, proceeds, reference, hedges },
    dropped: vwaps.length - kept,
    effectiveDiscount: tokens === 0n ? 0 : 1 - Number(proceeds) / 1e6 / before,
    after: { drawn: state.drawn + proceeds, recent: [...recent, { day, usd: proceeds }] },
  };
}

/** Micro-dollars that a draw may still bring. */
function roomFor(
  terms: FacilityTerms,
  state: FacilityState,
  day: number,
  monthValue: number,
): bigint {
  const left = terms.commitment - state.drawn;
  const single = terms.larger ? Number.POSITIVE_INFINITY : terms.drawLimit * 1e6;
  const month = monthlyBound(terms, monthValue) * 1e6 - Number(drawnInMonth(state, day));
  const limit = Math.floor(Math.max(Math.min(single, month), 0));
  return limit < Number(left) ? BigInt(limit) : left;
}

/** What the buyer sells of bought tokens in a day, tokens. */
export function resale({ participation }: FacilityTerms, held: number, volume: number): number {
  return Math.min(held, participation * volume);
}

/** The fee for the commitment: micro-dollars, or base units at a price in USD per token. */
export function commitmentFee(
  { commitment, fee, feeIn }: FacilityTerms,
  price: number,
): { readonly usd: bigint; readonly tokens: bigint } {
  const usd = (commitment * BigInt(Math.round(fee * 1e6))) / 1_000_000n;
  if (feeIn === 'cash') return { usd, tokens: 0n };
  return { usd: 0n, tokens: baseUnits(Number(usd) / 1e6 / price) };
}

function checkNotice({ pricingDays }: FacilityTerms, notice: Notice): void {
  const { vwaps, volumes, pastVolumes, price } = notice;
  for (const [what, list] of Object.entries({ vwaps, volumes })) {
    if (list.length !== pricingDays)
      throw new RangeError(`${what}, expected ${pricingDays} days, got ${list.length}`);
  }
  if (pastVolumes.length === 0) throw new RangeError('past volumes, expected 1 day or more, got 0');
  for (const value of [price, ...vwaps])
    if (!(value > 0)) throw new RangeError(`price, expected above 0, got ${value}`);
  for (const value of [...volumes, ...pastVolumes])
    if (!(value >= 0)) throw new RangeError(`volume, expected 0 or more, got ${value}`);
  if (notice.tokens < 0n) throw new RangeError(`tokens, expected 0 or more, got ${notice.tokens}`);
}
