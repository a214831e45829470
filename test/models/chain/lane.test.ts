import { describe, expect, it } from 'vitest';
import { ChainLane, type Inclusion } from '../../../models/chain/lane.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { buildNetwork, type NetworkValues } from '../../../sim/network/section.ts';
import { seconds, toSeconds } from '../../../sim/time.ts';

const VALIDATORS = 8;

function start(fidelity: 'fast' | 'exact', seed = 'lane') {
  const simulation = new Simulation({ seed });
  const values: NetworkValues = {
    ...{ nodes: VALIDATORS, bandwidth: 125e6, up: null, down: null, latency: '20 ms' },
    ...{ placement: 'cloud-europe-heavy', regions: null, jitter: 'none', loss: 0 },
    ...{ receiveWindow: 6_291_456, slowStart: true, idleReset: seconds(86_400) },
    ...{ chunk: 131_072, faults: [] },
  } as NetworkValues;
  const { network } = buildNetwork(simulation, values);
  const powers = new Array<number>(VALIDATORS).fill(1000);
  const lane = new ChainLane({ simulation, network, fidelity, preset: '0g', powers });
  return { simulation, network, lane };
}

const TRANSACTION = { bytes: 1000, gas: 50_000 };

describe.each(['fast', 'exact'] as const)('a chain lane, %s', (fidelity) => {
  it('includes each transaction once, and tells the height in which it was decided', () => {
    const { simulation, lane } = start(fidelity);
    const heights: number[] = [];
    const decided = new Map<number, number>();
    lane.everyHeight(({ height, decidedAt }) => {
      heights.push(height);
      decided.set(height, decidedAt);
    });
    const found: Inclusion[] = [];
    for (let i = 0; i < 5; i++) {
      simulation.run(seconds(i));
      expect(lane.submit(i, TRANSACTION, (inclusion) => found.push(inclusion))).toBe(true);
    }
    simulation.run(seconds(10));
    expect(found).toHaveLength(5);
    for (const { height, time } of found) expect(decided.get(height)).toBe(time);
    expect(heights).toEqual(heights.map((_, i) => i + 1));
    expect(lane.height).toBe(heights.at(-1));
    expect(lane.gas).toBe(5 * TRANSACTION.gas);
    // Submitted a second apart, with blocks of well below 2 s: each within 3 s.
    for (const [i, { time }] of found.entries()) expect(toSeconds(time)).toBeLessThan(i + 3);
    const [first, last] = [decided.get(1)!, decided.get(lane.height)!];
    expect(lane.blockTime()).toBeCloseTo((last - first) / 1e7 / (lane.height - 1), 9);
  });

  it('calls at a height once it is committed, and at once when it is', () => {
    const { simulation, lane } = start(fidelity);
    const calls: number[] = [];
    lane.whenCommitted(3, () => calls.push(lane.height));
    lane.whenCommitted(3, () => calls.push(lane.height));
    simulation.run(seconds(8));
    expect(calls).toEqual([3, 3]);
    lane.whenCommitted(2, () => calls.push(-1));
    expect(calls).toEqual([3, 3, -1]);
  });

  it('enters at the next validator that is up', () => {
    const { simulation, network, lane } = start(fidelity);
    network.setAlive(2, false);
    let included = 0;
    lane.submit(2, TRANSACTION, () => included++);
    simulation.run(seconds(20));
    expect(included).toBe(1);
  });

  it('decides nothing without two thirds of the power, and calls nobody', () => {
    const { simulation, network, lane } = start(fidelity);
    for (const node of [5, 6, 7]) network.setAlive(node, false);
    let included = 0;
    lane.submit(0, TRANSACTION, () => included++);
    simulation.run(seconds(20));
    expect([lane.height, included]).toEqual([0, 0]);
  });

  it('takes nothing when all validators are down', () => {
    const { network, lane } = start(fidelity);
    for (let node = 0; node < VALIDATORS; node++) network.setAlive(node, false);
    expect(lane.submit(0, TRANSACTION, () => {})).toBe(false);
  });
});

describe('the fidelities of a chain lane', () => {
  it('agree on the time between blocks within a fifth', () => {
    const [fast, exact] = (['fast', 'exact'] as const).map((fidelity) => {
      const { simulation, lane } = start(fidelity);
      simulation.run(seconds(30));
      return lane.blockTime();
    });
    expect(fast / exact).toBeGreaterThan(0.8);
    expect(fast / exact).toBeLessThan(1.25);
  });

  it('carry several chains on one network', () => {
    const { simulation, network, lane } = start('exact');
    const powers = new Array<number>(VALIDATORS).fill(1000);
    const other = new ChainLane({ simulation, network, fidelity: 'exact', preset: '0g', powers });
    simulation.run(seconds(5));
    network.setAlive(1, false);
    simulation.run(seconds(10));
    const [a, b] = [lane.height, other.height];
    network.setAlive(1, true);
    simulation.run(seconds(20));
    expect(lane.height).toBeGreaterThan(a + 5);
    expect(other.height).toBeGreaterThan(b + 5);
  });
});
