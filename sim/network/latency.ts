import type { Stream } from '../random.ts';
import { type Tick, toMillis, ZERO } from '../time.ts';
import { oneWay, type RttMatrix } from './regions.ts';

/**
 * The law of delay beyond the base delay of a path, one draw a message.
 * Source: facts on hardware, network and workloads C2; status: estimate.
 */
export interface JitterLaw {
  readonly name: string;
  readonly about: string;
  /**
   * Delay in ms beyond the base delay, from one draw. Below 0 where the base is a mean; the sum never is.
   * @param base one-way base delay of the path in ms
   */
  extra(stream: Stream, base: number): number;
}

const none: JitterLaw = { name: 'none', about: 'no jitter', extra: () => 0 };

const zone: JitterLaw = {
  name: 'zone',
  about: 'inside one data centre: gamma, mean 0.06 ms, sd 0.04 ms',
  extra: (stream) => stream.gamma(2.25, 0.06),
};

const backbone: JitterLaw = {
  name: 'backbone',
  about: 'between regions of one provider: half-normal, sd 0.3 ms',
  extra: (stream) => Math.abs(stream.normal(0, 0.3)),
};

const transit: JitterLaw = {
  name: 'transit',
  about: 'public transit between data centres: lognormal, median 1 ms, sigma 1',
  extra: (stream) => stream.lognormal(1, 1),
};

const home: JitterLaw = {
  name: 'home',
  about: 'home links: 3 ms plus lognormal, median 3 ms, sigma 1',
  extra: (stream) => 3 + stream.lognormal(3, 1),
};

/**
 * Source: latency emulation of the CometBFT QA v1 runs, 5 % normal jitter on one-way delays; facts on
 * DA, chain and compute 2.4. Status: published.
 */
const proportional: JitterLaw = {
  name: 'proportional',
  about: 'emulated links: normal around the base delay, sd 5 % of it',
  extra: (stream, base) => stream.normal(0, 0.05 * base),
};

/** Every jitter law; add one here. `pair` chooses zone or backbone by the two regions. */
export const jitterLaws: readonly JitterLaw[] = [none, zone, backbone, transit, home, proportional];
export const jitterNames = ['pair', ...jitterLaws.map((law) => law.name)] as const;

/** The time a message spends on the way between two nodes, apart from its bytes. */
export interface Latency {
  /** Base one-way delay. */
  base(from: number, to: number): Tick;
  /** Round trip in seconds. */
  rtt(from: number, to: number): number;
  /** One message's one-way delay. */
  draw(from: number, to: number): Tick;
}

/** Delays by region, with one jitter stream a sending node. */
export class RegionLatency implements Latency {
  private readonly place: readonly number[];
  private readonly regions: number;
  private readonly delays: Float64Array;
  private readonly law: JitterLaw | undefined;
  private readonly streams: readonly Stream[];

  /**
   * @param place region of every node
   * @param jitter a name of `jitterNames`
   * @param streams one a node, used only for jitter
   */
  constructor(
    matrix: RttMatrix,
    place: readonly number[],
    jitter: string,
    streams: readonly Stream[],
  ) {
    this.place = place;
    this.regions = matrix.regions.length;
    this.delays = new Float64Array(this.regions * this.regions);
    for (let i = 0; i < this.regions; i++) {
      for (let j = 0; j < this.regions; j++)
        this.delays[i * this.regions + j] = oneWay(matrix, i, j);
    }
    this.law = jitter === 'pair' ? undefined : jitterLaws.find((law) => law.name === jitter);
    if (jitter !== 'pair' && this.law === undefined) {
      throw new RangeError(`jitter, expected one of ${jitterNames.join(', ')}, got "${jitter}"`);
    }
    this.streams = streams;
  }

  base(from: number, to: number): Tick {
    return this.delays[this.place[from] * this.regions + this.place[to]] as Tick;
  }

  rtt(from: number, to: number): number {
    return (this.base(from, to) + this.base(to, from)) / 1e7;
  }

  draw(from: number, to: number): Tick {
    const base = this.base(from, to);
    const law = this.law ?? (this.place[from] === this.place[to] ? zone : backbone);
    if (law === none) return base;
    const extra = Math.round(law.extra(this.streams[from], toMillis(base)) * 1e4);
    return Math.max(0, base + extra) as Tick;
  }
}

/** A delay for each pair, found once by `delay` and then kept; no jitter. */
export class PairLatency implements Latency {
  private readonly nodes: number;
  private readonly delay: (from: number, to: number) => Tick;
  private readonly known = new Map<number, Tick>();

  /** @param delay one-way ticks for a pair with `from <= to`; the way back takes as long */
  constructor(nodes: number, delay: (from: number, to: number) => Tick) {
    this.nodes = nodes;
    this.delay = delay;
  }

  base(from: number, to: number): Tick {
    if (from === to) return ZERO;
    const low = Math.min(from, to);
    const high = Math.max(from, to);
    const pair = low * this.nodes + high;
    let delay = this.known.get(pair);
    if (delay === undefined) {
      delay = this.delay(low, high);
      this.known.set(pair, delay);
    }
    return delay;
  }

  rtt(from: number, to: number): number {
    return (2 * this.base(from, to)) / 1e7;
  }

  draw(from: number, to: number): Tick {
    return this.base(from, to);
  }
}
