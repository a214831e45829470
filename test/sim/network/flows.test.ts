import { describe, expect, it } from 'vitest';
import { runSimgrid, simgridAvailable } from '../../../bench/peers/simgrid.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { FlowNetwork, type FlowOptions } from '../../../sim/network/flows.ts';
import { maxMinRates } from '../../../sim/network/max-min.ts';
import { seconds, type Tick } from '../../../sim/time.ts';
import { finish, link, type Platform, randomPlatform } from './platforms.ts';
import { bench, lehmer, MBIT } from './support.ts';

function expectWithin(found: readonly number[], expected: readonly number[], share: number) {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(found[i] / value - 1), `flow ${i}: ${found[i]} s, not ${value} s`).toBeLessThan(
      share,
    );
  }
}

const MB = 1_000_000;

describe('correct wires: finish times within 1 % of max-min shares by hand', () => {
  it('one transfer takes L/R + p', () => {
    expectWithin(
      finish({ links: [link(12.5 * MB, 0.1)], flows: [{ route: [0], start: 0, bytes: MB }] }),
      [0.18],
      0.01,
    );
  });

  it('k flows on one bottleneck take k times as long', () => {
    for (const k of [2, 5, 20]) {
      const flows = Array.from({ length: k }, () => ({ route: [0], start: 0, bytes: MB }));
      const expected = new Array<number>(k).fill(k * 0.08 + 0.05);
      expectWithin(finish({ links: [link(12.5 * MB, 0.05)], flows }), expected, 0.01);
    }
  });

  it('a flow that starts later shares from then on', () => {
    // 10 MB/s. A: 10 MB from 0 s, B: 10 MB from 0.5 s. A has 5 MB left at 0.5 s and 5 MB/s: ends at
    // 1.5 s; B has 5 MB left then and 10 MB/s: ends at 2 s.
    expectWithin(
      finish({
        links: [link(10 * MB)],
        flows: [
          { route: [0], start: 0, bytes: 10 * MB },
          { route: [0], start: 0.5, bytes: 10 * MB },
        ],
      }),
      [1.5, 2],
      0.01,
    );
  });

  it('dumbbell: a slow access link, then the rest of the middle', () => {
    // Middle 100, access 10, 1000, 1000 MB/s: 10 + 45 + 45. B (45 MB) ends at 1 s; then C has 90 MB/s
    // for its last 45 MB: 1.5 s; A (20 MB) has 10 MB/s throughout: 2 s.
    expectWithin(
      finish({
        links: [link(100 * MB), link(10 * MB), link(1000 * MB), link(1000 * MB)],
        flows: [
          { route: [1, 0], start: 0, bytes: 20 * MB },
          { route: [2, 0], start: 0, bytes: 45 * MB },
          { route: [3, 0], start: 0, bytes: 90 * MB },
        ],
      }),
      [2, 1, 1.5],
      0.01,
    );
  });

  it('star with crossing flows', () => {
    // Up links 0-2, down links 3-5, 10 MB/s each. A: 0 to 3, B: 0 to 4, C: 1 to 4, D: 2 to 4.
    // Down link 4 has three flows: B, C, D 3.33 each; A gets the rest of up link 0: 6.67.
    // A (20 MB) ends at 3 s; B, C, D (10 MB) at 3 s.
    expectWithin(
      finish({
        links: Array.from({ length: 6 }, () => link(10 * MB)),
        flows: [
          { route: [0, 3], start: 0, bytes: 20 * MB },
          { route: [0, 4], start: 0, bytes: 10 * MB },
          { route: [1, 4], start: 0, bytes: 10 * MB },
          { route: [2, 4], start: 0, bytes: 10 * MB },
        ],
      }),
      [3, 3, 3, 3],
      0.01,
    );
  });

  it('weights and limits: 1 : 3, and a window of 2 MB/s', () => {
    // 10 MB/s: the limited one 2, the others 8 as 1 : 3: 2 and 6. All end at 5 s.
    expectWithin(
      finish({
        links: [link(10 * MB)],
        flows: [
          { route: [0], start: 0, bytes: 10 * MB, weight: 1 },
          { route: [0], start: 0, bytes: 30 * MB, weight: 3 },
          { route: [0], start: 0, bytes: 10 * MB, weight: 5, limit: 2 * MB },
        ],
      }),
      [5, 5, 5],
      0.01,
    );
  });

  it('loses nothing to rounding over 2,000 flows in a row', () => {
    // 1,237 bytes each at 7,654,321 B/s, ten at a time at staggered starts: the link never idles.
    const flows = Array.from({ length: 2000 }, () => ({ route: [0], start: 0, bytes: 123_700 }));
    const found = finish({
      links: [link(7_654_321)],
      flows: flows.map((f, i) => ({ ...f, bytes: f.bytes + i })),
    });
    const total = 2000 * 123_700 + (2000 * 1999) / 2;
    expect(Math.abs(Math.max(...found) - total / 7_654_321)).toBeLessThan(2000 * 1e-7);
  });

  it('counts the bytes of each link exactly', () => {
    const simulation = new Simulation({ seed: 'flows' });
    const network = new FlowNetwork(simulation, 'wires', [
      { rate: 10 * MB, delay: 0 as Tick },
      { rate: 3 * MB, delay: 0 as Tick },
    ]);
    network.transfer({ route: [0, 1], bytes: 6 * MB }, () => {});
    network.transfer({ route: [0], bytes: 7 * MB }, () => {});
    simulation.run(seconds(0.5));
    expect(network.carriedBytes(1)).toBeCloseTo(1.5 * MB, 3);
    expect(network.carriedBytes(0)).toBeCloseTo(5 * MB, 3);
    simulation.run();
    expect(network.carriedBytes(1)).toBeCloseTo(6 * MB, 3);
    expect(network.carriedBytes(0)).toBeCloseTo(13 * MB, 3);
  });

  it('refuses a flow without bytes, weight or limit', () => {
    const network = new FlowNetwork(new Simulation({ seed: 'flows' }), 'wires', [
      { rate: MB, delay: 0 as Tick },
    ]);
    const start = (options: FlowOptions) => () => network.transfer(options, () => {});
    expect(start({ route: [0], bytes: 0 })).toThrow('expected at least 1 byte, got 0');
    expect(start({ route: [0], bytes: 1, weight: 0 })).toThrow('expected a positive weight, got 0');
    expect(start({ route: [0], bytes: 1, limit: -1 })).toThrow('expected a positive limit, got -1');
    expect(start({ route: [], bytes: 1 })).toThrow('expected a route with a link or a limit');
  });
});

