import type { ParameterTable, Values } from '../../sim/parameters.ts';
import { mixNames } from './mixes.ts';
import { severities } from './outage-data.ts';
import { outageIds } from './outages.ts';

export const operatorsParameters = {
  mix: {
    kind: 'choice',
    options: mixNames,
    default: '0g-estimate',
    about: 'Which providers host the nodes: a preset of shares',
    status: 'estimate',
    source: '0g-da-chain-compute 5.2: default mix; 0G has published none',
  },
  providers: {
    kind: 'map',
    default: null,
    of: { kind: 'number', default: null, min: 0, about: 'Relative share', status: 'choice' },
    about: 'Share by provider instead of `mix`; `independent` for all small hosts, about 1 % each',
    status: 'choice',
  },
  by: {
    kind: 'choice',
    options: ['nodes', 'stake'],
    default: null,
    about: 'What the shares are of; by default what the mix counted, or nodes',
    status: 'choice',
  },
  outage: {
    kind: 'choice',
    options: outageIds,
    default: null,
    about: 'A dated outage of a provider that is played again',
    status: 'choice',
  },
  outageStart: {
    kind: 'duration',
    default: '1 min',
    about: 'When the outage begins',
    status: 'choice',
  },
  severity: {
    kind: 'choice',
    options: severities,
    default: null,
    about: 'What the outage takes away, where it differs from the record',
    status: 'choice',
  },
  affected: {
    kind: 'fraction',
    default: null,
    about: 'Share of what is in scope that fails, where it differs from the record',
    status: 'choice',
  },
  lengthScale: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 100,
    about: 'Outage and restart delays take this many times as long as on record',
    status: 'choice',
  },
  restartDelay: {
    kind: 'duration',
    default: null,
    about: 'Median delay until a node is back, not scaled, where it differs from the record',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export type OperatorsValues = Values<typeof operatorsParameters>;
