import { describe, expect, it } from 'vitest';
import { recovers } from '../../../../models/da/assignment/assignment.ts';
import { retrievalLayerNames } from '../../../../models/da/retrieval/layer-names.ts';
import { retrievalLayers } from '../../../../models/da/retrieval/layers.ts';
import { largestLoss, signers } from '../../../../models/da/retrieval/loss.ts';
import { holderStakes } from '../../../../models/da/retrieval/retrieval.ts';
import { Streams } from '../../../../sim/random.ts';
import { objections, probe, value } from '../../probes/probe.ts';
import { randomStakes } from '../assignment/sets.ts';

const run = (values: Record<string, unknown>, seed = '1') =>
  probe('retrieval', { trials: 1000, ...values }, seed).findings;

const metric = (values: Record<string, unknown>, name: string, seed?: string) =>
  value(run(values, seed), `retrieval.${name}`);

describe('random losses', () => {
  const chances = (values: Record<string, unknown>) => {
    const findings = run({ trials: 2000, ...values });
    return {
      found: value(findings, 'retrieval.recovery_probability'),
      law: value(findings, 'retrieval.recovery_law'),
    };
  };

  // Losses at which the outcome is open.
  it.each([
    { layer: '0g', certified: true, loss: '49 %' },
    { layer: 'celestia', certified: true, loss: '97 %' },
    { layer: 'fibre', certified: true, loss: '58 %' },
    { layer: 'eigenda-v2', certified: true, loss: '60 %' },
    { layer: 'walrus', certified: true, loss: '49 %' },
    { layer: 'peerdas', certified: false, loss: '89 %' },
    { layer: 'peerdas', certified: true, loss: '82 %' },
    { layer: 'near', certified: true, loss: '51 %' },
    { layer: 'espresso', certified: false, loss: '80 %' },
    // 67 signers, 13 of them corrupt.
    { layer: 'near', certified: true, loss: '39 %', corrupt: '20 %' },
    { layer: '0g', certified: false, loss: '70 %', stake: 'dominant', dominant: '20 %' },
    { layer: 'eigenda-v2', certified: false, loss: '85 %', stake: 'dominant', dominant: '10 %' },
  ])('$layer after $loss, certified $certified: within 4 deviations of the law', (values) => {
    const { found, law } = chances(values);
    expect(law).toBeGreaterThan(0.02);
    expect(law).toBeLessThan(0.98);
    expect(Math.abs(found - law)).toBeLessThan(4 * Math.sqrt((law * (1 - law)) / 2000));
  });

  // Most holders that may go: all but ceil(needed / units of one).
  it.each([
    { layer: 'celestia', tolerated: 0.99 },
    { layer: 'fibre', tolerated: 0.72 }, // 4,096 / 148 = 27.7
    { layer: 'eigenda-v2', tolerated: 0.78 }, // 1,024 / 47 = 21.8
    { layer: 'walrus', tolerated: 0.66 }, // 334 / 10 = 33.4
    { layer: 'near', tolerated: 0.67 }, // 33 parts
    { layer: 'espresso', tolerated: 0.66 }, // 34 shares
    { layer: '0g', tolerated: 0.66 }, // 30.72 rows each on average: 33.3
  ])('$layer: 100 alike may lose $tolerated', ({ layer, tolerated }) => {
    const findings = run({ layer });
    expect(value(findings, 'retrieval.tolerated_loss')).toBe(tolerated);
    expect(value(findings, 'retrieval.tolerated_law')).toBe(tolerated);
    expect(value(findings, 'retrieval.tolerated_stake')).toBeCloseTo(tolerated, 9);
  });

  it('of units dealt alike, as large a share is left as of holders', () => {
    // 1,000 shards, 10 for each of 100.
    const findings = run({ layer: 'walrus', loss: '40 %' });
    expect(value(findings, 'retrieval.units_left')).toBeCloseTo(0.6, 12);
    expect(value(findings, 'retrieval.margin')).toBeCloseTo(600 / 334, 9);
    expect(value(findings, 'retrieval.stake_lost')).toBeCloseTo(0.4, 9);
  });

  it('no law where units overlap or quorums differ', () => {
    const laws = (values: Record<string, unknown>) =>
      'retrieval.recovery_law' in run({ trials: 1, ...values }).values;
    expect(laws({ layer: 'fibre', holders: 110 })).toBe(true);
    expect(laws({ layer: 'fibre', holders: 111 })).toBe(false);
    expect(laws({ layer: 'espresso', certified: true })).toBe(false);
    expect(laws({ layer: 'eigenda-v2', stake: 'zipf' })).toBe(false);
    expect(laws({ selection: 'largest' })).toBe(false);
  });
});

