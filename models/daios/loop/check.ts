import { GPU_PROFILE_IDS } from '../../../sim/hardware/profiles.ts';
import type { Objection, Setting } from '../../component.ts';
import { startRule } from '../../token/economy/supply/rules.ts';
import { scheduleOf } from '../../token/unlocks/parameters.ts';
import { ScheduleProblem } from '../../token/unlocks/problem.ts';
import { CLASSES } from './money.ts';
import type { AdoptionValues } from './parameters.ts';
import { WEEK_DAYS } from './releases.ts';
import { ServingWindow } from './serving-window.ts';

const objection = (path: string, expected: string, found: string): Objection => ({
  path: `adoption.${path}`,
  expected,
  found,
});

/** Weeks of a section. */
export function weeksOf({ years }: AdoptionValues): number {
  return Math.round((years * 365.25) / WEEK_DAYS);
}

/** What is wrong with the values, beyond what each parameter states. */
export function checkAdoption({ duration }: Setting, values: AdoptionValues): Objection[] {
  return [
    ...(duration === null ? [] : [{ path: 'duration', ...NO_DURATION }]),
    ...checkFleet(values),
    ...checkSchedule(values),
    ...checkRule(values),
    ...checkMarket(values),
  ];
}

const NO_DURATION = {
  expected: 'none beside a section "adoption", whose horizon is `adoption.years`',
  found: 'a duration',
};

function checkFleet({ fleet, window }: AdoptionValues): Objection[] {
  const { gpus, hyperscaler, specialist } = fleet;
  const found: Objection[] = [];
  if (gpus.length === 0) found.push(objection('fleet.gpus', 'a GPU or more', 'none'));
  for (const [i, gpu] of gpus.entries()) {
    if (!GPU_PROFILE_IDS.includes(gpu)) {
      found.push(objection('fleet.gpus', `some of ${GPU_PROFILE_IDS.join(', ')}`, gpu));
    } else if (gpus.indexOf(gpu) !== i) {
      found.push(objection('fleet.gpus', 'each GPU once', `${gpu} twice`));
    } else if (!ServingWindow.holds(window.model, gpu)) {
      found.push(objection('fleet.gpus', `GPUs whose memory holds ${window.model}`, gpu));
    }
  }
  const share = hyperscaler.share + specialist.share + fleet['long-tail'].share;
  if (share > 1 + 1e-9) {
    found.push(objection('fleet', 'shares of rented machines that sum to at most 1', `${share}`));
  }
  return found;
}

function checkSchedule({ schedule }: AdoptionValues): Objection[] {
  try {
    const reserved: readonly string[] = CLASSES;
    return scheduleOf(schedule).buckets.flatMap(({ holderClass }) =>
      reserved.includes(holderClass)
        ? [objection('schedule', `holder classes other than ${CLASSES.join(', ')}`, holderClass)]
        : [],
    );
  } catch (error) {
    if (!(error instanceof ScheduleProblem)) throw error;
    return [objection(`schedule.${error.path}`, error.expected, error.found)];
  }
}

function checkRule({ inflation }: AdoptionValues): Objection[] {
  const { rule, bucket } = inflation;
  if (rule === 'bucket_emission' || bucket !== null) {
    const found = bucket === null ? rule : JSON.stringify(bucket);
    return [objection('inflation', 'a rule that mints, and no bucket to pay from', found)];
  }
  try {
    startRule(inflation);
    return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [objection(`inflation.rules.${rule}`, 'values that agree', error.message)];
  }
}

function checkMarket({ market }: AdoptionValues): Objection[] {
  const { model, pool, book, kyle } = market.impact;
  const found: Objection[] = [];
  const positive = (path: string, value: number | null): void => {
    if (value !== null && value > 0) return;
    found.push(objection(`market.${path}`, 'above 0', `${value ?? 'none'}`));
  };
  positive('turnover', market.turnover);
  if (model === 'cpmm') {
    positive('impact.pool.tokens', pool.tokens);
    positive('impact.pool.usd', pool.usd);
  }
  if (model === 'book') positive('impact.book.depth', book.depth);
  if (model === 'kyle' && (kyle.deviation !== null || kyle.noise !== null)) {
    positive('impact.kyle.deviation', kyle.deviation);
    positive('impact.kyle.noise', kyle.noise);
  }
  if (model === 'mvpq') {
    found.push(objection('market.impact.model', 'a law that bears weeks without fees', model));
  }
  return found;
}
