import type { FoundSeries, Measures } from '../../measures.ts';
import { Bands } from '../../token/economy/outcomes/bands.ts';
import { Means } from '../../token/economy/outcomes/means.ts';
import { toTokens } from '../../token/economy/plan.ts';
import { Coverage } from './coverage.ts';
import { LANES, type LaneName, SINKS, SOURCES } from './lanes.ts';
import { type LoopPath, WEEK_SECONDS, type Week } from './loop.ts';
import { fromMicro } from './rate.ts';

const YEAR_WEEKS = 365.25 / 7;
const NANO = 1e-9;
const MICRO = 1e-6;

/** Sums along one path. */
class Sums {
  readonly gross: Coverage;
  readonly net: Coverage;
  asked = 0;
  served = 0;
  /** Lowest trust of all weeks. */
  trust = 1;
  /** Served tasks times their seconds. */
  waited = 0;
  /** Part of the genesis supply that was released when demand first covered its sales. */
  released: number | null = null;
  /** USD by lane, until last week. */
  before = new Map<LaneName, number>();

  constructor(last: number) {
    this.gross = new Coverage(last);
    this.net = new Coverage(last);
  }
}

/** Collects what the paths of a replication find; nothing but coverage grows with the weeks. */
export class Outcomes {
  private readonly measures: Measures;
  private readonly weeks: number;
  private readonly means = new Means();
  private readonly sums: readonly Sums[];
  private readonly curves = new Map<string, FoundSeries & { points: [number, number][] }>();
  private readonly bands;

  /** @param last week in which the schedule releases something */
  constructor(measures: Measures, weeks: number, paths: number, last: number) {
    this.measures = measures;
    this.weeks = weeks;
    this.sums = Array.from({ length: paths }, () => new Sums(last));
    const bands = (name: string, unit: string, scale: number): Bands =>
      new Bands(`daios.loop.${name}`, unit, weeks, scale);
    this.bands = {
      demand: bands('demand', '1/s', MICRO),
      served: bands('served', '1/s', MICRO),
      capacity: bands('capacity', '1/s', MICRO),
      latency: bands('latency', 's', MICRO),
      price: bands('price', 'USD', NANO),
      task: bands('task_price', 'USD', NANO),
      circulating: bands('supply.circulating', 'token', MICRO),
      providers: bands('providers', '1', MICRO),
      coverage: bands('coverage', '1', MICRO),
    };
  }

  /** After a week of a path. */
  week(path: LoopPath, { conditions, outcome, ...week }: Week): void {
    const { bands } = this;
    const { week: number, path: index, demand, providers, storageNodes } = conditions;
    const sums = this.sums[index];
    const at = number + 1;
    const usd = this.income(sums, path);
    const spent = usd.get('users') ?? 0;
    const released = usd.get('unlocks') ?? 0;
    const covered = sums.gross.note(spent, released);
    sums.net.note(Math.max(0, spent - (usd.get('operators') ?? 0)), released);
    sums.asked += demand;
    sums.served += outcome.served;
    sums.trust = Math.min(sums.trust, path.users.trust);
    sums.waited += outcome.served * outcome.latency;
    const { books } = path.money.ledger;
    if (sums.gross.week === at) sums.released = Number(books.releasedSum) / Number(books.genesis);
    const supply = path.money.supply();
    bands.demand.note(at, demand);
    bands.served.note(at, outcome.served);
    bands.capacity.note(at, week.capacity);
    bands.latency.note(at, outcome.latency);
    bands.price.note(at, week.price);
    bands.task.note(at, week.taskPrice);
    bands.circulating.note(at, toTokens(supply.circulating));
    bands.providers.note(at, providers);
    bands.coverage.note(at, covered);
    if (index === 0) {
      const add = (name: string, unit: string, value: number, stack?: true): void =>
        this.add(at, name, unit, value, stack);
      add('adopted', '1', week.users.adopted);
      add('trust', '1', week.users.trust);
      add('refused', '1', demand > 0 ? outcome.refused / demand : 0);
      add('margin', '1', week.margin);
      add('storage_nodes', '1', storageNodes);
      for (const [gpu, count] of Object.entries(conditions.fleet)) {
        add(`fleet[${gpu}]`, '1', count, true);
      }
      for (const [lane, utilisation] of Object.entries(outcome.utilisation)) {
        add(`utilisation[${lane}]`, '1', utilisation);
      }
      for (const [lane, each] of usd) add(`lane[${lane}]`, 'USD', each);
      add('escrow', 'token', toTokens(path.money.escrow));
    }
    if (at === this.weeks) this.end(path, { conditions, outcome, ...week }, sums);
  }

