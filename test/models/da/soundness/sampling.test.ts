import { describe, expect, it } from 'vitest';
import { repairable } from '../../../../models/da/coding/square-repair.ts';
import { binomial } from '../../../../models/da/soundness/combinations.ts';
import { schemes } from '../../../../models/da/soundness/schemes.ts';
import { Streams } from '../../../../sim/random.ts';
import { objections, observed, probe, value } from '../../probes/probe.ts';

/** C(total - marked, drawn) / C(total, drawn), from exact coefficients. */
const miss = (total: number, marked: number, drawn: number): number =>
  Number(binomial(total - marked, drawn)) / Number(binomial(total, drawn));

/** Three standard deviations of a share of `draws` that is `law` in the mean. */
const threeSigma = (law: number, draws: number): number => 3 * Math.sqrt((law * (1 - law)) / draws);

describe('the simulated share of fooled nodes lies within three standard deviations', () => {
  const rows = [
    { name: 'PeerDAS', set: { samples: 8 }, law: miss(128, 65, 8) },
    { name: 'custody of four', set: { samples: 4 }, law: miss(128, 65, 4) },
    { name: 'few columns', set: { size: 16, samples: 3 }, law: miss(16, 9, 3) },
    { name: 'square', set: { scheme: 'square', size: 12, samples: 5 }, law: miss(576, 169, 5) },
    {
      name: 'rows of a square',
      set: { scheme: 'square', size: 12, samples: 3, attack: 'lines' },
      law: miss(576, 312, 3),
    },
    {
      name: 'rows of a grid',
      set: { scheme: 'grid', size: 8, grid: { columns: 16 }, samples: 4, attack: 'lines' },
      law: miss(256, 144, 4),
    },
    {
      name: 'one column of a grid',
      set: { scheme: 'grid', size: 8, grid: { columns: 16 }, samples: 4 },
      law: miss(256, 9, 4),
    },
    // 256 coded rows, 192 of them parity: 97 lie beyond the radius.
    {
      name: 'rows of a code',
      set: { scheme: 'unique-decoding', size: 64, samples: 6 },
      law: miss(256, 97, 6),
    },
    // 5 bad of 20; a committee of 6 falls with ceil(6 x 0.33) = 2 of them.
    {
      name: 'committee',
      set: { scheme: 'committee', size: 20, samples: 6 },
      law: 1 - miss(20, 5, 6) - (5 * Number(binomial(15, 5))) / Number(binomial(20, 6)),
    },
  ];
  it.each(rows)('$name', ({ set, law }) => {
    for (const seed of ['1', '2', '3']) {
      const { findings } = probe('sampling', { nodes: 5000, trials: 8, ...set }, seed);
      const rate = value(findings, 'sampling.fooled_rate');
      const place = `seed ${seed}: ${rate}, law ${law}`;
      expect(Math.abs(rate - law), place).toBeLessThan(threeSigma(law, 40_000));
      expect(value(findings, 'sampling.fooled_law')).toBeCloseTo(law, 12);
    }
  });
});

describe('attacks', () => {
  const { square, columns, grid } = schemes;
  const values = (set: object) => ({ size: 6, grid: { columns: 5 }, attack: 'least', ...set });
  const at = (trial: number) => new Streams('attacks', trial).stream('place');
  const held = (mask: Uint8Array) => mask.map((gone) => 1 - gone);

  it('least of a square: no repair, and a repair with any one share given back', () => {
    for (let trial = 0; trial < 20; trial++) {
      const mask = held(square.attack(values({}) as never, at(trial)));
      expect(mask.reduce((a, b) => a + b, 0)).toBe(144 - 49);
      expect(repairable(mask, 6), `trial ${trial}`).toBe(false);
      for (let share = 0; share < mask.length; share++) {
        if (mask[share] === 1) continue;
        mask[share] = 1;
        expect(repairable(mask, 6), `trial ${trial}, share ${share}`).toBe(true);
        mask[share] = 0;
      }
    }
  });

  it('lines of a square: whole rows, no repair', () => {
    const mask = held(square.attack(values({ attack: 'lines' }) as never, at(0)));
    expect(mask.reduce((a, b) => a + b, 0)).toBe(5 * 12);
    expect(repairable(mask, 6)).toBe(false);
  });

  it('columns: one fewer is left than rebuilds', () => {
    const mask = held(columns.attack(values({ size: 10 }) as never, at(0)));
    expect(mask.reduce((a, b) => a + b, 0)).toBe(4);
  });

  it('grid: at least one column keeps fewer cells than it had before extension', () => {
    for (const [attack, short] of Object.entries({ least: 1, lines: 5 })) {
      const mask = held(grid.attack(values({ attack }) as never, at(1)));
      const kept = Array.from({ length: 5 }, (_, column) =>
        mask.filter((_, cell) => cell % 5 === column).reduce((a, b) => a + b, 0),
      );
      expect(kept.filter((cells) => cells === 5)).toHaveLength(short);
      expect(kept.filter((cells) => cells === 12)).toHaveLength(5 - short);
    }
  });
});

