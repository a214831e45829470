import { pow } from '../../../sim/math.ts';
import type { Streams } from '../../../sim/random.ts';
import type { Experiment } from '../../component.ts';
import { DAY_SECONDS } from '../../token/calendar.ts';
import { toTokens } from '../../token/economy/plan.ts';
import { startRule } from '../../token/economy/supply/rules.ts';
import type { Schedule } from '../../token/unlocks/schedule.ts';
import { adoptionLaw } from './adoption-laws.ts';
import { demandOf, newUsers, type Users, afterWeek as usersAfter } from './demand.ts';
import { Market } from './market.ts';
import { type Bill, Money } from './money.ts';
import { capacityOf, costOf, countOf, type Fleet, afterWeek as fleetAfter } from './operators.ts';
import type { AdoptionValues } from './parameters.ts';
import { partOf, Rate, toMicro } from './rate.ts';
import { WEEK_DAYS, type WeeklyReleases } from './releases.ts';
import { newFleet } from './venues.ts';
import type { Conditions, SampledWindow, WindowOutcome } from './window.ts';

export const WEEK_SECONDS = WEEK_DAYS * DAY_SECONDS;
const GIB = 1_073_741_824;

/** What the paths of a replication share. */
export interface Shared {
  readonly values: AdoptionValues;
  readonly schedule: Schedule;
  readonly releases: WeeklyReleases;
  readonly window: SampledWindow;
  /** Tasks per second of one provider before the first window, by GPU. */
  readonly capacity: Readonly<Record<string, number>>;
}

/** A week that is over. */
export interface Week {
  readonly conditions: Conditions;
  readonly outcome: WindowOutcome;
  /** Mean USD per token. */
  readonly price: number;
  /** USD of a task. */
  readonly taskPrice: number;
  /** Tasks per second that all providers can do. */
  readonly capacity: number;
  /** Income of providers over their costs, less 1. */
  readonly margin: number;
  /** Users as they were when they asked. */
  readonly users: Users;
}

/**
 * One path. A week takes demand from what users, and supply from what operators, saw in weeks before it; then the
 * network is sampled, the market trades, the ledger is posted, and everybody draws conclusions for later weeks.
 */
export class LoopPath {
  readonly money: Money;
  users: Users;
  fleet: Fleet;
  storage: Fleet;
  private readonly shared: Shared;
  private readonly number: number;
  private readonly market: Market;
  private readonly law;
  private readonly rule;
  private ruleState: unknown;

  constructor(shared: Shared, streams: Streams, number: number) {
    const { values, schedule, releases, capacity } = shared;
    this.shared = shared;
    this.number = number;
    this.law = adoptionLaw(values.law);
    this.users = newUsers(values.demand, values.task.price);
    this.fleet = newFleet(values.fleet, capacity);
    this.storage = newStorage(values);
    this.money = new Money(schedule, releases, {
      prepaid: values.task.prepaid,
      profitSold: values.sell.profit,
      rewardsSold: values.sell.rewards,
      staked: values.staking.share,
      commission: values.staking.commission,
    });
    this.market = new Market(values.market, values.price, streams, number);
    const { rule, state } = startRule(values.inflation);
    this.rule = rule;
    this.ruleState = state;
  }

  /** @throws RangeError when a conservation law does not hold */
  step(experiment: Experiment, week: number): Week {
    const { users, fleet, shared } = this;
    const conditions = this.conditions(week);
    const outcome = shared.window.sample(experiment, conditions);
    const price = this.trade(week, outcome);
    const capacity = capacityOf(fleet);
    const income = outcome.served * users.price;
    const cost = costOf(fleet);
    this.answer(conditions, outcome, capacity, price);
    return {
      ...{ conditions, outcome, price, capacity, users, taskPrice: users.price },
      margin: cost > 0 ? income / cost - 1 : 0,
    };
  }

  private conditions(week: number): Conditions {
    const { users, fleet, storage, shared, number } = this;
    const { demand, task } = shared.values;
    const byGpu: Record<string, number> = {};
    for (const { machine, count } of fleet.cohorts) {
      byGpu[machine] = (byGpu[machine] ?? 0) + count;
    }
    return {
      ...{ week, path: number, fleet: byGpu, providers: countOf(fleet) },
      demand: demandOf(demand, users, task.price),
      storageNodes: countOf(storage),
    };
  }

