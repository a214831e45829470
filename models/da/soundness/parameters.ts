import type { ParameterTable, Values } from '../../../sim/parameters.ts';

/** Most things that nodes draw from: one byte each is held for a trial. */
export const MOST_THINGS = 16_777_216;

export const samplingParameters = {
  scheme: {
    kind: 'choice',
    options: ['columns', 'square', 'grid', 'unique-decoding', 'committee'],
    default: 'columns',
    about:
      'What is sampled: `columns` of a one-dimensional code (PeerDAS), shares of a `square` (Celestia), ' +
      'cells of a `grid` (Avail), coded rows (`unique-decoding`, Fibre), members of a `committee`',
    status: 'choice',
  },
  size: {
    kind: 'count',
    default: 128,
    min: 1,
    max: 1_048_576,
    about:
      'Columns after extension; shares along a side of the square, rows of the grid, or rows of the code ' +
      'before it; members that a committee is drawn from',
    status: 'published',
    source: 'PeerDAS: 128 columns (da-layers 2.5)',
  },
  nodes: {
    kind: 'count',
    default: 10_000,
    min: 1,
    max: 10_000_000,
    about: 'Nodes that sample, each for itself; or committees that are drawn',
    status: 'published',
    source: 'EIP-7594, table for n = 10,000 (da-layers 1.3)',
  },
  samples: {
    kind: 'count',
    default: 8,
    min: 1,
    max: 100_000,
    about: 'Distinct things that a node samples; or seats of a committee',
    status: 'published',
    source: 'PeerDAS: at least 8 columns (da-layers 2.5)',
  },
  attack: {
    kind: 'choice',
    options: ['least', 'lines'],
    default: 'least',
    about:
      'Withheld: the `least` whose loss hides anything, or just over half of all `lines` of the square ' +
      'or grid, whole',
    status: 'choice',
  },
  trials: {
    kind: 'count',
    default: 10,
    min: 1,
    max: 1_000_000,
    about: 'Attacks, each at a random place and met by every node anew',
    status: 'choice',
  },
  repairs: {
    kind: 'count',
    default: 2,
    min: 0,
    max: 100_000,
    about: 'Square: trials that also count the light nodes whose samples repair it together',
    status: 'choice',
  },
  fooledShare: {
    kind: 'fraction',
    default: '2 %',
    max: 1,
    about: 'Columns: share of the nodes that the attacker means to fool, ε, as a share of them all',
    status: 'published',
    source: 'EIP-7594, table for 1 to 5 % (da-layers 1.3)',
  },
  grid: {
    kind: 'group',
    about: 'The grid and its clients',
    status: 'choice',
    fields: {
      columns: {
        kind: 'count',
        default: 512,
        min: 1,
        max: 1_048_576,
        about: 'Cells of a row; columns are extended to twice their length',
        status: 'from source',
        source: 'Avail, December 2025: at most 512 columns by 256 rows (da-layers 2.4)',
      },
      confidence: {
        kind: 'fraction',
        default: '99.9 %',
        max: 1,
        about: 'Confidence that a client aims at',
        status: 'from source',
        source: 'avail-light: 99.9 % takes ten cells (da-layers 1.3)',
      },
    },
  },
  uniqueDecoding: {
    kind: 'group',
    about: 'The code of the rows and how sure a holder has to be',
    status: 'choice',
    fields: {
      rate: {
        kind: 'fraction',
        default: 0.25,
        min: 0.001,
        max: 0.999,
        about: 'Data rows by coded rows, ρ',
        status: 'from source',
        source: 'Celestia Fibre: 4096 of 16,384 rows (da-layers 2.2)',
      },
      bits: {
        kind: 'count',
        default: 100,
        min: 1,
        max: 10_000,
        about: 'Bits of security, λ: a word far from the code passes with a chance of at most 2^-λ',
        status: 'from source',
        source: 'celestia-app fibre/protocol_params.go: 100 bits (da-layers 1.3)',
      },
    },
  },
  committee: {
    kind: 'group',
    about: 'Bad members, and the thresholds of the code',
    status: 'choice',
    fields: {
      bad: {
        kind: 'fraction',
        default: '25 %',
        max: 1,
        about:
          'Bad members, as a share of all; a committee falls once they fill the safety threshold',
        status: 'choice',
      },
      chunks: {
        kind: 'count',
        default: 8192,
        min: 1,
        max: 1_048_576,
        about: 'Chunks of a coded blob',
        status: 'from source',
        source: 'EigenDA v2 (da-layers 2.3)',
      },
      operators: {
        kind: 'count',
        default: 3537,
        min: 0,
        max: 1_048_575,
        about: 'Most operators that the code allows for; fewer than chunks',
        status: 'from source',
        source: 'EigenDA v2 (da-layers 2.3)',
      },
      rate: {
        kind: 'fraction',
        default: 0.125,
        min: 0.001,
        max: 1,
        about: 'Data by coded bytes of a blob',
        status: 'from source',
        source: 'EigenDA v2: rate 1/8 (da-layers 2.3)',
      },
      confirmation: {
        kind: 'fraction',
        default: '55 %',
        max: 1,
        about: 'Share that has to sign; above what rebuilds a blob',
        status: 'from source',
        source: 'EigenDA v2 (da-layers 2.3)',
      },
    },
  },
} as const satisfies ParameterTable;

export type SamplingValues = Values<typeof samplingParameters>;
