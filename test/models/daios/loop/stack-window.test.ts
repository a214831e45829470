/** Weeks in which the whole stack is simulated. */
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../../../models/component.ts';
import type { AdoptionValues } from '../../../../models/daios/loop/parameters.ts';
import { ServingWindow } from '../../../../models/daios/loop/serving-window.ts';
import { StackWindow } from '../../../../models/daios/loop/stack-window.ts';
import { components } from '../../../../models/index.ts';
import { componentSchema } from '../../../../scenarios/component-schema.ts';
import { taskOf } from '../../../../scenarios/experiment.ts';
import { replicate } from '../../../../scenarios/replicate.ts';
import { resolveScenario } from '../../../../scenarios/resolve.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';
import { metricOf } from '../../run-scenario.ts';

const GPU = 'h100-80g-sxm';

const TEXT = `
name: whole
network: { nodes: 7 }
tasks: { source: agents }
daios: { publishers: 2, storage: { holders: 4 } }
adoption: { years: 0.1, paths: 1, window: { length: 40 s, warmup: 20 s, sampled: 1 } }
`;

function resolved(sets: readonly string[] = []) {
  return resolveScenario({
    path: 'whole.yaml',
    files: { read: () => new TextEncoder().encode(TEXT), resolve: (_from, path) => path },
    sections: components,
    schema: componentSchema,
    sets,
  });
}

/** A week in which so many providers are half busy. */
function week(number: number, providers: number, sets: readonly string[] = []) {
  const sections = resolved(sets).points[0].components;
  const { window: values } = sections.adoption as AdoptionValues;
  const simulation = new Simulation({ seed: 'whole' });
  const serving = new ServingWindow(values);
  const demand = 0.5 * providers * serving.capacityOf(simulation, GPU);
  const experiment = { simulation, sections, attachments: {}, fidelity: 'fast' };
  const conditions = { demand, providers, fleet: { [GPU]: providers }, storageNodes: 1, path: 0 };
  return {
    alone: serving.sample(experiment as unknown as Experiment, { ...conditions, week: number }),
    whole: new StackWindow(values, serving).sample(experiment as unknown as Experiment, {
      ...conditions,
      week: number,
    }),
  };
}

describe('a week of the whole stack', () => {
  const { alone, whole } = week(0, 8);

  it('takes demand and providers from the serving window', () => {
    expect(whole.served).toBe(alone.served);
    expect(whole.capacity).toEqual(alone.capacity);
  });

  it('finds how busy the other lanes are', () => {
    expect(alone.utilisation).not.toHaveProperty('log');
    expect(whole.utilisation.log).toBeGreaterThan(0);
    expect(whole.utilisation.settle).toBeGreaterThan(0);
    expect(whole.utilisation.compute).toBe(alone.utilisation.compute);
  });

  it('finds gas and bytes of what agents do: a commitment and a log for each call', () => {
    // A file submission of two roots takes 90,000 gas and more; a call logs and keeps some 10 to 40 kB, in two copies.
    const gas = whole.gasPerSecond / whole.served;
    expect(gas).toBeGreaterThan(50_000);
    expect(gas).toBeLessThan(1_000_000);
    const bytes = whole.bytesPerSecond / whole.served;
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(120_000);
  });

  it('scales: twice the providers and demand are as busy', () => {
    const larger = week(0, 16).whole;
    expect(larger.served / whole.served).toBeCloseTo(2, 6);
    expect(larger.gasPerSecond / whole.gasPerSecond).toBeCloseTo(2, 0);
    expect(larger.latency).toBeGreaterThan(0.5 * whole.latency);
    expect(larger.latency).toBeLessThan(2 * whole.latency);
  });

  it('is the same again, and another in another week', () => {
    expect(week(0, 8).whole).toEqual(whole);
    expect(week(1, 8).whole.latency).not.toBe(whole.latency);
  });

  it('hears what the sections say: no commitments without a chain of its own', () => {
    expect(week(0, 8, ['daios.stack=rollup-celestia']).whole.gasPerSecond).toBe(0);
  });

  it('runs in the weeks and not beside them', () => {
    const task = taskOf(resolved(), {}, 0, 0);
    const found = replicate(task);
    expect(found.findings.values).not.toHaveProperty('daios.task.rate');
    expect(metricOf(found, 'daios.loop.utilisation[log]')).toBeGreaterThan(0);
    expect(replicate(task).certified).toEqual(found.certified);
  });
});
