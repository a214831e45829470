import { ONE } from './amounts.ts';
import { checkInterval, type InflationRule, type Supply } from './rule.ts';

/*
 * The yearly provision that many rules share: an amount for a year is fixed when the year begins, or when
 * the rate changes, and paid evenly. Source: the minters of celestia-app and of a BeaconKit chain
 * (token-economics 3.1 and 8.4).
 */

/** A provision in force. */
export interface Provision {
  /** Whole years since genesis in which it was fixed; -1 before the first. */
  readonly year: number;
  /** In 10^-18. */
  readonly rate: bigint;
  /** Base units a year. */
  readonly amount: bigint;
  /** Base units times seconds that are due and not yet a whole unit of the chain. */
  readonly carry: bigint;
}

export interface ProvisionLaw {
  /** Seconds of a year. */
  readonly year: number;
  /** Base units to whose multiples a provision is rounded down. */
  readonly provisionUnit: bigint;
  /** Base units to whose multiples payments are rounded down. */
  readonly unit: bigint;
  /** `on_rate_change` leaves an amount as it is while the rate stays the same, whatever the supply does. */
  readonly refresh: 'yearly' | 'on_rate_change';
  /** Seconds from block to block, each rounded down on its own; 0 pays a year to the last unit. */
  readonly blockSeconds: number;
  /** In 10^-18. */
  rateAt(at: number): bigint;
  /** Instants beside the anniversaries at which the rate changes, in seconds, rising. */
  readonly changes: readonly number[];
  /** Base units on which the rate is paid. */
  base(supply: Supply): bigint;
}

export const NO_PROVISION: Provision = { year: -1, rate: 0n, amount: 0n, carry: 0n };

/** The provision at an instant: the one in force, or a new one when its time is over. */
export function provisionAt(
  law: ProvisionLaw,
  provision: Provision,
  at: number,
  supply: Supply,
): Provision {
  const year = Math.floor(at / law.year);
  const rate = law.rateAt(at);
  const same = provision.year >= 0 && rate === provision.rate;
  if (same && (year === provision.year || law.refresh === 'on_rate_change')) {
    return year === provision.year ? provision : { ...provision, year };
  }
  const exact = (law.base(supply) * rate) / ONE;
  return { year, rate, amount: exact - (exact % law.provisionUnit), carry: provision.carry };
}

/** `rate` and `mint` of a rule that pays nothing but a provision. */
export function paidByProvision<S extends { readonly provision: Provision }>(
  lawOf: (state: S) => ProvisionLaw,
): Pick<InflationRule<never, S>, 'rate' | 'mint'> {
  return {
    rate(state, at, supply) {
      if (supply.total === 0n) return 0;
      const { amount } = provisionAt(lawOf(state), state.provision, at, supply);
      return Number(amount) / Number(supply.total);
    },
    mint(state, from, to, supply) {
      checkInterval(from, to, supply);
      const { paid, provision } = payProvision(lawOf(state), state.provision, from, to, supply);
      return { minted: paid, released: 0n, state: { ...state, provision } };
    },
  };
}

/** Pays a provision over [from, to]. What is paid counts as supply at the next refresh. */
export function payProvision(
  law: ProvisionLaw,
  provision: Provision,
  from: number,
  to: number,
  supply: Supply,
): { readonly paid: bigint; readonly provision: Provision } {
  return law.blockSeconds === 0
    ? payEvenly(law, provision, from, to, supply)
    : payBlocks(law, provision, from, to, supply);
}

function payEvenly(
  law: ProvisionLaw,
  provision: Provision,
  from: number,
  to: number,
  supply: Supply,
) {
  const whole = law.unit * BigInt(law.year);
  let paid = 0n;
  let current = provision;
  for (let at = from; at < to; ) {
    current = provisionAt(law, current, at, grown(supply, paid));
    const end = Math.min(to, nextBoundary(law, at));
    const due = current.carry + current.amount * BigInt(end - at);
    paid += (due / whole) * law.unit;
    current = { ...current, carry: due % whole };
    at = end;
  }
  return { paid, provision: current };
}

/** Block n is at n * blockSeconds and pays for the seconds since the one before; the first pays nothing. */
function payBlocks(
  law: ProvisionLaw,
  provision: Provision,
  from: number,
  to: number,
  supply: Supply,
) {
  const { blockSeconds, unit } = law;
  const whole = unit * BigInt(law.year);
  const last = Math.floor(to / blockSeconds);
  let paid = 0n;
  let current = provision;
  for (let block = Math.floor(from / blockSeconds) + 1; block <= last; ) {
    const at = block * blockSeconds;
    current = provisionAt(law, current, at, grown(supply, paid));
    const before = Math.ceil(nextBoundary(law, at) / blockSeconds);
    const count = Math.min(last + 1, before) - block;
    paid += BigInt(count) * ((current.amount * BigInt(blockSeconds)) / whole) * unit;
    block += count;
  }
  return { paid, provision: current };
}

function nextBoundary(law: ProvisionLaw, at: number): number {
  const anniversary = (Math.floor(at / law.year) + 1) * law.year;
  const change = law.changes.find((instant) => instant > at);
  return change === undefined ? anniversary : Math.min(anniversary, change);
}

function grown(supply: Supply, minted: bigint): Supply {
  const { total, staked, circulating } = supply;
  return { total: total + minted, staked, circulating: circulating + minted };
}
