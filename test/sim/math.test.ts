import alea from 'seedrandom/lib/alea.js';
import { describe, expect, it } from 'vitest';
import * as math from '../../sim/math.ts';
import vectors from './vectors/math.json' with { type: 'json' };

/*
 * Column 2 of the vectors was computed apart from this code: mpmath at 50 digits and more, rounded
 * to the nearest double. Column 3 pins our own bits, which must not differ between machines.
 */
type Row = [string[], string, string];
type Function = (...values: number[]) => number;
const functions = math as unknown as Record<string, Function>;

const view = new DataView(new ArrayBuffer(8));

function fromHex(hex: string): number {
  view.setBigUint64(0, BigInt(`0x${hex}`));
  return view.getFloat64(0);
}

function toHex(x: number): string {
  view.setFloat64(0, x);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

/** Doubles between a and b, counted along the number line. */
function steps(a: number, b: number): number {
  const place = (x: number): bigint => {
    view.setFloat64(0, x);
    const bits = view.getBigInt64(0);
    return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
  };
  const distance = place(a) - place(b);
  return Number(distance < 0n ? -distance : distance);
}

function rows(group: 'elementary' | 'special', name: string): Row[] {
  return (vectors[group] as unknown as Record<string, Row[]>)[name];
}

describe('elementary functions', () => {
  const names = ['exp', 'expm1', 'log', 'log1p', 'log2', 'pow', 'sin', 'cos'];

  it('all have vectors', () => {
    expect(Object.keys(vectors.elementary).sort()).toEqual([...names].sort());
  });

  it.each(names)('%s is within one ulp of the true value and has its pinned bits', (name) => {
    for (const [inputs, truth, pinned] of rows('elementary', name)) {
      const values = inputs.map(fromHex);
      const found = functions[name](...values);
      expect(steps(found, fromHex(truth)), `${name}(${values})`).toBeLessThanOrEqual(1);
      expect(toHex(found), `${name}(${values})`).toBe(pinned);
    }
  });

  const seed = 'elementary functions 1';
  it.each([
    ['exp', (u: number) => [u * 1400 - 700]],
    ['expm1', (u: number) => [u * 8 - 4]],
    ['log', (u: number) => [u * 4]],
    ['log1p', (u: number) => [u * 3 - 0.999]],
    ['log2', (u: number) => [u * 1e6]],
    ['pow', (u: number, v: number) => [u * 5, v * 200 - 100]],
    ['sin', (u: number) => [(u - 0.5) * 1e9]],
    ['cos', (u: number) => [(u - 0.5) * 100]],
  ] as const)(`%s agrees with the engine's own function, seed "${seed}"`, (name, input) => {
    const draw = alea(`${seed} ${name}`);
    const native = Math as unknown as Record<string, Function>;
    for (let i = 0; i < 5000; i++) {
      const values = input(draw.double(), draw.double());
      const found = functions[name](...values);
      expect(steps(found, native[name](...values)), `${name}(${values})`).toBeLessThanOrEqual(2);
    }
  });

  // Expected values from the ECMAScript specification, sections 21.3.2 and 6.1.6.1.3.
  const inf = Infinity;
  it.each([
    [
      'exp',
      [
        [NaN, NaN],
        [inf, inf],
        [-inf, 0],
        [0, 1],
        [-0, 1],
        [710, inf],
        [-746, 0],
      ],
    ],
    [
      'expm1',
      [
        [NaN, NaN],
        [inf, inf],
        [-inf, -1],
        [0, 0],
        [-0, -0],
        [710, inf],
        [-100, -1],
      ],
    ],
    [
      'log',
      [
        [NaN, NaN],
        [inf, inf],
        [-inf, NaN],
        [-1, NaN],
        [0, -inf],
        [-0, -inf],
        [1, 0],
      ],
    ],
    [
      'log2',
      [
        [NaN, NaN],
        [inf, inf],
        [-1, NaN],
        [0, -inf],
        [-0, -inf],
        [1, 0],
        [5e-324, -1074],
      ],
    ],
    [
      'log1p',
      [
        [NaN, NaN],
        [inf, inf],
        [-1, -inf],
        [-1.5, NaN],
        [0, 0],
        [-0, -0],
      ],
    ],
    [
      'sin',
      [
        [NaN, NaN],
        [inf, NaN],
        [-inf, NaN],
        [0, 0],
        [-0, -0],
        [5e-324, 5e-324],
      ],
    ],
    [
      'cos',
      [
        [NaN, NaN],
        [inf, NaN],
        [-inf, NaN],
        [0, 1],
        [-0, 1],
      ],
    ],
  ] as [string, [number, number][]][])(
    '%s follows the language at special values',
    (name, cases) => {
      for (const [x, expected] of cases) expect(functions[name](x), `${name}(${x})`).toBe(expected);
    },
  );

  it('pow follows the language at special values', () => {
    const cases: [number, number, number][] = [
      [NaN, 0, 1],
      [NaN, -0, 1],
      [NaN, 1, NaN],
      [1, NaN, NaN],
      [1, inf, NaN],
      [-1, -inf, NaN],
      [2, inf, inf],
      [-2, -inf, 0],
      [0.5, inf, 0],
      [-0.5, -inf, inf],
      [inf, 2, inf],
      [inf, -2, 0],
      [-inf, 3, -inf],
      [-inf, 2, inf],
      [-inf, -3, -0],
      [-inf, -2, 0],
      [0, 2, 0],
      [0, -2, inf],
      [-0, 3, -0],
      [-0, 2, 0],
      [-0, 0.5, 0],
      [-0, -3, -inf],
      [-0, -2, inf],
      [-8, 1 / 3, NaN],
      [2, 1024, inf],
      [-2, 1025, -inf],
      [2, -1074, 5e-324],
      [2, -1076, 0],
      [1.0000000000000002, 1e300, inf],
      [0.5, 1e-300, 1],
      [5e-324, 5e-324, 1],
    ];
    for (const [x, y, expected] of cases) expect(math.pow(x, y), `pow(${x}, ${y})`).toBe(expected);
  });

  it('pow and log2 are exact where the result is', () => {
    for (let n = 0; n <= 22; n++) expect(math.pow(10, n)).toBe(Number(10n ** BigInt(n)));
    for (let n = 0; n <= 33; n++) expect(math.pow(-3, n)).toBe(Number((-3n) ** BigInt(n)));
    let power = 1;
    for (let n = 0; n <= 1023; n++, power *= 2) {
      expect(math.pow(2, n)).toBe(power);
      expect(math.log2(power)).toBe(n);
    }
  });
});

describe('special functions', () => {
  /** Largest relative error promised; of the absolute value for lnGamma, which has zeros. */
  const bounds: Record<string, number> = {
    erf: 1e-15,
    erfc: 1e-13,
    normalCdf: 2e-13,
    normalQuantile: 1e-15,
    lnGamma: 1e-14,
    regularizedGammaP: 1e-12,
    regularizedGammaQ: 1e-12,
    gammaQuantile: 1e-12,
    regularizedBeta: 1e-12,
    binomialCdf: 1e-13,
    studentTQuantile: 1e-13,
    studentTCdf: 1e-13,
  };

  it('all have vectors', () => {
    expect(Object.keys(vectors.special).sort()).toEqual(Object.keys(bounds).sort());
  });

  it.each(Object.keys(bounds))('%s is within its bound and has its pinned bits', (name) => {
    for (const [inputs, truth, pinned] of rows('special', name)) {
      const values = inputs.map(fromHex);
      const found = functions[name](...values);
      const expected = fromHex(truth);
      const unit = name === 'lnGamma' ? Math.max(1, Math.abs(expected)) : Math.abs(expected);
      expect(
        Math.abs(found - expected),
        `${name}(${values}) = ${found}, truth ${expected}`,
      ).toBeLessThanOrEqual(bounds[name] * unit);
      expect(toHex(found), `${name}(${values})`).toBe(pinned);
    }
  });

  it('give the ends of their range at the ends of their domain', () => {
    expect(math.normalQuantile(0)).toBe(-Infinity);
    expect(math.normalQuantile(1)).toBe(Infinity);
    expect(math.normalQuantile(0.5)).toBe(0);
    expect(math.normalCdf(-Infinity)).toBe(0);
    expect(math.normalCdf(Infinity)).toBe(1);
    expect(math.gammaQuantile(2, 0)).toBe(0);
    expect(math.gammaQuantile(2, 1)).toBe(Infinity);
    expect(math.regularizedGammaP(2, 0)).toBe(0);
    expect(math.regularizedGammaP(2, Infinity)).toBe(1);
    expect(math.regularizedBeta(2, 3, 0)).toBe(0);
    expect(math.regularizedBeta(2, 3, 1)).toBe(1);
    expect(math.binomialCdf(-1, 5, 0.5)).toBe(0);
    expect(math.binomialCdf(5, 5, 0.5)).toBe(1);
    expect(math.studentTQuantile(1, 3)).toBe(Infinity);
    expect(math.studentTCdf(0, 3)).toBe(0.5);
  });

  it('give NaN outside their domain', () => {
    for (const p of [-0.1, 1.1, NaN]) {
      expect(math.normalQuantile(p)).toBeNaN();
      expect(math.gammaQuantile(1, p)).toBeNaN();
      expect(math.studentTQuantile(p, 3)).toBeNaN();
    }
    for (const bad of [-1, 0, NaN]) {
      expect(math.gammaQuantile(bad, 0.5)).toBeNaN();
      expect(math.regularizedGammaP(bad, 1)).toBeNaN();
      expect(math.studentTQuantile(0.9, bad)).toBeNaN();
    }
    expect(math.lnGamma(-1)).toBeNaN();
  });

  const seed = 'quantiles 1';
  it(`quantiles invert their distribution functions, seed "${seed}"`, () => {
    const draw = alea(seed);
    for (let i = 0; i < 5000; i++) {
      const p = i % 3 === 0 ? Math.exp(-60 * draw.double()) : draw.double();
      const shape = Math.exp(14 * draw.double() - 5);
      const x = math.gammaQuantile(shape, p);
      if (x > 1e-290) {
        // Compared in the smaller tail, where the probability has its digits.
        const [found, expected] =
          p < 0.5
            ? [math.regularizedGammaP(shape, x), p]
            : [math.regularizedGammaQ(shape, x), 1 - p];
        expect(Math.abs(found / expected - 1), `gamma ${shape}, ${p}`).toBeLessThan(1e-11);
      }
      const df = 1 + Math.floor(300 * draw.double());
      const t = math.studentTQuantile(p, df);
      const tail = math.studentTCdf(-Math.abs(t), df);
      expect(Math.abs(tail / Math.min(p, 1 - p) - 1), `t ${df}, ${p}`).toBeLessThan(1e-12);
    }
  });

  it('binomialCdf keeps its digits for a million trials', () => {
    // 1/2 - C(n, n/2) / 2^(n + 1), with mpmath at 40 digits.
    expect(math.binomialCdf(499_999, 1_000_000, 0.5)).toBeCloseTo(0.49960105781933412, 13);
  });
});
