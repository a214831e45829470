import type { ParameterTable, Values } from '../../sim/parameters.ts';
import { defences } from './incident.ts';
import { mixNames } from './mixes.ts';

const SHEET = '0g-da-chain-compute 5.1';
const NONE = 'no figure in the facts';

const keyHost = {
  kind: 'text',
  default: null,
  about: 'A tenancy, such as `alibaba/tenancy-1`',
  status: 'choice',
} as const;

export const incidentParameters = {
  at: {
    kind: 'duration',
    default: '1 day',
    about: 'When the tenancies are broken into',
    status: 'choice',
  },
  compromised: {
    kind: 'map',
    of: {
      kind: 'count',
      default: null,
      min: 0,
      about: 'Tenancies of the provider, from the first',
      status: 'choice',
    },
    default: { alibaba: 1 },
    about: 'Provider to the number of its tenancies that give up every key they host',
    status: 'published',
    source: `${SHEET}: one instance at Alibaba Cloud`,
  },
  keyHosts: {
    kind: 'list',
    of: keyHost,
    default: ['alibaba/tenancy-1'],
    about: 'Tenancies of the keys of the contract',
    status: 'published',
    source: `${SHEET}: one key in one instance called the emergency withdrawal`,
  },
  threshold: {
    kind: 'count',
    default: 1,
    min: 1,
    about: 'Keys that a withdrawal takes',
    status: 'published',
    source: `${SHEET}: one`,
  },
  balance: {
    kind: 'map',
    of: {
      kind: 'number',
      default: null,
      min: 0,
      max: 1e9,
      about: 'Amount of the asset, to a millionth',
      status: 'choice',
    },
    default: { '0G': 520_010, ETH: 9.93, USDT: 4200 },
    about: 'What the keys of the contract reach',
    status: 'published',
    source: `${SHEET}: what was lost; that nothing else was there is an estimate`,
  },
  price: {
    kind: 'number',
    default: 0.992,
    min: 0,
    about: 'US dollars for a 0G before the incident',
    status: 'published',
    source: `${SHEET}: 516,000 USD for 520,010 0G`,
  },
  defence: {
    kind: 'choice',
    options: defences,
    default: 'none',
    about: 'What protects the contract',
    status: 'published',
    source: `${SHEET}: nothing did; enclaves are planned`,
  },
  multisig: {
    kind: 'group',
    about: 'Defence multisig: other keys instead',
    status: 'choice',
    fields: {
      keyHosts: {
        kind: 'list',
        of: keyHost,
        default: [
          'alibaba/tenancy-1',
          'aws/tenancy-1',
          'google/tenancy-1',
          'hetzner/tenancy-1',
          'ovh/tenancy-1',
        ],
        about: 'Tenancies of the keys',
        status: 'choice',
      },
      threshold: {
        kind: 'count',
        default: 3,
        min: 1,
        about: 'Keys that a withdrawal takes',
        status: 'choice',
      },
    },
  },
  timelock: {
    kind: 'duration',
    default: '72 h',
    min: 1,
    about: 'Defence timelock: a withdrawal waits so long and can be cancelled',
    status: 'choice',
  },
  rateLimit: {
    kind: 'fraction',
    default: '10 %',
    min: 0.001,
    about: 'Defence rateLimit: part of the balance that may leave a day',
    status: 'choice',
  },
  teeBreak: {
    kind: 'fraction',
    default: '5 %',
    about: 'Defence tee: chance that who is in the tenancy also gets what its enclave holds',
    status: 'estimate',
    source: NONE,
  },
  detection: {
    kind: 'group',
    about: 'From the leak until the public knows; uniform',
    status: 'published',
    source: `${SHEET}: on the 11th, noticed on the 12th and 13th`,
    fields: {
      earliest: {
        kind: 'duration',
        default: '1 day',
        about: 'Shortest',
        status: 'published',
        source: SHEET,
      },
      latest: {
        kind: 'duration',
        default: '2 days',
        about: 'Longest',
        status: 'published',
        source: SHEET,
      },
    },
  },
  response: {
    kind: 'duration',
    default: '6 h',
    about: 'From then until all keys are replaced',
    status: 'estimate',
    source: `${SHEET}: keys were rotated; no time is given`,
  },
  launder: {
    kind: 'group',
    about: 'How stolen funds leave',
    status: 'estimate',
    source: `${SHEET}: bridged and mixed; no times are given`,
    fields: {
      start: {
        kind: 'duration',
        default: '1 h',
        about: 'From a withdrawal to the first transfer over a bridge',
        status: 'estimate',
        source: NONE,
      },
      halfLife: {
        kind: 'duration',
        default: '6 h',
        min: 1,
        about: 'Time in which half of what is left goes through',
        status: 'estimate',
        source: NONE,
      },
    },
  },
  trust: {
    kind: 'group',
    about: 'What a loss does to trust, in proportion to the part of the balance that is lost',
    status: 'estimate',
    source: NONE,
    fields: {
      price: {
        kind: 'fraction',
        default: '10 %',
        about: 'Fall of the price when the public knows',
        status: 'estimate',
        source: NONE,
      },
      delegations: {
        kind: 'fraction',
        default: '5 %',
        about: 'Part of the delegations that is withdrawn',
        status: 'estimate',
        source: NONE,
      },
      halfLife: {
        kind: 'duration',
        default: '30 days',
        min: 1,
        about: 'Time in which half of both comes back',
        status: 'estimate',
        source: NONE,
      },
    },
  },
  follow: {
    kind: 'duration',
    default: '90 days',
    about: 'How long price and delegations are followed after the leak',
    status: 'choice',
  },
  validators: {
    kind: 'count',
    default: 100,
    min: 1,
    max: 10_000,
    about: 'Validators of equal stake whose keys may be in the same tenancies',
    status: 'estimate',
    source: '0G has published no count',
  },
  mix: {
    kind: 'choice',
    options: mixNames,
    default: '0g-estimate',
    about: 'Which providers host the validators',
    status: 'estimate',
    source: '0g-da-chain-compute 5.2, default mix',
  },
} as const satisfies ParameterTable;

export type IncidentValues = Values<typeof incidentParameters>;
