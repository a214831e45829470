import { describe, expect, it } from 'vitest';
import { Mine, type Submission } from '../../../../models/storage/mining/mine.ts';

/** Halves the target for every epoch with too many, doubles it for one with too few. */
const mine = (target = 1000n, targetSubmissions = 2) =>
  new Mine(target, {
    targetSubmissions,
    window: 10,
    adjust: (before, submissions) => (submissions > targetSubmissions ? before / 2n : before * 2n),
  });

const proof = (epoch: number, changes: Partial<Submission> = {}): Submission => ({
  miner: 0,
  epoch,
  opens: 100 * epoch,
  position: 0,
  quality: 0.1,
  target: 1000n,
  ...changes,
});

describe('the contract counts proofs (0g-storage 3.3, 3.8, 4)', () => {
  it('takes the last block of the window, S + 10, and not the one after', () => {
    expect(mine().submit(proof(0), 10)).toBe('accepted');
    expect(mine().submit(proof(0), 11)).toBe('late');
    expect(mine().submit(proof(0, { opens: 20 }), 30)).toBe('accepted');
  });

  it('takes twice the target of an epoch, then none, then again in the next', () => {
    const contract = mine();
    const answers = [1, 2, 3, 4, 5, 6].map((block) => contract.submit(proof(0), block));
    expect(answers).toEqual([...Array(4).fill('accepted'), 'over the cap', 'over the cap']);
    expect(contract.full(0)).toBe(true);
    expect(contract.full(1)).toBe(false);
    expect(contract.submit(proof(1), 101)).toBe('accepted');
    expect(contract.acceptedIn(1)).toBe(1);
    expect(contract.acceptedIn(0)).toBe(0);
  });

  it('a late proof counts before a full epoch as the reason, as the contract asks in that order', () => {
    const contract = mine();
    for (let block = 1; block <= 4; block++) contract.submit(proof(0), block);
    expect(contract.submit(proof(0), 11)).toBe('late');
  });

  it('moves the target once, with the first proof of a later epoch', () => {
    const contract = mine();
    contract.submit(proof(0), 1);
    expect(contract.target).toBe(1000n);
    contract.submit(proof(1), 101);
    expect(contract.target).toBe(2000n);
    contract.submit(proof(1), 102);
    expect(contract.target).toBe(2000n);
    // Epochs 2 to 6 without a proof change nothing: one step from the two of epoch 1.
    contract.submit(proof(7), 701);
    expect(contract.target).toBe(4000n);
  });

  it('asks the first proof to meet the target that it moves', () => {
    const contract = mine();
    for (let block = 1; block <= 4; block++) contract.submit(proof(0), block);
    // Four of two: the target of epoch 1 is 500. 0.6 x 1000 misses it, and nothing changes.
    expect(contract.submit(proof(1, { quality: 0.6 }), 101)).toBe('target moved');
    expect(contract.target).toBe(1000n);
    expect(contract.acceptedIn(1)).toBe(0);
    expect(contract.submit(proof(1, { quality: 0.5 }), 102)).toBe('accepted');
    expect(contract.target).toBe(500n);
    // Mined for the target of before, after it has moved.
    expect(contract.submit(proof(1, { quality: 0.51 }), 103)).toBe('target moved');
  });

  it('a proof of an epoch that has been mined over is late', () => {
    const contract = mine();
    contract.submit(proof(3, { opens: 0 }), 1);
    expect(contract.submit(proof(2, { opens: 0 }), 2)).toBe('late');
  });
});
