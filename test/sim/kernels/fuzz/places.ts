import type { Stream } from '../../../../sim/random.ts';
import { stream } from '../shards.ts';

/** Random bytes that all calls take theirs from; drawing each anew would take most of the time. */
const POOL = stream('pool').bytes(2_097_152);

export function someBytes(draws: Stream, length: number): Uint8Array {
  const from = draws.below(POOL.length - length + 1);
  return POOL.subarray(from, from + length);
}

export function oneOf<T>(draws: Stream, choices: readonly T[]): T {
  return choices[draws.below(choices.length)];
}

/** The bytes of one call, wherever they lie, and whether the call left them as they were. */
export class Held {
  private readonly buffers = new Set<ArrayBufferLike>();
  private before = new Map<ArrayBufferLike, Uint8Array>();

  /** A copy in a place of its own, at any offset of a buffer of any kind. */
  place(draws: Stream, bytes: Uint8Array): Uint8Array {
    const kind = draws.below(6);
    const [front, back] = kind === 0 ? [0, 0] : [draws.below(70), draws.below(70)];
    const size = front + bytes.length + back;
    let buffer: ArrayBufferLike = new ArrayBuffer(size);
    if (kind === 1 || kind === 2) buffer = new SharedArrayBuffer(size);
    if (kind === 3) buffer = resizable(size, size + 64);
    new Uint8Array(buffer).set(POOL.subarray(0, Math.min(size, 200)));
    const view =
      kind === 4
        ? Buffer.from(buffer as ArrayBuffer, front, bytes.length)
        : new Uint8Array(buffer, front, bytes.length);
    view.set(bytes);
    this.buffers.add(buffer);
    return view;
  }

  remember(): void {
    for (const buffer of this.buffers) this.before.set(buffer, new Uint8Array(buffer).slice());
  }

  /** Whether all bytes, also those around views, are what they were, but for those of `output`. */
  isUnchanged(output?: Uint8Array): boolean {
    for (const [buffer, before] of this.before) {
      if (output?.buffer === buffer) before.set(output, output.byteOffset);
      if (Buffer.compare(before, new Uint8Array(buffer)) !== 0) return false;
    }
    return true;
  }
}

function resizable(size: number, most: number): ArrayBuffer {
  const Resizable = ArrayBuffer as unknown as new (
    size: number,
    options: { maxByteLength: number },
  ) => ArrayBuffer;
  return new Resizable(size, { maxByteLength: most });
}

/** Numbers and others where a length or a count belongs. */
export const NUMBERS: readonly unknown[] = [
  ...[Number.NaN, -1, -0, 0, 1, 31, 33, 0.5, 32.5, -32, 2 ** 31, 2 ** 31 - 1, -(2 ** 31)],
  ...[2 ** 32, 2 ** 32 + 1, 2 ** 32 + 32, 2 ** 53, 2 ** 60, 1e300, -1e300, 5e-324],
  ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined, null, '32', '', 32n, true],
  ...[Symbol('32'), {}, [], [32], Object.create(null), { valueOf: () => 32 }, () => 32],
];

class Boasting extends Uint8Array {
  override get length(): number {
    return super.length + 64;
  }
}

/** What is not bytes but might pass for `right`. */
const IMPOSTORS: readonly [string, (right: Uint8Array) => unknown][] = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['array', (right) => [...right.subarray(0, 5000)]],
  ['holes', (right) => new Array(right.length)],
  ['text', (right) => 'x'.repeat(right.length)],
  ['number', (right) => right.length],
  ['bigint', () => 64n],
  ['symbol', () => Symbol('bytes')],
  ['function', () => () => 64],
  ['object with a length', ({ length }) => ({ length, byteLength: length, byteOffset: 0 })],
  ['words', (right) => new Uint16Array(right)],
  ['signed bytes', (right) => new Int8Array(right)],
  ['clamped bytes', (right) => new Uint8ClampedArray(right)],
  ['floats', (right) => new Float64Array(right)],
  ['view of data', (right) => new DataView(Uint8Array.from(right).buffer)],
  ['buffer', (right) => Uint8Array.from(right).buffer],
  ['shared buffer', ({ length }) => new SharedArrayBuffer(length)],
  ['proxy', (right) => new Proxy(Uint8Array.from(right), {})],
  ['heir of the prototype', () => Object.create(Uint8Array.prototype)],
  ['bytes with a length of their own', boastful],
  ['bytes of a boasting class', (right) => Boasting.from(right)],
  ['bytes of a transferred buffer', detached],
  ['bytes beyond a buffer that shrank', shrunken],
];

function boastful(right: Uint8Array): Uint8Array {
  return Object.defineProperty(Uint8Array.from(right), 'length', { value: right.length + 32 });
}

function detached(right: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(right);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

function shrunken({ length }: Uint8Array): Uint8Array {
  const buffer = resizable(length + 8, length + 8);
  const bytes = new Uint8Array(buffer, 8, length);
  (buffer as ArrayBuffer & { resize(size: number): void }).resize(4);
  return bytes;
}

/** Something in the place of `right`, and what it is. */
export function impostor(draws: Stream, right: Uint8Array): [string, unknown] {
  const [name, make] = oneOf(draws, IMPOSTORS);
  return [name, make(right)];
}

/** A length near `length` that mostly does not fit. */
export function otherLength(draws: Stream, length: number): number {
  return oneOf(draws, [
    ...[0, Math.max(0, length - 1), length + 1, 2 * length, length >> 1, length + 32],
    ...[length + 64, length + 128, Math.max(0, length - 32), 3 * length, length],
  ]);
}
