import { exp, log, pow } from '../../sim/math.ts';
import type { Stream } from '../../sim/random.ts';
import { type Breakdown, breakdown } from './concentration.ts';
import { type Host, hostPrice, type PriceTerms } from './hosting-market.ts';

/*
 * Operators who choose hosts, month by month. Few of them look around at a time; who does compares prices,
 * places and what was heard of outages, and moves if that is worth the trouble (a logit choice). Constants by
 * host make the mix of the start what operators would choose at the prices of the start, so that what drifts
 * afterwards follows from what changes.
 */

/** How operators decide. Utilities are in units of the logit: one unit makes a choice e times as likely. */
export interface Tastes {
  /** Utility lost by a price that is e times as high. */
  readonly priceElasticity: number;
  /** Utility lost by an outage of the whole host that is remembered in full. */
  readonly riskAversion: number;
  /** Months until half of an outage is forgotten. */
  readonly memoryMonths: number;
  /** Utility of a host in the operator's own region. */
  readonly geography: number;
  /** Rents of a month that a move costs; they count against a year of them. */
  readonly switchingMonths: number;
  /** Chance a month that an operator looks around. */
  readonly review: number;
  /** Elasticity and reviews grow by this times the part of the token's price that is lost. */
  readonly pressure: number;
}

/** Rules of a network against concentration. */
export interface Policies {
  /** Most of the power that a host may have, 1 without a rule. Who is above it moves at the next review. */
  readonly cap: number;
  /** Reward, as a part of the rent, for a host with nothing; it falls to 0 at a third of all nodes. */
  readonly diversityBonus: number;
  /** Part of all stake that is delegated in equal parts to the hosts in use. */
  readonly delegated: number;
}

export interface MigrationPlan {
  readonly hosts: readonly Host[];
  /** Own stake of every operator in any integer unit. */
  readonly stakes: readonly bigint[];
  /** Region of every operator. */
  readonly homes: readonly string[];
  readonly prices: PriceTerms;
  readonly tastes: Tastes;
  readonly policies: Policies;
  /** Price of the token after a year over that of the start. */
  readonly tokenYearly: number;
  /** Utility by host that nothing else explains; see `hostConstants`. */
  readonly constants: readonly number[];
}

export interface MigrationState {
  /** Number of the host of every operator. */
  readonly at: readonly number[];
  /** Hosts that have shut the network out, for good. */
  readonly banned: ReadonlySet<number>;
  /** Outages by host that are remembered; 1 is the whole host. */
  readonly memory: readonly number[];
  readonly moves: number;
}

/** What happens to hosts in a month. */
export interface HostNews {
  readonly bans: readonly number[];
  /** Part of the host that an outage took, by host. */
  readonly outages: readonly number[];
}

export interface MigrationChance {
  readonly review: Stream;
  readonly choice: Stream;
}

/** Months for which the cost of a move is spread; choice. */
const HORIZON = 12;

function counts(at: readonly number[], hosts: number): number[] {
  const found = new Array<number>(hosts).fill(0);
  for (const host of at) found[host]++;
  return found;
}

/**
 * Utility of each host that makes the operators' hosts of the start their choice at the prices of the start:
 * ln(share) + elasticity * ln(price). A host without an operator counts as half of one.
 */
export function hostConstants(
  hosts: readonly Host[],
  at: readonly number[],
  prices: PriceTerms,
  elasticity: number,
): number[] {
  return counts(at, hosts.length).map((nodes, host) => {
    const price = hostPrice(hosts[host], nodes / at.length, 0, prices);
    return log(Math.max(0.5, nodes) / at.length) + elasticity * log(price);
  });
}

/**
 * Voting power of every operator: the own stake, and the delegated part in equal parts to hosts in use, there
 * in equal parts to their operators. Shares are exact to 10^-12 of the whole.
 */
export function votingPower(
  stakes: readonly bigint[],
  at: readonly number[],
  delegated: number,
): bigint[] {
  const inUse = new Map<number, number>();
  for (const host of at) inUse.set(host, (inUse.get(host) ?? 0) + 1);
  const total = Number(stakes.reduce((sum, stake) => sum + stake, 0n));
  return stakes.map((stake, operator) => {
    const own = (Number(stake) / total) * (1 - delegated);
    const given = delegated / inUse.size / inUse.get(at[operator])!;
    return BigInt(Math.round((own + given) * 1e12));
  });
}

