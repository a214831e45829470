/** The targets of a run, which of them are at fault and when, and who watches. */
import type { Streams } from '../../sim/random.ts';
import type { Tick } from '../../sim/time.ts';
import { type Fault, faultOf } from './faults.ts';
import { dealRoles, type Role } from './operators.ts';
import type { AlignmentValues } from './parameters.ts';
import { listTargets, type TargetKind } from './targets.ts';

/** A fault of one target from `from` until before `to`. */
export interface Incident {
  readonly fault: Fault;
  readonly target: number;
  readonly from: Tick;
  readonly to: Tick;
}

export interface World {
  readonly values: AlignmentValues;
  readonly targets: readonly TargetKind[];
  /** At most one a target. */
  readonly incidents: ReadonlyMap<number, Incident>;
  readonly roles: readonly Role[];
}

/** Targets that may have the fault of a section. */
export function eligible({ fault, targets }: AlignmentValues): number[] {
  const kinds = faultOf(fault.kind).targets;
  return listTargets(targets).flatMap((kind, target) => (kinds.includes(kind) ? [target] : []));
}

/** @param duration long enough for a window and a fault after it */
export function makeWorld(values: AlignmentValues, duration: Tick, streams: Streams): World {
  const { operators, watch, fault } = values;
  const stream = streams.stream('alignment/faults');
  const struck = stream.shuffle(eligible(values)).slice(0, fault.count);
  const room = duration - fault.lasts - watch.window;
  const incidents = struck.map((target): [number, Incident] => {
    const from = (watch.window + Math.floor(stream.uniform() * room)) as Tick;
    return [target, { fault: faultOf(fault.kind), target, from, to: (from + fault.lasts) as Tick }];
  });
  return {
    values,
    targets: listTargets(values.targets),
    incidents: new Map(incidents),
    roles: dealRoles(operators.count, operators, streams.stream('alignment/roles')),
  };
}

/** The fault that a target has at an instant; null when it is well. */
export function faultAt({ incidents }: World, target: number, now: number): Incident | null {
  const incident = incidents.get(target);
  return incident !== undefined && now >= incident.from && now < incident.to ? incident : null;
}

/** Mean score of a target at an instant: a drift grows evenly until its ramp is over. */
export function shiftAt(world: World, target: number, now: number): number {
  const incident = faultAt(world, target, now);
  if (incident === null) return 0;
  const { ramp } = world.values.fault;
  const complete = ramp > 0 ? Math.min(1, (now - incident.from) / ramp) : 1;
  return complete * incident.fault.shift(world.values.fault);
}

/** Targets that are played: all, or those at fault and some of each sort that stand for the others. */
export function playedTargets(world: World, all: boolean, streams: Streams): number[] {
  const numbers = world.targets.map((_, target) => target);
  if (all) return numbers;
  const left = { service: world.values.played, node: world.values.played };
  const chosen = streams
    .stream('alignment/played')
    .shuffle([...numbers])
    .filter((target) => {
      if (world.incidents.has(target)) return true;
      const sort = world.targets[target] === 'compute' ? 'service' : 'node';
      return left[sort]-- > 0;
    });
  return chosen.sort((a, b) => a - b);
}
