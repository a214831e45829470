import { createHash, randomFillSync } from 'node:crypto';
import { LOAD_BYTES, LOAD_SECTORS } from '../../models/storage/flow/spec.ts';
import { attempt, Workbench } from '../../models/storage/pora/attempt.ts';
import { toyMine, toyNonce } from '../../models/storage/pora/toy-mine.ts';
import { blake2bChain, keccakTreeRoot } from '../../sim/kernels/hashes.ts';
import { fftCode } from '../../sim/kernels/reed-solomon/fft-code.ts';
import { matrixCode } from '../../sim/kernels/reed-solomon/matrix-code.ts';
import type { Work } from './rates.ts';

const KIB = 1024;
const MIB = 1_048_576;
/** Tries up to a hit: so many that none is found while measuring. */
const DIFFICULTY = 1e15;

const noise = (bytes: number): Uint8Array => randomFillSync(new Uint8Array(bytes));

/** Names of works that a profile has more to say of. */
export const OPENSSL = { blake2b: 'blake2b512', sha3: 'sha3-256', sha256: 'sha256' } as const;
export const PORA = 'PoRA attempt without its read';
export const openssl = (algorithm: string): string => `OpenSSL ${algorithm}, 1 MiB`;

/**
 * What a processor is measured with, all on one thread.
 * @param copyBytes size of the memory that is copied, well above that of the caches
 */
export function processorWorks(copyBytes: number): Work[] {
  return [
    memoryCopy(copyBytes),
    ...Object.values(OPENSSL).map(opensslHash),
    keccakTree(),
    chain(),
    poraAttempt(),
    coding('Reed-Solomon 10 + 4, 64 KiB shards', matrixCode(10, 4), 64 * KIB),
    coding('Reed-Solomon 512 + 512, 4 KiB shards', fftCode(512, 512), 4 * KIB),
  ];
}

function memoryCopy(bytes: number): Work {
  const from = noise(bytes);
  const to = new Uint8Array(bytes);
  return {
    name: `memory copy, ${bytes / MIB} MiB`,
    unit: 'B',
    amount: bytes,
    call: () => to.set(from),
  };
}

function opensslHash(algorithm: string): Work {
  const data = noise(MIB);
  const call = () => void createHash(algorithm).update(data).digest();
  return { name: openssl(algorithm), unit: 'B', amount: MIB, call };
}

function keccakTree(): Work {
  const data = noise(MIB);
  const call = () => void keccakTreeRoot(data, 256);
  return { name: 'keccak-256 tree, 256 B leaves', unit: 'B', amount: MIB, call };
}

function chain(): Work {
  const length = 1000;
  const seed = noise(64);
  const into = new Uint8Array(64 * length);
  const call = () => blake2bChain(seed, into);
  return { name: 'BLAKE2b-512 chain of 64 B', unit: '1', amount: length, call };
}

/** Everything but the read: pad, recall position, 64 seal chunks. */
function poraAttempt(): Work {
  const inputs = { seed: 'calibrate', difficulty: DIFFICULTY, sender: new Uint8Array(20) };
  const { job } = toyMine({ ...inputs, flowRoot: noise(32), flowLength: 16 * LOAD_SECTORS });
  const load = { data: noise(LOAD_BYTES), available: () => true };
  const bench = new Workbench();
  let tries = 0;
  const call = () => void attempt(job, toyNonce('calibrate', tries++), () => load, bench);
  return { name: PORA, unit: '1', amount: 1, call };
}

interface Code {
  readonly data: number;
  encode(shards: readonly Uint8Array[]): Uint8Array[];
}

function coding(name: string, code: Code, shardBytes: number): Work {
  const shards = Array.from({ length: code.data }, () => noise(shardBytes));
  const call = () => void code.encode(shards);
  return { name, unit: 'B', amount: code.data * shardBytes, call };
}