/** Part of the token's price that is lost by a month, 0 or more. */
export function priceLost(month: number, tokenYearly: number): number {
  return Math.max(0, 1 - pow(tokenYearly, month / 12));
}

/**
 * The hosts after one more month. Takes two draws for each operator whatever happens, so that variants share
 * their chance.
 * @param month number of the month, from 1
 */
export function nextMonth(
  plan: MigrationPlan,
  state: MigrationState,
  month: number,
  news: HostNews,
  chance: MigrationChance,
): MigrationState {
  const { hosts, prices, tastes, policies, stakes } = plan;
  const lost = priceLost(month, plan.tokenYearly);
  const elasticity = tastes.priceElasticity * (1 + tastes.pressure * lost);
  const review = Math.min(1, tastes.review * (1 + tastes.pressure * lost));
  const stay = elasticity * log(1 + tastes.switchingMonths / HORIZON);
  const banned = new Set([...state.banned, ...news.bans]);
  const keeps = pow(0.5, 1 / tastes.memoryMonths);
  const memory = state.memory.map((old, host) => old * keeps + news.outages[host]);
  const nodes = counts(state.at, hosts.length);
  const utility = hosts.map((host, i) => {
    const share = nodes[i] / stakes.length;
    const bonus = policies.diversityBonus * Math.max(0, 1 - 3 * share);
    const price = hostPrice(host, share, month, prices) * (1 - bonus);
    return plan.constants[i] - elasticity * log(price) - tastes.riskAversion * memory[i];
  });
  const power = votingPower(stakes, state.at, policies.delegated).map(Number);
  const held = new Array<number>(hosts.length).fill(0);
  for (const [operator, host] of state.at.entries()) held[host] += power[operator];
  const total = held.reduce((sum, part) => sum + part, 0);
  const most = policies.cap * total;
  const at = [...state.at];
  let { moves } = state;
  for (const [operator, from] of state.at.entries()) {
    const looks = chance.review.chance(review);
    const draw = chance.choice.uniform();
    if (!looks && !banned.has(from)) continue;
    held[from] -= power[operator];
    const scores = hosts.map((host, i) => {
      if (banned.has(i) || held[i] + power[operator] > most) return Number.NEGATIVE_INFINITY;
      const near = Object.hasOwn(host.regions, plan.homes[operator]) ? tastes.geography : 0;
      return utility[i] + near + (i === from ? stay : 0);
    });
    const to = pick(scores, draw) ?? smallest(held, banned);
    held[to] += power[operator];
    at[operator] = to;
    if (to !== from) moves++;
  }
  return { at, banned, memory, moves };
}

/** The alternative that a uniform draw selects by logit; undefined when there is none. */
function pick(scores: readonly number[], draw: number): number | undefined {
  const best = Math.max(...scores);
  if (best === Number.NEGATIVE_INFINITY) return undefined;
  const weights = scores.map((score) =>
    score === Number.NEGATIVE_INFINITY ? 0 : exp(score - best),
  );
  let left = draw * weights.reduce((sum, weight) => sum + weight, 0);
  let last = 0;
  for (const [i, weight] of weights.entries()) {
    if (weight === 0) continue;
    last = i;
    left -= weight;
    if (left < 0) break;
  }
  return last;
}

/** The open host with the least power, for operators whom every cap turns away. */
function smallest(held: readonly number[], banned: ReadonlySet<number>): number {
  let least = -1;
  for (const [i, part] of held.entries()) {
    if (!banned.has(i) && (least < 0 || part < held[least])) least = i;
  }
  return least;
}

/** Voting power by host of a state. */
export function powerByHost(plan: MigrationPlan, { at }: MigrationState): Breakdown {
  const owners = at.map((host) => plan.hosts[host].id);
  return breakdown(owners, votingPower(plan.stakes, at, plan.policies.delegated));
}
