import type { StorageProfile } from '../../../sim/hardware/storage-profile.ts';
import { attemptRate, type GpuUse, type Link, type Machine } from './machine.ts';
import { activeShare, type MiningSchedule } from './machine-schedule.ts';

/** What strategies may use; each takes what it needs. */
export interface StrategyOptions {
  /** Bytes of the range that each miner id claims. */
  readonly claimedBytes: number;
  readonly schedule: MiningSchedule;
  /** Miner ids of `identities` and `unsealed`. */
  readonly identities: number;
  /** Share of the range that `partial` keeps, above 0. */
  readonly held: number;
  /** Way of `remote` to its copy. */
  readonly link: Link;
  /** What `ram` keeps its copy in. */
  readonly memory: StorageProfile;
  /** Card of `gpu`. */
  readonly gpu: GpuUse;
}

/** A way to mine, ready for the laws of rate and cost. */
export interface Plan {
  /** With as many drives as the bytes need. */
  readonly machine: Machine;
  /** Share of the attempts that recall data which is there: hits = attempts x this x 64 / difficulty. */
  readonly availableFraction: number;
  readonly identities: number;
  /** Expected time in an open window, relative to one miner id. */
  readonly dutyFactor: number;
  /** Bytes kept, all copies together; one identity bears 1/identities of them. */
  readonly storageBytes: number;
  readonly notes: string;
}

export interface Strategy {
  readonly name: string;
  readonly about: string;
  plan(base: Machine, options: StrategyOptions): Plan;
}

function onePlan(machine: Machine, storageBytes: number, notes: string): Plan {
  return {
    machine: { ...machine, drives: drivesFor(machine, storageBytes) },
    availableFraction: 1,
    identities: 1,
    dutyFactor: 1,
    storageBytes,
    notes,
  };
}

/** The drives of the machine, or more where the bytes need more; a volume has any size. */
function drivesFor({ storage, drives }: Machine, bytes: number): number {
  if (storage.priceBasis === 'per year') return drives;
  return Math.max(drives, Math.ceil(bytes / storage.capacity));
}

function manyIds({ schedule, identities }: StrategyOptions) {
  const dutyFactor = activeShare(schedule, identities) / activeShare(schedule, 1);
  return { identities, dutyFactor };
}

export const strategies: readonly Strategy[] = [
  {
    name: 'honest',
    about: 'One miner id over its own sealed copy on local drives',
    plan: (base, options) => onePlan(base, options.claimedBytes, 'what the node does'),
  },
  {
    name: 'remote',
    about: 'The sealed copy is elsewhere; each load of 256 KiB comes over a link',
    plan: (base, options) =>
      onePlan(
        { ...base, link: options.link },
        options.claimedBytes,
        'the copy still exists once for each miner id; a worker that hashes beside it is a local miner',
      ),
  },
  {
    name: 'unsealed',
    about: 'Several miner ids share one unsealed copy; each load is sealed when it is read',
    plan: (base, options) => ({
      ...onePlan(
        { ...base, sealed: false },
        options.claimedBytes,
        'one copy for all ids, paid with 8192 keccak-f for each load',
      ),
      ...manyIds(options),
    }),
  },
  {
    name: 'identities',
    about: 'Several miner ids on one machine, each with its own sealed copy of the same range',
    plan: (base, options) => ({
      ...onePlan(
        base,
        options.identities * options.claimedBytes,
        'attempts are split among the open windows; the gain is more time with an open one',
      ),
      ...manyIds(options),
    }),
  },
  {
    name: 'partial',
    about: 'Claims a range and keeps a share of it; nonces that recall other data are dropped',
    plan: (base, options) => ({
      ...onePlan(
        { ...base, held: options.held },
        options.held * options.claimedBytes,
        'a dropped nonce costs its scratchpad and no read; no rule asks for what is missing',
      ),
      availableFraction: options.held,
    }),
  },
  {
    name: 'ram',
    about: 'The sealed copy is in memory',
    plan: (base, options) =>
      onePlan(
        { ...base, storage: options.memory },
        options.claimedBytes,
        'faster only where the drive limits',
      ),
  },
  {
    name: 'gpu',
    about: 'A GPU hashes, with many reads in flight',
    plan: (base, options) =>
      onePlan(
        { ...base, gpu: options.gpu, loop: 'pipelined', cpuPercentage: 100 },
        options.claimedBytes,
        'loads cross the bus of the host unless the range fits the memory of the card',
      ),
  },
];

export const strategyNames: readonly string[] = strategies.map(({ name }) => name);

/** @throws RangeError naming the known strategies */
export function strategyNamed(name: string): Strategy {
  const found = strategies.find((strategy) => strategy.name === name);
  if (found === undefined) {
    throw new RangeError(`strategy, expected one of ${strategyNames.join(', ')}, got ${name}`);
  }
  return found;
}

/** Loads tried per second in an open window, times the duty factor: income grows with it. */
export function hitFactor({ machine, availableFraction, dutyFactor }: Plan): number {
  return attemptRate(machine).rate * availableFraction * dutyFactor;
}

/** Hits of a plan over the same time and at the same difficulty, relative to another plan. */
export function relativeHits(plan: Plan, honest: Plan): number {
  return hitFactor(plan) / hitFactor(honest);
}