  report(): void {
    this.means.report(this.measures);
    for (const curve of this.curves.values()) this.measures.series(curve);
    for (const bands of Object.values(this.bands)) {
      bands.report(this.measures, (week) => week * WEEK_SECONDS);
    }
  }

  /** USD by lane, of the week that is over. */
  private income(sums: Sums, { money }: LoopPath): Map<LaneName, number> {
    const now = LANES.map((lane): [LaneName, number] => [
      lane,
      fromMicro(money.lanes.sums[lane].usd),
    ]);
    const usd = new Map(now.map(([lane, sum]) => [lane, sum - (sums.before.get(lane) ?? 0)]));
    sums.before = new Map(now);
    return usd;
  }

  /** At the end of a path: the last week, and means or sums over all. */
  private end(path: LoopPath, { conditions, outcome, ...week }: Week, sums: Sums): void {
    const { weeks } = this;
    const { demand, providers, storageNodes } = conditions;
    const { gross, net, asked, served, waited } = sums;
    const { lanes, ledger } = path.money;
    const add = (name: string, unit: string, value: number): void =>
      this.means.add(`daios.loop.${name}`, unit, value);
    add('demand', '1/s', demand);
    add('served', '1/s', outcome.served);
    add('capacity', '1/s', week.capacity);
    add('served_share', '1', asked > 0 ? served / asked : 1);
    add('latency', 's', served > 0 ? waited / served : 0);
    add('latency_p95', 's', outcome.latencyP95);
    for (const [lane, busy] of Object.entries(outcome.utilisation)) {
      add(`utilisation[${lane}]`, '1', busy);
    }
    add('adopted', '1', path.users.adopted);
    add('trust', '1', path.users.trust);
    add('trust_low', '1', sums.trust);
    add('task_price', 'USD', week.taskPrice);
    add('margin', '1', week.margin);
    add('price', 'USD', week.price);
    add('providers', '1', providers);
    add('storage_nodes', '1', storageNodes);
    for (const [gpu, count] of Object.entries(conditions.fleet)) add(`fleet[${gpu}]`, '1', count);
    for (const [venue, count] of byVenue(path)) add(`venue[${venue}]`, '1', count);
    const { circulating, total } = path.money.supply();
    add('supply.circulating', 'token', toTokens(circulating));
    add('supply.total', 'token', toTokens(total));
    add('supply.burned', 'token', toTokens(ledger.books.burned));
    add('escrow', 'token', toTokens(path.money.escrow));
    const years = weeks / YEAR_WEEKS;
    for (const lane of LANES) {
      add(`lane[${lane}]`, 'USD/year', fromMicro(lanes.sums[lane].usd) / years);
    }
    for (const id of SOURCES) {
      add(`dollars_in[${id}]`, 'USD/year', fromMicro(lanes.entered[id]) / years);
    }
    for (const id of SINKS) {
      add(`dollars_out[${id}]`, 'USD/year', fromMicro(lanes.left[id]) / years);
    }
    const sold = lanes.sums.unlocks.usd;
    if (sold > 0n) add('coverage', '1', Number(lanes.sums.users.usd) / Number(sold));
    const released = Number(ledger.books.releasedSum) / Number(ledger.books.genesis);
    add('released_when_covered', '1', sums.released ?? released);
    add('covered', '1', gross.week === null ? 0 : 1);
    add('demand_covers_unlocks', 'week', gross.week ?? weeks);
    add('net_covered', '1', net.week === null ? 0 : 1);
    add('net_demand_covers_unlocks', 'week', net.week ?? weeks);
  }

  private add(week: number, name: string, unit: string, value: number, stack?: true): void {
    let curve = this.curves.get(name);
    if (curve === undefined) {
      const shape = { name: `daios.loop.${name}`, xUnit: 's', yUnit: unit, points: [] };
      curve = stack === undefined ? shape : { ...shape, stack };
      this.curves.set(name, curve);
    }
    curve.points.push([week * WEEK_SECONDS, value]);
  }
}

/** Providers by venue. */
function byVenue({ fleet }: LoopPath): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { venue, count } of fleet.cohorts) {
    counts.set(venue, (counts.get(venue) ?? 0) + count);
  }
  return counts;
}
