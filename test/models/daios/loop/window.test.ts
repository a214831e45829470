import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../../../models/component.ts';
import { ServingWindow } from '../../../../models/daios/loop/serving-window.ts';
import type { WindowOutcome } from '../../../../models/daios/loop/window.ts';
import { SimJsEvents } from '../../../../sim/engine/simjs-events.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';
import { adoptionValues } from './section.ts';

const GPU = 'h100-80g-pcie';

const serving = (lines = '') =>
  new ServingWindow(adoptionValues(`window: { length: 3 min${lines} }`).window);

/** A window over equal providers that are asked for a part of what they can do. */
function at(
  window: ServingWindow,
  use: number,
  { providers = 100, week = 0, path = 0, seed = 'window' } = {},
): WindowOutcome {
  const simulation = new Simulation({ seed });
  const demand = use * providers * window.capacityOf(simulation, GPU);
  const fleet = { [GPU]: providers };
  const conditions = { ...{ week, path, demand, providers, fleet }, storageNodes: 1 };
  return window.sample({ simulation } as Experiment, conditions);
}

describe('a sampled week of serving', () => {
  it('serves all below capacity, and no more than capacity above it', () => {
    const window = serving();
    const capacity = 100 * window.capacityOf(new Simulation({ seed: 'x' }), GPU);
    for (const use of [0.1, 0.5, 0.8]) {
      const { served, refused, utilisation } = at(window, use);
      expect(served / capacity).toBeCloseTo(use, 9);
      expect(refused).toBeCloseTo(0, 6);
      expect(utilisation.compute).toBeCloseTo(use, 9);
    }
    const { served, refused, utilisation } = at(window, 2);
    expect(served + refused).toBeCloseTo(2 * capacity, 6);
    expect(served).toBeLessThanOrEqual(capacity);
    expect(served).toBeGreaterThan(0.85 * capacity);
    expect(utilisation.compute).toBeLessThanOrEqual(1);
  });

  it('latency grows with use, its tail is longer, and patience bounds it', () => {
    const window = serving();
    const found = [0.1, 0.5, 0.9, 2].map((use) => at(window, use));
    for (let i = 1; i < found.length; i++) {
      expect(found[i].latency).toBeGreaterThan(found[i - 1].latency);
    }
    for (const { latency, latencyP95 } of found) expect(latencyP95).toBeGreaterThan(latency);
    // No more than 30 s of work is taken at once.
    expect(found[3].latency).toBeGreaterThan(15);
    expect(found[3].latency).toBeLessThan(45);
  });

  it('refuses earlier when providers have less patience', () => {
    const share = (patience: number): number => {
      const { served, refused } = at(serving(`, patience: ${patience}`), 0.9);
      return refused / (served + refused);
    };
    expect(share(3)).toBeGreaterThan(share(30) + 0.02);
  });

  it.each([
    [0.3, 0.35],
    [0.6, 0.15],
    [0.8, 0.15],
  ])('at a use of %d two of a hundred stand for eight: mean latency within %d', (use, bound) => {
    // Fewer providers share less, so they are slower where single requests count; means of 5 weeks.
    const mean = (sampled: number): number => {
      const window = serving(`, sampled: ${sampled}`);
      let sum = 0;
      for (let week = 0; week < 5; week++) sum += at(window, use, { week }).latency;
      return sum / 5;
    };
    expect(Math.abs(mean(2) / mean(8) - 1)).toBeLessThan(bound);
  });

  it('the scale of the network does not matter: rates grow with it and times stay', () => {
    const window = serving();
    const [small, large] = [10, 10_000].map((providers) => at(window, 0.6, { providers }));
    expect(large.served / small.served).toBeCloseTo(1000, 6);
    expect(large.latency).toBe(small.latency);
    expect(large.gasPerSecond).toBe(large.served * 1500);
    expect(large.bytesPerSecond).toBe(large.served * 65_536);
  });

  it('has chances of its own by week and path, and the same ones for the same', () => {
    const latency = (change: object): number => at(serving(), 0.6, change).latency;
    expect(latency({})).toBe(latency({}));
    const all = [{}, { week: 1 }, { path: 1 }, { seed: 'other' }].map(latency);
    expect(new Set(all).size).toBe(4);
  });

  it('is part of the certificate, on either engine', () => {
    const certify = (week: number, events?: SimJsEvents): string => {
      const simulation = new Simulation({ seed: 'w', ...(events === undefined ? {} : { events }) });
      const fleet = { [GPU]: 4 };
      const conditions = { ...{ week, path: 0, demand: 10, providers: 4, fleet }, storageNodes: 1 };
      serving().sample({ simulation } as Experiment, conditions);
      return simulation.certify('').certificate;
    };
    expect(certify(0)).toBe(certify(0, new SimJsEvents()));
    expect(certify(0)).not.toBe(certify(1));
  });

  it('nobody serves, nobody asks', () => {
    const window = serving();
    const empty = at(window, 0, { providers: 0 });
    expect(empty).toMatchObject({ served: 0, refused: 0, latency: 0, latencyP95: 0 });
    const simulation = new Simulation({ seed: 'x' });
    const conditions = { ...{ week: 0, path: 0, demand: 5, providers: 0.2 }, storageNodes: 0 };
    const none = window.sample({ simulation } as Experiment, {
      ...conditions,
      fleet: { [GPU]: 0.2 },
    });
    expect(none).toMatchObject({ served: 0, refused: 5, utilisation: { compute: 0 } });
    expect(at(window, 0)).toMatchObject({ served: 0, refused: 0, latency: 0 });
  });

  it('a GPU with more memory bandwidth does more, and one that cannot hold the model is known', () => {
    const window = serving();
    const simulation = new Simulation({ seed: 'x' });
    const h200 = window.capacityOf(simulation, 'h200-141g-sxm');
    expect(h200).toBeGreaterThan(window.capacityOf(simulation, GPU));
    // 117 bn weights of 4 bits and scales are 67 GB; the card has 24.
    expect(ServingWindow.holds('gpt-oss-120b', 'rtx4090')).toBe(false);
    expect(ServingWindow.holds('gpt-oss-120b', GPU)).toBe(true);
  });
});
