import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { mixNames } from '../../operators/mixes.ts';
import { retrievalLayerNames } from './layer-names.ts';

export const retrievalParameters = {
  layer: {
    kind: 'choice',
    options: retrievalLayerNames,
    default: '0g',
    about: 'Who keeps what of a blob, and how much of it rebuilds the blob',
    status: 'choice',
  },
  holders: {
    kind: 'count',
    default: 100,
    min: 1,
    max: 3000,
    about: 'Nodes that the layer disperses a blob to',
    status: 'estimate',
    source: 'da-layers 7.3: 100 nodes for most layers',
  },
  stake: {
    kind: 'choice',
    options: ['equal', 'zipf', 'dominant'],
    default: 'equal',
    about: 'How stake spreads over the holders; layers that deal by stake follow it',
    status: 'choice',
  },
  exponent: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 5,
    about: 'Stake zipf: the i-th largest holder has 1 / i^exponent',
    status: 'choice',
  },
  dominant: {
    kind: 'fraction',
    default: '30 %',
    about: 'Stake dominant: share of one holder; the others are alike',
    status: 'choice',
  },
  loss: {
    kind: 'fraction',
    default: '30 %',
    about: 'Share of the holders that is gone when the blob is read',
    status: 'choice',
  },
  selection: {
    kind: 'choice',
    options: ['random', 'largest', 'provider'],
    default: 'random',
    about:
      'Who is gone: random holders, those that keep the most units, or whole providers until the loss is reached',
    status: 'choice',
  },
  mix: {
    kind: 'choice',
    options: mixNames,
    default: '0g-estimate',
    about: 'Selection provider: which providers the holders run on',
    status: 'estimate',
    source: '0g-da-chain-compute 5.2, default mix',
  },
  certified: {
    kind: 'flag',
    default: false,
    about: 'Only a quorum that just suffices for the certificate ever got its units',
    status: 'choice',
  },
  trials: {
    kind: 'count',
    default: 2000,
    min: 1,
    max: 1_000_000,
    about: 'Blobs that are dispersed, lost in part and read',
    status: 'choice',
  },
  exactTrials: {
    kind: 'count',
    default: 5,
    min: 1,
    max: 100_000,
    about:
      'In exact fidelity instead of trials: times the blob is lost in part and read from bytes',
    status: 'choice',
  },
  blobBytes: {
    kind: 'size',
    default: '64 KiB',
    min: 1,
    max: 1_048_576,
    about: 'In exact fidelity: random bytes that are coded, verified and rebuilt',
    status: 'choice',
  },
  corrupt: {
    kind: 'fraction',
    default: '0 %',
    about:
      'Of the holders that got their units, share that answers with changed bytes; readers throw these away',
    status: 'choice',
  },
  publisher: {
    kind: 'choice',
    options: ['honest', 'wrong-encoding'],
    default: 'honest',
    about:
      'Whether the publisher commits to the units of the code or changes a byte of them before',
    status: 'choice',
  },
  committee: {
    kind: 'count',
    default: 10,
    min: 0,
    max: 3000,
    about: 'Espresso: nodes that keep the whole block',
    status: 'published',
    source: 'da-layers 2.7: committee 10 in the Cappuccino test bench',
  },
  validators: {
    kind: 'count',
    default: 8,
    min: 1,
    max: 1000,
    about: 'PeerDAS: validators of 32 ETH that a holder has on average',
    status: 'estimate',
    source: 'up to 8 validators a node keeps 8 columns: da-layers 2.5',
  },
} as const satisfies ParameterTable;

export type RetrievalValues = Values<typeof retrievalParameters>;
