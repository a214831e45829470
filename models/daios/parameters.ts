import { GPU_PROFILE_IDS } from '../../sim/hardware/profiles.ts';
import type { ParameterTable, Values } from '../../sim/parameters.ts';
import { languageModelNames } from '../compute/serving/models.ts';
import { modeNames } from '../compute/verification/mode-names.ts';
import { layerNames } from '../da/layer-names.ts';
import { daParameters } from '../da/parameters.ts';
import { readLayerNames } from '../storage/reads/layer-names.ts';
import { readsParameters } from '../storage/reads/parameters.ts';
import { priceParameters } from './price-parameters.ts';
import { stackNames } from './stacks.ts';

const C3 = 'hardware-network-workloads C3';
const { layer: _log, clients: _clients, ...layerParameters } = daParameters;
const {
  layer: _store,
  workload: _workload,
  readers: _readers,
  accelerator: _accelerator,
  accelerators: _accelerators,
  objects: _objects,
  block: _block,
  depth: _depth,
  operations: _operations,
  mining: _mining,
  miner: _miner,
  job: _job,
  ...storeParameters
} = readsParameters;

const saving = (about: string) =>
  ({
    kind: 'flag',
    default: null,
    about: `${about}; absent: as the stack has it`,
    status: 'choice',
  }) as const;

