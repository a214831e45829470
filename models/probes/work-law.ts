import type { Stream } from '../../sim/random.ts';

/** A law of work with mean 1. */
export interface WorkLaw {
  readonly name: string;
  readonly about: string;
  readonly squaredVariation: number;
  draw(stream: Stream): number;
}

/** One job in `RARE` is ten times as long as the others. */
const RARE = 9;
const SHORT = 0.5;
const LONG = 5;

/** Every law; add one here. */
export const workLaws: readonly WorkLaw[] = [
  {
    name: 'exponential',
    about: 'exponential',
    squaredVariation: 1,
    draw: (stream) => stream.exponential(1),
  },
  { name: 'constant', about: 'all alike', squaredVariation: 0, draw: () => 1 },
  {
    name: 'two-sizes',
    about: 'eight of nine half the mean, one five times the mean',
    squaredVariation: ((RARE - 1) * SHORT * SHORT + LONG * LONG) / RARE - 1,
    draw: (stream) => (stream.chance(1 / RARE) ? LONG : SHORT),
  },
];

/** @throws RangeError naming the known laws */
export function workLaw(name: string): WorkLaw {
  const found = workLaws.find((law) => law.name === name);
  if (found === undefined) {
    const names = workLaws.map((law) => law.name).join(', ');
    throw new RangeError(`law of work, expected one of ${names}, found "${name}"`);
  }
  return found;
}
