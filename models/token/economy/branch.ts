import type { ParameterTable } from '../../../sim/parameters.ts';

/*
 * Branches in time: the past stays as it was, and from a month on somebody acts or chance goes another way.
 * Every path is run again from its start, which gives the same past to the last bit.
 */

export const branchParameters = {
  at: {
    kind: 'count',
    default: null,
    about: 'Month from whose start on `act` holds; without it nothing changes',
    status: 'choice',
  },
  past: {
    kind: 'count',
    default: null,
    about:
      'Number of the path whose past all paths share until `at`, where each goes on by chances of its own; without it each has its own past',
    status: 'choice',
  },
  act: {
    kind: 'group',
    about: 'What changes; 1, 0 or nothing leaves things as they are',
    status: 'choice',
    fields: {
      expenses: {
        kind: 'number',
        default: 1,
        min: 0,
        max: 10,
        about: 'Factor on the expenses of the treasury',
        status: 'choice',
      },
      raise: {
        kind: 'number',
        default: 0,
        min: 0,
        max: 1e12,
        about: 'USD that come into the treasury at once',
        status: 'choice',
      },
      sell: {
        kind: 'number',
        default: 1,
        min: 0,
        max: 10,
        about: 'Factor on what holders sell of releases, as after an agreed lock-up',
        status: 'choice',
      },
      use: {
        kind: 'number',
        default: 1,
        min: 0,
        max: 1000,
        about: 'Factor on the fees that users pay',
        status: 'choice',
      },
      issuance: {
        kind: 'number',
        default: 1,
        min: 0,
        max: 10,
        about:
          'Factor on what the rule of inflation mints, to a millionth: 0 stops it, 2 doubles it',
        status: 'choice',
      },
      facility: {
        kind: 'choice',
        options: ['keep', 'stop'],
        default: 'keep',
        about: '`stop` gives no notice any more',
        status: 'choice',
      },
    },
  },
} as const satisfies ParameterTable;
