import { exp } from '../../../sim/math.ts';
import type { Status } from '../../../sim/parameters.ts';

/*
 * How the share of those who could use the network and do grows from week to week. Diffusion after Bass: some
 * come by themselves, others follow those who came. The logistic law has followers alone.
 */

const WEEKS = 365.25 / 7;

/** A law of adoption. A new one is a line in `adoptionLaws`. */
export interface AdoptionLaw {
  readonly name: string;
  readonly about: string;
  readonly status: Status;
  readonly source: string;
  /**
   * The share of adopters a week later.
   * @param share of adopters now, 0 to 1
   * @param appeal factor on the growth of the week: 1 when the service is as it should be
   */
  next(share: number, appeal: number): number;
}

/**
 * A week of Bass diffusion: dF/dt = (p + q F)(1 - F), solved exactly over the week.
 * @param innovation p, a year @param imitation q, a year
 */
export function bassWeek(
  share: number,
  innovation: number,
  imitation: number,
  appeal: number,
): number {
  if (share >= 1) return 1;
  // With y = (1 - F) / (p + q F) the law is y' = -(p + q) y, and F = (1 - p y) / (1 + q y).
  const before = (1 - share) / (innovation + imitation * share);
  const after = before * exp((-(innovation + imitation) * appeal) / WEEKS);
  return (1 - innovation * after) / (1 + imitation * after);
}

const estimate = {
  status: 'estimate',
  source: 'no figure in the facts; within the range of fitted diffusion laws',
} as const;

function bass(name: string, innovation: number, imitation: number): AdoptionLaw {
  return {
    name,
    about: `Bass diffusion, p ${innovation} and q ${imitation} a year`,
    ...estimate,
    next: (share, appeal) => bassWeek(share, innovation, imitation, appeal),
  };
}

function logistic(name: string, growth: number): AdoptionLaw {
  return {
    name,
    about: `logistic growth, ${growth} a year at first`,
    ...estimate,
    next: (share, appeal) => (share === 0 ? 0 : bassWeek(share, 0, growth, appeal)),
  };
}

/** Every law of adoption. */
export const adoptionLaws: readonly AdoptionLaw[] = [
  bass('bass-fast', 0.005, 1.5),
  bass('bass-slow', 0.002, 0.8),
  logistic('logistic-fast', 2.5),
  logistic('logistic-slow', 1),
  {
    name: 'flat',
    about: 'the same share for ever',
    status: 'choice',
    source: '',
    next: (share) => share,
  },
];

export const adoptionLawNames = adoptionLaws.map(({ name }) => name);

/** @throws RangeError naming the known laws */
export function adoptionLaw(name: string): AdoptionLaw {
  const found = adoptionLaws.find((law) => law.name === name);
  if (found !== undefined) return found;
  throw new RangeError(`law, expected one of ${adoptionLawNames.join(', ')}, got ${name}`);
}
