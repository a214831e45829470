import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import { gpuProfile } from '../../../sim/hardware/profiles.ts';
import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { Histogram } from '../../../sim/stats/histogram.ts';
import { TICKS_PER_SECOND, type Tick } from '../../../sim/time.ts';
import { apportion } from '../../apportion.ts';
import type { Experiment } from '../../component.ts';
import { type Inference, ServingEngine } from '../../compute/serving/engine.ts';
import { stepLaw } from '../../compute/serving/law.ts';
import { languageModel, languageModelNames } from '../../compute/serving/models.ts';
import { CHAT, chatArrivals, flat } from '../../workloads/arrivals.ts';
import { traceLengths } from '../../workloads/lengths.ts';
import type { Conditions, SampledWindow, WindowOutcome } from './window.ts';

/** A window in which requests for answers meet a sample of the providers. */
export const servingParameters = {
  model: {
    kind: 'choice',
    options: languageModelNames,
    default: 'gpt-oss-120b',
    about: 'Language model that answers; each provider serves it with one GPU',
    status: 'published',
    source: '0g-da-chain-compute 3.2: in the list of the main network',
  },
  slowdown: {
    kind: 'number',
    default: 1.06,
    min: 1,
    max: 1e6,
    about: 'Factor on all service times by the verification of answers',
    status: 'estimate',
    source: '0g-da-chain-compute 3.3: TEE 1.06',
  },
  length: {
    kind: 'duration',
    default: '2 min',
    min: 10_000_000,
    about: 'Time in a week that is simulated and measured',
    status: 'choice',
  },
  warmup: {
    kind: 'duration',
    default: '1 min',
    about: 'Time before it, with requests, that is simulated and not measured',
    status: 'choice',
  },
  sampled: {
    kind: 'count',
    default: 2,
    min: 1,
    max: 1000,
    about: 'Providers that are simulated, or all when there are fewer; demand is scaled to theirs',
    status: 'choice',
  },
  patience: {
    kind: 'number',
    default: 30,
    min: 0.1,
    max: 1e4,
    about: 'A provider refuses a task when it has more than it can do in so many seconds',
    status: 'estimate',
    source: 'no figure in the facts',
  },
  gasPerTask: {
    kind: 'number',
    default: 1500,
    min: 0,
    max: 1e9,
    about: 'Gas that a task costs on the chain',
    status: 'estimate',
    source:
      '0g-da-chain-compute 6.3: 60 to 90 k gas for an item of a settlement; 50 tasks in one is an estimate',
  },
  bytesPerTask: {
    kind: 'size',
    default: '64 KiB',
    about: 'Bytes that a task stores',
    status: 'estimate',
    source: 'no figure in the facts',
  },
} as const satisfies ParameterTable;

export type ServingValues = Values<typeof servingParameters>;

/** Tasks of a full queue by which a provider's capacity is measured: those after the first 100. */
const [BACKLOG, FILL, TIMED] = [600, 100, 400];

/** Tokens of the longest prompt and of the longest answer of the chat trace. */
const LONGEST = 14_050 + 1000;

/** One simulated provider. */
interface Server {
  readonly engine: ServingEngine;
  /** Tasks per second at most. */
  readonly capacity: number;
}

/**
 * Requests with the arrivals and lengths of the chat trace, at the provider with the least work for its
 * capacity, or nowhere when all are full. A sample of k providers in the mix of the fleet gets the part of the
 * demand that its capacity is of the fleet's, so it is as busy; rates are scaled back.
 */
export class ServingWindow implements SampledWindow {
  private readonly values: ServingValues;
  /** Tasks per second of one provider, by GPU; measured once. */
  private readonly known: Record<string, number> = {};

  constructor(values: ServingValues) {
    this.values = values;
  }