describe('an adversary who signs and vanishes', () => {
  // What the certificate proves less what rebuilds, in holders of 1 %.
  it.each([
    { layer: 'eigenda-v2', tolerated: 0.33 }, // 55 - 22
    { layer: 'walrus', tolerated: 0.33 }, // 67 - 34
    { layer: '0g', tolerated: 0.33 }, // 2,048 - 1,024 of 3,072 rows
    { layer: 'near', tolerated: 0.34 }, // 67 - 33
    { layer: 'celestia', tolerated: 0.66 }, // 67 - 1
    { layer: 'fibre', tolerated: 0.39 }, // 67 - 28
  ])('$layer tolerates $tolerated', ({ layer, tolerated }) => {
    const values = { layer, certified: true, selection: 'largest' };
    expect(metric(values, 'tolerated_loss')).toBe(tolerated);
  });

  it.each(['eigenda-v2', '0g', 'walrus'] as const)(
    '%s: however stake is spread, 33 %% of it may vanish, the largest first',
    (layer) => {
      const stream = new Streams('vanish', 0).stream(layer);
      const { assign, certificates } = retrievalLayers[layer];
      for (let trial = 0; trial < 60; trial++) {
        const stakes = randomStakes(1 + stream.below(150), stream);
        const assignment = assign(stakes, {} as never, stream);
        const [quorum] = certificates(assignment, stakes);
        const signed = signers(stakes.length, [quorum], stream);
        const total = quorum.weights.reduce((a, b) => a + b, 0);
        let vanished = 0;
        const left = largestLoss(assignment, stakes, signed).holders.filter((holder) => {
          if (signed[holder] === 0) return false;
          const goes = vanished + quorum.weights[holder] <= 0.33 * total;
          if (goes) vanished += quorum.weights[holder];
          return !goes;
        });
        expect(recovers(assignment, left), `trial ${trial}, ${stakes}`).toBe(true);
      }
    },
  );
});

describe('one dominant holder', () => {
  it('with 70 % of the seats takes 0G with it, EigenDA caps it at one blob', () => {
    // 0G: 30 % of 3,072 rows are 922. EigenDA: 99 others have 4,655 * 0.3 / 99 = 14.1, so 15 chunks each.
    const values = { stake: 'dominant', dominant: '70 %', selection: 'largest', loss: '1 %' };
    expect(metric({ ...values, layer: '0g' }, 'recovery_probability')).toBe(0);
    expect(metric({ ...values, layer: '0g' }, 'stake_lost')).toBeCloseTo(0.7, 9);
    expect(metric({ ...values, layer: 'eigenda-v2' }, 'recovery_probability')).toBe(1);
    expect(metric({ ...values, layer: 'eigenda-v2' }, 'margin')).toBeCloseTo((99 * 15) / 1024, 9);
  });

  it('has its share exactly, the others the rest', () => {
    const stakes = holderStakes({ stake: 'dominant', dominant: 0.3, holders: 4, exponent: 1 });
    expect(stakes).toEqual([300_000_000n, 233_333_334n, 233_333_333n, 233_333_333n]);
    const alone = holderStakes({ stake: 'dominant', dominant: 0.3, holders: 1, exponent: 1 });
    expect(alone).toEqual([1_000_000_000n]);
  });
});

describe('providers', () => {
  it('take at least as many holders as the loss, and are tolerated less', () => {
    for (const layer of retrievalLayerNames) {
      const whole = run({ layer, selection: 'provider', loss: '30 %', trials: 200 });
      expect(value(whole, 'retrieval.lost')).toBeGreaterThan(0.3);
      const tolerated = value(whole, 'retrieval.tolerated_loss');
      expect(tolerated, layer).toBeLessThan(metric({ layer, trials: 200 }, 'tolerated_loss'));
    }
  });
});

describe('the section', () => {
  it('gives the same with the same seed', () => {
    const values = { layer: 'peerdas', loss: '87 %', trials: 200 };
    expect(run(values, 'x')).toEqual(run(values, 'x'));
    expect(run(values, 'x').values).not.toEqual(run(values, 'y').values);
  });

  it('curves fall from everything to nothing', () => {
    for (const layer of retrievalLayerNames) {
      const [{ points }] = run({ layer, trials: 50 }).series;
      expect(points[0]).toEqual([0, 1]);
      expect(points[100]).toEqual([1, 0]);
      for (let i = 1; i <= 100; i++)
        expect(points[i][1], layer).toBeLessThanOrEqual(points[i - 1][1]);
    }
  });

  it('objects to more producers than parts, and to a committee larger than the nodes', () => {
    expect(objections('retrieval', { layer: 'near', holders: 257 })).toEqual([
      'retrieval.holders: expected at most 256 for near, whose coding makes no more parts, found 257',
    ]);
    expect(objections('retrieval', { layer: 'espresso', holders: 9 })).toEqual([
      'retrieval.committee: expected at most the 9 holders, found 10',
    ]);
    expect(objections('retrieval', { layer: 'near', holders: 256 })).toEqual([]);
  });
});
