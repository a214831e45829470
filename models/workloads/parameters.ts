import type { ParameterTable, Values } from '../../sim/parameters.ts';
import { kvModelNames } from './kv-cache.ts';
import { workloadNames } from './workload-names.ts';

const D1 = 'hardware-network-workloads D1: MLPerf Storage definitions';

/** What a scenario may say of a workload; each workload heeds those that concern it. */
export const workloadParameters = {
  workload: {
    kind: 'choice',
    options: workloadNames,
    default: 'resnet50',
    about: 'What the clients do',
    status: 'choice',
  },
  accelerator: {
    kind: 'choice',
    options: ['a100', 'h100'],
    default: 'h100',
    about: 'Training: accelerator of each client, which sets the time of a step',
    status: 'choice',
  },
  readers: {
    kind: 'count',
    default: 4,
    min: 1,
    max: 1024,
    about: 'Training: reader threads of each accelerator, one read in flight each',
    status: 'published',
    source: `${D1}: 4 to 8, the least is taken`,
  },
  prefetch: {
    kind: 'count',
    default: 2,
    min: 1,
    max: 1024,
    about: 'Training: batches read ahead of the one that is computed',
    status: 'estimate',
    source: 'common default of data loaders; the benchmark definitions at hand do not say',
  },
  files: {
    kind: 'count',
    default: null,
    min: 1,
    max: 100_000_000,
    about: 'Training: files of the data set; absent: those of the workload',
    status: 'choice',
  },
  epochs: {
    kind: 'count',
    default: 5,
    min: 1,
    max: 1_000_000,
    about: 'Training: times that the data set is read',
    status: 'published',
    source: D1,
  },
  compute: {
    kind: 'duration',
    default: '5 s',
    about: 'Checkpoints: time between one and the next',
    status: 'published',
    source: D1,
  },
  checkpoints: {
    kind: 'count',
    default: 10,
    min: 1,
    max: 1_000_000,
    about: 'Checkpoints that are written, and then as many that are read',
    status: 'published',
    source: D1,
  },
  rate: {
    kind: 'number',
    default: null,
    min: 1e-6,
    max: 1e6,
    about: 'Inference: requests per second of each client; absent: those of the trace',
    status: 'choice',
  },
  day: {
    kind: 'flag',
    default: false,
    about: 'Inference: the rate follows a day from midnight on, 0.3 at night and 1.5 at the peak',
    status: 'choice',
  },
  lengths: {
    kind: 'choice',
    options: ['trace', 'fitted'],
    default: 'trace',
    about: 'Inference: token counts from the quantiles of the trace, or from laws fitted to it',
    status: 'choice',
  },
  model: {
    kind: 'choice',
    options: kvModelNames,
    default: 'llama-3-8b',
    about: 'Inference: model whose stored context (KV cache) a request reads',
    status: 'choice',
  },
  log: {
    kind: 'choice',
    options: ['delta', 'naive'],
    default: 'delta',
    about: 'Agents: what a call logs of its prompt, the change or the whole',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export type WorkloadValues = Values<typeof workloadParameters>;
