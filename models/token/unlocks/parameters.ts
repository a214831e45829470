/** A schedule as a section of a scenario holds it: a preset, or buckets as data. */
import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { monthConventions } from '../calendar.ts';
import { parseSchedule } from './parse-schedule.ts';
import { communities, readings } from './presets/preset.ts';
import { ZEROG_TGE, zerog } from './presets/zerog.ts';
import { presetNames, presetSchedule } from './presets.ts';
import { quoted, ScheduleProblem } from './problem.ts';
import type { Schedule } from './schedule.ts';
import { evennesses, sliceConventions } from './steps.ts';
import { cliffSenses, partKinds, ruleNames } from './written.ts';

const text = (about: string) => ({ kind: 'text', default: null, about, status: 'choice' }) as const;
/** An amount, a share or the span 0, which may be written as a bare number. */
const amount = (about: string) => ({ ...text(about), numeric: true }) as const;
const flag = (about: string) =>
  ({ kind: 'flag', default: false, about, status: 'choice' }) as const;
const number = (about: string) =>
  ({ kind: 'number', default: null, about, status: 'choice' }) as const;

const slice = {
  kind: 'choice',
  options: sliceConventions,
  default: null,
  about: 'Whether the first slice falls at the end or at the start of the first step',
  status: 'choice',
} as const;

const laterFields = {
  at: amount('Instant of a tranche or of an instant part'),
  from: amount('Where a gradual part starts; by default the start of the bucket'),
  to: amount('Where a gradual part ends'),
  cliffAt: amount('When `cliff_catchup` releases what has accrued since `from`'),
  step: amount('`second`, `day`, `week`, `month`, `quarter`, `year`, `epoch` or a span'),
  slice,
  even: {
    kind: 'choice',
    options: evennesses,
    default: null,
    about: 'What releases equally much: equal times, or months whatever their days',
    status: 'choice',
  },
  exponent: number('Power of the elapsed share: 1 linear, 2 later, below 1 earlier, 0 at once'),
} as const;

const ruleFields = {
  name: {
    kind: 'choice',
    options: ruleNames,
    default: null,
    about: '`adoption`: a rate that follows the price; `activity`: a measure against its target',
    status: 'choice',
  },
  price: text('Measure of the price; by default `price`'),
  implied: text('Measure of the price that the rate is held against; by default `price.implied`'),
  exponent: {
    kind: 'number',
    default: 4,
    about: 'Power of the price ratio in the rate',
    status: 'from source',
    source: 'facts token-economics 9, SRC-48',
  },
  rate: {
    kind: 'fraction',
    default: 0.001,
    about: 'First rate: share of the supply a step',
    status: 'estimate',
    source: 'within the bounds of facts token-economics 9, SRC-48',
  },
  least: {
    kind: 'fraction',
    default: 0.0001,
    about: 'Lowest rate: share of the supply a step',
    status: 'from source',
    source: 'facts token-economics 9, SRC-48',
  },
  most: {
    kind: 'fraction',
    default: 0.005,
    about: 'Highest rate: share of the supply a step',
    status: 'from source',
    source: 'facts token-economics 9, SRC-48',
  },
  weight: {
    kind: 'fraction',
    default: 1,
    about:
      'What this bucket gets of the rate: team 0.1, foundation 0.6, investors 0.3 at the source',
    status: 'choice',
  },
  measure: text('Measure of `activity`'),
  target: number('Value of the measure at which all is released'),
} as const;

const partFields = {
  kind: {
    kind: 'choice',
    options: partKinds,
    default: 'linear',
    about: 'How this part of the bucket is released; `held` never is',
    status: 'choice',
  },
  share: amount('`1/3`, `33 %`, `26.5M tokens`; one part without takes the rest'),
  ...laterFields,
  every: amount('Period of a `decay`, in which its rate does not change: a step or a span'),
  keep: amount('What a period of a `decay` releases of the one before it: `99 %`, `1/2`'),
  when: text('Conditions of a milestone: `price.twap30d >= 2 or date >= 24 months`'),
  // biome-ignore lint/suspicious/noThenProperty: the word of the notation; nothing awaits it
  then: {
    kind: 'group',
    fields: {
      kind: {
        kind: 'choice',
        options: partKinds,
        default: null,
        about: 'How the part is released once the milestone is reached; by default at once',
        status: 'choice',
      },
      ...laterFields,
    },
    about: 'What a milestone opens; spans count from that day',
    status: 'choice',
  },
  rule: { kind: 'group', fields: ruleFields, about: 'Rule of a controller', status: 'choice' },
} as const satisfies ParameterTable;