  /** Trades and posts the week. @returns mean USD per token */
  private trade(week: number, outcome: WindowOutcome): number {
    const { money, market, shared } = this;
    const { releases } = shared;
    const before = new Rate(market.price);
    const expected = this.bill(before, outcome);
    const sales = money.sales(before, expected.costs);
    let sold = 0n;
    for (const each of [...Object.values(sales.operators), ...sales.rewards]) sold += each;
    const purchase = money.purchase(expected);
    const price = market.week(week, {
      bought: toTokens(purchase),
      sold: toTokens(sold),
      daily: releases.sold,
      float: toTokens(money.supply().freeFloat),
      fees: (toTokens(purchase) * market.price) / WEEK_DAYS,
    });
    const rate = new Rate(price);
    const supply = money.supply();
    money.week(week, this.bill(rate, outcome), sales);
    const [from, to] = [week * WEEK_SECONDS, (week + 1) * WEEK_SECONDS];
    const issue = this.rule.mint(this.ruleState, from, to, supply);
    this.ruleState = issue.state;
    money.close(issue.minted, this.rule.name, rate);
    return price;
  }

  /** What a week of such an outcome costs whom. */
  private bill(rate: Rate, { served, gasPerSecond, bytesPerSecond }: WindowOutcome): Bill {
    const { users, fleet, storage, shared } = this;
    const { task, gas, storage: terms } = shared.values;
    const units = BigInt(Math.round(gasPerSecond * WEEK_SECONDS));
    const base = units * BigInt(gas.base);
    const burned = partOf(base, gas.burned);
    const bond = BigInt(Math.round(countOf(fleet) * task.bond * 1e6)) * 1_000_000_000_000n;
    return {
      ...{ rate, burned, tips: base - burned + units * BigInt(gas.tip), bonds: bond },
      compute: toMicro(served * users.price * WEEK_SECONDS),
      storage: toMicro((bytesPerSecond / GIB) * terms.price * WEEK_SECONDS),
      costs: {
        providers: toMicro(costOf(fleet) * WEEK_SECONDS),
        'storage nodes': toMicro(costOf(storage) * WEEK_SECONDS),
      },
    };
  }

  /** What users and operators make of the week. */
  private answer(
    { week, demand, storageNodes }: Conditions,
    outcome: WindowOutcome,
    capacity: number,
    tokenPrice: number,
  ): void {
    const { users, shared } = this;
    const { served, refused, latency, utilisation, gasPerSecond, bytesPerSecond } = outcome;
    const { task, operators, storage, gas, demand: terms } = shared.values;
    const measured = this.fleet.cohorts.map((each) => ({
      ...each,
      capacity: outcome.capacity[each.machine] ?? each.capacity,
    }));
    // Where nobody serves, a newcomer would be busy.
    const use = capacity > 0 ? served / capacity : demand > 0 ? 1 : 0;
    this.fleet = fleetAfter(
      operators,
      { ...this.fleet, cohorts: measured },
      week,
      use * users.price,
    );
    const stored = (bytesPerSecond / GIB) * storage.price;
    const income = storageNodes > 0 ? stored / storageNodes : stored;
    this.storage = fleetAfter(operators, this.storage, week, income);
    const onChain = (gasPerSecond * (gas.base + gas.tip) * tokenPrice) / 1e18;
    const busy = Math.max(utilisation.compute, LEAST_USE);
    this.users = usersAfter(terms, this.law, users, {
      ...{ refused: demand > 0 ? refused / demand : 0, latency },
      fees: served > 0 ? (onChain + stored) / served : users.fees,
      price: kept(users.price * pow(busy / task.use, task.adjust), task.price),
    });
  }
}

/** Utilisation below which the price of a task falls no faster; a power of 0 would be 0. */
const LEAST_USE = 0.01;

/** A posted price within a million times of that at the start: users who bear any would drive it beyond all bounds. */
function kept(price: number, start: number): number {
  return Math.min(1e6 * start, Math.max(1e-6 * start, price));
}

/** Storage nodes are all alike: each gets an equal part of the fees. */
function newStorage({ storage }: AdoptionValues): Fleet {
  const { nodes, cost } = storage;
  const cohort = { machine: 'node', venue: '', cost: cost / 3600, capacity: 1, count: nodes };
  return { cohorts: [{ ...cohort, margin: 0 }], orders: [], start: nodes };
}
