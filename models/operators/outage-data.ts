import type { Status } from '../../sim/parameters.ts';

/*
 * Dated outages of providers, for replay. Own compilation from post-mortems, provider statements and
 * press, which needs no licence; times are UTC.
 */

/**
 * What an outage takes away: `edge` RPC and front ends only, `control` the power to start machines while
 * running ones stay up, `power` the machines, `keyleak` the secrecy of keys.
 */
export const severities = ['edge', 'control', 'power', 'keyleak'] as const;

export type Severity = (typeof severities)[number];

/** A published part of an outage, for people; the whole length is played with one severity. */
export interface Phase {
  readonly what: string;
  /** Hours from the start of the outage to the end of the phase. */
  readonly untilHours: number;
}

/** Lognormal delay until a node is back. */
export interface RestartLaw {
  /** From the end of the outage, or from its start when operators must move: then it is `hours`. */
  readonly counts: 'from end' | 'from start';
  readonly medianHours: number;
  /** Standard deviation of the logarithm. */
  readonly sigma: number;
}

export interface OutageRow {
  /** Provider and day on which it began. */
  readonly id: string;
  /** Provider, or edge network. */
  readonly provider: string;
  /** Regions of the latency matrix that stand for those concerned; null for all. */
  readonly regions: readonly string[] | null;
  readonly severity: Severity;
  /** Impact in hours; 0 for an instant. */
  readonly hours: number;
  readonly phases: readonly Phase[];
  /** Share of the nodes (edge networks: of the front ends, leaks: of the key hosts) in scope. */
  readonly affected: number;
  /** Status: estimate in every row. */
  readonly restart: RestartLaw;
  /** What happened, and where sources disagree. */
  readonly note: string;
  /** Of the hours. */
  readonly status: Status;
  readonly source: string;
}

/** A machine that boots, checks its disk and catches up: 90 % within 3 to 78 min. Status: estimate. */
const REBOOT: RestartLaw = { counts: 'from end', medianHours: 0.25, sigma: 1 };

