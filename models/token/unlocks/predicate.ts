/**
 * When a milestone opens, as data: alternatives of conditions on measures and on the date.
 * `price.twap30d >= 2 and tvl > 1bn or date >= 24 months`: `and` binds closer than `or`.
 */
import { readScaled } from './amounts.ts';
import { type Calendar, type Origin, parseMoment, resolveNear } from './moment.ts';
import { quoted, ScheduleProblem } from './problem.ts';

export type Comparison = '>=' | '>' | '<=' | '<';

export type Condition =
  | {
      readonly kind: 'measure';
      readonly name: string;
      readonly comparison: Comparison;
      readonly value: number;
    }
  /** From that second since the token event on. */
  | { readonly kind: 'date'; readonly from: number };

/** True when every condition of one of the alternatives holds. */
export type Predicate = readonly (readonly Condition[])[];

/** What a measure is now, in the unit that the schedule is written in. */
export type Measure = (name: string) => number;

const HELP = 'conditions such as "price.twap30d >= 2 or date >= 24 months"';

/** @throws ScheduleProblem with the path */
export function parsePredicate(
  text: string,
  origin: Origin,
  calendar: Calendar,
  path: string,
): Predicate {
  return text
    .split(/\s+or\s+/i)
    .map((all) => all.split(/\s+and\s+/i).map((one) => condition(one, origin, calendar, path)));
}

function condition(text: string, origin: Origin, calendar: Calendar, path: string): Condition {
  const match = /^\s*([A-Za-z][\w.[\]-]*)\s*(>=|<=|>|<)\s*(.+?)\s*$/.exec(text);
  if (match === null) throw new ScheduleProblem(path, HELP, quoted(text));
  const [, name, comparison, written] = match;
  if (name === 'date') {
    if (comparison !== '>=') throw new ScheduleProblem(path, '"date >= …"', quoted(text));
    return { kind: 'date', from: resolveNear(parseMoment(written, origin, path), calendar, path) };
  }
  const number = readScaled(written);
  if (number === null) throw new ScheduleProblem(path, HELP, quoted(text));
  const value = Number(number.numerator) / Number(number.denominator);
  return { kind: 'measure', name, comparison: comparison as Comparison, value };
}

/** Whether a predicate holds at that second; a measure that is no number holds nothing. */
export function holds(predicate: Predicate, second: number, measure: Measure): boolean {
  return predicate.some((all) => all.every((one) => isMet(one, second, measure)));
}

function isMet(condition: Condition, second: number, measure: Measure): boolean {
  if (condition.kind === 'date') return second >= condition.from;
  const found = measure(condition.name);
  switch (condition.comparison) {
    case '>=':
      return found >= condition.value;
    case '>':
      return found > condition.value;
    case '<=':
      return found <= condition.value;
    case '<':
      return found < condition.value;
  }
}

/** Names of the measures that a predicate asks for. */
export function measuresOf(predicate: Predicate): string[] {
  return predicate.flatMap((all) => all.flatMap((one) => (one.kind === 'measure' ? one.name : [])));
}