describe('the section', () => {
  it('reports the two exponents of EIP-7594', () => {
    const { findings } = probe('sampling', { nodes: 10_000, trials: 1, fooledShare: '3 %' });
    const exponent = (key: string) => value(findings, `sampling.all_fooled_exponent[${key}]`);
    expect(exponent('with-replacement').toFixed(2)).toBe('-101.55');
    expect(exponent('distinct').toFixed(2)).toBe('-149.24');
  });

  it('counts light nodes in as many trials as are asked for, and for squares only', () => {
    const set = { scheme: 'square', size: 8, samples: 4, nodes: 10, trials: 5, repairs: 3 };
    const { findings } = probe('sampling', set);
    const nodes = observed(findings, 'sampling.light_nodes_needed');
    expect(nodes.count).toBe(3);
    expect(nodes.least).toBeGreaterThanOrEqual(16);
    expect(observed(findings, 'sampling.shares_needed').least).toBeGreaterThanOrEqual(64);
    expect(value(findings, 'sampling.sufficient_shares')).toBe(176);
    const columns = probe('sampling', { nodes: 10 }).findings;
    expect(columns.observations['sampling.light_nodes_needed']).toBeUndefined();
  });

  it.each([
    { scheme: 'columns', size: 4, samples: 3 },
    { scheme: 'square', size: 1, samples: 1 },
    { scheme: 'square', size: 2, samples: 16 },
    { scheme: 'grid', size: 1, samples: 2, grid: { columns: 1, confidence: '100 %' } },
    { scheme: 'unique-decoding', size: 1, samples: 4, uniqueDecoding: { rate: 0.3 } },
    { scheme: 'committee', size: 1, samples: 1, committee: { bad: '0 %' } },
    { scheme: 'committee', size: 3, samples: 3, committee: { bad: '100 %' } },
    { scheme: 'columns', size: 100_000, samples: 49_000, nodes: 1, fooledShare: '100 %' },
  ])('stays finite at the ends: %j', (set) => {
    const { findings } = probe('sampling', { nodes: 20, trials: 2, ...set });
    const wrong = Object.entries(findings.values).filter(([, each]) => {
      return !Number.isFinite(each.value);
    });
    expect(wrong).toEqual([]);
    expect(JSON.parse(JSON.stringify(findings.values))).toEqual(findings.values);
  });

  it('objects to values that make no experiment', () => {
    expect(objections('sampling', { size: 127 })).toEqual([
      'sampling.size: expected an even number of columns, found 127',
    ]);
    expect(objections('sampling', { size: 64, samples: 65 })).toEqual([
      'sampling.samples: expected at most the 64 that there are, found 65',
    ]);
    expect(objections('sampling', { scheme: 'square', size: 4096 })).toEqual([
      'sampling.size: expected a size with at most 16777216 things to sample, found 67108864',
    ]);
    const committee = { operators: 8192 };
    expect(objections('sampling', { scheme: 'committee', committee })).toEqual([
      'sampling.committee.operators: expected fewer than the 8192 chunks, found 8192',
    ]);
    const low = { confirmation: '20 %' };
    expect(objections('sampling', { scheme: 'committee', committee: low })[0]).toContain(
      'sampling.committee.confirmation: expected more than the 0.2199',
    );
  });
});
