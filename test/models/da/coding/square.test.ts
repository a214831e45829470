import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import {
  commitSquare,
  extendSquare,
  type Line,
  lineOf,
  proveCell,
} from '../../../../models/da/coding/square.ts';
import {
  proveWrongExtension,
  verifyWrongExtension,
  wrongExtension,
} from '../../../../models/da/coding/square-fraud.ts';
import { repairSquare } from '../../../../models/da/coding/square-repair.ts';
import { rfc6962, verifyMerkleProof } from '../../../../sim/kernels/merkle.ts';
import { fftCode } from '../../../../sim/kernels/reed-solomon/fft-code.ts';
import { matrixCode } from '../../../../sim/kernels/reed-solomon/matrix-code.ts';
import type { Stream } from '../../../../sim/random.ts';
import { hex, only, randomShards, sameShards, stream } from '../../../sim/kernels/shards.ts';

const rule = rfc6962(sha256);
const code = fftCode(4, 4);
const side = 8;

function honest(from: Stream, cellBytes = 8) {
  const cells = extendSquare(code, randomShards(from, 16, cellBytes));
  return { cells, roots: commitSquare(cells, rule) };
}

/** A square with the byte of one cell changed before everything is committed. */
function forged(from: Stream, place: number) {
  const { cells } = honest(from);
  const bad = [...cells];
  bad[place] = bad[place].slice();
  bad[place][3] ^= 0x40;
  return { cells: bad, roots: commitSquare(bad, rule) };
}

describe('extended square', () => {
  it.each([fftCode(4, 4), matrixCode(3, 3), fftCode(1, 1)])(
    'has a codeword in every row and column',
    (each) => {
      const k = each.data;
      const original = randomShards(stream('square-extend'), k * k, 6);
      const cells = extendSquare(each, original);
      expect(cells).toHaveLength(4 * k * k);
      for (let i = 0; i < k * k; i++)
        expect(cells[Math.floor(i / k) * 2 * k + (i % k)]).toEqual(original[i]);
      for (const axis of ['row', 'column'] as const) {
        for (let index = 0; index < 2 * k; index++) {
          const line = lineOf(cells, { axis, index });
          expect(sameShards(each.encode(line.slice(0, k)), line.slice(k)), `${axis} ${index}`).toBe(
            true,
          );
        }
      }
    },
  );

  it('commits with RFC 6962 trees over lines and over their roots', () => {
    // One cell gives a 2 x 2 square. Rows (a, b), (c, d): leaf 0x00, node 0x01.
    const cells = extendSquare(fftCode(1, 1), [Uint8Array.of(7)]);
    const leaf = (i: number) => sha256(Uint8Array.of(0, ...cells[i]));
    const node = (a: Uint8Array, b: Uint8Array) => sha256(Uint8Array.of(1, ...a, ...b));
    const rows = [node(leaf(0), leaf(1)), node(leaf(2), leaf(3))];
    const columns = [node(leaf(0), leaf(2)), node(leaf(1), leaf(3))];
    const roots = commitSquare(cells, rule);
    expect(roots.rows.map(hex)).toEqual(rows.map(hex));
    expect(roots.columns.map(hex)).toEqual(columns.map(hex));
    const top = [...rows, ...columns].map((root) => sha256(Uint8Array.of(0, ...root)));
    expect(hex(roots.data)).toBe(hex(node(node(top[0], top[1]), node(top[2], top[3]))));
  });

  it('proves a cell under its row and under its column, and no changed byte', () => {
    const { cells, roots } = honest(stream('square-proof'));
    const [row, column] = [5, 2];
    const cell = cells[row * side + column].slice();
    const byRow = proveCell(cells, { axis: 'row', index: row }, column, rule);
    const byColumn = proveCell(cells, { axis: 'column', index: column }, row, rule);
    const holds = () => [
      verifyMerkleProof(roots.rows[row], cell, column, side, byRow, rule),
      verifyMerkleProof(roots.columns[column], cell, row, side, byColumn, rule),
    ];
    expect(holds()).toEqual([true, true]);
    for (let at = 0; at < cell.length; at++) {
      cell[at] ^= 1;
      expect(holds(), `byte ${at}`).toEqual([false, false]);
      cell[at] ^= 1;
    }
  });

  it('refuses wrong counts and codes that do not double', () => {
    expect(() => extendSquare(code, randomShards(stream('x'), 15, 2))).toThrow(
      new RangeError('cells, expected 16, got 15'),
    );
    expect(() => extendSquare(fftCode(4, 5), [])).toThrow(
      new RangeError('parity shards, expected 4, got 5'),
    );
    expect(() => commitSquare(randomShards(stream('x'), 15, 2), rule)).toThrow(
      new RangeError('cells, expected a square number, got 15'),
    );
  });
});

