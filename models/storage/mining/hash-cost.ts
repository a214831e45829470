import type { CpuProfile, GpuProfile } from '../../../sim/hardware/processor-profile.ts';
import { cpuProfile } from '../../../sim/hardware/profiles.ts';
import type { ParameterTable } from '../../../sim/parameters.ts';
import { LOAD_BYTES, LOAD_SEALS, PAD_BYTES, SEAL_BYTES, WORD_BYTES } from '../flow/spec.ts';

/** Calls of the two primitives. */
export interface HashWork {
  /** Compressions of one 128-byte block. */
  readonly blake2b: number;
  /** Permutations keccak-f[1600]; every keccak256 of mining and sealing takes one. */
  readonly keccak: number;
}

const BLAKE2B_BLOCK = 128;
/** What quality hashes: seal index 32 B, pad seed 64 B, 32 zero bytes, the mixed chunk. */
const QUALITY_BYTES = 32 + 64 + 32 + SEAL_BYTES;

/** Pad seed, scratchpad and recall seed of one nonce: what must be done before the read. */
export const PAD_WORK: HashWork = { blake2b: 1, keccak: PAD_BYTES / WORD_BYTES + 1 };
/** Quality of the 64 seal chunks of one load: what is left after the read. */
export const MIX_WORK: HashWork = {
  blake2b: (LOAD_SEALS * QUALITY_BYTES) / BLAKE2B_BLOCK,
  keccak: 0,
};
/** Sealing one load: a mask for each word. */
export const SEAL_WORK: HashWork = { blake2b: 0, keccak: LOAD_BYTES / WORD_BYTES };

/** Seconds of one core for one call. */
export interface CoreCosts {
  readonly blake2b: number;
  readonly keccak: number;
}

const MICRO = 1e-6;

export const hashCostParameters = {
  blake2bTime: {
    kind: 'number',
    default: 0.24,
    min: 0.001,
    about: 'Microseconds of one core of a server for one Blake2b compression',
    status: 'measured',
    source: '0g-storage 5 and 11: 7.9 us for the 33 blocks of 4224 B on an EPYC core',
  },
  keccakTime: {
    kind: 'number',
    default: 0.44,
    min: 0.001,
    about: 'Microseconds of one core of a server for one keccak-f',
    status: 'measured',
    source: '0g-storage 5 and 11: on an EPYC core',
  },
} as const satisfies ParameterTable;

/** The core of the measurement, of the class of the profile `cpu-server-64c`. */
export const MEASURED_CORE: CoreCosts = {
  blake2b: hashCostParameters.blake2bTime.default * MICRO,
  keccak: hashCostParameters.keccakTime.default * MICRO,
};

const MEASURED_CLASS = 'cpu-server-64c';

/**
 * Costs on a core of another processor that runs the same software: `measured` scaled by how fast
 * that core hashes large blocks beside the core of the measurement (estimate).
 *
 * The large-block rates of a profile come from another implementation (OpenSSL), 1.6 to 1.8 times as
 * fast per block on the same core, so only their ratio between two processors is used.
 */
export function coreCosts(profile: CpuProfile, measured: CoreCosts = MEASURED_CORE): CoreCosts {
  const reference = cpuProfile(MEASURED_CLASS).hashRate;
  const { hashRate } = profile;
  return {
    blake2b: (measured.blake2b * reference.blake2b) / hashRate.blake2b,
    keccak: (measured.keccak * reference['sha3-256']) / hashRate['sha3-256'],
  };
}

/** Seconds of one core. */
export function coreSeconds(work: HashWork, core: CoreCosts): number {
  return work.blake2b * core.blake2b + work.keccak * core.keccak;
}

/**
 * Seconds of a whole GPU at its rates for messages of one block, which it reaches only with
 * thousands of loads in flight: the chunks of one load are 64 chains of 33 blocks.
 */
export function gpuSeconds(work: HashWork, { hashes }: GpuProfile): number {
  return work.blake2b / hashes.blake2b512 + work.keccak / hashes.keccak256;
}

/**
 * Work of one attempt in the mean.
 *
 * @param sealed whether the copy is sealed for the miner; otherwise each load is sealed when read
 * @param held share of the claimed range that is there; a nonce that recalls other data costs its pad
 */
export function attemptWork(sealed: boolean, held: number): HashWork {
  const sealing = sealed ? 0 : SEAL_WORK.keccak;
  return {
    blake2b: PAD_WORK.blake2b + held * MIX_WORK.blake2b,
    keccak: PAD_WORK.keccak + held * sealing,
  };
}
