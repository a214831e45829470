import { describe, expect, it } from 'vitest';
import { initialTarget } from '../../../../models/storage/pora/difficulty.ts';
import type { MineState } from '../../../../models/storage/pora/mine-state.ts';
import type { PoraProof } from '../../../../models/storage/pora/proof.ts';
import { shardRange } from '../../../../models/storage/pora/recall-range.ts';
import { submit } from '../../../../models/storage/pora/verify.ts';
import { blockOf, firstProof, jobOf, openState, PARAMETERS, proofs, smallFlow } from './fixture.ts';

const small = smallFlow();
const easy = { ...PARAMETERS, difficulty: 3 };

/** Proofs of an epoch in the order of their nonces. */
function some(epoch: number, count: number, target = initialTarget(30)): PoraProof[] {
  const found: PoraProof[] = [];
  for (const proof of proofs(small, jobOf(small, target, epoch), epoch)) {
    found.push(proof);
    if (found.length === count) break;
  }
  return found;
}

function submitAll(state: MineState, proofs: readonly PoraProof[], epoch: number) {
  const reasons: (string | null)[] = [];
  let now = state;
  for (const proof of proofs) {
    const result = submit(now, proof, blockOf(small, epoch));
    expect(result.accepted).toBe(result.reason === null);
    if (!result.accepted) expect(result.state).toBe(now);
    now = result.state;
    reasons.push(result.reason);
  }
  return { state: now, reasons };
}

describe('submissions', () => {
  it('are counted up to twice the target count', () => {
    const { state, reasons } = submitAll(openState(easy), some(1, 5), 1);
    expect(reasons).toEqual([null, null, null, null, 'cap-reached']);
    expect(state).toMatchObject({ currentSubmissions: 4, lastMinedEpoch: 1 });
    expect(state.poraTarget).toBe(initialTarget(3));
  });

  it('are accepted once each, and leave the state before them alone', () => {
    const [first, second] = some(1, 2);
    const before = openState(easy);
    const { state, reasons } = submitAll(before, [first, first, second], 1);
    expect(reasons).toEqual([null, 'used-output', null]);
    expect(state.used.size).toBe(2);
    expect([before.used.size, before.currentSubmissions, before.lastMinedEpoch]).toEqual([
      0,
      0,
      null,
    ]);
  });

  it('move the target at the first accepted one of a later epoch, by the last count', () => {
    const mined = submitAll(openState(easy), some(0, 3), 0).state;
    expect(mined).toMatchObject({ currentSubmissions: 3, lastMinedEpoch: 0 });
    const [good] = some(1, 1);
    // A refusal in the new epoch undoes the adjustment with everything else.
    const bad = { ...good, range: shardRange(0, 3072, 0, 8) };
    expect(submit(mined, bad, blockOf(small)).state).toBe(mined);
    const next = submit(mined, good, blockOf(small)).state;
    // 3 of 2: expected floor(2 s / 3), s' = floor((19 s + expected) / 20).
    const s = initialTarget(3) >> 16n;
    expect(next.poraTarget).toBe(((19n * s + (2n * s) / 3n) / 20n) << 16n);
    expect(next).toMatchObject({ currentSubmissions: 1, lastMinedEpoch: 1 });
    expect(next.used.size).toBe(1);
  });

  it('are held against the adjusted target', () => {
    const mined = {
      ...openState({ ...easy, difficultyAdjustRatio: 1, targetSubmissions: 2 }),
      lastMinedEpoch: 0,
      currentSubmissions: 4,
    };
    // With a memory of one epoch, 4 of 2 halve the target: difficulty 6.
    const job = jobOf(small, initialTarget(3));
    const reasons = new Set<string | null>();
    let tried = 0;
    for (const proof of proofs(small, job)) {
      reasons.add(submit(mined, proof, blockOf(small)).reason);
      if (++tried === 8) break;
    }
    expect([...reasons].sort()).toEqual([null, 'quality']);
  });

  it('of one shard of two are held against half of the target', () => {
    const range = shardRange(0, 3072, 1, 2);
    const state = openState(easy);
    const proof = firstProof(small, jobOf(small, state.poraTarget, 1, range));
    expect((proof.recallPosition / 1024) % 2).toBe(1);
    expect(submit(state, proof, blockOf(small)).reason).toBeNull();
    // Mined as if the target were twice as large.
    const reasons = new Set<string | null>();
    let tried = 0;
    for (const wide of proofs(small, jobOf(small, 2n * state.poraTarget, 1, range))) {
      reasons.add(submit(state, wide, blockOf(small)).reason);
      if (++tried === 8) break;
    }
    expect([...reasons].sort()).toEqual([null, 'quality']);
  });
});
