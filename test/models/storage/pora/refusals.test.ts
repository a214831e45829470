/** Every check of the contract has a proof that breaks it alone. */
import { describe, expect, it } from 'vitest';
import { EMPTY_DIGEST } from '../../../../models/storage/pora/context.ts';
import { initialTarget } from '../../../../models/storage/pora/difficulty.ts';
import type { PoraProof } from '../../../../models/storage/pora/proof.ts';
import { shardRange } from '../../../../models/storage/pora/recall-range.ts';
import { sealChunk } from '../../../../models/storage/pora/seal.ts';
import { type MineBlock, verifyProof } from '../../../../models/storage/pora/verify.ts';
import { keyOf, word } from '../../../../models/storage/pora/words.ts';
import {
  blockOf,
  filled,
  firstProof,
  jobOf,
  MINER,
  openState,
  PARAMETERS,
  proofs,
  smallFlow,
  stream,
  wholeRange,
} from './fixture.ts';

const small = smallFlow();
const state = openState();
const block = blockOf(small);
const job = jobOf(small, state.poraTarget);
/** A proof about the file of epoch 0, so that both sealing contexts exist beside it. */
const proof = (() => {
  for (const found of proofs(small, job)) {
    if (found.recallPosition === 1024 && found.sealOffset < 62) return found;
  }
  throw new Error('no proof');
})();

function reason(change: Partial<PoraProof>, at: Partial<MineBlock> = {}, in_ = state) {
  const verdict = verifyProof(in_, { ...proof, ...change }, { ...block, ...at });
  return verdict.accepted ? 'accepted' : verdict.reason;
}

const flipped = (bytes: Uint8Array, bit: number) => {
  const changed = bytes.slice();
  changed[bit >> 3] ^= 1 << (bit & 7);
  return changed;
};

