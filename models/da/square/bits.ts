/** Ones of a 32-bit word. */
export function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Position of the one with `rank` ones below it. */
export function oneOfRank(word: number, rank: number): number {
  let x = word;
  for (let i = 0; i < rank; i++) x &= x - 1;
  return 31 - Math.clz32(x & -x);
}
