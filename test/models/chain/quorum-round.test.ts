import { describe, expect, it } from 'vitest';
import { QuorumRound } from '../../../models/chain/quorum-round.ts';
import { Lane } from '../../../sim/engine/order.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { buildNetwork, type NetworkValues } from '../../../sim/network/section.ts';
import { seconds, toSeconds } from '../../../sim/time.ts';

const VALUES = {
  ...{ nodes: 4, bandwidth: 125e6, up: null, down: null, latency: '20 ms' },
  ...{ placement: 'cloud-europe-heavy', regions: null, jitter: 'none', loss: 0 },
  ...{ receiveWindow: 6_291_456, slowStart: false, idleReset: seconds(86_400) },
  ...{ chunk: 131_072, faults: [] },
} as unknown as NetworkValues;

/** A node that is off between two seconds. */
interface Off {
  readonly node: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Four validators, 10 ms apart; three are a quorum.
 * @param items seconds at which validator 3 submits one
 * @returns for each item the seconds at which it was decided
 */
function decisions(items: readonly number[], off: readonly Off[] = []): number[][] {
  const simulation = new Simulation({ seed: 'quorum' });
  const { network } = buildNetwork(simulation, VALUES);
  const sizes = { quorum: 3, headerBytes: 500, voteBytes: 100, validators: 4 };
  const round = new QuorumRound(simulation, network, sizes);
  const decided: number[][] = items.map(() => []);
  const entity = simulation.entity('test');
  const submit = simulation.handler('submit', (_entity, item) => {
    round.submit(3, 1000, () => decided[item].push(toSeconds(simulation.now)));
  });
  const down = simulation.handler('down', (_entity, node) => network.setAlive(node, false));
  const up = simulation.handler('up', (_entity, node) => network.setAlive(node, true));
  items.forEach((at, item) => {
    simulation.schedule(seconds(at, 'nearest'), Lane.Process, entity, submit, item);
  });
  for (const { node, from, to } of off) {
    simulation.schedule(seconds(from), Lane.Process, entity, down, node);
    simulation.schedule(seconds(to), Lane.Process, entity, up, node);
  }
  simulation.run(seconds(200));
  return decided;
}

describe('a quorum round', () => {
  it('takes an item to the leader, and four messages on decides it', () => {
    const [[first], [second]] = decisions([1, 2]);
    // Submission, proposal, vote and decision of 10 ms each; bytes take some microseconds.
    expect(first - 1).toBeGreaterThan(0.04);
    expect(first - 1).toBeLessThan(0.041);
    expect(second - 2).toBeCloseTo(first - 1, 4);
  });

  it('decides every item once, whatever falls together', () => {
    const items = Array.from({ length: 50 }, (_, i) => 1 + i * 0.007);
    for (const times of decisions(items)) expect(times).toHaveLength(1);
  });

  it('goes on with the next leader after 10 s when the leader is gone', () => {
    const [[at]] = decisions([1], [{ node: 0, from: 0, to: 100 }]);
    expect(at - 1).toBeGreaterThan(10);
    expect(at - 1).toBeLessThan(10.05);
  });

  it('passes over several leaders that are gone', () => {
    // Two of four are no quorum. Leaders from 1 s on, 10 s each: 0, 1, 2, 3, 0, and 1 again, which is back since 33 s.
    const off = [
      { node: 0, from: 0, to: 100 },
      { node: 1, from: 0, to: 33 },
    ];
    const [[at]] = decisions([1], off);
    expect(at).toBeGreaterThan(51);
    expect(at).toBeLessThan(51.05);
  });

  it('decides what waited once a quorum is back, and each item once', () => {
    const off = [1, 2].map((node) => ({ node, from: 0, to: 30 }));
    const found = decisions([1, 5, 20, 50], off);
    for (const times of found) expect(times).toHaveLength(1);
    for (const [at] of found.slice(0, 3)) {
      expect(at).toBeGreaterThan(30);
      expect(at).toBeLessThan(41);
    }
    expect(found[3][0]).toBeLessThan(50.05);
  });
});
