/** What can be wrong with a target, and what of it an honest watcher sees. */
import { type TargetKind, targetKinds } from './targets.ts';

export interface FaultTerms {
  /** Of a protocol violation: the part of the checks that touches on it. */
  readonly visible: number;
  /** Of manipulation: the part of the answers that is wrong. */
  readonly manipulated: number;
  /** Of manipulation: chance that a watcher is recognised and gets a right answer. */
  readonly recognised: number;
  /** Of drift: where the mean score ends, in standard deviations of one score. */
  readonly shift: number;
}

export interface Fault {
  readonly name: string;
  readonly about: string;
  readonly targets: readonly TargetKind[];
  readonly silent: boolean;
  /** Chance that an answer shows the fault. */
  shown(terms: FaultTerms): number;
  /** Where the mean score ends. */
  shift(terms: FaultTerms): number;
}

/** Every kind; add one here. */
export const faults: readonly Fault[] = [
  {
    name: 'offline',
    about: 'gives no answer',
    targets: targetKinds,
    silent: true,
    shown: () => 0,
    shift: () => 0,
  },
  {
    name: 'violation',
    about: 'answers, against the protocol',
    targets: targetKinds,
    silent: false,
    shown: ({ visible }) => visible,
    shift: () => 0,
  },
  {
    name: 'drift',
    about: 'serves a model whose answers change little by little',
    targets: ['compute'],
    silent: false,
    shown: () => 0,
    shift: ({ shift }) => shift,
  },
  {
    name: 'manipulation',
    about: 'gives wrong answers to some prompts, and right ones to watchers whom it recognises',
    targets: ['compute'],
    silent: false,
    shown: ({ manipulated, recognised }) => manipulated * (1 - recognised),
    shift: () => 0,
  },
];

export const faultNames: readonly string[] = faults.map(({ name }) => name);

/** @throws RangeError naming the known kinds */
export function faultOf(name: string): Fault {
  const found = faults.find((fault) => fault.name === name);
  if (found !== undefined) return found;
  throw new RangeError(`fault, expected one of ${faultNames.join(', ')}, got "${name}"`);
}