export const daiosParameters = {
  stack: {
    kind: 'choice',
    options: stackNames,
    default: '0g',
    about: 'The stack that tasks cross: 0G, or one built of parts',
    status: 'choice',
  },
  against: {
    kind: 'choice',
    options: stackNames,
    default: null,
    about:
      'Another stack for the same tasks, with the same draws on the same machines; differences are taken in each replication',
    status: 'choice',
  },
  settlement: {
    kind: 'choice',
    options: ['chain', 'rollup'],
    default: null,
    about: 'Settlement of `stack`, where it differs from it',
    status: 'choice',
  },
  log: {
    kind: 'choice',
    options: layerNames,
    default: null,
    about: 'Availability layer of `stack`, where it differs from it',
    status: 'choice',
  },
  store: {
    kind: 'choice',
    options: readLayerNames,
    default: null,
    about: 'Store of `stack`, where it differs from it',
    status: 'choice',
  },
  compute: {
    kind: 'choice',
    options: ['market', 'cloud'],
    default: null,
    about: 'Who serves models for `stack`, where it differs from it',
    status: 'choice',
  },
  savings: {
    kind: 'group',
    about: 'What integration saves in `stack`',
    status: 'choice',
    fields: {
      oneChain: saving('Store, availability and settlement confirm on one chain, without relays'),
      oneUpload: saving('What is published is kept by the store, which else is sent it too'),
      direct: saving('Users reach all parts without a gateway between'),
      onePayment: saving('One payment covers all parts that were used'),
    },
  },
  userLink: {
    kind: 'rate',
    default: '1 Gbps',
    min: 1000,
    max: 1e12,
    about: 'Link of each user, each direction',
    status: 'estimate',
    source: `${C3}: 1-10 Gbit/s in a data centre`,
  },
  region: {
    kind: 'text',
    default: 'East US',
    about: 'Region of the latency matrix in which users, object stores and GPU clouds are',
    status: 'choice',
  },
  providers: {
    kind: 'count',
    default: 8,
    min: 1,
    max: 1000,
    about: 'Providers that serve the model; a cloud has as many machines',
    status: 'choice',
  },
  gpu: {
    kind: 'choice',
    options: GPU_PROFILE_IDS,
    default: 'h100-80g-sxm',
    about: 'Card of each provider',
    status: 'published',
    source: '0g-da-chain-compute 3.2: H100 and H200 in TEE mode',
  },
  cards: {
    kind: 'count',
    default: 1,
    min: 1,
    max: 64,
    about: 'Cards of each provider, which share one model',
    status: 'choice',
  },
  verification: {
    kind: 'choice',
    options: modeNames,
    default: null,
    about: 'How answers are verified; absent: `tee` of a market, `none` of a cloud',
    status: 'choice',
  },
  model: {
    kind: 'choice',
    options: languageModelNames,
    default: 'llama-3-8b',
    about: 'Model that is served',
    status: 'choice',
  },
  dispatch: {
    kind: 'choice',
    options: ['turn', 'nearest', 'least-busy'],
    default: 'turn',
    about:
      'Provider of a request: those of a user in turn, the nearest, or that with the fewest requests',
    status: 'published',
    source: '0g-da-chain-compute 3.1: the router takes healthy providers in turn',
  },
  providerLink: {
    kind: 'rate',
    default: '10 Gbps',
    min: 1000,
    max: 1e12,
    about: 'Link of each provider and of gateways and sequencers, each direction',
    status: 'estimate',
    source: `${C3}: 25-100 Gbit/s ports for GPU hosts`,
  },
  proceed: {
    kind: 'choice',
    options: ['answer', 'safe'],
    default: 'answer',
    about:
      'A user in a closed loop goes on with the answer, while its task is stored, published and paid behind it, or when all of that is safe',
    status: 'choice',
  },
  copies: {
    kind: 'count',
    default: 2,
    min: 1,
    max: 100,
    about: 'Holders to which a user sends what it stores',
    status: 'estimate',
    source:
      '0g-storage 2: expected replicas are a setting of the client; its usual value is not said',
  },
  publishers: {
    kind: 'count',
    default: 4,
    min: 1,
    max: 1000,
    about: 'Machines that gather logs into blobs and publish them',
    status: 'choice',
  },
  batchInterval: {
    kind: 'duration',
    default: '1 s',
    min: 1,
    about: 'A publisher gathers for so long',
    status: 'estimate',
    source: 'nothing published; a disperser batches every second',
  },
  batchBytes: {
    kind: 'size',
    default: '1 MiB',
    min: 1024,
    max: 8_388_608,
    about: 'A publisher gathers at most so much into one blob',
    status: 'choice',
  },
  relayPoll: {
    kind: 'duration',
    default: '2 s',
    about: 'Parts without a chain in common: time between looks of the relay at the source',
    status: 'estimate',
    source: 'relayers poll every block or every few seconds; nothing published for these pairs',
  },
  rollupBlock: {
    kind: 'duration',
    default: '1 s',
    min: 1,
    about: 'Rollup: time between two of its blocks',
    status: 'estimate',
    source: 'rollups make blocks every 0.25 to 2 s; the sheets name none',
  },
  rollupFinality: {
    kind: 'choice',
    options: ['promised', 'posted'],
    default: 'posted',
    about:
      'Rollup: settled when the sequencer has promised a block, or when its data are confirmed by the availability layer',
    status: 'choice',
  },
  outage: {
    kind: 'group',
    about: 'One part fails for a while, to find what hangs on it',
    status: 'choice',
    fields: {
      part: {
        kind: 'choice',
        options: ['none', 'validators', 'store', 'compute', 'sequencer', 'gateway'],
        default: 'none',
        about: 'Machines that are off',
        status: 'choice',
      },
      share: {
        kind: 'fraction',
        default: '40 %',
        about: 'Share of those machines; a consensus of a third less one goes on',
        status: 'choice',
      },
      from: { kind: 'duration', default: '2 min', about: 'Start', status: 'choice' },
      to: { kind: 'duration', default: '4 min', about: 'End', status: 'choice' },
    },
  },
  prices: {
    kind: 'group',
    about: 'What users pay',
    status: 'choice',
    fields: priceParameters,
  },
  layer: {
    kind: 'group',
    about: 'Details of the availability layer, as in the section `da`',
    status: 'choice',
    fields: layerParameters,
  },
  storage: {
    kind: 'group',
    about: 'Details of the store, as in the section `reads`',
    status: 'choice',
    fields: storeParameters,
  },
} as const satisfies ParameterTable;

export type DaiosValues = Values<typeof daiosParameters>;
