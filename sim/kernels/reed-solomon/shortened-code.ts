import { expectNumber, kindOf } from '../checks.ts';
import { dataShards, type ErasureCode, presentShards } from './erasure-code.ts';

/**
 * A code of fewer data shards: the last ones of `code` are zeros that everybody knows and nobody keeps.
 * Any `data` of what is left give everything back.
 * @param data 1 to the data shards of `code`
 * @throws RangeError for another number, TypeError for anything but a code
 */
export function shortenedCode(code: ErasureCode, data: number): ErasureCode {
  if (typeof code?.encode !== 'function')
    throw new TypeError(`code, expected an erasure code, got ${kindOf(code)}`);
  expectNumber('data shards', data);
  if (!(Number.isInteger(data) && data >= 1 && data <= code.data))
    throw new RangeError(`data shards, expected 1 to ${code.data}, got ${data}`);
  const { data: whole, parity } = code;
  const zeros = (length: number) =>
    new Array<Uint8Array>(whole - data).fill(new Uint8Array(length));
  return {
    data,
    parity,
    encode(given) {
      const { shards, length } = dataShards(data, given);
      return code.encode([...shards, ...zeros(length)]);
    },
    reconstruct(given) {
      const { shards, length } = presentShards(data, parity, given);
      const all = code.reconstruct([
        ...shards.slice(0, data),
        ...zeros(length),
        ...shards.slice(data),
      ]);
      return [...all.slice(0, data), ...all.slice(whole)];
    },
  };
}
