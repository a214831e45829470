import { describe, expect, it } from 'vitest';
import { drawByPower } from '../../../models/chain/misbehaviour.ts';
import { Streams } from '../../../sim/random.ts';
import { lehmer } from '../../sim/network/support.ts';

const streamOf = (seed: number) => new Streams(`misbehaviour ${seed}`, 0).stream('silent');
const equal = new Array<number>(12).fill(5);

describe('validators drawn by their power', () => {
  it.each([
    { share: 0, drawn: 0 },
    { share: 0.01, drawn: 1 },
    { share: 0.25, drawn: 3 },
    // A third written as a fraction or rounded: four of twelve.
    { share: 1 / 3, drawn: 4 },
    { share: 0.333333, drawn: 4 },
    { share: 0.34, drawn: 5 },
    { share: 1, drawn: 12 },
  ])('are $drawn of 12 equal ones for a share of $share', ({ share, drawn }) => {
    for (let seed = 0; seed < 5; seed++) {
      expect(drawByPower(equal, share, streamOf(seed)).size).toBe(drawn);
    }
  });

  it.each([1, 2, 3, 4, 5])('have the share, and had not before the last one, seed %i', (seed) => {
    const random = lehmer(seed * 31_337);
    const powers = Array.from({ length: 80 }, () => 1 + Math.floor(random() * random() * 10_000));
    const share = random();
    const total = powers.reduce((a, b) => a + b, 0);
    const drawn = [...drawByPower(powers, share, streamOf(seed))];
    const power = (of: readonly number[]) => of.reduce((sum, v) => sum + powers[v], 0);
    expect(power(drawn) / total).toBeGreaterThanOrEqual(share * (1 - 1e-9));
    expect(power(drawn.slice(0, -1)) / total).toBeLessThan(share);
  });

  it('of a larger share are those of a smaller one and more', () => {
    const few = drawByPower(equal, 0.25, streamOf(1));
    const more = drawByPower(equal, 0.5, streamOf(1));
    for (const validator of few) expect(more.has(validator)).toBe(true);
  });

  it('are others for another seed', () => {
    const sets = [1, 2, 3, 4].map((seed) =>
      [...drawByPower(equal, 0.5, streamOf(seed))].sort().join(),
    );
    expect(new Set(sets).size).toBeGreaterThan(1);
  });
});