describe('random platforms', () => {
  // An independent stepper: shares by small steps of time, without events.
  it.each([1, 2, 3, 4, 5])('agree with a stepped fluid within 1 percent, seed %i', (seed) => {
    const { links, flows } = randomPlatform(seed);
    const step = 1e-3;
    const left = flows.map((flow) => flow.bytes);
    const expected = new Array<number>(flows.length).fill(-1);
    const capacity = links.map((each) => each.bandwidth);
    let before = '';
    let rates: number[] = [];
    for (let n = 0; expected.includes(-1) && n < 1e6; n++) {
      const time = n * step;
      const active = flows
        .map((_, i) => i)
        .filter((i) => expected[i] < 0 && time >= flows[i].start + 0.01 * flows[i].route.length);
      if (active.join() !== before) {
        before = active.join();
        rates = maxMinRates(
          capacity,
          active.map((i) => ({
            route: flows[i].route,
            weight: 1,
            limit: Number.POSITIVE_INFINITY,
          })),
        );
      }
      for (const [k, i] of active.entries()) {
        left[i] -= rates[k] * step;
        if (left[i] <= 0) expected[i] = time + step;
      }
    }
    expectWithin(finish({ links, flows }), expected, 0.01);
  });
});

const simgrid = simgridAvailable();
const reason = 'skipped' in simgrid ? ` (skipped: ${simgrid.skipped})` : '';

/** Finish times of the same platform in SimGrid. */
function peer({ links, flows }: Platform, sharing: 'max-min' | 'latency'): number[] {
  return runSimgrid(
    { sharing, links: links.map((each, i) => ({ id: `l${i}`, ...each })) },
    flows.map(({ route, start, bytes }) => ({
      links: route.map((i) => `l${i}`),
      start,
      size: bytes,
    })),
  );
}

describe(`SimGrid on the same platforms${reason}`, () => {
  const seeds = Array.from({ length: 10 }, (_, i) => i + 11);

  it.skipIf(reason !== '').each(seeds)(
    'max-min: every finish time within 3 percent, seed %i',
    (seed) => {
      const platform = randomPlatform(seed);
      expectWithin(finish(platform), peer(platform, 'max-min'), 0.03);
    },
    60_000,
  );

  it.skipIf(reason !== '').each(seeds)(
    'shares by inverse latency: every finish time within 3 percent, seed %i',
    (seed) => {
      const { links, flows } = randomPlatform(seed);
      const far = links.map((each, i) => ({ ...each, latency: 0.005 * (1 + (i % 4)) }));
      const weighted = flows.map((flow) => ({
        ...flow,
        weight: 1 / flow.route.reduce((sum, i) => sum + far[i].latency, 0),
      }));
      const platform = { links: far, flows: weighted };
      expectWithin(finish(platform), peer(platform, 'latency'), 0.03);
    },
    60_000,
  );
});

