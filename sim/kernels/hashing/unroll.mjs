/*
 * Writes the unrolled inner loops in AssemblyScript, which has no macros: the permutation of Keccak and the
 * compression of BLAKE2b, each for one message in 64-bit words and for two in the lanes of vectors.
 */

/** @typedef {Record<'type' | 'bytes' | 'load' | 'splat' | 'zero', string> & Record<'xor' | 'add' | 'andNot' | 'rotateLeft' | 'rotateRight', (a: string, b: string | number) => string>} Lanes */

/** One message. @type {Lanes} */
const one = {
  type: 'u64',
  bytes: '8',
  load: 'load<u64>',
  splat: 'load<u64>',
  xor: (a, b) => `(${a} ^ ${b})`,
  add: (a, b) => `(${a} + ${b})`,
  andNot: (a, b) => `(${a} & ~${b})`,
  rotateLeft: (a, n) => `rotl<u64>(${a}, ${n})`,
  rotateRight: (a, n) => `rotr<u64>(${a}, ${n})`,
};

/** Two messages. WebAssembly has no vector rotation; those by whole bytes are shuffles. @type {Lanes} */
const two = {
  type: 'v128',
  bytes: '16',
  load: 'v128.load',
  splat: 'v128.load64_splat',
  xor: (a, b) => `v128.xor(${a}, ${b})`,
  add: (a, b) => `i64x2.add(${a}, ${b})`,
  andNot: (a, b) => `v128.andnot(${a}, ${b})`,
  rotateLeft: (a, n) => `v128.or(i64x2.shl(${a}, ${n}), i64x2.shr_u(${a}, ${64 - n}))`,
  rotateRight: (a, n) =>
    n % 8 === 0
      ? `v128.shuffle<u8>(${a}, ${a}, ${rotatedBytes(n / 8).join(', ')})`
      : two.rotateLeft(a, 64 - n),
};

/** Which byte comes where when both halves of a vector turn right by whole bytes. */
function rotatedBytes(by) {
  return Array.from({ length: 16 }, (_, i) => (i & 8) + ((i + by) & 7));
}

const range = (count) => Array.from({ length: count }, (_, i) => i);

/** Rotation of each lane x + 5 y. Source: FIPS 202 section 3.2.2. */
function keccakRotations() {
  const rotations = Array(25).fill(0);
  for (let t = 0, x = 1, y = 0; t < 24; t++) {
    rotations[x + 5 * y] = (((t + 1) * (t + 2)) / 2) % 64;
    [x, y] = [y, (2 * x + 3 * y) % 5];
  }
  return rotations;
}

/** Constants of the 24 rounds. Source: FIPS 202 section 3.2.5, algorithm 5. */
function keccakConstants() {
  const constants = [];
  for (let round = 0, register = 1; round < 24; round++) {
    let constant = 0n;
    for (let j = 0; j <= 6; j++) {
      if (register & 1) constant |= 1n << BigInt((1 << j) - 1);
      register <<= 1;
      if (register & 256) register ^= 0x171;
    }
    constants.push(`0x${constant.toString(16)}`);
  }
  return constants;
}

/** One round from lanes `a`0..24 to lanes `e`0..24. */
function keccakRound(lanes) {
  const rotations = keccakRotations();
  const lines = [];
  for (const x of range(5)) {
    const column = range(5).map((y) => `a${x + 5 * y}`);
    lines.push(`const c${x} = ${column.reduce((sum, lane) => lanes.xor(sum, lane))};`);
  }
  for (const x of range(5)) {
    const turned = lanes.rotateLeft(`c${(x + 1) % 5}`, 1);
    lines.push(`const d${x} = ${lanes.xor(`c${(x + 4) % 5}`, turned)};`);
  }
  for (const row of range(5)) {
    for (const at of range(5)) {
      // Lane (x, y) goes to (y, 2 x + 3 y): found backwards.
      const x = range(5).find((x) => (2 * x + 3 * at) % 5 === row);
      const source = x + 5 * at;
      lines.push(`const m${source} = ${lanes.xor(`a${source}`, `d${x}`)};`);
      const turned = lanes.rotateLeft(`m${source}`, rotations[source]);
      lines.push(`const b${at + 5 * row} = ${turned};`);
    }
    for (const x of range(5)) {
      const b = (i) => `b${((x + i) % 5) + 5 * row}`;
      lines.push(`let e${x + 5 * row} = ${lanes.xor(b(0), lanes.andNot(b(2), b(1)))};`);
    }
  }
  lines.push(`e0 = ${lanes.xor('e0', `${lanes.splat}(constant)`)};`);
  return lines;
}

