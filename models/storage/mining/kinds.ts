import { gpuProfile, storageProfile } from '../../../sim/hardware/profiles.ts';
import {
  type HardwareValues,
  namedProcessor,
  namedStorage,
} from '../../../sim/hardware/section.ts';
import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import { LOAD_SECTORS, RANGE_SECTORS, SECTOR_BYTES } from '../flow/spec.ts';
import { type AttemptRate, attemptRate, localMachine } from './machine.ts';
import { type MachineCost, machineCost } from './machine-cost.ts';
import { activeShare, type MiningSchedule } from './machine-schedule.ts';
import { FULL, type MinerGroup } from './miners.ts';
import type { GroupValues, StorageValues } from './parameters.ts';
import { sealingTime } from './sealing.ts';
import { type Plan, strategyNamed } from './strategies.ts';

/** A kind of machine: how it mines, how fast, at what price. */
export interface MinerKind {
  readonly name: string;
  readonly strategy: string;
  readonly plan: Plan;
  readonly attempts: AttemptRate;
  readonly cost: MachineCost;
  /** Share of an epoch in which it has an open window. */
  readonly active: number;
  readonly group: MinerGroup;
}

/** Bytes whose sealing gives the rate of sealing. */
const SAMPLE_BYTES = 1_073_741_824;

/** Whole load chunks of the flow at the start, in sectors. */
export function startLength({ flowSize }: Pick<StorageValues, 'flowSize'>): number {
  return Math.floor(flowSize / SECTOR_BYTES / LOAD_SECTORS) * LOAD_SECTORS;
}

export function scheduleOf(values: StorageValues): MiningSchedule {
  return {
    epochBlocks: values.blocksPerEpoch,
    subtasks: values.subtasks,
    intervalBlocks: values.subtaskInterval,
    windowBlocks: values.window,
  };
}

/** Bytes of the shard that a machine declares at the start. */
export function claimedBytes(values: StorageValues, shards: number): number {
  return (Math.min(startLength(values), RANGE_SECTORS * shards) / shards) * SECTOR_BYTES;
}

/**
 * The kinds of machines that a scenario mixes.
 * @throws RangeError for machines that cannot be, as `attemptRate` and `machineCost` say
 */
export function minerKinds(
  values: StorageValues,
  hardware: HardwareValues | undefined,
): MinerKind[] {
  return Object.entries(values.groups).map(([name, group]) =>
    minerKind(name, group, values, hardware),
  );
}

function minerKind(
  name: string,
  group: GroupValues,
  values: StorageValues,
  hardware: HardwareValues | undefined,
): MinerKind {
  const shards = group.shards ?? values.shards;
  const schedule = scheduleOf(values);
  const processor = namedProcessor(group.processor, hardware);
  const base = localMachine(namedStorage(group.profile, hardware), processor, {
    cores: group.loop === 'stock' && group.strategy !== 'gpu' ? 1 : group.cores,
    loop: group.loop,
    depth: group.depth,
    readShare: group.readShare,
    cpuPercentage: group.loop === 'stock' ? group.cpuPercentage : 100,
  });
  const claimed = claimedBytes(values, shards);
  const planned = strategyNamed(group.strategy).plan(base, {
    claimedBytes: claimed,
    schedule,
    identities: group.identities,
    held: group.stored,
    link: { rate: group.link, rtt: group.rtt / TICKS_PER_SECOND },
    memory: storageProfile('ram-ddr5'),
    gpu: { profile: gpuProfile(group.gpu), resident: false },
  });
  const { storage } = planned.machine;
  const drives =
    group.drives ?? Math.max(1, Math.ceil(planned.storageBytes / storage.capacity / FULL));
  const plan: Plan = { ...planned, machine: { ...planned.machine, drives } };
  const attempts = attemptRate(plan.machine);
  const active = activeShare(schedule, plan.identities);
  const cost = machineCost(plan.machine, plan.storageBytes, active, values.costs);
  const sealed = SAMPLE_BYTES / sealingTime(plan.machine, SAMPLE_BYTES).seconds;
  const copies = plan.storageBytes / (claimed * plan.availableFraction);
  return {
    name,
    strategy: group.strategy,
    plan,
    attempts,
    cost,
    active,
    group: {
      name,
      count: group.count,
      rate: attempts.rate,
      identities: plan.identities,
      shards,
      stored: plan.availableFraction,
      capacity: (drives * storage.capacity) / copies,
      fillRate: Math.min(values.fetch, sealed),
      failureRate: values.failures ? storage.annualFailureRate * drives : 0,
    },
  };
}
