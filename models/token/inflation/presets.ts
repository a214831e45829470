import type { Status } from '../../../sim/parameters.ts';

/** A rule with values of its parameters, as they would stand in a scenario. */
export interface InflationPreset {
  readonly name: string;
  readonly about: string;
  readonly status: Status;
  readonly source: string;
  readonly rule: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const FACTS = 'token-economics';

/** Every preset; add one here. */
export const inflationPresets: readonly InflationPreset[] = [
  {
    name: 'og_stepdown_code',
    about:
      'og_stepdown with the quirk of the code: the provision stays once the rate is at its floor',
    status: 'from source',
    source: `${FACTS} 3.1: read in code, not proved to be mainnet`,
    rule: 'og_stepdown',
    values: { refresh: 'on_rate_change' },
  },
  {
    name: 'celestia_cip29',
    about: 'celestia with the constants of CIP-29 from genesis on',
    status: 'from source',
    source: `${FACTS} 7`,
    rule: 'celestia',
    values: { rate: '5.36 %', disinflation: '6.7 %' },
  },
  {
    name: 'celestia_cip41',
    about: 'celestia with the constants of CIP-41 from genesis on',
    status: 'from source',
    source: `${FACTS} 8.4`,
    rule: 'celestia',
    values: { rate: '2.67 %', disinflation: '6.7 %' },
  },
  {
    name: 'celestia_eras',
    about: 'celestia through its three eras',
    status: 'estimate',
    source: `${FACTS} 7 and 8.4; the days of the changes are estimates`,
    rule: 'celestia',
    values: {
      eras: [
        { day: 636, rate: '5.36 %', disinflation: '6.7 %' },
        { day: 755, rate: '2.67 %', disinflation: '6.7 %' },
      ],
    },
  },
  {
    name: 'ethereum_2019',
    about: 'ethereum with the coefficient of the 2019 proposal',
    status: 'published',
    source: `${FACTS} 8.1`,
    rule: 'ethereum',
    values: { coefficient: 181.0193 },
  },
  {
    name: 'arbitrum_cap',
    about: 'The most that votes of Arbitrum may mint: 2 % a year',
    status: 'published',
    source: `${FACTS} 8.6`,
    rule: 'fixed_rate',
    values: { rate: '2 %' },
  },
  {
    name: 'optimism',
    about: 'No inflation until a vote sets `rate`',
    status: 'estimate',
    source: `${FACTS} 8.6: the rate is that of governance and is not in the sheet`,
    rule: 'fixed_rate',
    values: { rate: 0 },
  },
  {
    name: 'zetachain',
    about: 'A bucket over 4 years, then 2.5 %',
    status: 'published',
    source: `${FACTS} 8.6; size of the bucket and its even pace are estimates`,
    rule: 'bucket_emission',
    values: { years: 4, tail: '2.5 %' },
  },
];
