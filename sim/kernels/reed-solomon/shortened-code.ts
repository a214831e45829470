import { dataLength, type ErasureCode, presentShards } from './erasure-code.ts';

/**
 * A code of fewer data shards: the last ones of `code` are zeros that everybody knows and nobody keeps.
 * Any `data` of what is left give everything back.
 * @param data 1 to the data shards of `code`
 * @throws RangeError for another number
 */
export function shortenedCode(code: ErasureCode, data: number): ErasureCode {
  if (!(Number.isInteger(data) && data >= 1 && data <= code.data))
    throw new RangeError(`data shards, expected 1 to ${code.data}, got ${data}`);
  const zeros = (length: number) =>
    new Array<Uint8Array>(code.data - data).fill(new Uint8Array(length));
  const shortened: ErasureCode = {
    data,
    parity: code.parity,
    encode: (shards) => code.encode([...shards, ...zeros(dataLength(shortened, shards))]),
    reconstruct(shards) {
      const { length } = presentShards(shortened, shards);
      const all = code.reconstruct([
        ...shards.slice(0, data),
        ...zeros(length),
        ...shards.slice(data),
      ]);
      return [...all.slice(0, data), ...all.slice(code.data)];
    },
  };
  return shortened;
}
