import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { impactNames } from './impact/names.ts';
import { processNames, shockNames } from './process/names.ts';

const LAW = 'token-economics 13.3';
const GUESS = `no figure in ${LAW}; order of magnitude of liquid tokens`;

/** How trades move the price. Each model reads its own part. */
export const impactParameters = {
  model: {
    kind: 'choice',
    options: impactNames,
    default: 'sqrt',
    about: 'Law by which trades move the price',
    status: 'choice',
  },
  kyle: {
    kind: 'group',
    about: 'Linear impact; without both figures price x volatility / (2 x daily volume) a token',
    status: 'choice',
    fields: {
      deviation: {
        kind: 'number',
        default: null,
        min: 0,
        max: 1e15,
        about: 'Standard deviation of what the token is worth, USD',
        status: 'choice',
      },
      noise: {
        kind: 'number',
        default: null,
        min: 0,
        max: 1e15,
        about: 'Standard deviation of uninformed orders, tokens',
        status: 'choice',
      },
    },
  },
  sqrt: {
    kind: 'group',
    about: 'Square-root impact with decay',
    status: 'choice',
    fields: {
      y: {
        kind: 'number',
        default: 1,
        min: 0,
        max: 100,
        about: 'Factor before the root',
        status: 'estimate',
        source: `${LAW}: 1, try 0.5 to 1.5`,
      },
      permanent: {
        kind: 'fraction',
        default: 0.1667,
        about: 'Part of the impact that stays for good, of all that was bought less sold',
        status: 'estimate',
        source: `middle of 0 to 1/3 in ${LAW}; uninformed flow decays almost fully, arXiv 1412.4503`,
      },
      tau: {
        kind: 'number',
        default: 1,
        min: 0.001,
        max: 1e6,
        about: 'Time scale of the decay, days',
        status: 'estimate',
        source: LAW,
      },
      beta: {
        kind: 'number',
        default: 0.5,
        min: 0,
        max: 100,
        about: 'Exponent of the decay',
        status: 'estimate',
        source: LAW,
      },
      memory: {
        kind: 'count',
        default: 365,
        min: 0,
        max: 10_000,
        about: 'Days after which what is left of a fleeting impact is forgotten',
        status: 'choice',
      },
    },
  },
  pool: {
    kind: 'group',
    about: 'Constant-product pool',
    status: 'choice',
    fields: {
      tokens: {
        kind: 'number',
        default: 10_000_000,
        min: 0,
        max: 1e15,
        about: 'Tokens in the pool at the start',
        status: 'estimate',
        source: `worked example of ${LAW}; the depth of 0G pools is not in the facts`,
      },
      usd: {
        kind: 'number',
        default: 20_000_000,
        min: 0,
        max: 1e15,
        about: 'Dollars in the pool at the start',
        status: 'estimate',
        source: `worked example of ${LAW}; the depth of 0G pools is not in the facts`,
      },
      fee: {
        kind: 'fraction',
        default: 0.003,
        max: 0.5,
        about: 'Part of what is paid in that stays in the pool',
        status: 'published',
        source: LAW,
      },
      concentration: {
        kind: 'number',
        default: 1,
        min: 1,
        max: 1e6,
        about: 'Virtual over real reserves; 1 spreads the liquidity over all prices',
        status: 'choice',
      },
    },
  },
  book: {
    kind: 'group',
    about: 'Order book with depth D x distance^a',
    status: 'choice',
    fields: {
      depth: {
        kind: 'number',
        default: 50_000_000,
        min: 0,
        max: 1e15,
        about: 'Tokens within a relative distance of 1',
        status: 'estimate',
        source: GUESS,
      },
      exponent: {
        kind: 'number',
        default: 1,
        min: 0.01,
        max: 100,
        about: 'How depth grows with distance; 1 is an even book',
        status: 'estimate',
        source: GUESS,
      },
    },
  },
  elasticity: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 10,
    about: 'Exponent of the float in price = demand / float^elasticity; 1 fixes the market value',
    status: 'choice',
  },
  holding: {
    kind: 'number',
    default: 30,
    min: 0.001,
    max: 1e6,
    about: 'Days from receiving a token to spending it, for the equation of exchange',
    status: 'estimate',
    source: `no figure in ${LAW}`,
  },
} as const satisfies ParameterTable;

export type ImpactValues = Values<typeof impactParameters>;

/** How the price moves without trades. */
export const processParameters = {
  law: {
    kind: 'choice',
    options: processNames,
    default: 'gbm',
    about: 'Law of the price without trades',
    status: 'choice',
  },
  drift: {
    kind: 'number',
    default: 0,
    min: -1000,
    max: 1000,
    about: 'Logarithmic growth of the mean price in a year',
    status: 'choice',
  },
  volatility: {
    kind: 'number',
    default: 0.055,
    min: 0,
    max: 10,
    about: 'Standard deviation of the daily logarithmic change',
    status: 'estimate',
    source: `${LAW}: 5 to 6 % a day`,
  },
  indexDrift: {
    kind: 'number',
    default: 0,
    min: -1000,
    max: 1000,
    about: 'Logarithmic growth of the mean market index in a year',
    status: 'choice',
  },
  indexVolatility: {
    kind: 'number',
    default: 0.03,
    min: 0,
    max: 10,
    about: 'Standard deviation of the daily logarithmic change of the market index',
    status: 'estimate',
    source: GUESS,
  },
  correlation: {
    kind: 'number',
    default: 0.6,
    min: -1,
    max: 1,
    about: 'Correlation of the daily changes of price and index',
    status: 'estimate',
    source: GUESS,
  },
  jumpsPerYear: {
    kind: 'number',
    default: 6,
    min: 0,
    max: 10_000,
    about: 'Mean number of jumps in a year',
    status: 'estimate',
    source: GUESS,
  },
  jumpMean: {
    kind: 'number',
    default: -0.1,
    min: -10,
    max: 10,
    about: 'Mean logarithm of a jump',
    status: 'estimate',
    source: GUESS,
  },
  jumpDeviation: {
    kind: 'number',
    default: 0.15,
    min: 0,
    max: 10,
    about: 'Standard deviation of the logarithm of a jump',
    status: 'estimate',
    source: GUESS,
  },
} as const satisfies ParameterTable;

export type ProcessValues = Values<typeof processParameters>;

/** What happens to demand. */
export const shockParameters = {
  shape: {
    kind: 'choice',
    options: shockNames,
    default: 'none',
    about: 'Shape of the change in demand',
    status: 'choice',
  },
  at: { kind: 'number', default: 0, about: 'Day on which it begins', status: 'choice' },
  factor: {
    kind: 'number',
    default: 0.4,
    min: 0,
    max: 1e6,
    about: 'Demand while it lasts, over the usual one',
    status: 'choice',
  },
  length: {
    kind: 'number',
    default: 90,
    min: 1,
    max: 1e6,
    about: 'Days of a pulse or ramp',
    status: 'choice',
  },
  enter: {
    kind: 'fraction',
    default: 0.002,
    about: 'Chance on a usual day that the regime turns',
    status: 'choice',
  },
  leave: {
    kind: 'fraction',
    default: 0.01,
    about: 'Chance on a day of the regime that it turns back',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export type ShockValues = Values<typeof shockParameters>;
