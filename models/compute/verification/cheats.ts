import type { Status } from '../../../sim/parameters.ts';

export const cheatNames = [
  'wrong-model',
  'partial-work',
  'replayed-attestation',
  'broken-tee',
] as const;

export type CheatName = (typeof cheatNames)[number];

/** A way to be paid for more work than was done. Its answers are not those of the model that was asked. */
export interface Cheat {
  readonly name: CheatName;
  readonly about: string;
  readonly knowledge: Status;
  readonly source: string;
  /**
   * What a user who asks for a quote is shown: that of the code that really runs, which is the wrong one;
   * an old one of the right code; or one signed by a key that was taken out of an enclave.
   */
  readonly quote: 'wrong' | 'stale' | 'forged';
  /** Time of the cheat over that of honest work. */
  readonly workShare: number;
}

const named = '0g-da-chain-compute 6.3, fault injection; ';

/** Every cheat. Add one here and in `cheatNames`. */
export const cheats: Readonly<Record<CheatName, Cheat>> = {
  'wrong-model': {
    name: 'wrong-model',
    about: 'A smaller model answers in place of the one that is paid for',
    knowledge: 'estimate',
    source: `${named}8.03 of 70.6 G parameters`,
    quote: 'wrong',
    workShare: 0.114,
  },
  'partial-work': {
    name: 'partial-work',
    about: 'The model runs with half of its layers',
    knowledge: 'estimate',
    source: 'half of the work, an estimate',
    quote: 'wrong',
    workShare: 0.5,
  },
  'replayed-attestation': {
    name: 'replayed-attestation',
    about: 'A smaller model answers outside of the enclave, behind an old quote of the right one',
    knowledge: 'estimate',
    source: `${named}8.03 of 70.6 G parameters`,
    quote: 'stale',
    workShare: 0.114,
  },
  'broken-tee': {
    name: 'broken-tee',
    about: 'A smaller model answers behind quotes forged with a key from a broken enclave',
    knowledge: 'estimate',
    source: '8.03 of 70.6 G parameters; no fact states how often keys leak',
    quote: 'forged',
    workShare: 0.114,
  },
};
