import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { workloadParameters } from '../../workloads/parameters.ts';
import { workloadNames } from '../../workloads/workload-names.ts';
import { readLayerNames } from './layer-names.ts';
import { layerParameters } from './layer-parameters.ts';

const CLIENT = '0g-storage 2: storage client, download';
const MINE = '0g-storage 4: mainnet and testnet, blocks of 0.4 s';
const D1 = 'hardware-network-workloads D1: 4 to 8';

export const readsParameters = {
  layer: {
    kind: 'choice',
    options: readLayerNames,
    default: '0g',
    about: 'Where the data lie and how they are fetched',
    status: 'choice',
  },
  workload: {
    kind: 'choice',
    options: ['sequential', 'random', ...workloadNames],
    default: 'sequential',
    about:
      'What the readers do: whole objects one after the other, random blocks, or a workload of AI; of those only reads are played',
    status: 'choice',
  },
  holders: {
    kind: 'count',
    default: 16,
    min: 1,
    max: 1000,
    about: 'Nodes that hold the data; they take the place of `network.nodes`',
    status: 'choice',
  },
  shards: {
    kind: 'count',
    default: 1,
    min: 1,
    max: 256,
    about:
      'Each holder keeps one of so many parts: copies are holders over shards. Walrus has shards of its own',
    status: 'choice',
  },
  profile: {
    kind: 'text',
    default: null,
    about:
      'Drive of the holders: a storage profile of the library or of `hardware.storage`; absent: what is usual for the layer',
    status: 'choice',
  },
  link: {
    kind: 'rate',
    default: '100 Mbps',
    min: 1000,
    max: 1e12,
    about: 'Link of each holder, each direction',
    status: 'published',
    source: '0g-storage 7: 100 Mbps up and down for a storage node; another page says 500 MBps',
  },
  readers: {
    kind: 'count',
    default: 1,
    min: 1,
    max: 1000,
    about: 'Machines that read',
    status: 'choice',
  },
  readerLink: {
    kind: 'rate',
    default: '10 Gbps',
    min: 1000,
    max: 1e12,
    about: 'Link of each reader, each direction',
    status: 'estimate',
    source: 'hardware-network-workloads C3: 1-10 Gbit/s in a data centre, 25-100 for GPU hosts',
  },
  routines: {
    kind: 'count',
    default: 8,
    min: 1,
    max: 10_000,
    about:
      'Segments, blocks or ranges of one read that are fetched at a time; Walrus asks for all at once',
    status: 'estimate',
    source: `${CLIENT}: as many as the machine has CPUs; of 8. Other layers get the same`,
  },
  accelerator: {
    kind: 'choice',
    options: workloadParameters.accelerator.options,
    default: workloadParameters.accelerator.default,
    about: 'Training: what computes',
    status: 'choice',
  },
  accelerators: {
    kind: 'count',
    default: 1,
    min: 1,
    max: 1024,
    about: 'Training: accelerators of each reader; other workloads: users at each reader',
    status: 'choice',
  },
  objectBytes: {
    kind: 'size',
    default: '64 MiB',
    min: 1,
    max: 1e15,
    about: 'Sequential and random: bytes of each object',
    status: 'choice',
  },
  objects: {
    kind: 'count',
    default: 64,
    min: 1,
    max: 1e9,
    about: 'Sequential and random: objects of the data set, which all readers share',
    status: 'choice',
  },
  block: {
    kind: 'size',
    default: '256 KiB',
    min: 1,
    max: 1e12,
    about: 'Random: bytes of a read, at a multiple of itself in a random object',
    status: 'choice',
  },
  depth: {
    kind: 'count',
    default: 1,
    min: 1,
    max: 10_000,
    about: 'Sequential and random: reads that each user keeps in flight',
    status: 'choice',
  },
  most: {
    kind: 'size',
    default: null,
    min: 1,
    about:
      'A read that is longer ends after so many bytes, and so does its object, to save events; absent: none is cut',
    status: 'choice',
  },
  readAhead: {
    kind: 'size',
    default: '8 MiB',
    min: 1,
    about:
      'Record files: a reader fetches windows of so many bytes and takes samples out of them; whole files where part of an object takes all of it',
    status: 'estimate',
    source: 'a range of object-store clients; the benchmark definitions at hand do not say',
  },
  operations: {
    kind: 'count',
    default: null,
    min: 1,
    max: 1e9,
    about: 'The run ends after so many reads of the store by all readers; absent: at `duration`',
    status: 'choice',
  },
  timeout: {
    kind: 'duration',
    default: '30 s',
    min: 1,
    about: 'A request that is not answered for so long has failed',
    status: 'from source',
    source: `${CLIENT}; for other layers an estimate`,
  },
  requestBytes: {
    kind: 'size',
    default: '500 B',
    min: 1,
    about: 'Bytes of a request on the wire',
    status: 'estimate',
    source: 'an HTTP request with headers',
  },
  answerBytes: {
    kind: 'size',
    default: '500 B',
    min: 1,
    about: 'Bytes of an answer around its data',
    status: 'estimate',
    source: 'HTTP headers and framing',
  },
  cached: {
    kind: 'fraction',
    default: '90 %',
    about: '0g-hot and filecoin-hot: chance that an object is in a cache from the start',
    status: 'estimate',
    source: 'no hit rate has been published',
  },
  mining: {
    kind: 'choice',
    options: ['none', 'stock', 'pipelined'],
    default: 'none',
    about:
      'Holders mine in their windows, on the drives that they read from: not, or with that loop',
    status: 'choice',
  },
  miner: {
    kind: 'group',
    about: 'When holders mine; each draws a subtask for each epoch',
    status: 'choice',
    fields: {
      epoch: {
        kind: 'duration',
        default: '1500 s',
        min: 1,
        about: 'Length of an epoch',
        status: 'from source',
        source: `${MINE}: 3750 blocks`,
      },
      subtasks: {
        kind: 'count',
        default: 4,
        min: 1,
        max: 10_000,
        about: 'Subtasks of an epoch',
        status: 'from source',
        source: MINE,
      },
      interval: {
        kind: 'duration',
        default: '320 s',
        min: 1,
        about: 'From the window of one subtask to that of the next',
        status: 'from source',
        source: `${MINE}: 800 blocks`,
      },
      window: {
        kind: 'duration',
        default: '300 s',
        min: 1,
        about: 'How long a holder mines in each epoch',
        status: 'from source',
        source: `${MINE}: 750 blocks`,
      },
      depth: {
        kind: 'count',
        default: 64,
        min: 1,
        max: 4096,
        about: 'Reads in flight of the pipelined loop',
        status: 'estimate',
        source: 'hardware-network-workloads A4: flash needs 64 to 128 for its rate',
      },
    },
  },
  job: {
    kind: 'group',
    about: 'Details of the workloads of AI',
    status: 'choice',
    fields: {
      readers: { ...workloadParameters.readers, source: `${D1}, the least is taken` },
      prefetch: workloadParameters.prefetch,
      files: workloadParameters.files,
      epochs: workloadParameters.epochs,
      compute: workloadParameters.compute,
      checkpoints: workloadParameters.checkpoints,
      rate: workloadParameters.rate,
      day: workloadParameters.day,
      lengths: workloadParameters.lengths,
      model: workloadParameters.model,
      log: workloadParameters.log,
    },
  },
  ...layerParameters,
} as const satisfies ParameterTable;

export type ReadsValues = Values<typeof readsParameters>;
