import type { layerNames } from '../da/layer-names.ts';
import type { readLayerNames } from '../storage/reads/layer-names.ts';

/** What a stack is built of. */
export interface Parts {
  /** Where payments and commitments become final: a chain of the validators, or a rollup that posts its data. */
  readonly settlement: 'chain' | 'rollup';
  /** Availability layer of logs, and of a rollup's data. */
  readonly log: (typeof layerNames)[number];
  /** Where memory and data sets are. */
  readonly store: (typeof readLayerNames)[number];
  /** Who serves models: providers anywhere that are paid by the token, or rented machines beside the users. */
  readonly compute: 'market' | 'cloud';
}

/** What integration saves; each can be had or not. */
export interface Savings {
  /** Store, availability and settlement confirm on one chain: nothing has to be relayed between them. */
  readonly oneChain: boolean;
  /** What is published is kept by the store: users send it once, not to both. */
  readonly oneUpload: boolean;
  /** Users reach every part themselves: no gateway between. */
  readonly direct: boolean;
  /** One payment covers all parts that were used. */
  readonly onePayment: boolean;
}

export const savingNames = ['oneChain', 'oneUpload', 'direct', 'onePayment'] as const;

export const allSavings: Savings = {
  oneChain: true,
  oneUpload: true,
  direct: true,
  onePayment: true,
};
export const noSavings: Savings = {
  oneChain: false,
  oneUpload: false,
  direct: false,
  onePayment: false,
};

/** A stack that users can choose. */
export interface Stack {
  readonly about: string;
  readonly parts: Parts;
  readonly savings: Savings;
}

const zerog: Parts = { settlement: 'chain', log: '0g', store: '0g-hot', compute: 'market' };

/** Every stack by name. Add one here and its name in `stackNames`. */
export const stacks = {
  '0g': {
    about: '0G as one system: its chain, storage, availability and compute market',
    parts: zerog,
    savings: allSavings,
  },
  '0g-parts': {
    about: 'the same parts, put together by their users: gateway, relays, a payment for each',
    parts: zerog,
    savings: noSavings,
  },
  'rollup-celestia': {
    about: 'a rollup on Celestia, an object store and a GPU cloud',
    parts: { settlement: 'rollup', log: 'celestia', store: 's3', compute: 'cloud' },
    savings: noSavings,
  },
  'rollup-eigenda': {
    about: 'a rollup on EigenDA, Walrus and a GPU cloud',
    parts: { settlement: 'rollup', log: 'eigenda-v2', store: 'walrus', compute: 'cloud' },
    savings: noSavings,
  },
  'rollup-blobs': {
    about: 'a rollup on Ethereum blobs, Filecoin with caches and a GPU cloud',
    parts: { settlement: 'rollup', log: 'peerdas', store: 'filecoin-hot', compute: 'cloud' },
    savings: noSavings,
  },
} as const satisfies Readonly<Record<string, Stack>>;

export const stackNames = [
  '0g',
  '0g-parts',
  'rollup-celestia',
  'rollup-eigenda',
  'rollup-blobs',
] as const satisfies readonly (keyof typeof stacks)[];

export type StackName = (typeof stackNames)[number];
