import { Lane } from '../../sim/engine/order.ts';
import { exp } from '../../sim/math.ts';
import type { Stream } from '../../sim/random.ts';
import { hours, type Tick, toSeconds } from '../../sim/time.ts';
import { stakePowers } from '../chain/stake/distribution.ts';
import { type Component, type Experiment, type Finish, sectionOf } from '../component.ts';
import type { Measures } from '../measures.ts';
import { HALT, herfindahl, nakamoto, totalOf } from './concentration.ts';
import { type FailureRates, haltProbabilityPerYear } from './halt-rate.ts';
import { type Host, hostOf, listPrices, type PriceTerms } from './hosting-market.ts';
import {
  type HostNews,
  hostConstants,
  type MigrationPlan,
  type MigrationState,
  nextMonth,
  powerByHost,
} from './migration.ts';
import { type MigrationValues, migrationParameters } from './migration-parameters.ts';
import { providerMix } from './mixes.ts';
import { placeNodes } from './placement.ts';
import { INDEPENDENT } from './providers.ts';

/** A twelfth of a year of 8,766 h. */
const MONTH = hours(730.5);
/** Stake of all operators, in units. */
const STAKE = 1_000_000_000;

/** Measures of one month, by the name under which they are reported. */
const CONCENTRATION = [
  'hhi',
  'nakamoto_halt',
  'largest_share',
  'halt_probability_per_year',
] as const;

type Concentration = Readonly<Record<(typeof CONCENTRATION)[number], number>>;

export const migrationComponent: Component = {
  about: 'Operators who choose their hosts over the years, and what that does to concentration',
  parameters: migrationParameters,
  highlights: [
    'operators.hhi[provider]',
    'operators.nakamoto_halt[provider]',
    'operators.largest_share[provider]',
    'operators.halt_probability_per_year',
    'operators.moves_per_year',
  ],
  check: ({ sections }) => {
    if (sections.operators === undefined) return [];
    const expected = 'no section "operators" beside it, whose nodes stay where they are';
    return [{ path: 'migration', expected, found: 'both' }];
  },
  start: startMigration,
};

function startMigration(experiment: Experiment): Finish {
  const { simulation } = experiment;
  const values = sectionOf(experiment, 'migration', migrationParameters);
  const stream = (purpose: string) => simulation.streams.stream(`migration/${purpose}`);
  const { plan, first } = planOf(values, stream('placement'));
  const months = Math.round(values.years * 12);
  const chance = { review: stream('reviews'), choice: stream('choices') };
  const news = [stream('outages'), stream('bans')] as const;
  const record = new MigrationRecord(experiment.measures, plan, values.failures);
  let state = first;
  record.add(state);
  const entity = simulation.entity('migration');
  const step = simulation.handler('migration.month', (_entity, month) => {
    state = nextMonth(plan, state, month, newsOf(plan.hosts, values, month, ...news), chance);
    record.add(state);
    if (month < months) simulation.schedule(MONTH, Lane.Process, entity, step, month + 1);
  });
  simulation.schedule(MONTH, Lane.Process, entity, step, 1);
  return () => record.report(state);
}

/** Operators on the hosts of the mix, each at home where its first machine is. */
function planOf(
  values: MigrationValues,
  placement: Stream,
): { plan: MigrationPlan; first: MigrationState } {
  const { operators, machine, discount, discountAt, discountYears, shock } = values;
  const stakes = stakePowers(
    { distribution: values.stake, exponent: values.exponent },
    operators,
    STAKE,
  ).map(BigInt);
  const mix = providerMix(values.mix);
  const places = placeNodes(mix, operators, placement, stakes);
  const names = Object.keys(mix.shares).filter((name) => name !== INDEPENDENT);
  for (let i = 1; i <= mix.independentHosts; i++) names.push(`${INDEPENDENT}-${i}`);
  const numbers = new Map(names.map((name, number) => [name, number]));
  const hosts = names.map(hostOf);
  const at = places.map(({ provider }) => numbers.get(provider)!);
  const list = listPrices[machine];
  const prices: PriceTerms = { list, discount, discountAt, discountYears, shock };
  const plan: MigrationPlan = {
    hosts,
    stakes,
    homes: places.map(({ region }) => region),
    prices,
    tastes: values.tastes,
    policies: values.policies,
    tokenYearly: values.tokenYearly,
    constants: hostConstants(hosts, at, prices, values.tastes.priceElasticity),
  };
  const memory = new Array<number>(hosts.length).fill(0);
  return { plan, first: { at, banned: new Set(), memory, moves: 0 } };
}

/** Outages and bans of a month: as many draws whatever the rates. */
function newsOf(
  hosts: readonly Host[],
  { failures, ban }: MigrationValues,
  month: number,
  outageStream: Stream,
  banStream: Stream,
): HostNews {
  const outages = hosts.map(({ regions }) => {
    const parts = Object.values(regions);
    const struck = outageStream.chance(1 - exp((-failures.region * parts.length) / 12));
    const part = parts[outageStream.below(parts.length)];
    const depth = outageStream.between(failures.leastDepth, 1);
    return struck ? part * depth : 0;
  });
  const bans = hosts.flatMap(({ id, tier }, host) => {
    const drawn = banStream.chance(1 - exp(-failures.ban / 12));
    if (ban.provider === id && ban.month === month) return [host];
    return failures.bans && drawn && tier !== 'longTail' ? [host] : [];
  });
  return { outages, bans };
}

/** What a state amounts to, month by month. */
class MigrationRecord {
  private readonly measures: Measures;
  private readonly plan: MigrationPlan;
  private readonly rates: FailureRates;
  private readonly hosts: ReadonlyMap<string, Host>;
  private readonly months: Concentration[] = [];

  constructor(measures: Measures, plan: MigrationPlan, rates: FailureRates) {
    this.measures = measures;
    this.plan = plan;
    this.rates = rates;
    this.hosts = new Map(plan.hosts.map((host) => [host.id, host]));
  }

  add(state: MigrationState): void {
    const power = powerByHost(this.plan, state);
    const largest = [...power.values()].reduce((most, held) => (held > most ? held : most), 0n);
    this.months.push({
      hhi: herfindahl(power),
      nakamoto_halt: nakamoto(power, HALT),
      largest_share: Number(largest) / Number(totalOf(power)),
      halt_probability_per_year: haltProbabilityPerYear(power, this.hosts, this.rates),
    });
  }

  report({ moves, banned }: MigrationState): void {
    const { measures, months } = this;
    for (const key of CONCENTRATION) {
      const by = key === 'halt_probability_per_year' ? '' : '[provider]';
      measures.value(`operators.${key}${by}`, '1', months[months.length - 1][key]);
      measures.value(`operators.start.${key}${by}`, '1', months[0][key]);
      measures.series({
        name: `operators.${key}`,
        xUnit: 's',
        yUnit: '1',
        points: months.map((month, i) => [toSeconds((i * MONTH) as Tick), month[key]]),
      });
    }
    const fragile = months.filter(({ nakamoto_halt }) => nakamoto_halt === 1).length;
    measures.value('operators.time_with_one_that_halts', '1', fragile / months.length);
    const [operators, years] = [this.plan.stakes.length, (months.length - 1) / 12];
    // A run that ends before its first month has seen nobody move.
    if (years > 0) measures.value('operators.moves_per_year', '1', moves / operators / years);
    measures.value('operators.bans', '1', banned.size);
  }
}
