import { describe, expect, it } from 'vitest';
import {
  admits,
  feeOf,
  reserveOf,
  unitPrice,
} from '../../../../models/compute/market/admission.ts';
import { TOKEN } from '../../../../models/compute/market/books.ts';
import { proofsFor, proofsGas, totalsGas } from '../../../../models/compute/market/gas.ts';
import { listedService, listedServices } from '../../../../models/compute/market/prices.ts';

// gpt-oss-120b: 0.10 and 0.49 tokens for a million, so 10^17 / 10^6 and 4.9 x 10^17 / 10^6 units for one.
const price = { input: unitPrice(0.1), output: unitPrice(0.49) };

describe('prices', () => {
  it('are exact in base units for each token of text', () => {
    expect(price).toEqual({ input: 100_000_000_000n, output: 490_000_000_000n });
    expect(unitPrice(3.2)).toBe(3_200_000_000_000n);
    expect(() => unitPrice(-1)).toThrow('price, expected 0 or more, got -1');
  });

  it('of the list are those of the fact sheet', () => {
    const prices = Object.fromEntries(listedServices.map((s) => [s.name, [s.input, s.output]]));
    expect(prices).toEqual({
      'glm-5-fp8': [1, 3.2],
      'deepseek-chat-v3-0324': [0.3, 1],
      'gpt-oss-120b': [0.1, 0.49],
      'qwen3-vl-30b': [0.49, 0.49],
      'whisper-large-v3': [0.05, 0.11],
      'deepseek-v4-flash': [0.31, 0.62],
      'qwen-2.5-7b': [0.05, 0.1],
    });
    expect(() => listedService('gpt-9')).toThrow('expected one of glm-5-fp8');
  });

  it('make a fee of tokens in and out', () => {
    // 1195 x 10^11 + 202 x 4.9 x 10^11 = 1.195 x 10^14 + 9.898 x 10^13.
    expect(feeOf(price, { inputTokens: 1195, outputTokens: 202 })).toBe(218_480_000_000_000n);
  });
});

describe('admission', () => {
  it('reserves a million output tokens', () => {
    expect(reserveOf(price)).toBe((49n * TOKEN) / 100n);
  });

  it('counts what is owed and set aside already, to the unit', () => {
    const reserve = reserveOf(price);
    const standing = { spendable: 3n * reserve, owed: reserve, reserved: reserve };
    expect(admits(standing, reserve)).toBe(true);
    expect(admits({ ...standing, owed: reserve + 1n }, reserve)).toBe(false);
    expect(admits({ ...standing, reserved: reserve + 1n }, reserve)).toBe(false);
  });
});

describe('gas of settlement', () => {
  it('of signed totals is 60,000 to 90,000 for each user', () => {
    for (const users of [10, 50]) {
      // 21,000 of the transaction and 11,600 of its payment apart.
      const each = (totalsGas(users) - 32_600) / users;
      expect(each).toBeGreaterThan(60_000);
      expect(each).toBeLessThan(90_000);
    }
    expect(() => totalsGas(51)).toThrow('expected 1 to 50 users');
  });

  it('of proofs counts one for 40 requests begun', () => {
    expect([0, 1, 40, 41, 400].map(proofsFor)).toEqual([0, 1, 1, 2, 10]);
    // Four pairings 45,000 + 4 x 34,000, one multiplication 6,000 and addition 150, three words of 5,000; calldata
    // of 9 x 32 bytes and an address of 20 in 32: 308 x 16 + 12 x 4 = 4,976.
    expect(proofsGas(2) - proofsGas(1)).toBe(181_000 + 6_150 + 15_000 + 4_976);
  });
});
