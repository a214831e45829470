/** The keys of a published value in `targets:`, for the reader and for the JSON Schema. */
import type { Parameter, ParameterTable, Status } from '../sim/parameters.ts';

const STATUSES: readonly Status[] = ['published', 'from source', 'measured', 'estimate', 'choice'];

const field = (about: string, parameter: Record<string, unknown>): Parameter =>
  ({ default: null, about, status: 'choice', ...parameter }) as unknown as Parameter;

/** Every key but `set`. `published` may also be a quantity with a unit. */
export const TARGET_FIELDS: ParameterTable = {
  metric: field('Metric, or metric and quantile: `da.delay.p99`.', { kind: 'text' }),
  published: field('The published value, in `unit` or with its own unit.', { kind: 'number' }),
  unit: field('Unit of the published value and of the table.', { kind: 'text' }),
  band: field('Largest relative error that counts as agreement. Either this or `factor`.', {
    ...{ kind: 'fraction', max: 100 },
  }),
  factor: field('Agreement from published / factor to published x factor. Either this or `band`.', {
    kind: 'number',
    min: 1,
    max: 100,
  }),
  source: field('Where the value was published.', { kind: 'text' }),
  status: field('How well the value is known.', { kind: 'choice', options: STATUSES }),
};

/** Exactly one of these says what counts as agreement. */
export const AGREEMENTS: readonly string[] = ['band', 'factor'];

export const TARGET_KEYS: readonly string[] = [...Object.keys(TARGET_FIELDS), 'set'];
