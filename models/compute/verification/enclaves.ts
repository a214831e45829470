import type { Status } from '../../../sim/parameters.ts';

export const enclaveNames = ['h100', 'blackwell', 'blackwell-aware', 'cpu'] as const;

export type EnclaveName = (typeof enclaveNames)[number];

/** What confidential computing costs a machine. */
export interface Enclave {
  readonly name: EnclaveName;
  readonly about: string;
  readonly knowledge: Status;
  readonly source: string;
  /**
   * Seconds that each step of the engine waits for its encrypted copies between host and device. A step gives
   * one token to every request of the batch and takes waiting prompts along. The time is fixed, since the
   * copies are tokens and no weights.
   */
  readonly handover: number;
  /** Time to load weights into the device, over that without encryption. */
  readonly loadFactor: number;
  /** Time of reads from memory, over that without encryption. */
  readonly memoryFactor: number;
}

const BOUNCE = 'model load x 1.6, an estimate of hardware-network-workloads B4';

/** Every enclave. Add one here and in `enclaveNames`. */
export const enclaves: Readonly<Record<EnclaveName, Enclave>> = {
  h100: {
    name: 'h100',
    about: 'H100 in confidential mode behind a bounce buffer; its own memory is not encrypted',
    knowledge: 'estimate',
    source: `hand-over: 8 % of a step of Llama-2-7B at batch 1 on H100 SXM, the upper end of arXiv 2509.18886; ${BOUNCE}`,
    handover: 0.00045,
    loadFactor: 1.6,
    memoryFactor: 1,
  },
  blackwell: {
    name: 'blackwell',
    about: 'Blackwell in confidential mode under an engine that knows nothing of it',
    knowledge: 'estimate',
    source: `hand-over: over 100 % of a step of an 8B model alone on B200 (tinfoil.sh, June 2026; the model is not named); ${BOUNCE}`,
    handover: 0.003,
    loadFactor: 1.6,
    memoryFactor: 1,
  },
  'blackwell-aware': {
    name: 'blackwell-aware',
    about: 'Blackwell in confidential mode under an engine that hides the copies',
    knowledge: 'estimate',
    source: `hand-over: 1 % of a step of 5 ms (tinfoil.sh, June 2026; the step is an estimate); ${BOUNCE}`,
    handover: 0.00005,
    loadFactor: 1.6,
    memoryFactor: 1,
  },
  cpu: {
    name: 'cpu',
    about: 'TDX or SGX with AMX: all memory is encrypted, nothing is copied to a device',
    knowledge: 'estimate',
    source:
      'memory: latency grows by less than 20 % at batch 1, which waits for memory (arXiv 2509.18886)',
    handover: 0,
    loadFactor: 1,
    memoryFactor: 1.2,
  },
};