describe('the message network beside max-min on a star', () => {
  const star = (nodes: number) =>
    bench({ nodes, rate: 100 * MBIT, delay: 0.01, chunkBytes: 65_536 });

  it('k equal transfers of one sender end together at the max-min time', () => {
    const { simulation, network, kind, arrivals } = star(9);
    for (let peer = 1; peer <= 8; peer++) network.send(0, peer, kind, 4 * MB);
    simulation.run();
    expectWithin(
      arrivals.map((arrival) => arrival.at),
      new Array<number>(8).fill((8 * 4 * MB) / (12.5 * MB) + 0.01),
      0.02,
    );
  });

  it('k senders to one receiver end at the max-min time', () => {
    const { simulation, network, kind, arrivals } = star(9);
    for (let peer = 1; peer <= 8; peer++) network.send(peer, 0, kind, 4 * MB);
    simulation.run();
    expectWithin(
      arrivals.map((arrival) => arrival.at),
      new Array<number>(8).fill((8 * 4 * MB) / (12.5 * MB) + 0.01),
      0.02,
    );
  });

  it('random crossing flows: makespan within 3 %, mean end within 5 %, nine in ten within 30 %', () => {
    // 10 nodes with two transfers of 5 to 15 MB each. What a queue at a receiver costs, another gains.
    const ratios: number[] = [];
    for (let seed = 1; seed <= 20; seed++) {
      const random = lehmer(seed * 7907);
      const below = (bound: number) => Math.floor(random() * bound);
      // The two transfers of a node go to different nodes: one connection would send them in order.
      const first = Array.from({ length: 10 }, () => below(9));
      const pairs = Array.from({ length: 20 }, (_, i) => {
        const from = i % 10;
        const other = i < 10 ? first[from] : (first[from] + 1 + below(8)) % 9;
        return { from, to: other < from ? other : other + 1, bytes: 5 * MB + below(10 * MB) };
      });
      const fluid = finish({
        links: Array.from({ length: 20 }, () => link(12.5 * MB, 0.005)),
        flows: pairs.map(({ from, to, bytes }) => ({ route: [from, 10 + to], start: 0, bytes })),
      });
      const { simulation, network, kind, arrivals } = star(10);
      for (const [i, { from, to, bytes }] of pairs.entries()) {
        network.send(from, to, kind, bytes, i);
      }
      simulation.run();
      const ends: number[] = [];
      for (const arrival of arrivals) ends[arrival.message.argument] = arrival.at;
      expectWithin([Math.max(...ends)], [Math.max(...fluid)], 0.03);
      for (const [i, end] of ends.entries()) ratios.push(end / fluid[i]);
    }
    expect(ratios).toHaveLength(400);
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / 400;
    expect(Math.abs(mean - 1)).toBeLessThan(0.05);
    expect(ratios.filter((ratio) => Math.abs(ratio - 1) < 0.3).length).toBeGreaterThan(360);
  });

  it('crossing flows: the last end within 1 %, each one within 20 % of max-min', () => {
    // Node 0 sends A to 3 and B to 4; nodes 1 and 2 send C and D to 4; 12.5 MB/s; A 20, others 10 MB.
    // Max-min: A 8.33 MB/s, the others 4.17: all end at 2.4 s.
    const { simulation, network, kind, arrivals } = star(5);
    network.send(0, 3, kind, 20 * MB, 0);
    network.send(0, 4, kind, 10 * MB, 1);
    network.send(1, 4, kind, 10 * MB, 2);
    network.send(2, 4, kind, 10 * MB, 3);
    simulation.run();
    const ends: number[] = [];
    for (const arrival of arrivals) ends[arrival.message.argument] = arrival.at - 0.01;
    // The uplink halves itself between A and B, and B waits at the receiver instead.
    expect(Math.abs(Math.max(...ends) / 2.4 - 1)).toBeLessThan(0.01);
    expectWithin(ends, [2.4, 2.4, 2.4, 2.4], 0.2);
  });
});
