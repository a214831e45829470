import { describe, expect, it } from 'vitest';
import { operatorsComponent } from '../../../models/operators/operators.ts';
import { ZERO } from '../../../sim/time.ts';
import { metricOf, runScenario } from '../run-scenario.ts';

/** 12 validators, of which one provider hosts some and loses power for 108 s; each holds 256 rows. */
const scenario = (layer: string, hosted: number, chain = true) => `
name: test
seed: 7
duration: 5 min
network: { nodes: 12, bandwidth: 10 Gbps }
${chain ? 'chain: { preset: 0g, validators: 12, fullNodes: 0, transaction: transfer, stake: { distribution: equal } }' : ''}
load: { entry: all, rate: 0.5 tx/s, duration: 5 min, saturate: false, blobBytes: 64 KiB }
da: { layer: ${layer} }
zerog: { bonded: 92160 }
operators:
  by: nodes
  providers: { google: ${hosted}, independent: ${12 - hosted} }
  outage: google-2025-06-12
  severity: power
  outageStart: 1 min
  lengthScale: 0.01
  restartDelay: 1 s
`;

describe('an outage on the chain and the layer beside it', () => {
  it.each([
    // A quarter; exactly a third; two thirds: 1,024 rows are left; three quarters: 768.
    ['0g', 3, true, true, 1],
    ['0g', 4, false, false, 1],
    ['0g', 8, false, false, 1],
    ['0g', 9, false, false, 0],
    ['celestia', 3, true, true, 1],
    ['celestia', 4, false, false, 1],
    // 55 % of 12 are 6.6, so 7 are needed; 2 of 12 are 16.7 %, below 22 %.
    ['eigenda-v2', 5, false, true, 1],
    ['eigenda-v2', 6, false, false, 1],
    ['eigenda-v2', 10, false, false, 0],
    // 333 of 1,000 shards or fewer rebuild nothing.
    ['walrus', 5, false, false, 1],
    ['walrus', 9, false, false, 0],
  ] as const)(
    'of %s with %d of 12 down: blocks %s, certificates %s, readable %d',
    (layer, lost, blocks, certificates, readable) => {
      const run = runScenario(scenario(layer, lost));
      const metric = (name: string) => metricOf(run, name);
      expect(metric('da.validators_down')).toBe(lost / 12);
      expect(metric('chain.nodes_down')).toBe(lost / 12);
      expect(metric('chain.liveness[during]') > 0.9).toBe(blocks);
      expect(metric('da.certificates[before]')).toBeGreaterThan(0);
      expect(metric('da.certificates[during]') > 0).toBe(certificates);
      expect(metric('da.readable[during]')).toBe(readable);
      expect(metric('operators.works[consensus]')).toBe(blocks ? 1 : 0);
      expect(metric('operators.works[retrieval]')).toBe(readable);
      // All comes back.
      expect(metric('da.certificates[after]')).toBeGreaterThan(0);
      expect(metric('da.readable[after]')).toBe(1);
      expect(metric('chain.blocks[after]')).toBeGreaterThan(0);
    },
  );

  it('needs no chain beside the layer, and strikes it alike', () => {
    const [alone, both] = [false, true].map((chain) => runScenario(scenario('walrus', 5, chain)));
    for (const span of ['before', 'during', 'after']) {
      const name = `da.certificates[${span}]`;
      expect(metricOf(alone, name), name).toBe(metricOf(both, name));
    }
    expect(metricOf(alone, 'operators.hhi[region]')).toBe(metricOf(both, 'operators.hhi[region]'));
  });

  it('has to have nodes, and as many on both', () => {
    const operators = { providers: null, mix: '0g-estimate', by: null, outage: null };
    const objections = (beside: Record<string, unknown>) =>
      operatorsComponent.check!({
        sections: { operators, network: { nodes: 12 }, ...beside },
        attachments: {},
        duration: null,
        warmup: ZERO,
        fidelity: 'fast',
      });
    expect(objections({})).toMatchObject([{ path: 'operators', found: 'none' }]);
    expect(objections({ da: {} })).toEqual([]);
    const chain = (validators: number) => ({ validators, fullNodes: 1, seeds: 0 });
    expect(objections({ da: {}, chain: chain(11) })).toEqual([]);
    const found = objections({ da: {}, chain: chain(12) });
    expect(found).toMatchObject([{ path: 'chain.validators', found: '13' }]);
  });
});
