import { expect, it } from 'vitest';
import { range } from '../models/chain/consensus/chain-run.ts';
import { expectGoesOnUnderChurn } from '../models/chain/consensus/churn.ts';
import { explore } from '../models/chain/consensus/explore.ts';
import { faultOfChain } from '../models/chain/consensus/random-chain.ts';
import { randomSchedule } from '../models/chain/consensus/schedule.ts';

/*
 * Agreement, validity and progress over many more seeds than `npm test` takes: of the round machine
 * alone, and of small chains at message level.
 */

const SCHEDULES = 25_000;
const CHAINS = 50;

it.each(range(0, 12).map((i) => 10_000 + i * SCHEDULES))(
  'the round machine keeps its promises, from seed %i on',
  (from) => {
    expect(explore(from, from + SCHEDULES, randomSchedule).violations).toEqual([]);
  },
  600_000,
);

it.each(range(0, 12).map((i) => 1000 + i * CHAINS))(
  'chains under random faults are in order again, from seed %i on',
  (from) => {
    const faults = range(from, from + CHAINS).map(faultOfChain);
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  },
  600_000,
);

it.each([...'abcdefgh'])(
  'a chain goes on while every node comes and goes, seed %s',
  (seed) => expectGoesOnUnderChurn(seed),
  600_000,
);
