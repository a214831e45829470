import { CPU_PROFILE_IDS, cpuProfile, gpuProfile } from '../../../sim/hardware/profiles.ts';
import { type CheatName, cheats } from './cheats.ts';
import type { Stakes } from './deterrence.ts';
import { type Catch, UNSEEN, type VerificationMode } from './mode.ts';
import type { ModeName } from './mode-names.ts';
import { verificationModes } from './modes.ts';
import { settingsOf, type VerificationValues } from './parameters.ts';
import type { VerificationSettings } from './settings.ts';
import { type Ask, cpuWork, gpuWork, machineSeconds, type Work } from './work.ts';

const HOUR_SECONDS = 3600;

/** What a section says, in the terms of the modes: seconds of the machine and USD for each request. */
export interface Case {
  readonly mode: VerificationMode;
  readonly settings: VerificationSettings;
  readonly work: Work;
  /** Without verification. */
  readonly plain: number;
  readonly honestWork: number;
  readonly cheatWork: number;
  /** How the mode finds the cheat of the section, which is none if there is none. */
  readonly found: Catch;
  readonly stakes: Stakes;
  /** For each second of the machine, rented on demand. */
  readonly usdPerSecond: number;
}

type Machine = Pick<Case, 'work' | 'usdPerSecond'>;

/** The profile is that of a CPU, which serves without GPUs. */
export function isCpu(machine: string): boolean {
  return CPU_PROFILE_IDS.includes(machine);
}

/** Bytes of the weights, and of the memory that all cards of the section have for them. */
export function memoryOf({ machine, cards, parameters, bytesPerWeight }: VerificationValues) {
  const { memory } = isCpu(machine) ? cpuProfile(machine) : gpuProfile(machine);
  return { weights: parameters * bytesPerWeight, memory: memory * cards };
}

function machineOf(values: VerificationValues): Machine {
  const { machine, cards, parameters, inputTokens, outputTokens, swaps, users } = values;
  const weightBytes = parameters * values.bytesPerWeight;
  const ask: Ask = { parameters, weightBytes, batch: users, inputTokens, outputTokens, swaps };
  if (isCpu(machine)) {
    const cpu = cpuProfile(machine);
    const usdPerSecond = cpu.rentalOnDemand / HOUR_SECONDS;
    return { work: cpuWork(cpu, ask), usdPerSecond };
  }
  const gpu = gpuProfile(machine);
  const usdPerSecond = (cards * gpu.rentalOnDemand) / HOUR_SECONDS;
  return { work: gpuWork(gpu, cards, ask), usdPerSecond };
}

/** The machine can run the mode: enclaves need confidential computing. */
export function canRun(name: ModeName, machine: string): boolean {
  if (name !== 'tee') return true;
  const profile = isCpu(machine) ? cpuProfile(machine) : gpuProfile(machine);
  return profile.confidential !== null;
}

/** Reads a section; the machine is busy all the time, so its work says how often it answers. */
export function caseOf(values: VerificationValues): Case {
  const settings = settingsOf(values);
  const mode = verificationModes[values.mode];
  const machine = machineOf(values);
  const { work, usdPerSecond } = machine;
  const plain = machineSeconds(work);
  const honestWork = plain * mode.slowdown(work, settings);
  const cheat = values.cheat === 'none' ? null : cheats[values.cheat as CheatName];
  const cheatWork = plain * (cheat?.workShare ?? 1);
  const found = cheat === null ? UNSEEN : mode.catches(cheat, settings);
  const { cheatShare } = values;
  const stakes: Stakes = {
    fee: (1 + values.margin) * honestWork * usdPerSecond,
    honestCost: honestWork * usdPerSecond,
    cheatCost: cheatWork * usdPerSecond,
    rate: cheatShare / (cheatShare * cheatWork + (1 - cheatShare) * honestWork),
    bond: values.bond,
  };
  return { ...machine, mode, settings, plain, honestWork, cheatWork, found, stakes };
}
