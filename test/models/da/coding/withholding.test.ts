import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { commitShares, recover, verifyShare } from '../../../../models/da/coding/withholding.ts';
import { rfc6962 } from '../../../../sim/kernels/merkle.ts';
import { fftCode } from '../../../../sim/kernels/reed-solomon/fft-code.ts';
import { matrixCode } from '../../../../sim/kernels/reed-solomon/matrix-code.ts';
import { codeword, sameShards, stream } from '../../../sim/kernels/shards.ts';

const rule = rfc6962(sha256);
const code = matrixCode(4, 8);

/** Shares of random data, and the data. */
function certified(seed: string) {
  const shards = codeword(code, stream(seed), 10);
  return { shards, data: shards.slice(0, code.data), ...commitShares(shards, rule) };
}

describe('withholding on real bytes', () => {
  it('is harmless as long as any k honest shares are released', () => {
    const seed = 'withheld';
    const draws = stream(seed);
    const { root, shares, data } = certified('withheld-data');
    for (let round = 0; round < 200; round++) {
      const released = draws.sample(draws.below(13), 12).map((i) => shares[i]);
      const recovery = recover(code, root, released, rule);
      const label = `seed ${seed}, round ${round}`;
      if (released.length < 4) {
        const proven = released.length;
        expect(recovery, label).toEqual({ outcome: 'unavailable', proven, refused: 0 });
      } else {
        expect(recovery.outcome, label).toBe('recovered');
        if (recovery.outcome === 'recovered')
          expect(sameShards(recovery.data, data), label).toBe(true);
      }
    }
  });

  it('counts a share once, however often it is released', () => {
    const { root, shares } = certified('repeated');
    const released = [0, 1, 2, 2, 2, 1].map((i) => shares[i]);
    expect(recover(code, root, released, rule)).toEqual({
      outcome: 'unavailable',
      proven: 3,
      refused: 0,
    });
  });

  it('never takes a share with a changed byte or another place', () => {
    const { root, shares } = certified('changed');
    for (const share of shares) {
      expect(verifyShare(code, root, share, rule)).toBe(true);
      for (let at = 0; at < share.bytes.length; at++) {
        const bytes = share.bytes.slice();
        bytes[at] ^= 0x10;
        expect(verifyShare(code, root, { ...share, bytes }, rule)).toBe(false);
      }
      const index = (share.index + 1) % shares.length;
      expect(verifyShare(code, root, { ...share, index }, rule)).toBe(false);
    }
    // Two garbled shares among five that were released: three prove, one too few.
    const garbled = shares.slice(0, 2).map((s) => ({ ...s, bytes: s.bytes.map((b) => b ^ 255) }));
    const released = [...garbled, ...shares.slice(2, 5)];
    expect(recover(code, root, released, rule)).toEqual({
      outcome: 'unavailable',
      proven: 3,
      refused: 2,
    });
    const enough = recover(code, root, [...released, shares[9]], rule);
    expect(enough).toMatchObject({ outcome: 'recovered', refused: 2 });
  });

  it.each([
    ['matrix', code],
    ['FFT', fftCode(4, 8)],
  ])('shows a certificate over no codeword as false, from any k shares: %s', (_, each) => {
    for (let forgedPlace = 0; forgedPlace < 12; forgedPlace++) {
      const draws = stream(`false-${forgedPlace}`);
      const shards = codeword(each, draws, 10);
      shards[forgedPlace][0] ^= 1;
      const { root, shares } = commitShares(shards, rule);
      expect(shares.every((share) => verifyShare(each, root, share, rule))).toBe(true);
      for (let round = 0; round < 20; round++) {
        const released = draws.sample(4 + (round % 9), 12).map((i) => shares[i]);
        const recovery = recover(each, root, released, rule);
        const label = `forged ${forgedPlace}, round ${round}`;
        expect(recovery, label).toEqual({ outcome: 'wrong encoding', refused: 0 });
      }
    }
  });
});
