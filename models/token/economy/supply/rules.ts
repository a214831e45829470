import type { ParameterTable } from '../../../../sim/parameters.ts';
import { inflationRule, inflationRuleNames, inflationRules } from '../../inflation/rules.ts';

/** Parameters of every rule of inflation, by its name; their values reach the rule as they are. */
const ruleTables: Readonly<Record<never, never>> = Object.fromEntries(
  inflationRules.map(({ name, about, parameters }) => [
    name,
    { kind: 'group', about, status: 'choice', fields: parameters } as const,
  ]),
);

export const inflationParameters = {
  rule: {
    kind: 'choice',
    options: inflationRuleNames,
    default: 'none',
    about:
      'How new tokens come to be. That of the 0G main network is not established: print says fixed and infinite, code that was read mints by `og_stepdown` or `og_apy_curve`',
    status: 'choice',
  },
  bucket: {
    kind: 'text',
    default: null,
    about: 'Bucket from whose released tokens `bucket_emission` pays',
    status: 'choice',
  },
  rules: {
    kind: 'group',
    about: 'Parameters of the rules; only those of `rule` count',
    status: 'choice',
    fields: ruleTables,
  },
} as const satisfies ParameterTable;

export interface InflationValues {
  readonly rule: string;
  readonly bucket: string | null;
  readonly rules: Readonly<Record<string, unknown>>;
}

/** The rule of a section with its first state. @throws RangeError for parameters that contradict each other */
export function startRule({ rule: name, rules }: InflationValues) {
  const rule = inflationRule(name);
  return { rule, state: rule.start(rules[name] as Readonly<Record<string, unknown>>) };
}
