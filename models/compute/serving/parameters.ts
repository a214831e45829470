import { GPU_PROFILE_IDS } from '../../../sim/hardware/profiles.ts';
import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { BYTES_PER_WEIGHT, languageModelNames } from './models.ts';

const runs = 'vLLM runs of IOG-Foundation/llm-inference-benchmarks; hardware-network-workloads B2';

const tokens = <M extends number, S extends number, L extends number>(
  what: string,
  mean: M,
  sigma: S,
  longest: L,
) =>
  ({
    kind: 'group',
    about: `Tokens of ${what}: a lognormal law, cut off`,
    status: 'choice',
    fields: {
      mean: {
        kind: 'number',
        default: mean,
        min: 1,
        max: 1_000_000,
        about: 'Mean of what is left after the cut',
        status: 'published',
        source: `${runs}: totals of the runs over their 200 prompts`,
      },
      sigma: {
        kind: 'number',
        default: sigma,
        min: 0.01,
        max: 3,
        about: 'Standard deviation of the logarithm, before the cut',
        status: 'estimate',
        source: `${runs}: chosen with the constants of the law; lengths are not published`,
      },
      longest: {
        kind: 'count',
        default: longest,
        min: 3,
        max: 10_000_000,
        about: 'Where the law is cut off',
        status: 'estimate',
        source: `${runs}: prompts by the limit of the benchmark, answers by the time that the last one takes`,
      },
    },
  }) as const;

export const servingParameters = {
  gpu: {
    kind: 'choice',
    options: GPU_PROFILE_IDS,
    default: 'h100-80g-pcie',
    about: 'Card',
    status: 'choice',
  },
  cards: {
    kind: 'count',
    default: 1,
    min: 1,
    max: 64,
    about: 'Cards of one server that share each layer of the model',
    status: 'choice',
  },
  model: {
    kind: 'choice',
    options: [...languageModelNames, 'own'],
    default: 'llama-3-8b',
    about: 'Language model; `own` is what the group of that name says',
    status: 'choice',
  },
  own: {
    kind: 'group',
    about: 'A model of your own',
    status: 'choice',
    fields: {
      parameters: {
        kind: 'number',
        default: 8e9,
        min: 1e6,
        max: 1e14,
        about: 'Parameters',
        status: 'choice',
      },
      activeParameters: {
        kind: 'number',
        default: null,
        min: 1e6,
        max: 1e14,
        about: 'Parameters that one token uses, in a mixture of experts',
        status: 'choice',
      },
      experts: {
        kind: 'count',
        default: null,
        min: 2,
        max: 100_000,
        about: 'Experts of a layer, in a mixture of experts',
        status: 'choice',
      },
      chosen: {
        kind: 'count',
        default: null,
        min: 1,
        max: 100_000,
        about: 'Experts that a token is sent to',
        status: 'choice',
      },
      format: {
        kind: 'choice',
        options: Object.keys(BYTES_PER_WEIGHT) as (keyof typeof BYTES_PER_WEIGHT)[],
        default: 'bf16',
        about: 'How weights are stored: 2, 1 or 0.56 bytes each',
        status: 'choice',
      },
      kvBytesPerToken: {
        kind: 'size',
        default: '128 KiB',
        min: 1,
        max: 100_000_000,
        about:
          'Keys and values of one token: 2 x layers x heads of keys x their dimensions x bytes',
        status: 'choice',
      },
      layers: {
        kind: 'count',
        default: null,
        min: 1,
        max: 10_000,
        about: 'Layers; without it from the width',
        status: 'choice',
      },
      width: {
        kind: 'count',
        default: null,
        min: 1,
        max: 1_000_000,
        about: 'Dimensions of the stream between layers; without it from the number of parameters',
        status: 'choice',
      },
    },
  },
  confidential: {
    kind: 'flag',
    default: false,
    about: 'Inside an enclave, which costs the share of throughput that the profile says',
    status: 'choice',
  },
  rate: {
    kind: 'arrivals',
    default: '8 /s',
    about: 'Requests per second (Poisson)',
    status: 'choice',
  },
  prompts: {
    kind: 'count',
    default: 200,
    min: 1,
    max: 1_000_000,
    about: 'Requests, the first at the start; the run ends with the last answer',
    status: 'published',
    source: runs,
  },
  repeated: {
    kind: 'flag',
    default: false,
    about:
      'The server has answered the same prompts before: it has their keys and values unless they overflow its memory',
    status: 'choice',
  },
  input: tokens('a prompt', 206, 1.05, 1024),
  output: tokens('an answer', 215, 1.35, 850),
} as const satisfies ParameterTable;

export type ServingValues = Values<typeof servingParameters>;