describe('wrong extension', () => {
  it('is never found or provable in an honest square', () => {
    const { cells, roots } = honest(stream('square-honest'));
    expect(wrongExtension(code, cells, roots, rule)).toBeUndefined();
    for (const axis of ['row', 'column'] as const) {
      for (let index = 0; index < side; index++) {
        const proof = proveWrongExtension(code, cells, { axis, index }, rule);
        expect(verifyWrongExtension(code, proof, roots, rule), `${axis} ${index}`).toBe(false);
      }
    }
  });

  it('is found and proven wherever one cell was forged', () => {
    const draws = stream('square-forged');
    for (let place = 0; place < side * side; place++) {
      const { cells, roots } = forged(draws, place);
      const row: Line = { axis: 'row', index: Math.floor(place / side) };
      const column: Line = { axis: 'column', index: place % side };
      expect(wrongExtension(code, cells, roots, rule), `cell ${place}`).toEqual(row);
      for (const line of [row, column]) {
        const proof = proveWrongExtension(code, cells, line, rule);
        expect(verifyWrongExtension(code, proof, roots, rule), `cell ${place}`).toBe(true);
      }
    }
  });

  it('is provable when row and column roots commit to different cells', () => {
    const draws = stream('square-split');
    const { cells, roots } = honest(draws);
    const other = honest(draws);
    const mixed = { ...roots, rows: other.roots.rows };
    const proof = proveWrongExtension(code, cells, { axis: 'row', index: 3 }, rule);
    expect(verifyWrongExtension(code, proof, mixed, rule)).toBe(true);
  });

  it('is not proven by too few cells, changed cells or cells of elsewhere', () => {
    const { cells, roots } = forged(stream('square-bad-proof'), 6);
    const good = proveWrongExtension(code, cells, { axis: 'row', index: 0 }, rule);
    const holds = (some: typeof good.cells) =>
      verifyWrongExtension(code, { line: good.line, cells: some }, roots, rule);
    expect(holds(good.cells)).toBe(true);
    expect(holds(good.cells.slice(1))).toBe(false);
    expect(holds([...good.cells.slice(1), good.cells[1]])).toBe(false);
    const [first, ...rest] = good.cells;
    expect(holds([{ ...first, bytes: first.bytes.map((byte) => byte ^ 1) }, ...rest])).toBe(false);
    expect(holds([{ ...first, position: 7 }, ...rest])).toBe(false);
    expect(holds([{ ...first, position: 8 }, ...rest])).toBe(false);
  });

  it('stops a repair at a line with another root', () => {
    const draws = stream('square-repair-forged');
    for (const place of [0, 5, 27, 36, 63]) {
      const { cells, roots } = forged(draws, place);
      const repair = repairSquare(code, cells, roots, rule);
      expect(repair, `cell ${place}`).toEqual({
        outcome: 'wrong extension',
        line: { axis: 'row', index: Math.floor(place / side) },
      });
      // The forged cell withheld: its rows and columns can still be rebuilt, into other roots.
      const kept = cells.map((_, i) => i).filter((i) => i !== place);
      expect(repairSquare(code, only(cells, kept), roots, rule).outcome, `cell ${place}`).toBe(
        'wrong extension',
      );
    }
  });
});