export const bucketFields = {
  amount: amount('Tokens such as `280M`, or a share of `total` such as `28 %`'),
  holderClass: text('Who gets the tokens; by default the name of the bucket'),
  start: amount('Where its spans count from; by default `TGE`'),
  slice,
  parts: {
    kind: 'list',
    of: { kind: 'group', fields: partFields, about: 'A part of the bucket', status: 'choice' },
    default: null,
    about: 'How the bucket is released',
    status: 'choice',
  },
  tgeShare: amount('Instead of parts: share at the start'),
  cliff: amount('Instead of parts: span or date before which the rest is not released'),
  duration: amount(
    'Instead of parts: span over which the rest is released, or the date of its end',
  ),
  step: amount('Instead of parts: step of the rest'),
  sense: {
    kind: 'choice',
    options: cliffSenses,
    default: null,
    about:
      '`delay` (default): the duration begins at the end of the cliff; `catch-up`: it begins at the start, and the cliff releases what has accrued',
    status: 'choice',
  },
  claim: {
    kind: 'group',
    fields: {
      delay: amount('Span between release and claim'),
      penalty: {
        kind: 'list',
        of: {
          kind: 'group',
          fields: {
            at: {
              kind: 'text',
              numeric: true,
              default: 'start',
              about: 'Instant of the claim',
              status: 'choice',
            },
            share: {
              kind: 'text',
              numeric: true,
              default: '0 %',
              about: 'Share that is lost',
              status: 'choice',
            },
          },
          about: 'A point of the curve',
          status: 'choice',
        },
        default: null,
        about: 'Share lost by claiming early: linear between points',
        status: 'choice',
      },
      uptime: amount('Part of what is released that may be claimed; by default all'),
    },
    about: 'What holders may take of what is released',
    status: 'choice',
  },
  stakeableWhileLocked: flag('Tokens can be staked before they are released'),
  rewardsLiquid: flag('Rewards of staked locked tokens are free at once'),
  governed: flag('Released tokens wait for governance: available, and not circulating'),
} as const satisfies ParameterTable;

export const scheduleParameters = {
  preset: {
    kind: 'choice',
    options: presetNames,
    default: null,
    about: 'A published schedule; by default `0g`, unless there are `buckets`',
    status: 'choice',
  },
  reading: {
    kind: 'choice',
    options: readings,
    default: null,
    about: 'Reading of a preset whose sources leave more than one open; by default the first',
    status: 'choice',
  },
  community: {
    kind: 'choice',
    options: communities,
    default: null,
    about:
      '0G: what becomes of the 103.5M of the community for which no schedule is published; by default `none`',
    status: 'choice',
  },
  month: {
    kind: 'choice',
    options: monthConventions,
    default: 'calendar',
    about: 'What a month is: of the calendar, 30 days, or a twelfth of 365.25 days',
    status: 'choice',
  },
  tge: text('Day of the token event of `buckets`; by default that of 0G'),
  slice: {
    ...slice,
    about:
      'Whether the first slice of `buckets` falls at the end (default) or at the start of the first step',
  },
  epoch: amount('Length of the step `epoch` of `buckets`'),
  total: amount('Tokens that `buckets` sum to, and that their shares are of'),
  buckets: {
    kind: 'map',
    of: { kind: 'group', fields: bucketFields, about: 'A bucket', status: 'choice' },
    default: null,
    about: 'Buckets by name, instead of a preset',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export type ScheduleValues = Values<typeof scheduleParameters>;

/**
 * The schedule that the values of a section stand for.
 * @throws ScheduleProblem with the path below the section, also for values that would have no effect
 */
export function scheduleOf(values: ScheduleValues): Schedule {
  const { preset, reading, community, month, tge, slice, epoch, total, buckets } = values;
  if (buckets === null) {
    refuseGiven({ tge, slice, epoch, total }, 'nothing without `buckets`');
    return presetSchedule(preset ?? zerog.name, { reading, community, month });
  }
  refuseGiven({ preset, reading, community }, 'nothing beside `buckets`');
  return parseSchedule({ tge: tge ?? ZEROG_TGE, month, slice, epoch, total, buckets });
}

function refuseGiven(values: Readonly<Record<string, string | null>>, expected: string): void {
  for (const [path, value] of Object.entries(values)) {
    if (value !== null) throw new ScheduleProblem(path, expected, quoted(value));
  }
}
