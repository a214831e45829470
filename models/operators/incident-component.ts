import { Lane } from '../../sim/engine/order.ts';
import type { Simulation } from '../../sim/engine/simulation.ts';
import { days, type Tick, toSeconds } from '../../sim/time.ts';
import {
  type Component,
  type Experiment,
  type Finish,
  type Objection,
  sectionOf,
} from '../component.ts';
import type { Measures } from '../measures.ts';
import { breakdown, HALT, passes } from './concentration.ts';
import {
  type DefenceTerms,
  defences,
  laundered,
  lossOf,
  partOf,
  shockLeft,
  type Withdrawal,
  withdrawals,
} from './incident.ts';
import { type IncidentValues, incidentParameters } from './incident-parameters.ts';
import { providerMix } from './mixes.ts';
import { placeNodes } from './placement.ts';
import { providerOf, providers } from './providers.ts';

const DAY = days(1);
/** Amounts are whole millionths. */
const UNITS = 1e6;

export const incidentComponent: Component = {
  about: 'A cloud tenancy that is broken into: what its keys reach, and what that does to trust',
  parameters: incidentParameters,
  highlights: [
    'incident.loss[0G]',
    'incident.detected_after',
    'incident.consensus_halted',
    'incident.loss_prevented[multisig]',
    'incident.price.low',
  ],
  check: ({ sections }) => checkIncident(sections.incident as IncidentValues),
  start: (experiment) => new Incident(experiment).finish,
};

function checkIncident(values: IncidentValues): Objection[] {
  const known = new Set(providers.flatMap(({ keyHosts }) => keyHosts));
  const { detection, multisig } = values;
  const lists = {
    'incident.keyHosts': values.keyHosts,
    'incident.multisig.keyHosts': multisig.keyHosts,
  };
  const objections: Objection[] = [];
  for (const [provider, count] of Object.entries(values.compromised)) {
    const path = `incident.compromised.${provider}`;
    const keyHosts = providers.find(({ id }) => id === provider)?.keyHosts;
    if (keyHosts === undefined) {
      const expected = `one of ${providers.map(({ id }) => id).join(', ')}`;
      objections.push({ path, expected, found: JSON.stringify(provider) });
    } else if (count > keyHosts.length) {
      const expected = `at most ${keyHosts.length} tenancies of "${provider}"`;
      objections.push({ path, expected, found: `${count}` });
    }
  }
  for (const [path, names] of Object.entries(lists)) {
    for (const name of names) {
      if (known.has(name)) continue;
      const expected = 'a tenancy of a provider, such as "alibaba/tenancy-1"';
      objections.push({ path, expected, found: JSON.stringify(name) });
    }
  }
  const keys = { 'incident.threshold': values, 'incident.multisig.threshold': multisig };
  for (const [path, { threshold, keyHosts }] of Object.entries(keys)) {
    if (threshold <= keyHosts.length) continue;
    const expected = `at most ${keyHosts.length}, the number of keys`;
    objections.push({ path, expected, found: `${threshold}` });
  }
  if (detection.latest < detection.earliest) {
    const found = 'before it';
    objections.push({ path: 'incident.detection.latest', expected: 'after `earliest`', found });
  }
  return objections;
}

/** One incident: its instants are drawn first, its money moves at its own events. */
class Incident {
  private readonly simulation: Simulation;
  private readonly measures: Measures;
  private readonly values: IncidentValues;
  private readonly leaked: ReadonlySet<string>;
  private readonly terms: DefenceTerms;
  private readonly teeBroken: boolean;
  private readonly detectedAfter: Tick;
  private readonly rotatedAfter: Tick;
  private readonly balances: ReadonlyMap<string, bigint>;
  private readonly stolen = new Map<string, bigint>();
  private readonly taken: Withdrawal[] = [];
  private detected = false;
  private readonly price: [number, number][] = [];
  private readonly delegations: [number, number][] = [];
  private readonly outflow: [number, number][] = [];

  constructor({ simulation, measures, sections }: Experiment) {
    this.simulation = simulation;
    this.measures = measures;
    const values = sectionOf({ sections }, 'incident', incidentParameters);
    this.values = values;
    const fallen = Object.entries(values.compromised);
    this.leaked = new Set(
      fallen.flatMap(([provider, count]) => providerOf(provider).keyHosts.slice(0, count)),
    );
    this.terms = {
      signers: values,
      multisig: values.multisig,
      timelock: values.timelock,
      rateLimit: values.rateLimit,
      ratePeriod: DAY,
    };
    const { earliest, latest } = values.detection;
    const stream = simulation.streams.stream('incident');
    this.detectedAfter = Math.round(stream.between(earliest, latest)) as Tick;
    this.teeBroken = stream.chance(values.teeBreak);
    this.rotatedAfter = (this.detectedAfter + values.response) as Tick;
    const amounts = Object.entries(values.balance);
    this.balances = new Map(amounts.map(([name, a]) => [name, BigInt(Math.round(a * UNITS))]));
    this.plan();
  }

