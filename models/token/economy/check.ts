import type { Objection, Setting } from '../../component.ts';
import { PROTOCOL } from '../ledger/books.ts';
import { ScheduleProblem } from '../unlocks/problem.ts';
import type { Schedule } from '../unlocks/schedule.ts';
import { checkDesks } from './desks/check-desks.ts';
import type { TokenValues } from './parameters.ts';
import { extraClasses, scheduleFor } from './plan.ts';
import { checkClaims, checkLockedStake } from './releases/check-claims.ts';
import { checkReleases } from './releases/check-releases.ts';
import { checkBurns } from './supply/check-burns.ts';
import { startRule } from './supply/rules.ts';

const objection = (path: string, expected: string, found: string): Objection => ({
  path: `token.${path}`,
  expected,
  found,
});

/** What is wrong with the values of an economy, beyond what each parameter states. */
export function checkToken(setting: Setting, values: TokenValues): Objection[] {
  const found = [
    ...checkRun(setting, values),
    ...checkMarket(values),
    ...checkRule(values),
    ...checkStaking(values),
    ...checkBranch(values),
  ];
  const schedule = readSchedule(setting, values);
  if (Array.isArray(schedule)) return [...schedule, ...found];
  return [...checkSchedule(schedule, values), ...found];
}

function checkRun({ duration }: Setting, { years, model, paths }: TokenValues): Objection[] {
  const found: Objection[] = [];
  if (duration !== null) {
    const expected = 'none beside a section "token", whose horizon is `token.years`';
    found.push({ path: 'duration', expected, found: 'a duration' });
  }
  const months = years * 12;
  if (Math.abs(months - Math.round(months)) > 1e-6 || Math.round(months) < 1) {
    found.push(objection('years', 'whole months, 1 or more', `${months} months`));
  }
  if (model === 'supply' && paths !== 1) {
    found.push(objection('paths', '1 with model "supply", whose paths are equal', `${paths}`));
  }
  return found;
}

/** The schedule, or what is wrong with it. */
function readSchedule({ attachments }: Setting, values: TokenValues): Schedule | Objection[] {
  const { capTable, schedule } = values;
  if (capTable !== null) {
    const { preset, buckets } = schedule;
    if (preset !== null || buckets !== null) {
      const expected = 'nothing beside `schedule.preset` or `schedule.buckets`';
      return [objection('capTable', expected, JSON.stringify(capTable))];
    }
    if (attachments[capTable] === undefined) {
      const expected = 'the path of a file, such as `./cap-table.csv`';
      return [objection('capTable', expected, JSON.stringify(capTable))];
    }
  }
  try {
    return scheduleFor(values, attachments);
  } catch (error) {
    if (!(error instanceof ScheduleProblem)) throw error;
    const path = capTable === null ? `schedule.${error.path}` : 'capTable';
    const place = capTable === null ? '' : `${error.path}: `;
    return [objection(path, `${place}${error.expected}`, error.found)];
  }
}

function checkSchedule(schedule: Schedule, values: TokenValues): Objection[] {
  const { buckets } = schedule;
  const reserved = [PROTOCOL, ...extraClasses(values)];
  const path = values.capTable === null ? 'schedule' : 'capTable';
  const found = [
    ...checkReleases(schedule, values, path),
    ...checkClaims(schedule, values, path),
    ...checkLockedStake(schedule, values, path),
    ...checkBurns(schedule, values),
  ];
  for (const { holderClass, governed } of buckets) {
    if (reserved.includes(holderClass)) {
      const expected = `holder classes other than ${reserved.join(', ')}`;
      found.push(objection(path, expected, JSON.stringify(holderClass)));
    }
    const alike = buckets.every(
      (each) => each.holderClass !== holderClass || each.governed === governed,
    );
    if (!alike) {
      const expected = 'holder classes whose buckets are all governed, or none';
      found.push(objection(path, expected, JSON.stringify(holderClass)));
    }
  }
  const classes = new Set(buckets.map(({ holderClass }) => holderClass));
  for (const map of ['shares', 'stocks'] as const) {
    for (const name of Object.keys(values.sell[map])) {
      if (classes.has(name)) continue;
      const expected = `holder classes: ${[...classes].join(', ')}`;
      found.push(objection(`sell.${map}`, expected, JSON.stringify(name)));
    }
  }
  return [...found, ...checkBuckets(buckets, values), ...checkDesks(schedule, values)];
}

