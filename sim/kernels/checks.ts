/** What callers of kernels can get wrong; no kernel sees an argument that was not looked at here. */

/** Accessors of all views on buffers: unlike properties they know neither overriding nor proxies. */
const views: object = Object.getPrototypeOf(Uint8Array.prototype);
const kindOfView = getter(Symbol.toStringTag);
const lengthOfView = getter('length');

/** @throws TypeError unless it is a `Uint8Array` that says its length and still has its buffer */
export function expectBytes(name: string, value: unknown): asserts value is Uint8Array {
  if (kindOfView.call(value) !== 'Uint8Array')
    throw new TypeError(`${name}, expected a Uint8Array, got ${kindOf(value)}`);
  const bytes = value as Uint8Array;
  if (bytes.length !== lengthOfView.call(value))
    throw new TypeError(`${name}, expected a Uint8Array, got one with another length than its own`);
  if (bytes.length === 0 && !isAttached(bytes))
    throw new TypeError(`${name}, expected a Uint8Array, got one whose buffer is gone`);
}

/** @throws TypeError for anything but a number */
export function expectNumber(name: string, value: unknown): asserts value is number {
  if (typeof value !== 'number')
    throw new TypeError(`${name}, expected a number, got ${kindOf(value)}`);
}

/** Entries 0 to `count - 1` of an array as they are now. @throws TypeError or RangeError for others */
export function entriesOf(name: string, value: unknown, count: number): unknown[] {
  if (!Array.isArray(value))
    throw new TypeError(`${name}, expected an array, got ${kindOf(value)}`);
  if (value.length !== count)
    throw new RangeError(`${name}, expected ${count}, got ${value.length}`);
  const entries: unknown[] = [];
  for (let i = 0; i < count; i++) entries.push(value[i]);
  return entries;
}

/** What a value is, for messages; asks nothing of it that could fail. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return String(kindOfView.call(value) ?? (Array.isArray(value) ? 'array' : typeof value));
}

/** Whether an empty view has its place still: a buffer may have been transferred or made smaller. */
function isAttached(bytes: Uint8Array): boolean {
  try {
    new Uint8Array(0).set(bytes);
    return true;
  } catch {
    return false;
  }
}

function getter(name: PropertyKey): () => unknown {
  return Object.getOwnPropertyDescriptor(views, name)?.get as () => unknown;
}
