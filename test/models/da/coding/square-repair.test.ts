import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { commitSquare, extendSquare } from '../../../../models/da/coding/square.ts';
import {
  repairable,
  repairMask,
  repairSquare,
} from '../../../../models/da/coding/square-repair.ts';
import { rfc6962 } from '../../../../sim/kernels/merkle.ts';
import { fftCode } from '../../../../sim/kernels/reed-solomon/fft-code.ts';
import { randomShards, sameShards, stream } from '../../../sim/kernels/shards.ts';

const rule = rfc6962(sha256);

/** All cells but those that `withheld` names by row and column. */
function maskOf(side: number, withheld: (row: number, column: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: side * side }, (_, place) =>
    withheld(Math.floor(place / side), place % side) ? 0 : 1,
  );
}

const ones = (mask: Uint8Array) => mask.reduce((sum, present) => sum + present, 0);

/** Repair by definition: one solvable line at a time, found by looking at all of them. */
function slowRepair(mask: Uint8Array, k: number): Uint8Array {
  const side = 2 * k;
  const known = mask.slice();
  for (;;) {
    const lines = Array.from({ length: 2 * side }, (_, line) =>
      Array.from({ length: side }, (_, i) =>
        line < side ? line * side + i : i * side + line - side,
      ),
    );
    const solvable = lines.find((places) => {
      const held = places.filter((place) => known[place] === 1).length;
      return held >= k && held < side;
    });
    if (solvable === undefined) return known;
    for (const place of solvable) known[place] = 1;
  }
}

describe('repair by counting', () => {
  it('stops at (k + 1) x (k + 1) withheld cells, and at one less never', () => {
    const draws = stream('corner');
    for (const k of [1, 2, 4, 16, 64]) {
      const side = 2 * k;
      const rows = new Set(draws.sample(k + 1, side));
      const columns = new Set(draws.sample(k + 1, side));
      const worst = maskOf(side, (row, column) => rows.has(row) && columns.has(column));
      expect(ones(worst)).toBe(4 * k * k - (k + 1) * (k + 1));
      expect(repairable(worst, k), `k ${k}`).toBe(false);
      expect(repairMask(worst, k)).toEqual(worst);
      for (const place of [...rows].flatMap((r) => [...columns].map((c) => r * side + c))) {
        if (k > 4 && !draws.chance(0.01)) continue;
        const better = worst.slice();
        better[place] = 1;
        expect(repairable(better, k), `k ${k}, cell ${place} released`).toBe(true);
      }
    }
  });

  it('repairs every set of fewer than (k + 1)^2 missing cells, for all squares of k = 1 and 2', () => {
    for (const k of [1, 2]) {
      const size = 4 * k * k;
      let stuckAtWorst = 0;
      for (let bits = 0; bits < 2 ** size; bits++) {
        const mask = Uint8Array.from({ length: size }, (_, i) => (bits >> i) & 1);
        const missing = size - ones(mask);
        const solved = repairable(mask, k);
        if (!solved && missing === (k + 1) * (k + 1)) stuckAtWorst++;
        if (missing < (k + 1) * (k + 1) && !solved) expect.fail(`k ${k}, mask ${bits}`);
        // Fewer cells than the data has cannot hold it.
        if (size - missing < k * k && solved) expect.fail(`k ${k}, mask ${bits}`);
      }
      // The choices of k + 1 of 2k rows and of columns: 1 for k = 1, 4 * 4 for k = 2.
      expect(stuckAtWorst).toBe(k === 1 ? 1 : 16);
    }
  });

  it('repairs random sets of (k + 1)^2 - 1 missing cells', () => {
    const draws = stream('below-worst');
    const k = 8;
    for (let round = 0; round < 300; round++) {
      // Missing cells crowd into few rows, where they hurt most.
      const rows = draws.sample(k + 1 + (round % 4), 2 * k);
      const places = rows.flatMap((row) =>
        Array.from({ length: 2 * k }, (_, c) => row * 2 * k + c),
      );
      const missing = new Set(draws.shuffle(places).slice(0, (k + 1) * (k + 1) - 1));
      const mask = maskOf(2 * k, (row, column) => missing.has(row * 2 * k + column));
      expect(repairable(mask, k), `seed below-worst, round ${round}`).toBe(true);
    }
  });

  it('repairs from the k x k crossings of k rows and k columns, and from nothing less', () => {
    const draws = stream('quarter');
    const rows = new Set(draws.sample(8, 16));
    const columns = new Set(draws.sample(8, 16));
    const mask = maskOf(16, (row, column) => !(rows.has(row) && columns.has(column)));
    expect(repairable(mask, 8)).toBe(true);
    expect(ones(mask)).toBe(64);
    mask[mask.indexOf(1)] = 0;
    expect(repairable(mask, 8)).toBe(false);
  });

  it('refuses a mask of another size', () => {
    expect(() => repairMask(new Uint8Array(15), 2)).toThrow(
      new RangeError('cells, expected 16, got 15'),
    );
  });
});

describe('repair of bytes', () => {
  const k = 4;
  const side = 2 * k;
  const code = fftCode(k, k);
  const seed = 'square-repair';
  const draws = stream(seed);
  const cells = extendSquare(code, randomShards(draws, k * k, 4));
  const roots = commitSquare(cells, rule);
  const repairFrom = (mask: Uint8Array) =>
    repairSquare(
      code,
      cells.map((cell, place) => (mask[place] === 1 ? cell : undefined)),
      roots,
      rule,
    );

  it('ends with the cells that counting and the definition leave missing', () => {
    const outcomes = { repaired: 0, stuck: 0, partly: 0 };
    for (let round = 0; round < 600; round++) {
      const withheld = 0.4 + 0.35 * draws.uniform();
      const mask = maskOf(side, () => draws.chance(withheld));
      const fixed = repairMask(mask, k);
      expect(fixed, `seed ${seed}, round ${round}`).toEqual(slowRepair(mask, k));
      const missing = [...fixed.keys()].filter((place) => fixed[place] === 0);
      const repair = repairFrom(mask);
      if (missing.length === 0) {
        outcomes.repaired++;
        if (repair.outcome !== 'repaired' || !sameShards(repair.cells, cells))
          expect.fail(`seed ${seed}, round ${round}`);
      } else {
        outcomes.stuck++;
        if (ones(fixed) > ones(mask)) outcomes.partly++;
        expect(repair, `seed ${seed}, round ${round}`).toEqual({ outcome: 'stuck', missing });
      }
    }
    // All kinds have occurred.
    for (const [kind, count] of Object.entries(outcomes)) expect(count, kind).toBeGreaterThan(20);
  });

  it('stops at the worst case and goes through at one cell less', () => {
    const worst = maskOf(side, (row, column) => row >= k - 1 && column >= k - 1);
    const missing = [...worst.keys()].filter((place) => worst[place] === 0);
    expect(missing).toHaveLength(25);
    expect(repairFrom(worst)).toEqual({ outcome: 'stuck', missing });
    for (const place of missing) {
      const better = worst.slice();
      better[place] = 1;
      expect(repairFrom(better).outcome, `cell ${place} released`).toBe('repaired');
    }
  });

  it('refuses another number of cells', () => {
    expect(() => repairSquare(code, cells.slice(1), roots, rule)).toThrow(
      new RangeError('cells, expected 64, got 63'),
    );
  });
});
