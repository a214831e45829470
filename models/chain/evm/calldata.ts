import type { Calldata } from './gas.ts';

/*
 * The input of a contract call as the Solidity ABI lays it out: a selector of 4 bytes, then words of 32
 * bytes. Hashes, keys and signatures count as non-zero throughout: one of their bytes in 256 is zero, so
 * the price is at most 0.3 % too high.
 */

const WORD = 32;

/** First four bytes of the hash of the function's name. */
export const selector: Calldata = { zeroBytes: 0, nonZeroBytes: 4 };

/** A hash or one coordinate of a curve point. */
export const hashWord: Calldata = { zeroBytes: 0, nonZeroBytes: WORD };

/** An account: 20 bytes, right-aligned. */
export const addressWord: Calldata = { zeroBytes: 12, nonZeroBytes: 20 };

/**
 * An integer of which only the size is known.
 * @param significant bytes from the first that is not zero to the last, all taken as non-zero
 */
export function uintWord(significant: number): Calldata {
  return { zeroBytes: WORD - significant, nonZeroBytes: significant };
}

/** A known integer, such as an offset or a length: its bytes counted one by one. */
export function numberWord(value: number): Calldata {
  let nonZeroBytes = 0;
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) {
    if (rest % 256 !== 0) nonZeroBytes++;
  }
  return { zeroBytes: WORD - nonZeroBytes, nonZeroBytes };
}

/** A byte string behind its length, padded with zeros to whole words. */
export function byteString(bytes: number): Calldata {
  const padding = Math.ceil(bytes / WORD) * WORD - bytes;
  return joined([numberWord(bytes), { zeroBytes: padding, nonZeroBytes: bytes }]);
}

/** The same part `count` times. */
export function repeated(count: number, part: Calldata): Calldata {
  return { zeroBytes: count * part.zeroBytes, nonZeroBytes: count * part.nonZeroBytes };
}

/** An array of `count` structures of varying length: where it starts, how many, where each starts, each. */
export function structures(count: number, one: Calldata): Calldata {
  const bytes = calldataBytes(one);
  const parts = [numberWord(WORD), numberWord(count)];
  for (let i = 0; i < count; i++) parts.push(numberWord(count * WORD + i * bytes));
  return joined([...parts, repeated(count, one)]);
}

export function joined(parts: readonly Calldata[]): Calldata {
  let zeroBytes = 0;
  let nonZeroBytes = 0;
  for (const part of parts) {
    zeroBytes += part.zeroBytes;
    nonZeroBytes += part.nonZeroBytes;
  }
  return { zeroBytes, nonZeroBytes };
}

export function calldataBytes(data: Calldata): number {
  return data.zeroBytes + data.nonZeroBytes;
}
