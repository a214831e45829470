import { expect } from 'vitest';
import { metricOf, runScenario } from '../run-scenario.ts';

/** A small network for every layer. */
export const layerBase = `
name: da-test
network: { nodes: 20, bandwidth: 100 Mbps }
load: { blobBytes: 256 KiB }
da: { layer: gossip, blockBytes: 2 MiB, partBytes: 32 KiB }
`;

/** What is changed of it, one by one. */
export const ceilingSettings = [
  'network.nodes=10',
  'network.nodes=33',
  'network.bandwidth=1 Gbps',
  'load.blobBytes=64 KiB',
  'load.blobBytes=1 MiB',
  'network.loss=0.001',
  'network.latency=20 ms',
] as const;

/** Runs a layer, which has to carry something and not more than its closed form. */
export function expectBelowCeiling(layer: string, set: string, seed: number): void {
  const result = runScenario(layerBase, [`da.layer=${layer}`, set, `seed=${seed}`]);
  const throughput = metricOf(result, 'da.throughput');
  const ceiling = metricOf(result, 'da.ceiling') * (1 + 1e-9);
  expect(throughput, `${set} seed ${seed}`).toBeGreaterThan(0);
  expect(throughput, `${set} seed ${seed}`).toBeLessThanOrEqual(ceiling);
}
