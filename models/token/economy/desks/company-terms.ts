import type { ParameterTable, Values } from '../../../../sim/parameters.ts';
import { noteCompounding } from '../../market/notes.ts';

const FACTS = 'token-economics';

export const companyParameters = {
  bucket: {
    kind: 'text',
    default: null,
    about:
      'Bucket whose class gives tokens for shares, as fast as it has them; without it there is no company',
    status: 'choice',
  },
  tokens: {
    kind: 'number',
    default: 50_000_000,
    min: 0,
    max: 1e12,
    about: 'Tokens for shares',
    status: 'published',
    source: `${FACTS} 6.3: against pre-funded warrants`,
  },
  at: {
    kind: 'count',
    default: 17,
    about: 'Day of the swap',
    status: 'published',
    source: `${FACTS} 6.3: 9 October 2025, the token event being on 22 September`,
  },
  lock: {
    kind: 'count',
    default: 0,
    about: 'Days from the swap on for which the company may not sell, what it borrowed included',
    status: 'estimate',
    source: `${FACTS} 6.3: whether the tokens are locked is not known`,
  },
  note: {
    kind: 'group',
    about: 'A loan of tokens that is owed in tokens, interest in kind',
    status: 'choice',
    fields: {
      bucket: {
        kind: 'text',
        default: null,
        about: 'Bucket whose class lends; by default the one that swaps',
        status: 'choice',
      },
      tokens: {
        kind: 'number',
        default: 50_000_000,
        min: 0,
        max: 1e12,
        about: 'Tokens borrowed; 0 for no loan',
        status: 'published',
        source: `${FACTS} 6.3: lent by Zero Gravity Labs`,
      },
      at: {
        kind: 'count',
        default: 31,
        about: 'Day of the loan',
        status: 'published',
        source: `${FACTS} 6.3: 23 October 2025`,
      },
      rate: {
        kind: 'fraction',
        default: '8 %',
        about: 'Interest a year of 365 days',
        status: 'published',
        source: `${FACTS} 6.3`,
      },
      compounding: {
        kind: 'choice',
        options: noteCompounding,
        default: 'yearly',
        about: 'Whether the interest of every full year bears interest',
        status: 'estimate',
        source: `${FACTS} 6.3 does not say`,
      },
    },
  },
  purchase: {
    kind: 'group',
    about: 'Purchases on the market from the day of the swap on, until a sale begins',
    status: 'choice',
    fields: {
      usd: {
        kind: 'number',
        default: 0,
        min: 0,
        max: 1e12,
        about: 'USD for it',
        status: 'estimate',
        source: `${FACTS} 6.3: $13.66M of new money came in; that any of it buys tokens is not known`,
      },
      days: {
        kind: 'count',
        default: 30,
        min: 1,
        about: 'Days over which it is spent, evenly',
        status: 'choice',
      },
    },
  },
  sale: {
    kind: 'group',
    about: 'A forced sale of all tokens that may be sold',
    status: 'choice',
    fields: {
      at: {
        kind: 'count',
        default: null,
        about: 'Day on which it begins; without it there is none',
        status: 'choice',
      },
      days: {
        kind: 'count',
        default: 1,
        min: 1,
        max: 3650,
        about:
          'Days over which tokens are sold once they may be, evenly; more if the volume asks it',
        status: 'choice',
      },
      volume: {
        kind: 'fraction',
        default: '20 %',
        about: 'Part of the volume of a day that is sold at most',
        status: 'choice',
      },
    },
  },
} as const satisfies ParameterTable;

export type CompanyValues = Values<typeof companyParameters>;
