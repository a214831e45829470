import { Lane } from '../sim/engine/order.ts';
import { SimJs, type SimJsEntity, type SimJsSimulation } from '../sim/engine/simjs.ts';
import { type Handler, Simulation } from '../sim/engine/simulation.ts';
import { Stream } from '../sim/random.ts';
import type { Tick } from '../sim/time.ts';

/*
 * The hold model (Vaucher and Duval, 1975): a constant number of pending events; each one that fires
 * schedules itself again after an exponential increment. It measures the kernel and nothing else.
 *
 * Every implementation draws the increments beforehand into a table of 65,536, has four handlers that
 * hand over to each other in turn, and counts the events in the handler.
 */

/** Mean increment: one second, so that even 10^6 pending events rarely share a tick of 100 ns. */
export const MEAN_TICKS = 1e7;
/** Components that own the events: many messages of a large network, not one component an event. */
const ENTITIES = 10_000;
const INCREMENTS = 65_536;
const MASK = INCREMENTS - 1;

/** A hold model that can be carried on in pieces. */
export interface Hold {
  /** Fires `count` more events. */
  run(count: number): void;
  /** A hash over everything that happened, or a sum for kernels that have no certificate. */
  result(): string;
}

/** @returns increments in ticks, at least one */
export function drawIncrements(): Float64Array {
  const stream = new Stream('bench/hold', 'increments');
  return Float64Array.from({ length: INCREMENTS }, () =>
    Math.max(1, Math.round(stream.exponential(MEAN_TICKS))),
  );
}

/** The part of the kernel that the model uses, of this build or of another one. */
export interface Kernel {
  readonly Simulation: typeof Simulation;
  readonly Lane: typeof Lane;
}

/** Through `Simulation`: order key, validated delays, handler table, certificate. */
export function droptowerHold(
  pending: number,
  increments: Float64Array,
  kernel: Kernel = { Simulation, Lane },
): Hold & { readonly simulation: Simulation } {
  const simulation = new kernel.Simulation({ seed: 'bench' });
  const { Arrival, Service, Timer, Process } = kernel.Lane;
  let cursor = 0;
  let left = 0;
  const next = (): Tick => increments[cursor++ & MASK] as Tick;

  const arrived: Handler = (entity, argument) => {
    if (--left === 0) simulation.stop();
    simulation.schedule(next(), Service, entity, kinds.served, argument + 1);
  };
  const served: Handler = (entity, argument) => {
    if (--left === 0) simulation.stop();
    simulation.schedule(next(), Timer, entity, kinds.timedOut, argument + 1);
  };
  const timedOut: Handler = (entity, argument) => {
    if (--left === 0) simulation.stop();
    simulation.schedule(next(), Process, entity, kinds.resumed, argument + 1);
  };
  const resumed: Handler = (entity, argument) => {
    if (--left === 0) simulation.stop();
    simulation.schedule(next(), Arrival, entity, kinds.arrived, argument + 1);
  };
  const kinds = {
    arrived: simulation.handler('arrived', arrived),
    served: simulation.handler('served', served),
    timedOut: simulation.handler('timed out', timedOut),
    resumed: simulation.handler('resumed', resumed),
  };
  const entities = Math.min(pending, ENTITIES);
  for (let i = 0; i < entities; i++) simulation.entity('client');
  for (let i = 0; i < pending; i++) {
    simulation.schedule(next(), Arrival, i % entities, kinds.arrived);
  }
  return {
    simulation,
    run: (count) => {
      left = count;
      simulation.run();
    },
    result: () => simulation.certify('hold').certificate,
  };
}

/** SIM.JS as its users write it: one entity whose timers call its methods. */
export function simjsHold(pending: number, increments: Float64Array): Hold {
  let cursor = 0;
  let sum = 0;
  const next = (): number => increments[cursor++ & MASK];

  class Clients extends SimJs.Entity {
    start(): void {
      // From 1: SIM.JS drops a falsy argument.
      for (let i = 1; i <= pending; i++) this.setTimer(next()).done(this.arrived, this, i);
    }
    arrived(client: number): void {
      this.setTimer(next()).done(this.served, this, client);
    }
    served(client: number): void {
      this.setTimer(next()).done(this.timedOut, this, client);
    }
    timedOut(client: number): void {
      this.setTimer(next()).done(this.resumed, this, client);
    }
    resumed(client: number): void {
      sum = (sum + client) % 4_294_967_296;
      this.setTimer(next()).done(this.arrived, this, client);
    }
  }
  interface Simulate extends SimJsSimulation {
    simulate(endTime: number, eventsMax: number): boolean;
  }
  const simulation = new SimJs.Sim() as Simulate;
  const clients: SimJsEntity = simulation.addEntity(Clients, 'clients');
  if (clients === undefined) throw new Error('simjs, expected an entity');
  return {
    run: (count) => void simulation.simulate(Number.POSITIVE_INFINITY, count),
    result: () => `time ${simulation.time()} sum ${sum}`,
  };
}
