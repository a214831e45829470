/** A written part of a bucket into one that can be asked for its release. */
import type { CalendarDate } from '../calendar.ts';
import { decayPeriods } from './decay.ts';
import { type Fraction, parseShare } from './fraction.ts';
import { type Moment, type Origin, parseMoment, resolve, resolveNear } from './moment.ts';
import { LEAST_EXPONENT, MOST_EXPONENT } from './power.ts';
import { parsePredicate } from './predicate.ts';
import { quoted, ScheduleProblem } from './problem.ts';
import type { Controller, Conventions, Gradual, Part } from './schedule.ts';
import { makeSteps, parseStep } from './steps.ts';
import {
  laterKinds,
  partKinds,
  type WrittenLater,
  type WrittenPart,
  type WrittenRule,
} from './written.ts';

export interface PartContext {
  /** Where the part is written, for refusals. */
  readonly path: string;
  readonly conventions: Conventions;
  readonly origin: Origin;
  /** Second of `origin.start`: nothing may be released before it. */
  readonly start: number;
}

type Field = Exclude<keyof WrittenPart, 'kind' | 'share'>;

/** What each kind is written with; the rest is refused. */
const FIELDS: Readonly<Record<WrittenPart['kind'], readonly Field[]>> = {
  instant: ['at'],
  tranche: ['at'],
  linear: ['from', 'to', 'step', 'slice', 'even'],
  cliff_catchup: ['cliffAt', 'from', 'to', 'step', 'slice', 'even'],
  power: ['from', 'to', 'exponent', 'step', 'slice', 'even'],
  decay: ['from', 'to', 'every', 'keep', 'step', 'slice', 'even'],
  milestone: ['when', 'then'],
  controller: ['rule'],
  held: [],
};
const ALL_FIELDS: readonly Field[] = [...new Set(Object.values(FIELDS).flat())] as readonly Field[];

/**
 * One part, or the periods of a decay.
 * @throws ScheduleProblem with the path
 */
export function parseParts(written: WrittenPart, share: Fraction, context: PartContext): Part[] {
  return written.kind === 'decay'
    ? decay(written, share, context)
    : [parsePart(written, share, context)];
}

/** @throws ScheduleProblem with the path */
export function parsePart(written: WrittenPart, share: Fraction, context: PartContext): Part {
  const { kind } = written;
  const { path } = context;
  checkFields(written, path);
  switch (kind) {
    case 'held':
      return { kind, share };
    case 'instant':
    case 'tranche': {
      if (kind === 'tranche') required(written, 'at', path);
      return { kind, share, at: instant(written.at ?? 'start', 'at', context).second };
    }
    case 'milestone':
      return milestone(written, share, context);
    case 'controller':
      return controller(written.rule ?? {}, share, `${path}.rule`);
    case 'linear':
    case 'cliff_catchup':
    case 'power':
      return gradual(kind, written, share, context);
    default:
      throw new ScheduleProblem(`${path}.kind`, partKinds.join(', '), quoted(`${kind}`));
  }
}

function checkFields(written: WrittenPart, path: string): void {
  const { kind } = written;
  if (!partKinds.includes(kind)) {
    throw new ScheduleProblem(`${path}.kind`, partKinds.join(', '), quoted(`${kind}`));
  }
  for (const field of ALL_FIELDS) {
    if (!FIELDS[kind].includes(field) && isGiven(written[field])) {
      throw new ScheduleProblem(`${path}.${field}`, `nothing for the kind "${kind}"`, 'a value');
    }
  }
}

/** A group of a section is there even when nobody wrote it: then its fields are null, but for a rule's. */
function isGiven(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value !== 'object') return true;
  const fields = value as Record<string, unknown>;
  return 'name' in fields ? isGiven(fields.name) : Object.values(fields).some(isGiven);
}

function required(written: WrittenPart, field: Field, path: string): string {
  const value = written[field];
  if (typeof value === 'string') return value;
  throw new ScheduleProblem(
    `${path}.${field}`,
    `a value for the kind "${written.kind}"`,
    'nothing',
  );
}

function instant(
  text: string,
  field: 'at' | 'from' | 'to' | 'cliffAt',
  { path, conventions, origin, start }: PartContext,
): { moment: Moment; second: number } {
  const where = `${path}.${field}`;
  const moment = parseMoment(text, origin, where);
  const second = resolveNear(moment, conventions, where);
  if (second >= start) return { moment, second };
  throw new ScheduleProblem(where, 'an instant at or after the start of the bucket', quoted(text));
}

function gradual(
  kind: Gradual['kind'],
  written: WrittenPart,
  share: Fraction,
  context: PartContext,
): Gradual {
  const { path, conventions } = context;
  const {
    from: { moment, second: from },
    to: { second: to },
  } = stretchOf(written, context);
  let cliffAt = from;
  if (kind === 'cliff_catchup') {
    const text = required(written, 'cliffAt', path);
    cliffAt = instant(text, 'cliffAt', context).second;
    if (cliffAt < from || cliffAt > to) {
      throw new ScheduleProblem(`${path}.cliffAt`, 'an instant from `from` to `to`', quoted(text));
    }
  }
  const step = parseStep(written.step ?? 'second', conventions.epoch, `${path}.step`);
  const stretch = { from: moment, start: from, end: to };
  return {
    kind,
    share,
    from,
    to,
    cliffAt,
    exponent: kind === 'power' ? exponent(written.exponent, path) : 1,
    steps: makeSteps(step, written.even ?? 'time', stretch, conventions, path),
    slice: written.slice ?? conventions.slice,
  };
}

