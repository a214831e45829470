import { describe, expect, it } from 'vitest';
import type { Publish } from '../../../../models/da/coding/published.ts';
import { ByteReader } from '../../../../models/da/retrieval/exact.ts';
import { components } from '../../../../models/index.ts';
import type { Findings } from '../../../../models/measures.ts';
import { componentSchema } from '../../../../scenarios/component-schema.ts';
import { taskOf } from '../../../../scenarios/experiment.ts';
import { replicate } from '../../../../scenarios/replicate.ts';
import { resolveScenario } from '../../../../scenarios/resolve.ts';
import { Streams } from '../../../../sim/random.ts';
import { value } from '../../probes/probe.ts';

function run(
  fidelity: 'fast' | 'exact',
  retrieval: Record<string, unknown>,
  seed = '1',
): Findings['values'] {
  const text = JSON.stringify({ name: 'exact', seed, fidelity, retrieval });
  const resolved = resolveScenario({
    path: 'exact.yaml',
    files: { read: () => new TextEncoder().encode(text), resolve: (_from, path) => path },
    sections: components,
    schema: componentSchema,
  });
  return replicate(taskOf(resolved, {}, 0, 0)).findings.values;
}

const found = (values: Findings['values'], name: string) =>
  value({ values } as Findings, `retrieval.${name}`);

describe('bytes and counts', () => {
  // 96 and 48 holders divide the 3,072 rows of 0G and the 192 at which its bytes are coded.
  it.each([
    { layer: '0g', holders: 96, loss: '50 %', certified: true, exactTrials: 4, seeds: 1 },
    { layer: '0g', holders: 48, loss: '55 %', corrupt: '25 %', exactTrials: 4, seeds: 1 },
    { layer: 'celestia', holders: 12, loss: '90 %', certified: true, exactTrials: 8, seeds: 1 },
    { layer: 'celestia', holders: 8, loss: '70 %', corrupt: '60 %', exactTrials: 8, seeds: 1 },
    { layer: 'fibre', holders: 40, loss: '48 %', certified: true, exactTrials: 1, seeds: 1 },
    { layer: 'eigenda-v2', holders: 60, loss: '58 %', certified: true, exactTrials: 2, seeds: 1 },
    { layer: 'walrus', holders: 90, loss: '56 %', corrupt: '25 %', exactTrials: 1, seeds: 1 },
    { layer: 'peerdas', holders: 90, loss: '89 %', exactTrials: 10, seeds: 2 },
    { layer: 'near', holders: 60, loss: '56 %', corrupt: '25 %', exactTrials: 10, seeds: 2 },
    { layer: 'espresso', holders: 50, loss: '72 %', committee: 3, exactTrials: 10, seeds: 2 },
    { layer: 'espresso', holders: 300, loss: '66 %', committee: 0, exactTrials: 1, seeds: 1 },
  ])('$layer, $holders holders: the same losses have the same outcome', ({ seeds, ...rest }) => {
    for (let i = 0; i < seeds; i++) {
      const seed = `bytes ${i}`;
      const values = { ...rest, stake: 'equal', blobBytes: '1 KiB', trials: rest.exactTrials };
      const exact = run('exact', values, seed);
      const fast = run('fast', values, seed);
      for (const [name, { value }] of Object.entries(fast))
        expect(exact[name]?.value, `seed ${seed}, ${name}`).toBeCloseTo(value, 12);
      expect(found(exact, 'agrees')).toBe(1);
      if ('corrupt' in rest) expect(found(exact, 'corrupt_caught')).toBe(1);
    }
  });

  it('do not disagree for stakes that differ, either', () => {
    for (const layer of ['0g', 'near', 'peerdas']) {
      const values = { layer, holders: 70, stake: 'zipf', blobBytes: '500 B', exactTrials: 2 };
      const exact = run('exact', { ...values, selection: 'largest', loss: '20 %' }, layer);
      expect(found(exact, 'agrees'), layer).toBe(1);
    }
  });

  it('are an error where they disagree', () => {
    const silent: Publish = () => ({
      units: [new Uint8Array(4), new Uint8Array(4)],
      read: () => ({ outcome: 'unavailable', refused: 0 }),
    });
    const stream = new Streams('disagree', 0).stream('all');
    const streams = { blob: stream, spoil: null, change: stream, threshold: stream };
    const reader = new ByteReader(silent, 4, streams);
    const units = [Uint16Array.of(0), Uint16Array.of(1)];
    const honest = new Uint8Array(2);
    expect(() => reader.trial({ total: 2, needed: 1, units }, [], honest)).not.toThrow();
    expect(() => reader.trial({ total: 2, needed: 1, units }, [1], honest)).toThrow(
      'reading 2, expected recovered by count, got unavailable',
    );
    const other: Publish = () => ({
      units: [new Uint8Array(4)],
      read: () => ({ outcome: 'recovered', refused: 0, blob: new Uint8Array(4) }),
    });
    const liar = new ByteReader(other, 4, streams);
    const one = { total: 1, needed: 1, units: [Uint16Array.of(0)] };
    expect(() => liar.trial(one, [0], honest)).toThrow('expected the blob, got other bytes');
  });
});

describe('what is measured on bytes', () => {
  // 3,300 B in 33 parts of 100 B; 90 of 100 holders answer, 10 of them with changed bytes.
  it('bytes verified, and changed ones caught', () => {
    const values = { layer: 'near', holders: 100, loss: '10 %', blobBytes: '3300 B' };
    const exact = run('exact', { ...values, exactTrials: 3, corrupt: '10 %' });
    expect(found(exact, 'bytes_verified')).toBe(9000);
    expect(found(exact, 'corrupt_caught')).toBe(1);
    expect(run('exact', values)['retrieval.corrupt_caught']).toBeUndefined();
  });

  it.each(['0g', 'celestia', 'peerdas', 'near', 'espresso'])(
    '%s: any units at the threshold, and one fewer; wrong codings',
    (layer) => {
      const values = { layer, holders: 12, loss: '20 %', blobBytes: '700 B', exactTrials: 1 };
      const honest = run('exact', { ...values, validators: 100 });
      expect(found(honest, 'threshold_recovery[needed]')).toBe(1);
      expect(found(honest, 'threshold_recovery[one-fewer]')).toBe(0);
      const liar = { ...values, validators: 100, publisher: 'wrong-encoding' };
      const wrong = run('exact', liar);
      expect(found(wrong, 'wrong_encoding_noticed')).toBe(1);
      for (const values of [wrong, run('fast', { ...liar, trials: 3 })]) {
        expect(found(values, 'recovery_probability')).toBe(0);
        expect(values['retrieval.recovery_law']).toBeUndefined();
      }
    },
  );
});