describe('a proof', () => {
  it('is accepted as it is', () => {
    expect(reason({})).toBe('accepted');
    expect(proof.sealedData).toHaveLength(4096);
    // 3072 sectors: a tree of 12 levels, 4 of them inside the seal chunk.
    expect(proof.merkleProof).toHaveLength(8);
  });

  it('of a miner that is not registered is refused', () => {
    expect(reason({ minerId: flipped(MINER, 5) })).toBe('not-registered');
  });

  it('is refused before its epoch is rolled, in another epoch and in one rolled too late', () => {
    expect(reason({}, { context: null })).toBe('context-not-rolled');
    expect(reason({}, { context: small.contexts[0] })).toBe('context-not-rolled');
    expect(reason({}, { number: block.number + PARAMETERS.blocksPerEpoch })).toBe(
      'context-not-rolled',
    );
    const late = { ...small.contexts[1], digest: EMPTY_DIGEST };
    expect(reason({}, { context: late })).toBe('context-not-rolled');
  });

  it('is refused outside of its window of 30 blocks', () => {
    const start = block.number - 1;
    const at = [start, start + 1, start + 30, start + 31].map((number) => reason({}, { number }));
    // Block S of the first subtask is the last one of the epoch before.
    const early = start === small.contexts[1].mineStart ? 'context-not-rolled' : 'outside-window';
    expect(at).toEqual([early, 'accepted', 'accepted', 'outside-window']);
  });

  it('about another context is refused', () => {
    expect(reason({ contextDigest: small.contexts[0].digest })).toBe('context-digest');
  });

  it('is refused once twice the target count was accepted, in that epoch only', () => {
    const used = { ...state, lastMinedEpoch: 1, currentSubmissions: 4 };
    expect(reason({}, {}, used)).toBe('cap-reached');
    expect(reason({}, {}, { ...used, currentSubmissions: 3 })).toBe('accepted');
    expect(reason({}, {}, { ...used, lastMinedEpoch: 0 })).not.toBe('cap-reached');
  });

  it('is refused by each rule of the range', () => {
    const whole = wholeRange(3072);
    const range = (change: object) => reason({ range: { ...whole, ...change } });
    expect(range({ startPosition: 1024, mineLength: 2048 })).toBe('range-unaligned');
    expect(range({ startPosition: 33_554_432 })).toBe('range-beyond-flow');
    expect(range({ mineLength: 4096 })).toBe('range-beyond-flow');
    expect(range({ mineLength: 2048 })).toBe('range-short');
    expect(range({ shardId: 1n })).toBe('range-shard');
    const huge = { ...small.contexts[1], flowLength: 2 * 34_359_738_368 };
    expect(reason({ range: wholeRange(huge.flowLength) }, { context: huge })).toBe('range-long');
    const tiny = { ...small.contexts[1], flowLength: 512 };
    expect(reason({ range: wholeRange(0) }, { context: tiny })).toBe('range-empty');
    expect(reason({ range: shardRange(0, 3072, 0, 8) })).toBe('too-many-shards');
    // A declared shard is part of the pad: the position is another, or the quality.
    for (const shards of [2, 4])
      expect(['position', 'quality']).toContain(reason({ range: shardRange(0, 3072, 0, shards) }));
  });

  it('is refused under an unknown sealing context, and under that of other sectors', () => {
    expect(reason({ sealedContextDigest: filled(1, 32) })).toBe('seal-context');
    expect(reason({ sealedContextDigest: small.contexts[1].digest })).toBe('seal-context');
    // One load chunk further the sectors are of epoch 1.
    expect(reason({ recallPosition: 2048 })).toBe('seal-context');
    // Beyond the flow, where the last stride of a shard can end.
    expect(reason({ recallPosition: 3072 })).toBe('seal-context');
  });

  it('takes the context that committed the last sector of a seal chunk', () => {
    const end = proof.recallPosition + 16 * (proof.sealOffset + 1);
    const within = (start: number, last: number) =>
      reason({}, { sealRange: () => ({ start, end: last }) });
    expect(within(end - 1, end)).toBe('accepted');
    expect(within(0, end - 1)).toBe('seal-context');
    expect(within(end, 5000)).toBe('seal-context');
  });

  it('is refused when a byte of the data or of the path is another', () => {
    const seed = 'flips';
    const random = stream(seed);
    for (let i = 0; i < 60; i++) {
      const bit = random.below(8 * 4096);
      const text = `seed ${seed} #${i}: bit ${bit}`;
      expect(reason({ sealedData: flipped(proof.sealedData, bit) }), text).toBe('merkle');
    }
    proof.merkleProof.forEach((sibling, level) => {
      const path = [...proof.merkleProof];
      path[level] = flipped(sibling, random.below(256));
      expect(reason({ merkleProof: path }), `level ${level}`).toBe('merkle');
    });
    expect(reason({ merkleProof: proof.merkleProof.slice(0, -1) })).toBe('merkle');
    expect(reason({ merkleProof: [...proof.merkleProof, filled(0, 32)] })).toBe('merkle');
    expect(reason({ sealOffset: proof.sealOffset + 1 })).toBe('merkle');
    expect(reason({ recallPosition: 0 })).toBe('merkle');
  });

  it('is refused for another position of the same seal chunk', () => {
    const { sealOffset } = proof;
    expect(reason({ recallPosition: 1024 - 16, sealOffset: sealOffset + 1 })).toBe('position');
    expect(reason({ recallPosition: 0, sealOffset: sealOffset + 64 })).toBe('position');
    expect(reason({ recallPosition: 1024 + 16 * 64, sealOffset: sealOffset - 64 })).toBe(
      'position',
    );
  });

  it('is refused for a seal chunk of the next load chunk, numbered on', () => {
    const { digest } = small.contexts[1];
    const sealedData = sealChunk(small.flows[1].seal(2048 / 16 + 3), MINER, digest, 2048 + 48);
    const next = { sealedData, sealOffset: 64 + 3, sealedContextDigest: digest };
    const merkleProof = small.flows[1].prove(2048 + 48, 4).siblings;
    const easy = { ...state, poraTarget: initialTarget(1) };
    expect(reason({}, {}, easy)).toBe('accepted');
    expect(reason({ ...next, merkleProof }, {}, easy)).toBe('position');
  });

  it('is refused for another nonce or block hash: position or quality are others', () => {
    const found = new Set<string>();
    for (let bit = 0; bit < 256; bit += 17) found.add(reason({ nonce: flipped(proof.nonce, bit) }));
    expect([...found].sort()).toEqual(['position', 'quality']);
    expect(['position', 'quality']).toContain(reason({}, { blockHash: () => filled(3, 32) }));
  });

  it('is refused when the target has become smaller, and when its output was used', () => {
    const verdict = verifyProof(state, proof, block);
    if (!verdict.accepted) throw new Error(verdict.reason);
    const found = BigInt(`0x${keyOf(verdict.quality)}`);
    // The bound drops the low 64 bits of the target.
    const least = ((found >> 64n) + 1n) << 64n;
    expect(reason({}, {}, { ...state, poraTarget: least })).toBe('accepted');
    expect(reason({}, {}, { ...state, poraTarget: least - (1n << 64n) })).toBe('quality');
    const used = new Set([keyOf(verdict.quality)]);
    expect(reason({}, {}, { ...state, lastMinedEpoch: 1, used })).toBe('used-output');
  });

  it('with a field of another length cannot be asked about', () => {
    expect(() => reason({ nonce: word(1).slice(1) })).toThrow('nonce, expected 32 bytes, got 31');
    expect(() => reason({ sealedData: filled(0, 4095) })).toThrow('expected 4096 bytes, got 4095');
    expect(() => reason({ merkleProof: [filled(0, 64)] })).toThrow('sibling, expected 32 bytes');
  });
});

describe('position 0', () => {
  it('cannot be proven: no data hash to the identifier', () => {
    // The proof of another seal chunk of the same load chunk, moved to number 0 with its own path.
    const easy = openState({ ...PARAMETERS, difficulty: 1 });
    const found = firstProof(small, jobOf(small, easy.poraTarget));
    const zero = {
      ...found,
      recallPosition: 0,
      sealOffset: 0,
      sealedContextDigest: small.contexts[0].digest,
      merkleProof: small.flows[1].prove(0, 4).siblings,
    };
    expect(verifyProof(easy, zero, block)).toEqual({ accepted: false, reason: 'merkle' });
  });
});