  private plan(): void {
    const { simulation, values, rotatedAfter, detectedAfter } = this;
    const entity = simulation.entity('incident');
    const calls = withdrawals(
      values.defence,
      this.terms,
      this.leaked,
      rotatedAfter,
      this.teeBroken,
    );
    const take = simulation.handler('incident.withdrawal', (_entity, number) => {
      this.withdraw(calls[number]);
    });
    for (const [number, { after }] of calls.entries()) {
      simulation.scheduleAt((values.at + after) as Tick, Lane.Process, entity, take, number);
    }
    const detect = simulation.handler('incident.detection', () => {
      this.detected = true;
    });
    simulation.scheduleAt((values.at + detectedAfter) as Tick, Lane.Process, entity, detect);
    const look = simulation.handler('incident.day', () => {
      this.observe();
      if (simulation.now + DAY <= values.at + values.follow) {
        simulation.schedule(DAY, Lane.Observe, entity, look);
      }
    });
    simulation.scheduleAt(simulation.now, Lane.Observe, entity, look);
  }

  private withdraw(call: Withdrawal): void {
    this.taken.push(call);
    for (const [asset, balance] of this.balances) {
      const sum = (this.stolen.get(asset) ?? 0n) + partOf(balance, call.part);
      if (sum > balance) throw new Error(`incident, expected at most ${balance} of ${asset}`);
      this.stolen.set(asset, sum);
    }
  }

  /** Part of the balance that is gone by now. */
  private lostPart(): number {
    return this.taken.reduce((sum, { part }) => sum + part, 0);
  }

  /** Part of the stolen funds that has gone through bridges and mixers. */
  private launderedPart(now: Tick): number {
    const { at, launder } = this.values;
    const all = this.lostPart();
    if (all === 0) return 0;
    const gone = this.taken.map(
      ({ after, part }) => part * laundered(now - at - after, launder.start, launder.halfLife),
    );
    return gone.reduce((sum, part) => sum + part, 0) / all;
  }

  /** Price and delegations, once a day. */
  private observe(): void {
    const { now } = this.simulation;
    const { at, price, trust } = this.values;
    const since = this.detected ? now - at - this.detectedAfter : -1;
    const left = shockLeft(since, trust.halfLife) * this.lostPart();
    const time = toSeconds(now);
    this.price.push([time, price * (1 - trust.price * left)]);
    this.delegations.push([time, 1 - trust.delegations * left]);
    this.outflow.push([time, this.launderedPart(now)]);
  }

  readonly finish: Finish = () => {
    const { measures, values } = this;
    for (const [asset, balance] of this.balances) {
      const stolen = this.stolen.get(asset) ?? 0n;
      measures.value(`incident.loss[${asset}]`, 'tokens', Number(stolen) / UNITS);
      if (asset === '0G') {
        measures.value('incident.loss_value', 'USD', (Number(stolen) / UNITS) * values.price);
      }
      if (stolen !== lossOf(balance, this.taken)) {
        throw new Error(`incident, expected every ${asset} to be with the contract or the thief`);
      }
    }
    measures.value('incident.detected_after', 's', toSeconds(this.detectedAfter));
    measures.value('incident.rotated_after', 's', toSeconds(this.rotatedAfter));
    const known = (values.at + this.detectedAfter) as Tick;
    measures.value('incident.laundered_when_detected', '1', this.launderedPart(known));
    this.reportDefences();
    this.reportConsensus();
    this.reportTrust();
  };

  /** What each defence would have kept, with the same instants. */
  private reportDefences(): void {
    const lost = defences.map((defence) => {
      const { terms, leaked, rotatedAfter, teeBroken } = this;
      const calls = withdrawals(defence, terms, leaked, rotatedAfter, teeBroken);
      return calls.reduce((sum, { part }) => sum + part, 0);
    });
    for (const [i, defence] of defences.entries()) {
      if (defence === 'none') continue;
      const kept = lost[0] === 0 ? 0 : 1 - lost[i] / lost[0];
      this.measures.value(`incident.loss_prevented[${defence}]`, '1', kept);
    }
  }

  /** Leaked keys stop no machine; what the thief could stop is the power that he can sign with. */
  private reportConsensus(): void {
    const { measures, values, simulation } = this;
    const placement = simulation.streams.stream('incident/placement');
    const places = placeNodes(providerMix(values.mix), values.validators, placement);
    const byHost = breakdown(places.map(({ keyHost }) => keyHost));
    let leaked = 0n;
    for (const host of this.leaked) leaked += byHost.get(host) ?? 0n;
    const total = BigInt(values.validators);
    measures.value('incident.leaked_power', '1', Number(leaked) / Number(total));
    measures.value('incident.consensus_halted', '1', passes(leaked, total, HALT) ? 1 : 0);
  }

  private reportTrust(): void {
    const { measures, price, delegations, outflow } = this;
    const low = (points: readonly [number, number][]) =>
      points.reduce((least, [, value]) => Math.min(least, value), Number.POSITIVE_INFINITY);
    measures.value('incident.price.low', 'USD', low(price));
    measures.value('incident.price.end', 'USD', price[price.length - 1][1]);
    measures.value('incident.delegations.low', '1', low(delegations));
    const series = { xUnit: 's' } as const;
    measures.series({ ...series, name: 'incident.price', yUnit: 'USD', points: price });
    measures.series({ ...series, name: 'incident.delegations', yUnit: '1', points: delegations });
    measures.series({ ...series, name: 'incident.laundered', yUnit: '1', points: outflow });
  }
}
