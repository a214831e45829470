import { describe, expect, it } from 'vitest';
import { initialTarget } from '../../../../models/storage/pora/difficulty.ts';
import { type EpochEnd, MACHINE, mineWorld } from './engine-world.ts';

/*
 * 50 machines of 2,000 attempts/s in a window of 40 s make 4,000,000 attempts an epoch. At D = 64,000 an
 * attempt hits with 64/64,000 = 0.001 (to 0.05 %): 4,000 proofs.
 */
const EQUILIBRIUM = 64_000n;
const TARGET = 4000;
const MACHINES = [{ ...MACHINE, count: 50 }];

const run = (difficulty: bigint, epochs: number, targetSubmissions = TARGET, seed = 'k') =>
  mineWorld({
    groups: MACHINES,
    target: initialTarget(difficulty),
    targetSubmissions,
    epochs,
    seed,
  });

/** Targets at the ends of epochs, relative to the first. The target of epoch k has moved k times. */
const course = (ends: readonly EpochEnd[]): number[] =>
  ends.map(({ target }) => Number(target) / Number(ends[0].target));

describe('difficulty follows the rate of the network (0g-storage 4, 11)', () => {
  it('doubled from equilibrium: x = 0.5 + 0.5 x 0.95^k', () => {
    const { ends } = run(EQUILIBRIUM / 2n, 60);
    // Twice the target of equilibrium is what a doubled network finds; S is 4000 +- 63, so x is good to
    // 0.5 % and 60 epochs leave 0.5 + 0.5 x 0.0461.
    course(ends).forEach((x, k) => {
      expect(Math.abs(x / (0.5 + 0.5 * 0.95 ** k) - 1), `epoch ${k}: ${x}`).toBeLessThan(0.015);
    });
    expect(ends.at(-1)!.accepted).toBeLessThan(4000 * 1.12);
  });

  it('halved from equilibrium: x = 2 - 0.95^k', () => {
    const { ends } = run(EQUILIBRIUM * 2n, 60);
    course(ends).forEach((x, k) => {
      expect(Math.abs(x / (2 - 0.95 ** k) - 1), `epoch ${k}: ${x}`).toBeLessThan(0.015);
    });
  });

  it('at equilibrium it stays, with as many proofs as the target', () => {
    const { ends } = run(EQUILIBRIUM, 30);
    for (const x of course(ends)) expect(Math.abs(x - 1)).toBeLessThan(0.015);
    const proofs = ends.reduce((sum, { accepted }) => sum + accepted, 0) / 30;
    // 30 epochs of 4000: one deviation is 0.29 %.
    expect(Math.abs(proofs / 4000 - 1)).toBeLessThan(0.01);
  });

  it('rate above twice the target: 2.5 % an epoch, a factor of 2 in 27.4 epochs, idle remainder', () => {
    // 16 times as easy as for 4,000: 64,000 finds an epoch, of which 400 are taken.
    const { ends, judged } = run(EQUILIBRIUM / 16n, 40, 200);
    for (const { accepted } of ends) expect(accepted).toBe(400);
    for (const [k, x] of course(ends).entries()) expect(x).toBeCloseTo(0.975 ** k, 9);
    // ln 2 / -ln 0.975 = 27.38: between 27 and 28 steps.
    expect(course(ends)[27]).toBeGreaterThan(0.5);
    expect(course(ends)[28]).toBeLessThan(0.5);
    // 400 of 64,000 finds are there after 0.625 % of the window of 40 s, 0.25 s; the block that is full
    // comes within 0.4 s and the next two carry what was found meanwhile.
    const window = 50 * 40e7;
    expect(ends[0].busy / window).toBeGreaterThan(0.00625);
    expect(ends[0].busy / window).toBeLessThan(0.03);
    const refused = judged.filter(({ verdict }) => verdict === 'over the cap');
    expect(refused.length).toBeGreaterThan(0);
  });

  it('collapse to 1 % of the target: twice as easy with every mined epoch of up to 4 proofs', () => {
    // 100 times as hard as for 100: 1 proof an epoch in the mean.
    const { ends } = run(EQUILIBRIUM * 40n * 100n, 40, 100);
    let doubled = 0;
    let unmined = 0;
    for (let k = 1; k < ends.length; k++) {
      const mined = ends.slice(0, k).findLast(({ accepted }) => accepted > 0);
      const ratio = Number(ends[k].target) / Number(ends[k - 1].target);
      if (ends[k].accepted === 0) {
        expect(ratio).toBe(1);
        unmined++;
      } else if (mined === undefined) {
        expect(ratio).toBe(1);
      } else if (mined.accepted <= 4) {
        // (0.95 + 0.05 x 100/4) = 2.2 is above the clamp; with 5 it is 1.95.
        expect(ratio).toBeCloseTo(2, 9);
        doubled++;
      } else {
        expect(ratio).toBeCloseTo(0.95 + 5 / mined.accepted, 9);
      }
    }
    expect(doubled).toBeGreaterThanOrEqual(2);
    expect(unmined).toBeGreaterThanOrEqual(1);
    expect(ends.at(-1)!.accepted).toBeGreaterThan(50);
  });

  it('with no proof at all it never falls: stall', () => {
    const { ends, judged, mining } = run(10n ** 30n, 100);
    expect(judged).toEqual([]);
    for (const { target } of ends) expect(target).toBe(initialTarget(10n ** 30n));
    // They mine all the time: 100 windows of 40 s.
    expect(mining.attempts[0]).toBe(100 * 40 * 2000);
  });

  it.each([1, 2, 3, 4, 5])('never more than twice the target in an epoch, seed %d', (seed) => {
    const rates = [16n, 3n, 2n, 1n];
    for (const easier of rates) {
      const { ends, judged } = run((EQUILIBRIUM * 40n) / easier, 10, 100, `cap ${seed}`);
      for (const { accepted } of ends) expect(accepted).toBeLessThanOrEqual(200);
      const byEpoch = new Map<number, number>();
      for (const { submission, verdict } of judged) {
        if (verdict !== 'accepted') continue;
        byEpoch.set(submission.epoch, (byEpoch.get(submission.epoch) ?? 0) + 1);
      }
      for (const count of byEpoch.values()) expect(count).toBeLessThanOrEqual(200);
      if (easier === 16n) expect(ends.every(({ accepted }) => accepted === 200)).toBe(true);
    }
  });
});
