/**
 * Sine and cosine, each within 0.8 ulp of the true value for every finite double.
 *
 * Up to 2^30 the multiple of pi/2 is removed with pi/2 held in three doubles (Cody and Waite);
 * beyond that with 2/pi to 1216 bits in integer arithmetic (Payne and Hanek), which costs about a
 * microsecond.
 */
import { fastTwoSum, tail, twoProduct, twoSum } from './double.ts';

const QUARTER_PI = 0.7853981633974483;
const TWO_OVER_PI = 0.6366197723675814;
/** pi/2 = A + B + C to 2^-160. */
const HALF_PI_A = 1.5707963267948966;
const HALF_PI_B = 6.123233995736766e-17;
const HALF_PI_C = -1.4973849048591698e-33;
const TWO_22 = 4194304;
const TWO_30 = 1073741824;
const TWO_53 = 9007199254740992;
const TWO_M192 = 1.5930919111324523e-58;

/** floor(2/pi * 2^1216): enough for the largest double with 190 bits of fraction to spare. */
const TWO_OVER_PI_BITS =
  0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6babn;

/** Multiple of pi/2, mod 4, that the last `reduce` removed. */
const quadrant = new Int32Array(1);

/** x less the nearest multiple of pi/2, as a pair. */
function reduce(x: number): number {
  const size = Math.abs(x);
  if (size <= QUARTER_PI) {
    quadrant[0] = 0;
    tail[0] = 0;
    return x;
  }
  if (size > TWO_30) return reduceLarge(x);
  const n = Math.floor(x * TWO_OVER_PI + 0.5);
  quadrant[0] = n & 3;
  const a = twoProduct(n, HALF_PI_A);
  const aTail = tail[0];
  const first = twoSum(x - a, -aTail);
  const firstTail = tail[0];
  const b = twoProduct(n, HALF_PI_B);
  const bTail = tail[0];
  const second = twoSum(first, -b);
  return fastTwoSum(second, tail[0] + firstTail - bTail - n * HALF_PI_C);
}

function reduceLarge(x: number): number {
  const size = Math.abs(x);
  // Below 2^53 there may be a fraction, of at most 22 bits.
  const integer = size < TWO_53 ? BigInt(size * TWO_22) : BigInt(size);
  const product = (integer * TWO_OVER_PI_BITS) >> (size < TWO_53 ? 1046n : 1024n);
  let turns = product >> 192n;
  let fraction = product & ((1n << 192n) - 1n);
  if (fraction >> 191n !== 0n) {
    turns += 1n;
    fraction -= 1n << 192n;
  }
  const sign = x < 0 ? -1 : 1;
  quadrant[0] = (sign * Number(turns & 3n)) & 3;
  const head = Number(fraction);
  const low = sign * Number(fraction - BigInt(head)) * TWO_M192;
  const turn = sign * head * TWO_M192;
  const r = twoProduct(turn, HALF_PI_A);
  return fastTwoSum(r, tail[0] + (low * HALF_PI_A + turn * HALF_PI_B));
}

/** sin(r + low) for |r| <= pi/4; the series ends at r^17/17!. */
function sinKernel(r: number, low: number): number {
  const z = r * r;
  const series =
    -1 / 6 +
    z *
      (1 / 120 +
        z *
          (-1 / 5040 +
            z *
              (1 / 362880 +
                z *
                  (-1 / 39916800 +
                    z * (1 / 6227020800 + z * (-1 / 1307674368000 + z / 355687428096000))))));
  return r + (r * z * series + low * (1 - 0.5 * z));
}

/** cos(r + low) for |r| <= pi/4; the series ends at r^18/18!. */
function cosKernel(r: number, low: number): number {
  const z = r * r;
  const series =
    1 / 24 +
    z *
      (-1 / 720 +
        z *
          (1 / 40320 +
            z *
              (-1 / 3628800 +
                z *
                  (1 / 479001600 +
                    z * (-1 / 87178291200 + z * (1 / 20922789888000 - z / 6402373705728000))))));
  const half = 0.5 * z;
  const head = 1 - half;
  return head + (1 - head - half + (z * z * series - r * low));
}

/** Sine of x radians; NaN for NaN and infinities. */
export function sin(x: number): number {
  if (!Number.isFinite(x)) return NaN;
  if (x > -1e-8 && x < 1e-8) return x;
  const r = reduce(x);
  const low = tail[0];
  const q = quadrant[0];
  const value = (q & 1) === 0 ? sinKernel(r, low) : cosKernel(r, low);
  return (q & 2) === 0 ? value : -value;
}

/** Cosine of x radians; NaN for NaN and infinities. */
export function cos(x: number): number {
  if (!Number.isFinite(x)) return NaN;
  const r = reduce(x);
  const low = tail[0];
  const q = quadrant[0] + 1;
  const value = (q & 1) === 0 ? sinKernel(r, low) : cosKernel(r, low);
  return (q & 2) === 0 ? value : -value;
}
