import type { Parameter, ParameterTable, Values } from '../sim/parameters.ts';

/** A part of a scenario that belongs to one component. */
export interface Section {
  readonly about: string;
  readonly parameters: ParameterTable;
  /** The scenario is wrong without it. */
  readonly required?: boolean;
  /** Built with its defaults when the scenario does not mention it. */
  readonly always?: boolean;
  /** May stand in a file of its own, whose name is written in its place: `hardware: ./mine.yaml`. */
  readonly apart?: boolean;
}

export type Sections = Readonly<Record<string, Section>>;

/** Settings of a run that are ordinary parameters; the other root keys have readers of their own. */
export const SETTINGS = {
  question: {
    kind: 'text',
    default: null,
    about: 'The question the scenario answers, in one line',
    status: 'choice',
  },
  about: {
    kind: 'text',
    default: null,
    about: 'Background, assumptions, how to read the result',
    status: 'choice',
  },
  replications: {
    kind: 'count',
    min: 1,
    max: 100_000,
    default: 10,
    about: 'Independent runs of each sweep point',
    status: 'choice',
  },
  maxReplications: {
    kind: 'count',
    min: 1,
    max: 100_000,
    default: 1000,
    about: 'Most runs of a sweep point when `precision` asks for more',
    status: 'choice',
  },
  duration: {
    kind: 'duration',
    default: null,
    about: 'Simulated time; left out, the scenario ends by itself',
    status: 'choice',
  },
  warmup: {
    kind: 'duration',
    default: '0 s',
    about: 'Simulated time before measuring starts',
    status: 'choice',
  },
  fidelity: {
    kind: 'choice',
    options: ['fast', 'exact'],
    default: 'fast',
    about: 'Draw from the law (fast) or compute the real bytes (exact)',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export type Settings = Values<typeof SETTINGS>;

/** Settings that a sweep may vary; the others describe the whole experiment. */
export const SWEEPABLE_SETTINGS: readonly string[] = ['duration', 'warmup', 'fidelity'];

/** Root keys with readers of their own. */
export const SPECIAL_KEYS: readonly string[] = [
  'name',
  'extends',
  'seed',
  'precision',
  'sweep',
  'expect',
  'targets',
];

/** A section seen as one parameter: a map with fixed keys. */
export function sectionParameter(section: Section): Extract<Parameter, { kind: 'group' }> {
  return { kind: 'group', fields: section.parameters, about: section.about, status: 'choice' };
}
