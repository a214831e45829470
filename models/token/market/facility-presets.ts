import type { Status } from '../../../sim/parameters.ts';
import type { Stream } from '../../../sim/random.ts';
import type { FacilityTerms, Reference } from './facility.ts';

/** Terms of a facility; null is not known and sampled. */
export type Known = { readonly [K in keyof FacilityTerms]: FacilityTerms[K] | null };

export interface FacilityPreset {
  readonly about: string;
  /** Of what is not null: of the part that is known least. */
  readonly status: Status;
  /** Of what is not null. */
  readonly knownFrom: string;
  readonly terms: Known;
}

const NONE = Number.POSITIVE_INFINITY;
/** 36 months of a mean year, days. */
const THREE_YEARS = 1095.75;
const USD = 1_000_000n;

const UNKNOWN: Known = {
  commitment: null,
  term: null,
  reference: null,
  pricingDays: null,
  discount: null,
  volumeShare: null,
  volumeDays: null,
  drawLimit: null,
  larger: null,
  holderLimit: null,
  floor: null,
  fee: null,
  feeIn: null,
  source: null,
  lock: null,
  hedged: null,
  participation: null,
  every: null,
};

export const facilityPresets = {
  eloc_97_3d: {
    about: '97 % of the lowest of 3 daily prices, up to the mean volume of 5 days',
    status: 'published',
    knownFrom:
      'equity lines of 2022 (size, term, holder limit) and 2025 (volume limit); token-economics 6.2, 13.4',
    terms: {
      ...UNKNOWN,
      commitment: 200_000_000n * USD,
      term: THREE_YEARS,
      reference: 'min',
      pricingDays: 3,
      discount: 0.03,
      volumeShare: 1,
      volumeDays: 5,
      drawLimit: NONE,
      larger: false,
      holderLimit: 0.0999,
    },
  },
  eloc_97_mean: {
    about: '97 % of the mean of 3 daily prices, up to $20M a draw',
    status: 'published',
    knownFrom:
      'equity line of May 2022; its volume limit is not in the excerpt; token-economics 6.2, 13.4',
    terms: {
      ...UNKNOWN,
      commitment: 100_000_000n * USD,
      term: THREE_YEARS,
      reference: 'mean',
      pricingDays: 3,
      discount: 0.03,
      drawLimit: 20_000_000,
      larger: false,
    },
  },
  eloc_30pct: {
    about: '30 % of the volume of the day before or $5M, whichever is larger',
    status: 'published',
    knownFrom:
      'equity line of June 2022; its price is not in the excerpt; token-economics 6.2, 13.4',
    terms: {
      ...UNKNOWN,
      commitment: 50_000_000n * USD,
      volumeShare: 0.3,
      volumeDays: 1,
      drawLimit: 5_000_000,
      larger: true,
    },
  },
  gem_90: {
    about: '90 % of the mean of 15 daily prices',
    status: 'estimate',
    knownFrom: 'token subscriptions as they are quoted, from memory; token-economics 6.2, 13.4',
    terms: { ...UNKNOWN, reference: 'mean', pricingDays: 15, discount: 0.1 },
  },
  og_250m: {
    about: 'The commitment of November 2024 to buy tokens for $250M',
    status: 'estimate',
    knownFrom:
      'the size is published, token-economics 6.1; the term of 36 months is an estimate, 13.4; all else is unknown',
    terms: { ...UNKNOWN, commitment: 250_000_000n * USD, term: THREE_YEARS },
  },
} as const satisfies Readonly<Record<string, FacilityPreset>>;

const REFERENCES: readonly Reference[] = ['min', 'mean', 'close'];

/**
 * Fills what is not known by draws over the terms of public facilities (token-economics 6.2); ranges without a
 * public figure are estimates. Every field takes its draws whether it is known or not, so that variants share
 * their chance.
 * @param price USD per token when it is signed, for the floor
 */
export function sampledTerms(known: Known, stream: Stream, price: number): FacilityTerms {
  const flip = <T>(yes: T, no: T): T => (stream.chance(0.5) ? yes : no);
  const days = (least: number, most: number): number => least + stream.below(most - least + 1);
  const millions = 35 + stream.below(366);
  const drawn: FacilityTerms = {
    commitment: BigInt(millions) * 1_000_000n * USD,
    term: stream.between(365.25, THREE_YEARS),
    reference: REFERENCES[stream.below(3)],
    pricingDays: days(1, 15),
    discount: stream.between(0.02, 0.1),
    volumeShare: stream.between(0.3, 1),
    volumeDays: days(1, 5),
    drawLimit: stream.between(5e6, 50e6),
    larger: flip(true, false),
    holderLimit: stream.between(0.0499, 0.0999),
    floor: price * stream.between(0, 0.8),
    fee: stream.between(0, 0.02),
    feeIn: flip('cash', 'tokens'),
    source: flip('treasury', 'mint'),
    lock: days(0, 365),
    hedged: stream.uniform(),
    participation: stream.between(0.05, 0.3),
    every: days(10, 60),
  };
  const given = Object.entries(known).filter(([, value]) => value !== null);
  return { ...drawn, ...Object.fromEntries(given) };
}
