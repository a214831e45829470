/** Watchers as actors: `exact` plays every operator, wake and message; `fast` draws the verdicts on a target. */
import { Lane } from '../../sim/engine/order.ts';
import type { Simulation } from '../../sim/engine/simulation.ts';
import type { Stream } from '../../sim/random.ts';
import type { Tick } from '../../sim/time.ts';
import { TICKS_PER_SECOND } from '../../sim/time.ts';
import type { Court, Verdict } from './court.ts';
import { SLANDER } from './drift-laws.ts';
import { faultOf } from './faults.ts';
import { expectedTraffic, honestBad, verdictRate } from './laws.ts';
import { Uptime } from './operators.ts';
import { playProbe, probeFails } from './probe.ts';
import { faultAt, shiftAt, type World } from './world.ts';

/** What watching took, over all operators. */
export interface Effort {
  /** Bytes per second, both ways. */
  readonly traffic: number;
  /** Part of the time that operators were up. */
  readonly uptime: number;
}

/** Tells the effort at the end of the run. */
export type Watching = (duration: Tick) => Effort;

/** What an operator that does not probe says. */
function unprobed(
  world: World,
  court: Court,
  operator: number,
  target: number,
  stream: Stream,
): Verdict {
  if (world.roles[operator] === 'lazy') return { operator, target, ...court.latest(target) };
  const slander = world.values.operators.collusion === 'slander';
  const score = slander ? SLANDER : stream.normal(0, 1);
  return { operator, target, bad: slander, score };
}

class Watcher {
  readonly uptime: Uptime;
  private readonly world: World;
  private readonly court: Court;
  private readonly operator: number;
  private readonly picks: Stream;
  private readonly path: Stream;
  private readonly answers: Stream;

  constructor(simulation: Simulation, world: World, court: Court, operator: number) {
    const of = (purpose: string): Stream =>
      simulation.streams.stream(`alignment/operator/${operator}/${purpose}`);
    this.world = world;
    this.court = court;
    this.operator = operator;
    const { uptime, outage } = world.values.operators;
    this.uptime = new Uptime(of('outage'), uptime, outage as Tick);
    this.picks = of('targets');
    this.path = of('network');
    this.answers = of('answers');
  }

  /** Phase of its wakes. */
  phase(period: number): Tick {
    return Math.floor(this.picks.uniform() * period) as Tick;
  }

  /** @returns bytes that the wake moves @param tell publishes a verdict some time from now */
  wake(now: Tick, tell: (verdict: Verdict, after: Tick) => void): number {
    const { world, operator } = this;
    const { network, watch } = world.values;
    const picked = this.picks.sample(watch.sampled, world.targets.length);
    const troubled = this.path.chance(network.trouble);
    let bytes = 0;
    for (const target of picked) {
      if (world.roles[operator] === 'lazy') {
        const copy = unprobed(world, this.court, operator, target, this.answers);
        tell(copy, watch.report as Tick);
        bytes += 2 * network.verdict;
        continue;
      }
      const incident = faultAt(world, target, now);
      const reachable = !troubled && incident?.fault.silent !== true;
      const { answered, took, tries } = playProbe(network, reachable, this.path);
      const verdict =
        world.roles[operator] === 'colluding'
          ? unprobed(world, this.court, operator, target, this.answers)
          : this.judge(target, now, answered);
      tell(verdict, (took + watch.report) as Tick);
      bytes += tries * network.question + (answered ? network.answer : 0) + network.verdict;
    }
    return bytes;
  }

  private judge(target: number, now: Tick, answered: boolean): Verdict {
    const { world, operator, answers } = this;
    const { fault, watch } = world.values;
    const shown = faultAt(world, target, now)?.fault.shown(fault) ?? 0;
    const bad = answers.chance(1 - (1 - shown) * (1 - watch.mistaken)) || !answered;
    const score = answers.normal(shiftAt(world, target, now), 1);
    const isScored = answered && world.targets[target] === 'compute';
    return { operator, target, bad, score: isScored ? score : null };
  }
}

/** Every operator wakes, picks, probes and tells. */
export function watchExactly(simulation: Simulation, world: World, court: Court): Watching {
  const { period } = world.values.watch;
  const hear = simulation.handler('alignment.verdict', (_entity, _target, verdict) =>
    court.hear(verdict as Verdict, simulation.now),
  );
  let bytes = 0;
  let wakes = 0;
  let up = 0;
  const wake = simulation.handler('alignment.wake', (entity, operator, payload) => {
    const watcher = payload as Watcher;
    wakes++;
    if (watcher.uptime.isUp(simulation.now)) {
      up++;
      bytes += watcher.wake(simulation.now, (verdict, after) =>
        simulation.schedule(after, Lane.Arrival, entity, hear, verdict.target, verdict),
      );
    }
    simulation.schedule(period as Tick, Lane.Timer, entity, wake, operator, watcher);
  });
  for (let operator = 0; operator < world.roles.length; operator++) {
    const entity = simulation.entity(`alignment/operator/${operator}`);
    const watcher = new Watcher(simulation, world, court, operator);
    simulation.schedule(watcher.phase(period), Lane.Timer, entity, wake, operator, watcher);
  }
  return (duration) => ({
    traffic: (bytes * TICKS_PER_SECOND) / duration,
    uptime: wakes > 0 ? up / wakes : 0,
  });
}

/** Verdicts on each target come as a Poisson process, from any operator. */
export function watchFast(
  simulation: Simulation,
  world: World,
  court: Court,
  played: readonly number[],
): Watching {
  const { values, roles } = world;
  const gap = TICKS_PER_SECOND / verdictRate(values);
  const silent = probeFails(values.network);
  const arrive = simulation.handler('alignment.verdict', (entity, target, payload) => {
    const stream = payload as Stream;
    const operator = stream.below(roles.length);
    const verdict =
      roles[operator] === 'honest'
        ? judged(target, operator, stream)
        : unprobed(world, court, operator, target, stream);
    court.hear(verdict, simulation.now);
    next(entity, target, stream);
  });
  const told = values.watch.report;
  // Who gets no answer tells later.
  const patience = faultOf(values.fault.kind).silent
    ? values.network.tries * values.network.timeout
    : 0;
  const judged = (target: number, operator: number, stream: Stream): Verdict => {
    const asked = simulation.now - told - patience;
    const fault = faultAt(world, target, asked)?.fault ?? null;
    const draw = stream.uniform();
    const score = stream.normal(shiftAt(world, target, asked), 1);
    // The lowest draws are those without an answer.
    const answered = fault?.silent !== true && draw >= silent;
    const isScored = answered && world.targets[target] === 'compute';
    return {
      operator,
      target,
      bad: draw < honestBad(values, fault),
      score: isScored ? score : null,
    };
  };
  const next = (entity: number, target: number, stream: Stream): void => {
    const wait = Math.ceil(stream.exponential(gap)) as Tick;
    simulation.schedule(wait, Lane.Arrival, entity, arrive, target, stream);
  };
  for (const target of played) {
    const stream = simulation.streams.stream(`alignment/target/${target}`);
    next(simulation.entity(`alignment/target/${target}`), target, stream);
  }
  return () => ({
    traffic: expectedTraffic(values) * roles.length,
    uptime: values.operators.uptime,
  });
}