/** Every outage, oldest first; add one here. */
export const outageRows: readonly OutageRow[] = [
  {
    id: 'hetzner-2021-02-03',
    provider: 'hetzner',
    // Helsinki.
    regions: ['Sweden Central'],
    severity: 'power',
    hours: 3,
    phases: [],
    affected: 1,
    restart: REBOOT,
    note: 'planned maintenance of a data centre: a large part of the stake delinquent for several hours; another site of the provider then held 15 % of the stake',
    status: 'estimate',
    source: 'Solana forum post 1165; the hours are an estimate',
  },
  {
    id: 'aws-2021-12-07',
    provider: 'aws',
    regions: ['East US'],
    severity: 'control',
    hours: 9.2,
    phases: [{ what: 'first phase, to 16:50', untilHours: 1.25 }],
    affected: 1,
    restart: REBOOT,
    note: 'us-east-1: automated scaling overloaded the internal network, 15:35 to 00:44; running machines mostly up. Press has it from 15:30 to the end of the day',
    status: 'published',
    source: 'ThousandEyes outage analysis, December 2021',
  },
  {
    id: 'aws-2021-12-10',
    provider: 'aws',
    regions: ['East US'],
    severity: 'control',
    hours: 1.1,
    phases: [],
    affected: 1,
    restart: REBOOT,
    note: 'us-east-1: aftershock of three days before, about one hour',
    status: 'published',
    source: 'ThousandEyes outage analysis, December 2021',
  },
  {
    id: 'hetzner-2022-11-02',
    provider: 'hetzner',
    regions: null,
    severity: 'power',
    hours: 12,
    phases: [],
    affected: 1,
    restart: { counts: 'from start', medianHours: 12, sigma: 1.2 },
    note: 'terms of service enforced without notice and for good: more than 1,000 validators, 20 % of stake, off at once; operators moved within hours to days. The hours are those until half are back; another estimate has half back in 6 to 24 h and the rest in 1 to 5 days',
    status: 'estimate',
    source: 'decrypt.co and others, November 2022; the hours are an estimate of half-recovery',
  },
  {
    id: 'alibaba-2022-12-18',
    provider: 'alibaba',
    // Hong Kong.
    regions: ['East Asia'],
    severity: 'power',
    hours: 13.9,
    phases: [],
    // One zone of three; estimate.
    affected: 0.33,
    restart: { counts: 'from end', medianHours: 1, sigma: 1.4 },
    note: 'Hong Kong zone C: cooling failed and machines went off, 00:56 to 14:50; some users more than 24 h',
    status: 'published',
    source: 'provider statement as quoted by press',
  },
  {
    id: 'google-2025-06-12',
    provider: 'google',
    regions: null,
    severity: 'control',
    hours: 3,
    phases: [
      { what: 'main impact', untilHours: 3 },
      { what: 'residual impact', untilHours: 7.5 },
    ],
    affected: 1,
    restart: REBOOT,
    note: 'an invalid quota policy crash-looped API authorisation in more than 42 places, 17:49 to 20:49, residual to 01:18. Sources disagree on the start (17:49, 17:51), on the length (3 h of main impact, 7 h 27 min with the residual) and on most regions (40 min, up to 2 h); us-central1 2 h 40 min',
    status: 'published',
    source: 'Google incident text quoted in press; residual end recalled',
  },
  {
    id: 'cloudflare-2025-06-12',
    provider: 'cloudflare',
    regions: null,
    severity: 'edge',
    hours: 2.5,
    phases: [],
    // Cold key-value requests that failed; stands for the front ends that depend on the store.
    affected: 0.9022,
    restart: REBOOT,
    note: 'Workers KV and dependants, because of google-2025-06-12: 90.22 % of cold requests failed. The published window, 17:52 to 20:28, is 2.6 h',
    status: 'published',
    source: 'Cloudflare post-mortem quoted in press',
  },
  {
    id: 'aws-2025-10-20',
    provider: 'aws',
    regions: ['East US'],
    severity: 'control',
    hours: 14.5,
    phases: [
      { what: 'DNS of the database service, to 09:40', untilHours: 2.9 },
      { what: 'new machines and load balancers', untilHours: 14.5 },
    ],
    affected: 1,
    restart: REBOOT,
    note: 'us-east-1: race in the DNS automation of a database, 06:48 to 21:20 (14 h 32 min); running machines mostly alive',
    status: 'published',
    source: 'AWS post-event summary',
  },
  {
    id: 'azure-front-door-2025-10-29',
    provider: 'azure-front-door',
    regions: null,
    severity: 'edge',
    hours: 8,
    phases: [],
    affected: 1,
    restart: REBOOT,
    note: 'from 15:45; sources disagree: 2 to 8 h and more',
    status: 'published',
    source: 'provider statement as quoted by press',
  },
  {
    id: 'cloudflare-2025-11-18',
    provider: 'cloudflare',
    regions: null,
    severity: 'edge',
    hours: 5.8,
    phases: [
      { what: 'core traffic, to 14:30', untilHours: 3.2 },
      { what: 'all clear, 17:06', untilHours: 5.8 },
    ],
    affected: 1,
    restart: REBOOT,
    note: 'an oversized file of bot features stopped the proxy worldwide, 11:20 to 17:06 (5 h 46 min)',
    status: 'published',
    source: 'Cloudflare post-mortem via several copies',
  },
  {
    id: 'alibaba-keyleak-2025-12-11',
    provider: 'alibaba',
    regions: null,
    severity: 'keyleak',
    hours: 0,
    phases: [],
    // One tenancy of five; estimate.
    affected: 0.2,
    restart: REBOOT,
    note: 'a privileged key taken from one cloud instance called the emergency withdrawal of a 0G rewards contract: 520,010 0G, 9.93 ETH and 4,200 USDT lost; chain and wallets untouched. Detected in public on the 12th and 13th, keys rotated; which contract it was and how the intruder got in were not confirmed',
    status: 'published',
    source: 'press of 13 to 15 December 2025 citing the foundation and CertiK',
  },
];
