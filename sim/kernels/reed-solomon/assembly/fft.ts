import { scale } from './fft8';
import { scaleWide } from './fft16';
import { fromRow, toRow } from './symbols';
import { differentiate, forward, inverse } from './transform';

/*
 * Encoding and rebuilding of ../fft-code.ts on pieces of shards that lie one after another, in place.
 *
 * @param tables 32 B for each constant of GF(2^8) in the field's labels; over GF(2^16) 32 B of its map follow
 * @param layout see symbols.ts
 * @param width of a piece in bytes, a multiple of 32
 */

/**
 * Rows from `at` on become parity shards. There are the next multiple of `data` of their number, and the data
 * shards are the last of those rows.
 *
 * @param data a power of two
 */
export function encode(
  tables: usize,
  layout: i32,
  at: usize,
  data: usize,
  parity: usize,
  width: usize,
): void {
  const last = (parity - 1) & -data;
  const input = at + last * width;
  for (let i: usize = 0; i < data; i++) toRow(layout, tables, input + i * width, width);
  inverse(tables, input, data, data, data, width);
  for (let first: usize = 0; first < parity; first += data) {
    const values = at + first * width;
    if (first < last) memory.copy(values, input, data * width);
    const count = min(data, parity - first);
    // The first parity shards stand before the data, all others after them.
    forward(tables, values, data, count, first === 0 ? 0 : first + data, width);
    for (let i: usize = 0; i < count; i++) fromRow(layout, tables, values + i * width, width);
  }
}

/**
 * Rows from `at` on are shards at points. Those known give those wanted, which then come first and in order.
 *
 * @param known for each point what multiplies its shard before, in 16 bits; 0 where none is known
 * @param wanted what multiplies it after; 0 where none is wanted
 * @param points a power of two
 * @param used points from here on are of no shard
 */
export function rebuild(
  tables: usize,
  layout: i32,
  known: usize,
  wanted: usize,
  at: usize,
  points: usize,
  used: usize,
  width: usize,
): void {
  const wide = layout !== 0;
  for (let point: usize = 0; point < points; point++) {
    const factor: usize = load<u16>(known + 2 * point);
    const row = at + point * width;
    if (factor === 0) {
      memory.fill(row, 0, width);
    } else {
      toRow(layout, tables, row, width);
      multiply(tables, wide, row, width, factor);
    }
  }
  inverse(tables, at, points, used, 0, width);
  differentiate(at, points, width);
  forward(tables, at, points, used, 0, width);
  let output = at;
  for (let point: usize = 0; point < used; point++) {
    const factor: usize = load<u16>(wanted + 2 * point);
    if (factor === 0) continue;
    const row = at + point * width;
    multiply(tables, wide, row, width, factor);
    fromRow(layout, tables, row, width);
    memory.copy(output, row, width);
    output += width;
  }
}

function multiply(tables: usize, wide: bool, row: usize, length: usize, by: usize): void {
  if (wide) scaleWide(row, length, tables, by);
  else scale(row, length, tables + 32 * by);
}