/** One round a turn: with more, engines were measured to be slower, the longer the slower. */
function keccak(name, lanes) {
  const { type, bytes, load } = lanes;
  const store = type === 'u64' ? 'store<u64>' : 'v128.store';
  return [
    `export function ${name}(state: usize): void {`,
    ...range(25).map((i) => `let a${i} = ${load}(state, ${i * bytes});`),
    'for (let constant = ROUNDS; constant < ROUNDS_END; constant += 8) {',
    ...keccakRound(lanes),
    ...range(25).map((i) => `a${i} = e${i};`),
    '}',
    ...range(25).map((i) => `${store}(state, a${i}, ${i * bytes});`),
    '}',
  ];
}

/** What the chain value starts from. Source: RFC 7693 section 2.6. */
const BLAKE2B_START = [
  '0x6a09e667f3bcc908',
  '0xbb67ae8584caa73b',
  '0x3c6ef372fe94f82b',
  '0xa54ff53a5f1d36f1',
  '0x510e527fade682d1',
  '0x9b05688c2b3e6c1f',
  '0x1f83d9abfb41bd6b',
  '0x5be0cd19137e2179',
];

/** Order of the message words in each round. Source: RFC 7693 section 2.7. */
const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/** Which four words of the state each of the eight mixings of a round takes. */
const MIXINGS = [
  ...range(4).map((i) => [i, i + 4, i + 8, i + 12]),
  ...range(4).map((i) => [i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4)]),
];

/**
 * `h` addresses the eight words of the chain value, `message` the 16 of the block; two messages have
 * theirs side by side. `count` is the number of bytes so far, `last` is all ones for the last block.
 */
function blake2b(name, lanes) {
  const { type, bytes, load, splat } = lanes;
  const store = type === 'u64' ? 'store<u64>' : 'v128.store';
  const spread = (value) => (type === 'u64' ? value : `i64x2.splat(${value})`);
  const lines = range(8).map((i) => `let v${i} = ${load}(h, ${i * bytes});`);
  lines.push(...range(8).map((i) => `let v${i + 8} = ${splat}(START, ${8 * i});`));
  lines.push(`v12 = ${lanes.xor('v12', spread('count'))};`);
  lines.push(`v14 = ${lanes.xor('v14', spread('last'))};`);
  for (const round of range(12)) {
    const order = SIGMA[round % 10];
    MIXINGS.forEach(([a, b, c, d], i) => {
      for (const [half, right1, right2] of [
        [0, 32, 24],
        [1, 16, 63],
      ]) {
        const word = `${load}(message, ${order[2 * i + half] * bytes})`;
        lines.push(`v${a} = ${lanes.add(lanes.add(`v${a}`, `v${b}`), word)};`);
        lines.push(`v${d} = ${lanes.xor(`v${d}`, `v${a}`)};`);
        lines.push(`v${d} = ${lanes.rotateRight(`v${d}`, right1)};`);
        lines.push(`v${c} = ${lanes.add(`v${c}`, `v${d}`)};`);
        lines.push(`v${b} = ${lanes.xor(`v${b}`, `v${c}`)};`);
        lines.push(`v${b} = ${lanes.rotateRight(`v${b}`, right2)};`);
      }
    });
  }
  for (const i of range(8)) {
    const value = lanes.xor(`${load}(h, ${i * bytes})`, lanes.xor(`v${i}`, `v${i + 8}`));
    lines.push(`${store}(h, ${value}, ${i * bytes});`);
  }
  const head = `export function ${name}(h: usize, message: usize, count: u64, last: u64): void {`;
  return [head, ...lines, '}'];
}

/** Text of the module `unrolled.ts` of the kernels. */
export function unrolled() {
  return [
    `export const START = memory.data<u64>([${BLAKE2B_START.join(', ')}]);`,
    `const ROUNDS = memory.data<u64>([${keccakConstants().join(', ')}]);`,
    'const ROUNDS_END = ROUNDS + 192;',
    ...keccak('permute', one),
    ...keccak('permutePair', two),
    ...blake2b('compress', one),
    ...blake2b('compressPair', two),
    '',
  ].join('\n');
}
