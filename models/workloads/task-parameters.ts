import type { ParameterTable, Values } from '../../sim/parameters.ts';
import { workloadParameters } from './parameters.ts';
import { taskSourceNames } from './task-source-names.ts';

const D3 = 'hardware-network-workloads D3';

/** What a scenario may say of tasks; each source heeds those that concern it. */
export const taskParameters = {
  source: {
    kind: 'choice',
    options: taskSourceNames,
    default: 'agents',
    about: 'What the clients do',
    status: 'choice',
  },
  clients: {
    kind: 'count',
    default: 10,
    min: 1,
    max: 100_000,
    about: 'Agents, accelerators, runners of batches, or parts that requests are dealt to',
    status: 'choice',
  },
  bytesPerToken: {
    kind: 'size',
    default: '4 B',
    min: 1,
    // KV cache of 128 layers with 64 heads of 128 dimensions, which no listed model has.
    max: 4_194_304,
    about: 'Stored bytes of a token: as text, or as KV cache (131,072 B with Llama-3-8B)',
    status: 'estimate',
    source: `${D3}: about 4 B of text; D4: KV cache`,
  },
  settleEvery: {
    kind: 'count',
    default: 60,
    min: 1,
    max: 1_000_000_000,
    about: 'Agents, chat, trace: inferences of a client to one payment',
    status: 'estimate',
    source: `0g-da-chain-compute 3.1: full settlement is forced each 600 s; ${D3}: a call each 9 s or somewhat more`,
  },
  think: {
    kind: 'duration',
    default: '9 s',
    about: 'Agents: mean time from a call to the next, uniform from 1/3 to 5/3 of it',
    status: 'estimate',
    source: `${D3}: 3 to 15 s`,
  },
  tool: {
    kind: 'duration',
    default: '2 s',
    about: 'Agents: mean time that a tool takes, exponential',
    status: 'estimate',
    source: `${D3} has the number of tools; their times are not published`,
  },
  prompts: {
    kind: 'choice',
    options: ['delta', 'naive'],
    default: 'delta',
    about: 'Agents: what a call sends and keeps of its prompt, the change or the whole',
    status: 'choice',
  },
  recall: {
    kind: 'count',
    default: 4,
    min: 0,
    max: 1000,
    about: 'Agents: latest memories that a call reads',
    status: 'estimate',
    source: `${D3} has what is written; what is read back is not published`,
  },
  rate: {
    kind: 'number',
    default: null,
    min: 1e-6,
    max: 1e6,
    about: 'Chat: requests per second of all clients together; absent: those of the trace',
    status: 'choice',
  },
  day: {
    kind: 'flag',
    default: false,
    about: 'Chat: the rate follows a day from midnight on, 0.3 at night and 1.5 at the peak',
    status: 'choice',
  },
  trace: {
    kind: 'text',
    default: 'azure-conversation',
    file: true,
    about:
      'Trace: `azure-conversation` or `azure-code` (laws of those traces), or a CSV file with the columns TIMESTAMP (or seconds), ContextTokens, GeneratedTokens',
    status: 'measured',
    source: 'hardware-network-workloads D2: Azure LLM inference traces of 2023 (CC BY 4.0)',
  },
  requests: {
    kind: 'count',
    default: 1000,
    min: 1,
    max: 1_000_000,
    about: 'Batch: inferences of one batch',
    status: 'choice',
  },
  inFlight: {
    kind: 'count',
    default: 16,
    min: 1,
    max: 1_000_000,
    about: 'Batch: inferences of one client at the same time',
    status: 'choice',
  },
  job: {
    kind: 'choice',
    options: ['unet3d', 'resnet50', 'cosmoflow'],
    default: 'resnet50',
    about: 'Training: what is trained',
    status: 'choice',
  },
  accelerator: workloadParameters.accelerator,
  readers: workloadParameters.readers,
  prefetch: workloadParameters.prefetch,
  files: workloadParameters.files,
  epochs: workloadParameters.epochs,
  checkpointEvery: {
    kind: 'count',
    default: 100,
    min: 1,
    max: 100_000,
    about: 'Training: steps from one checkpoint to the next',
    status: 'choice',
  },
  modelParameters: {
    kind: 'count',
    default: 30_000_000,
    min: 1_000_000,
    max: 10_000_000_000_000,
    about: 'Training: parameters of the model; a checkpoint has 14 bytes for each',
    status: 'estimate',
    source:
      'hardware-network-workloads D1 has the 14 bytes; the size of these models is not in it, some 30 million are taken',
  },
} as const satisfies ParameterTable;

export type TaskValues = Values<typeof taskParameters>;