/** From where to where a part is released. */
function stretchOf(written: WrittenPart, context: PartContext) {
  const from = instant(written.from ?? 'start', 'from', context);
  const text = required(written, 'to', context.path);
  const to = instant(text, 'to', context);
  if (to.second > from.second) return { from, to };
  throw new ScheduleProblem(`${context.path}.to`, 'an instant after `from`', quoted(text));
}

function decay(written: WrittenPart, share: Fraction, context: PartContext): Gradual[] {
  const { path, conventions } = context;
  checkFields(written, path);
  const { from, to } = stretchOf(written, context);
  const every = parseStep(required(written, 'every', path), conventions.epoch, `${path}.every`);
  const keepText = required(written, 'keep', path);
  const keep = parseShare(keepText, `${path}.keep`);
  if (keep.numerator === 0n) {
    throw new ScheduleProblem(`${path}.keep`, 'a share above 0', quoted(keepText));
  }
  const step = parseStep(written.step ?? 'second', conventions.epoch, `${path}.step`);
  const terms = { share, from: from.moment, to: to.moment, every, keep };
  return decayPeriods(terms, conventions, path).map((period) => ({
    kind: 'linear',
    share: period.share,
    from: period.start,
    to: period.end,
    cliffAt: period.start,
    exponent: 1,
    steps: makeSteps(step, written.even ?? 'time', period, conventions, path),
    slice: written.slice ?? conventions.slice,
  }));
}

function exponent(value: number | null | undefined, path: string): number {
  const given = value ?? Number.NaN;
  if (given === 0 || (given >= LEAST_EXPONENT && given <= MOST_EXPONENT)) return given;
  throw new ScheduleProblem(
    `${path}.exponent`,
    `0, or a number from ${LEAST_EXPONENT} to ${MOST_EXPONENT}`,
    value === null || value === undefined ? 'nothing' : `${value}`,
  );
}

function milestone(written: WrittenPart, share: Fraction, context: PartContext): Part {
  const { path, conventions, origin } = context;
  const when = parsePredicate(required(written, 'when', path), origin, conventions, `${path}.when`);
  const later: WrittenLater = written.then ?? {};
  const kind = laterKinds.find((name) => name === (later.kind ?? 'instant'));
  if (kind === undefined) {
    throw new ScheduleProblem(`${path}.then.kind`, laterKinds.join(', '), quoted(`${later.kind}`));
  }
  const then: WrittenPart = { ...later, kind };
  parsePart(then, share, {
    ...context,
    ...openedAt(conventions, origin.tge),
    path: `${path}.then`,
  });
  return { kind: 'milestone', share, when, then };
}

/** Origin of what follows a milestone that opens on that date. */
export function openedAt(
  conventions: Conventions,
  date: CalendarDate,
): Pick<PartContext, 'origin' | 'start'> {
  const start = { base: date, months: 0, seconds: 0 };
  return {
    origin: { tge: conventions.tge, start, dates: false },
    start: resolve(start, conventions),
  };
}

/** Defaults of adoption-adjusted vesting: exponent 4, 0.0001 to 0.005 of the supply a step. */
export const ADOPTION = {
  exponent: 4,
  rate: 0.001,
  least: 0.0001,
  most: 0.005,
  weight: 1,
} as const;

function controller(rule: WrittenRule, share: Fraction, path: string): Controller {
  const start = { kind: 'controller', share, paid: 0n } as const;
  if (rule.name === 'activity') {
    const target = rule.target ?? 0;
    check(target > 0, `${path}.target`, 'a number above 0', target);
    const measure = rule.measure ?? 'activity';
    return { ...start, rate: 0, rule: { name: 'activity', measure, target } };
  }
  if (rule.name !== 'adoption') {
    throw new ScheduleProblem(`${path}.name`, '"adoption" or "activity"', quoted(`${rule.name}`));
  }
  const least = rule.least ?? ADOPTION.least;
  const most = rule.most ?? ADOPTION.most;
  const rate = rule.rate ?? ADOPTION.rate;
  const weight = rule.weight ?? ADOPTION.weight;
  const power = rule.exponent ?? ADOPTION.exponent;
  check(least >= 0 && least <= 1, `${path}.least`, 'a share from 0 to 1', least);
  check(most >= least && most <= 1, `${path}.most`, 'a share from `least` to 1', most);
  check(rate >= least && rate <= most, `${path}.rate`, 'a share from `least` to `most`', rate);
  check(weight > 0 && weight <= 1, `${path}.weight`, 'a share above 0', weight);
  check(Number.isFinite(power), `${path}.exponent`, 'a number', power);
  const price = rule.price ?? 'price';
  const implied = rule.implied ?? 'price.implied';
  return {
    ...start,
    rate,
    rule: { name: 'adoption', price, implied, exponent: power, least, most, weight },
  };
}

function check(holds: boolean, path: string, expected: string, found: number): void {
  if (!holds) throw new ScheduleProblem(path, expected, `${found}`);
}
