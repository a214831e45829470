import { INDEPENDENT, independentRegions, providerOf } from './providers.ts';

/*
 * What hosts ask for a machine: a list price by kind of host, and less for a host's large customers as time
 * goes on.
 */

export const tiers = ['hyperscaler', 'specialist', 'longTail'] as const;

export type Tier = (typeof tiers)[number];

/** US dollars an hour by kind of host. */
export type ListPrices = Readonly<Record<Tier, number>>;

/** What is rented. */
export const machines = ['server', 'gpu'] as const;

export type Machine = (typeof machines)[number];

/** Rents, USD/h. Only their ratios matter to who moves where. */
export const listPrices: Readonly<Record<Machine, ListPrices>> = {
  // A 64-core server is about 2 to 2.5; that bare-metal hosts ask less is an estimate.
  server: { hyperscaler: 2.5, specialist: 1.5, longTail: 2 },
  // Middle of the published ranges of an H100: 3.5 to 5, 2.5 to 3.5, 1.99 to 2.5.
  gpu: { hyperscaler: 4.25, specialist: 3, longTail: 2.245 },
};

const HYPERSCALERS = ['aws', 'azure', 'google', 'alibaba', 'oracle'];

/** A provider, or one of the independent hosts. */
export interface Host {
  readonly id: string;
  readonly tier: Tier;
  /** Region of the latency matrix to share of its machines. */
  readonly regions: Readonly<Record<string, number>>;
}

/** The host of that name: a provider of the list, or `independent-<n>`, which is in one place. */
export function hostOf(id: string): Host {
  if (id.startsWith(`${INDEPENDENT}-`)) {
    const places = Object.keys(independentRegions);
    const number = Number(id.slice(INDEPENDENT.length + 1));
    return { id, tier: 'longTail', regions: { [places[number % places.length]]: 1 } };
  }
  const tier = HYPERSCALERS.includes(id) ? 'hyperscaler' : 'specialist';
  return { id, tier, regions: providerOf(id).regions };
}

/** Terms of hosts over the years. */
export interface PriceTerms {
  readonly list: ListPrices;
  /** Largest discount, 0 to 1, for the customers of a host that has `discountAt` of all nodes or more. */
  readonly discount: number;
  readonly discountAt: number;
  /** Years until the discount is granted in full; it grows evenly. */
  readonly discountYears: number;
  /** From this month on the tier asks `factor` times as much. */
  readonly shock: { readonly month: number; readonly tier: Tier; readonly factor: number };
}

/**
 * Price of a host in a month, USD/h. Small hosts have no volume to give a discount for.
 * @param share of all nodes that are with the host, 0 to 1
 */
export function hostPrice({ tier }: Host, share: number, month: number, terms: PriceTerms): number {
  const { list, discount, discountAt, discountYears, shock } = terms;
  const shocked = shock.tier === tier && month >= shock.month ? shock.factor : 1;
  if (tier === 'longTail') return list[tier] * shocked;
  const granted = discount * Math.min(1, month / 12 / discountYears);
  return list[tier] * shocked * (1 - granted * Math.min(1, share / discountAt));
}