function checkBuckets(
  buckets: Schedule['buckets'],
  { treasury, facility, inflation, model }: TokenValues,
): Objection[] {
  const found: Objection[] = [];
  const ids = buckets.map(({ id }) => id).join(', ');
  for (const [path, name] of [
    ['treasury.bucket', treasury.bucket],
    ['inflation.bucket', inflation.bucket],
  ] as const) {
    if (name === null || buckets.some(({ id }) => id === name)) continue;
    found.push(objection(path, `one of ${ids}`, JSON.stringify(name)));
  }
  if (facility.preset !== 'none' && treasury.bucket === null) {
    const expected = `the bucket that sells to the facility: one of ${ids}`;
    found.push(objection('treasury.bucket', expected, 'none'));
  }
  if (facility.preset !== 'none' && model === 'supply') {
    found.push(objection('facility.preset', '"none" without a market', `"${facility.preset}"`));
  }
  const emission = inflation.rule === 'bucket_emission';
  if (emission && inflation.bucket === null) {
    const expected = `the bucket that ${inflation.rule} pays from: one of ${ids}`;
    found.push(objection('inflation.bucket', expected, 'none'));
  }
  if (!emission && inflation.bucket !== null) {
    const expected = 'nothing unless the rule is "bucket_emission"';
    found.push(objection('inflation.bucket', expected, JSON.stringify(inflation.bucket)));
  }
  return found;
}

function checkMarket({ market, demand }: TokenValues): Objection[] {
  const found: Objection[] = [];
  if (!(market.turnover > 0)) {
    found.push(objection('market.turnover', 'above 0', `${market.turnover}`));
  }
  for (const [path, { shape, factor }] of [
    ['market.volume', market.volume],
    ['demand.shock', demand.shock],
  ] as const) {
    if (shape === 'none' || factor > 0) continue;
    found.push(objection(`${path}.factor`, 'above 0', `${factor}`));
  }
  if (market.impact.model === 'mvpq' && !(demand.fees > 0 && market.impact.holding > 0)) {
    found.push(objection('demand.fees', 'above 0 with the equation of exchange', `${demand.fees}`));
  }
  return [...found, ...checkImpact(market.impact)];
}

/** Figures of the chosen law that have to be above 0. */
function checkImpact({ model, kyle, pool, book }: TokenValues['market']['impact']): Objection[] {
  const found: Objection[] = [];
  const positive = (path: string, value: number | null): void => {
    if (value !== null && value > 0) return;
    found.push(objection(`market.impact.${path}`, 'above 0', `${value ?? 'none'}`));
  };
  if (model === 'kyle' && (kyle.deviation !== null || kyle.noise !== null)) {
    positive('kyle.deviation', kyle.deviation);
    positive('kyle.noise', kyle.noise);
  }
  if (model === 'cpmm') {
    positive('pool.tokens', pool.tokens);
    positive('pool.usd', pool.usd);
  }
  if (model === 'book') positive('book.depth', book.depth);
  return found;
}

function checkRule({ inflation }: TokenValues): Objection[] {
  try {
    startRule(inflation);
    return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const [what, expected, found] = /^(.*), expected (.*), got (.*)$/
      .exec(error.message)
      ?.slice(1) ?? ['', error.message, 'others'];
    return [objection(`inflation.rules.${inflation.rule}.${what}`, expected, found)];
  }
}

function checkBranch({ branch, years, model, paths }: TokenValues): Objection[] {
  const { at, past } = branch;
  const months = Math.round(years * 12);
  const found: Objection[] = [];
  if (at !== null && model === 'supply') {
    found.push(objection('branch.at', 'none without a market', `${at}`));
  }
  if (at !== null && at >= months) {
    found.push(objection('branch.at', `a month before the horizon of ${months}`, `${at}`));
  }
  if (past !== null && at === null) {
    found.push(objection('branch.past', 'none without `branch.at`', `${past}`));
  }
  if (past !== null && past >= paths) {
    found.push(objection('branch.past', `one of ${paths} paths, from 0 on`, `${past}`));
  }
  return found;
}

function checkStaking({ staking, years }: TokenValues): Objection[] {
  const { at, days } = staking.run;
  const end = Math.floor(years * 365);
  if (at === null || at + days <= end) return [];
  return [objection('staking.run.at', `a run that ends by day ${end}`, `day ${at + days}`)];
}
