import { describe, expect, it } from 'vitest';
import {
  sealChunk,
  sealLoad,
  unsealChunk,
  unsealLoad,
} from '../../../../models/storage/pora/seal.ts';
import { toInteger, word } from '../../../../models/storage/pora/words.ts';
import { filled, hex, randomBytes, stream } from './fixture.ts';

describe('sealing', () => {
  it('is undone by unsealing, and differs by miner, context and position', () => {
    const seed = 'seal';
    const random = stream(seed);
    for (let i = 0; i < 10; i++) {
      const plain = i === 0 ? new Uint8Array(4096) : randomBytes(random, 4096);
      const [miner, context, other] = [0, 1, 2].map(() => randomBytes(random, 32));
      const sector = 16 * random.below(1_000_000_000);
      const text = `seed ${seed} #${i}`;
      const sealed = sealChunk(plain, miner, context, sector);
      expect(hex(unsealChunk(sealed, miner, context, sector)), text).toBe(hex(plain));
      const forms = [
        sealed,
        plain,
        sealChunk(plain, other, context, sector),
        sealChunk(plain, miner, other, sector),
        sealChunk(plain, miner, context, sector + 16),
      ].map(hex);
      expect(new Set(forms).size, text).toBe(5);
      // In place.
      const own = plain.slice();
      sealChunk(own, miner, context, sector, own);
      expect(hex(own), text).toBe(hex(sealed));
    }
  });

  it('carries a changed byte to all later words, and unsealing to the next one only', () => {
    const plain = filled(7, 4096);
    const changed = plain.slice();
    changed[64] ^= 1;
    const same = (a: Uint8Array, b: Uint8Array) =>
      Array.from({ length: 128 }, (_, k) => hex(a.slice(32 * k, 32 * k + 32)))
        .map((w, k) => w === hex(b.slice(32 * k, 32 * k + 32)))
        .flatMap((equal, k) => (equal ? [] : [k]));
    const [miner, context] = [filled(1, 32), filled(2, 32)];
    const [a, b] = [plain, changed].map((data) => sealChunk(data, miner, context, 0));
    expect(same(a, b)).toEqual(Array.from({ length: 126 }, (_, i) => i + 2));
    const broken = a.slice();
    broken[64] ^= 1;
    expect(same(unsealChunk(broken, miner, context, 0), plain)).toEqual([2, 3]);
  });

  it('of a load chunk is that of its 64 seal chunks at their sectors', () => {
    const plain = randomBytes(stream('load'), 262_144);
    const [miner, context] = [filled(1, 32), filled(2, 32)];
    const sealed = sealLoad(plain, miner, context, 5120);
    for (const i of [0, 1, 63]) {
      const part = (load: Uint8Array) => load.subarray(4096 * i, 4096 * (i + 1));
      expect(hex(part(sealed))).toBe(hex(sealChunk(part(plain), miner, context, 5120 + 16 * i)));
    }
    expect(Buffer.compare(unsealLoad(sealed, miner, context, 5120), plain)).toBe(0);
  });

  it('refuses other lengths', () => {
    const [miner, context] = [filled(1, 32), filled(2, 32)];
    expect(() => sealChunk(filled(0, 4095), miner, context, 0)).toThrow('expected 4096 bytes');
    expect(() => sealChunk(filled(0, 4096), filled(1, 20), context, 0)).toThrow('miner id');
    expect(() => sealLoad(filled(0, 4096), miner, context, 0)).toThrow('expected 262144 bytes');
  });
});

describe('words', () => {
  it('are 32 bytes, big-endian, and take every number that fits', () => {
    expect(hex(word(0x0102))).toBe('0102'.padStart(64, '0'));
    expect(hex(word(2n ** 256n - 1n))).toBe('f'.repeat(64));
    expect(toInteger(word(2n ** 200n + 5n))).toBe(2n ** 200n + 5n);
    for (const wrong of [-1, 0.5, 2 ** 53, -1n, 2n ** 256n])
      expect(() => word(wrong), String(wrong)).toThrow(RangeError);
  });
});