  /** Whether one GPU holds a model with the longest chat. */
  static holds(model: string, gpu: string): boolean {
    const setup = { cards: 1, model: languageModel(model), slowdown: 1 };
    try {
      return stepLaw({ ...setup, gpu: gpuProfile(gpu) }).capacity >= LONGEST;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  sample({ simulation }: Experiment, conditions: Conditions): WindowOutcome {
    const { demand, fleet, week, path } = conditions;
    const capacity: Record<string, number> = {};
    let all = 0;
    for (const [gpu, count] of Object.entries(fleet)) {
      capacity[gpu] = this.capacityOf(simulation, gpu);
      all += count * capacity[gpu];
    }
    const inner = simulation.inner(`adoption/${path}/week ${week}`);
    const servers = this.servers(inner, fleet, capacity);
    let sampled = 0;
    for (const each of servers) sampled += each.capacity;
    const rate = all > 0 ? (demand * sampled) / all : 0;
    const { arrived, admitted, spans, seconds } = this.run(inner, servers, rate);
    simulation.absorb(inner);
    const open = sampled > 0 ? 1 : 0;
    const share = arrived > 0 ? admitted / arrived : open;
    // A window that ends with full queues has admitted more than is ever done.
    const served = Math.min(demand * share, all);
    return {
      ...{ served, refused: demand - served, capacity },
      latency: spans.count === 0 ? 0 : seconds / spans.count,
      latencyP95: quantile(spans, 0.95),
      utilisation: { compute: all > 0 ? served / all : 0 },
      gasPerSecond: served * this.values.gasPerTask,
      bytesPerSecond: served * this.values.bytesPerTask,
    };
  }

  /** Tasks per second that one provider with a GPU can do at most: of a queue that is never empty. */
  capacityOf(simulation: Simulation, gpu: string): number {
    if (this.known[gpu] !== undefined) return this.known[gpu];
    const inner = simulation.inner(`adoption/capacity/${gpu}`);
    const engine = this.engine(inner, gpu, 0);
    const lengths = inner.streams.stream('lengths');
    let done = 0;
    let [from, to] = [0, 0];
    const finish = (): void => {
      done++;
      if (done === FILL) from = inner.now;
      if (done === TIMED) to = inner.now;
    };
    for (let i = 0; i < BACKLOG; i++) engine.submit(inference(lengths), { done: finish });
    inner.run();
    simulation.absorb(inner);
    this.known[gpu] = ((TIMED - FILL) * TICKS_PER_SECOND) / (to - from);
    return this.known[gpu];
  }

  private engine(simulation: Simulation, gpu: string, number: number): ServingEngine {
    const { model, slowdown } = this.values;
    return new ServingEngine(simulation, `provider/${number}`, {
      ...{ gpu: gpuProfile(gpu), cards: 1, model: languageModel(model), slowdown },
    });
  }

  /** A sample of the fleet in its mix; none when there is less than half a provider. */
  private servers(
    simulation: Simulation,
    fleet: Conditions['fleet'],
    capacity: Readonly<Record<string, number>>,
  ): Server[] {
    const entries = Object.entries(fleet);
    let providers = 0;
    for (const [, count] of entries) providers += count;
    const sampled = Math.min(this.values.sampled, Math.round(providers));
    if (sampled === 0) return [];
    const weights = entries.map(([, count]) => BigInt(Math.round(count * 1e6)));
    const counts = apportion(BigInt(sampled), weights);
    return entries.flatMap(([gpu], i) =>
      Array.from({ length: Number(counts[i]) }, (_, k) => ({
        engine: this.engine(simulation, gpu, i * sampled + k),
        capacity: capacity[gpu],
      })),
    );
  }

  /** Requests for the length of the window, until all that were admitted are done. */
  private run(simulation: Simulation, servers: readonly Server[], rate: number) {
    const { warmup, length, patience } = this.values;
    const found = { arrived: 0, admitted: 0, seconds: 0, spans: new Histogram() };
    if (servers.length === 0 || !(rate > 0)) return found;
    const times = chatArrivals(simulation.streams.stream('arrivals'), { ...CHAT, rate }, flat);
    const lengths = simulation.streams.stream('lengths');
    const entity = simulation.entity('users');
    const next = (): void => {
      const at = Math.round(times.next().value * TICKS_PER_SECOND) as Tick;
      if (at < warmup + length) simulation.scheduleAt(at, Lane.Arrival, entity, arrive);
    };
    const arrive = simulation.handler('task', () => {
      const request = inference(lengths);
      const asked = simulation.now;
      const measured = asked >= warmup;
      if (measured) found.arrived++;
      const server = leastBusy(servers);
      if (workOf(server) < patience) {
        if (measured) found.admitted++;
        server.engine.submit(request, {
          done() {
            if (!measured) return;
            const span = simulation.now - asked;
            found.spans.record(span);
            found.seconds += span / TICKS_PER_SECOND;
          },
        });
      }
      next();
    });
    next();
    simulation.run();
    return found;
  }
}

/** Seconds of work that a provider has. */
function workOf({ engine, capacity }: Server): number {
  return (engine.running + engine.waiting) / capacity;
}

function leastBusy(servers: readonly Server[]): Server {
  let best = servers[0];
  for (const each of servers) if (workOf(each) < workOf(best)) best = each;
  return best;
}

function inference(lengths: Parameters<typeof traceLengths.chat>[0]): Inference {
  const { input, output } = traceLengths.chat(lengths);
  return { inputTokens: Math.max(1, input), outputTokens: Math.max(1, output) };
}

/** Seconds below which a share of the spans lies; 0 without any. */
function quantile(spans: Histogram, share: number): number {
  if (spans.count === 0) return 0;
  return spans.valueAtRank(Math.ceil(share * spans.count)) / TICKS_PER_SECOND;
}
