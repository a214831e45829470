import { lookUp } from './look-up';

/*
 * Linear combinations of shards over GF(2^8). The product with a constant is the sum of two look-ups, one
 * for each half of a byte; the two tables of a constant are 32 bytes.
 */

/** Bytes of a pass: two vectors. Lengths are rounded up to it. */
const PASS: usize = 32;
const TABLES: usize = 32;

/**
 * Writes `outputs` shards, each a combination of `inputs` shards. Addresses of shards stand in lists of
 * 32-bit words.
 *
 * @param products tables of all 256 constants
 * @param coefficients `outputs` rows of `inputs` bytes
 * @param tables scratch, 128 B for each input
 * @param length in bytes, a multiple of 32
 */
export function combine(
  products: usize,
  coefficients: usize,
  tables: usize,
  inputList: usize,
  inputs: usize,
  outputList: usize,
  outputs: usize,
  length: usize,
): void {
  for (; outputs >= 4; outputs -= 4) {
    gather(products, coefficients, inputs, 4, tables);
    fourRows(tables, inputList, inputs, outputList, length);
    coefficients += 4 * inputs;
    outputList += 16;
  }
  for (; outputs > 0; outputs--) {
    gather(products, coefficients, inputs, 1, tables);
    oneRow(tables, inputList, inputs, outputList, length);
    coefficients += inputs;
    outputList += 4;
  }
}

/** Puts the tables of some rows side by side, input by input. */
function gather(products: usize, row: usize, inputs: usize, rows: usize, tables: usize): void {
  for (let j: usize = 0; j < inputs; j++) {
    for (let i: usize = 0; i < rows; i++, tables += TABLES) {
      const from = products + TABLES * load<u8>(row + i * inputs + j);
      v128.store(tables, v128.load(from));
      v128.store(tables, v128.load(from, 16), 16);
    }
  }
}

function times(tables: usize, low: v128, high: v128): v128 {
  return v128.xor(lookUp(v128.load(tables), low), lookUp(v128.load(tables, 16), high));
}

function fourRows(
  tables: usize,
  inputList: usize,
  inputs: usize,
  outputList: usize,
  length: usize,
): void {
  const half = i8x16.splat(15);
  const end = inputList + 4 * inputs;
  const out0: usize = load<u32>(outputList);
  const out1: usize = load<u32>(outputList, 4);
  const out2: usize = load<u32>(outputList, 8);
  const out3: usize = load<u32>(outputList, 12);
  for (let at: usize = 0; at < length; at += PASS) {
    let a0 = i8x16.splat(0);
    let a1 = a0;
    let b0 = a0;
    let b1 = a0;
    let c0 = a0;
    let c1 = a0;
    let d0 = a0;
    let d1 = a0;
    let table = tables;
    for (let input = inputList; input < end; input += 4) {
      const from = <usize>load<u32>(input) + at;
      const x0 = v128.load(from);
      const x1 = v128.load(from, 16);
      const low0 = v128.and(x0, half);
      const low1 = v128.and(x1, half);
      const high0 = v128.and(i64x2.shr_u(x0, 4), half);
      const high1 = v128.and(i64x2.shr_u(x1, 4), half);
      a0 = v128.xor(a0, times(table, low0, high0));
      a1 = v128.xor(a1, times(table, low1, high1));
      b0 = v128.xor(b0, times(table + 32, low0, high0));
      b1 = v128.xor(b1, times(table + 32, low1, high1));
      c0 = v128.xor(c0, times(table + 64, low0, high0));
      c1 = v128.xor(c1, times(table + 64, low1, high1));
      d0 = v128.xor(d0, times(table + 96, low0, high0));
      d1 = v128.xor(d1, times(table + 96, low1, high1));
      table += 128;
    }
    v128.store(out0 + at, a0);
    v128.store(out0 + at, a1, 16);
    v128.store(out1 + at, b0);
    v128.store(out1 + at, b1, 16);
    v128.store(out2 + at, c0);
    v128.store(out2 + at, c1, 16);
    v128.store(out3 + at, d0);
    v128.store(out3 + at, d1, 16);
  }
}

function oneRow(
  tables: usize,
  inputList: usize,
  inputs: usize,
  outputList: usize,
  length: usize,
): void {
  const half = i8x16.splat(15);
  const end = inputList + 4 * inputs;
  const out: usize = load<u32>(outputList);
  for (let at: usize = 0; at < length; at += PASS) {
    let a0 = i8x16.splat(0);
    let a1 = a0;
    let table = tables;
    for (let input = inputList; input < end; input += 4) {
      const from = <usize>load<u32>(input) + at;
      const x0 = v128.load(from);
      const x1 = v128.load(from, 16);
      a0 = v128.xor(a0, times(table, v128.and(x0, half), v128.and(i64x2.shr_u(x0, 4), half)));
      a1 = v128.xor(a1, times(table, v128.and(x1, half), v128.and(i64x2.shr_u(x1, 4), half)));
      table += TABLES;
    }
    v128.store(out + at, a0);
    v128.store(out + at, a1, 16);
  }
}
