import { describe, expect, it } from 'vitest';
import { readFailures } from '../../../../models/storage/transfer/download.ts';
import { failureReasons } from '../../../../models/storage/transfer/upload.ts';
import { type Stream, Streams } from '../../../../sim/random.ts';
import { metricOf, runScenario } from '../../run-scenario.ts';

const base = `
name: conservation
network: { nodes: 8, bandwidth: 200 Mbps, latency: 20 ms }
uploads: { clients: 3, files: 2, validators: 4, rpcTimeout: 3 s, rpcRetries: 2, settle: 3 min, indexerRefresh: 30 s }
`;

/** Faults and settings at random. */
function randomSets(draw: Stream): string[] {
  const pick = <T>(...options: T[]): T => options[draw.below(options.length)];
  const faults = Array.from({ length: draw.below(3) }, () => {
    const from = draw.below(20_000);
    const to = from + 1 + draw.below(40_000);
    const kind = pick('outage', 'churn', 'partition');
    const means = kind === 'churn' ? ', meanUp: 5 s, meanDown: 2 s' : '';
    return `{fault: ${kind}, from: ${from} ms, to: ${to} ms, share: ${pick(0.2, 0.5, 1)}${means}}`;
  });
  return [
    `network.faults=[${faults.join(', ')}]`,
    `uploads.fileBytes=${pick(100, 1500, 9000, 40_000)} kB`,
    `uploads.replicas=${1 + draw.below(4)}`,
    `uploads.shards=${pick(1, 2, 4)}`,
    `uploads.method=${pick('min', 'max', 'random')}`,
    `uploads.cache=${pick('3 MiB', '1 GiB')}`,
    `uploads.capacity=${pick('20 MiB', '1 TiB')}`,
    `uploads.clientUp=${pick('10 Mbps', '200 Mbps')}`,
    `uploads.kill={at: ${pick('never', 'upload', 'sync', 'read')}, share: ${pick(0.25, 0.6)}}`,
    `uploads.lying=${pick(0, 0.3)}`,
  ];
}

describe('conservation', () => {
  // Every run compares, at its end, what nodes acknowledged with what they hold; it throws when a segment
  // is gone without a name, and when a pending upload is too old.
  it('every upload ends, every segment that was acknowledged has a fate, under random faults', () => {
    let failed = 0;
    for (let seed = 0; seed < 25; seed++) {
      const sets = randomSets(new Streams('conservation', seed).stream('sets'));
      const context = `seed ${seed}: ${sets.join(' ')}`;
      const result = (() => {
        try {
          return runScenario(base, [...sets, `seed=${seed}`]);
        } catch (error) {
          throw new Error(`${context}: ${error}`);
        }
      })();
      const of = (name: string) => metricOf(result, `storage.upload.${name}`);
      const failures = failureReasons.reduce((sum, reason) => sum + of(`failed[${reason}]`), 0);
      expect(of('uploads'), context).toBe(6);
      expect(of('finalised') + failures + of('pending'), context).toBe(6);
      expect(of('pending'), context).toBe(0);
      const unread = readFailures.reduce(
        (sum, reason) => sum + metricOf(result, `storage.download.failed[${reason}]`),
        0,
      );
      const read = metricOf(result, 'storage.download.files');
      expect(read + unread, context).toBe(of('finalised'));
      failed += failures;
    }
    // The faults are not harmless.
    expect(failed).toBeGreaterThan(10);
  });
});
