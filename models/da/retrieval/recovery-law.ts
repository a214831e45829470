/*
 * Recovery in closed form, for holders that are lost at random: how many of those that keep the blob are
 * left is hypergeometric, and which of them is even chance.
 */
import type { Assignment } from '../assignment/assignment.ts';
import { distinctUnits } from '../assignment/assignment.ts';

/**
 * Hypergeometric law: chances of 0, 1, ... `drawn` marked things among `drawn` of `total`, of which
 * `marked` are marked. Ratios of neighbours, from the likeliest outwards, scaled to a sum of 1.
 */
export function hypergeometric(total: number, marked: number, drawn: number): Float64Array {
  const chances = new Float64Array(drawn + 1);
  const least = Math.max(0, drawn - (total - marked));
  const most = Math.min(drawn, marked);
  const mode = Math.floor(((drawn + 1) * (marked + 1)) / (total + 2));
  /** Chance of `hits + 1` over chance of `hits`. */
  const step = (hits: number) =>
    ((marked - hits) * (drawn - hits)) / ((hits + 1) * (total - marked - drawn + hits + 1));
  chances[mode] = 1;
  let sum = 1;
  for (let hits = mode; hits < most; hits++) sum += chances[hits + 1] = chances[hits] * step(hits);
  for (let hits = mode; hits > least; hits--) {
    sum += chances[hits - 1] = chances[hits] / step(hits - 1);
  }
  return chances.map((chance) => chance / sum);
}

/** Holders that keep the same number of units. */
export interface HolderClass {
  readonly holders: number;
  readonly units: number;
}

/** Above this many kinds of holders the sum over all of them takes too long. */
const CLASSES_MAX = 3;

/**
 * Holders by number of units, at most `needed` of them, where these numbers alone decide recovery: those
 * who cannot rebuild alone keep no unit twice. Otherwise, and for more than three kinds, null.
 */
export function holderClasses(assignment: Assignment): HolderClass[] | null {
  const { needed, units } = assignment;
  const counts = new Map<number, number>();
  const partial: number[] = [];
  let kept = 0;
  for (const [holder, { length }] of units.entries()) {
    const enough = Math.min(length, needed);
    counts.set(enough, (counts.get(enough) ?? 0) + 1);
    if (length >= needed) continue;
    partial.push(holder);
    kept += length;
  }
  if (counts.size > CLASSES_MAX || distinctUnits(assignment, partial) < kept) return null;
  return [...counts].map(([each, holders]) => ({ holders, units: each }));
}

/** Chance that `drawn` random holders of these classes keep `needed` units or more. */
export function classesRecover(
  classes: readonly HolderClass[],
  drawn: number,
  needed: number,
): number {
  if (needed <= 0) return 1;
  if (classes.length === 0) return 0;
  const [first, ...rest] = classes;
  if (rest.length === 0) return drawn * first.units >= needed ? 1 : 0;
  const total = classes.reduce((sum, { holders }) => sum + holders, 0);
  let chance = 0;
  for (const [hits, weight] of hypergeometric(total, first.holders, drawn).entries()) {
    if (weight === 0) continue;
    chance += weight * classesRecover(rest, drawn - hits, needed - hits * first.units);
  }
  return chance;
}

/**
 * Chances that 0, 1, ... `holders` holders cover `needed` of `total` columns, each with `custody` distinct
 * random ones: a chain over the columns covered, to which every further holder adds a hypergeometric
 * number.
 */
export function coverageByHolders(
  total: number,
  custody: number,
  holders: number,
  needed: number,
): Float64Array {
  const gains = Array.from({ length: total + 1 }, (_, covered) =>
    hypergeometric(total, total - covered, custody),
  );
  let law = new Float64Array(total + 1);
  law[0] = 1;
  return Float64Array.from({ length: holders + 1 }, (_, holder) => {
    if (holder > 0) {
      const next = new Float64Array(total + 1);
      for (const [covered, weight] of law.entries()) {
        if (weight === 0) continue;
        for (const [gain, chance] of gains[covered].entries()) {
          if (chance > 0) next[covered + gain] += weight * chance;
        }
      }
      law = next;
    }
    return law.subarray(needed).reduce((sum, weight) => sum + weight, 0);
  });
}

/**
 * Chance of recovery after 0, 1, ... all holders are lost at random.
 * @param stored holders that ever got their units, a random part of all
 * @param byHolders chance that x random holders rebuild, x from 0 to all
 */
export function recoveryByLoss(stored: number, byHolders: Float64Array): Float64Array {
  const holders = byHolders.length - 1;
  return byHolders.map((_, lost) => {
    let chance = 0;
    for (const [left, weight] of hypergeometric(holders, stored, holders - lost).entries()) {
      chance += weight * byHolders[left];
    }
    return chance;
  });
}
