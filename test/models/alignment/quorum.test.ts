import { describe, expect, it } from 'vitest';
import { Board } from '../../../models/alignment/quorum.ts';
import { accusedShare, alarmsPerVerdict, survival } from '../../../models/alignment/quorum-law.ts';
import { Streams } from '../../../sim/random.ts';
import type { Tick } from '../../../sim/time.ts';

const at = (seconds: number): Tick => (seconds * 1e7) as Tick;
const rule = (agree: number, of: number, seconds = 600) => ({ agree, of, window: at(seconds) });

describe('a board', () => {
  it('raises the alarm with the third of three, once', () => {
    const board = new Board(rule(3, 4));
    expect([1, 2, 3, 4].map((who) => board.add(who, true, at(who)))).toEqual([
      false,
      false,
      true,
      false,
    ]);
    expect(board.isAccused).toBe(true);
  });

  it('counts an operator once, by its latest verdict', () => {
    const board = new Board(rule(2, 3));
    expect(board.add(1, true, at(0))).toBe(false);
    expect(board.add(1, true, at(1))).toBe(false);
    board.add(1, false, at(2));
    expect(board.add(2, true, at(3))).toBe(false);
    expect(board.add(3, true, at(4))).toBe(true);
  });

  it('forgets what is older than the window, and what the latest drive out', () => {
    const board = new Board(rule(2, 3, 10));
    board.add(1, true, at(0));
    expect(board.add(2, true, at(10.1))).toBe(false);
    const short = new Board(rule(2, 3));
    for (const [who, bad] of [
      [1, true],
      [2, false],
      [3, false],
    ] as const) {
      short.add(who, bad, at(who));
    }
    // The bad one of the first is the fourth from the end now.
    expect(short.add(4, true, at(4))).toBe(false);
  });

  it('is covered while enough have looked within the window', () => {
    const board = new Board(rule(1, 2, 10));
    board.add(1, false, at(0));
    board.add(1, false, at(1));
    expect(board.isCovered(at(1))).toBe(false);
    board.add(2, false, at(2));
    expect(board.isCovered(at(11))).toBe(true);
    expect(board.isCovered(at(11.1))).toBe(false);
  });

  it('agrees with a count over the whole past, on random verdicts', () => {
    const seed = 'boards';
    const stream = new Streams(seed, 0).stream('verdicts');
    for (let run = 0; run < 40; run++) {
      const of = 1 + stream.below(6);
      const agree = 1 + stream.below(of);
      const board = new Board(rule(agree, of, 20));
      const past: { who: number; bad: boolean; time: number }[] = [];
      for (let time = 0; time < 60; time += 1 + stream.below(4)) {
        const verdict = { who: stream.below(8), bad: stream.chance(0.5), time };
        past.push(verdict);
        board.add(verdict.who, verdict.bad, at(time));
        const latest = past
          .filter((each, i) => !past.slice(i + 1).some(({ who }) => who === each.who))
          .slice(-of)
          .filter((each) => each.time >= time - 20);
        const accused = latest.filter(({ bad }) => bad).length >= agree;
        expect(board.isAccused, `${seed}, run ${run}, second ${time}`).toBe(accused);
      }
    }
  });
});

describe('the quorum in closed form', () => {
  it('accuses by the tail of a binomial law', () => {
    // 21 * 0.4^5 * 0.6^2 + 7 * 0.4^6 * 0.6 + 0.4^7 = 0.0774144 + 0.0172032 + 0.0016384.
    const chain = { bad: 0.4, copied: 0 };
    expect(accusedShare(chain, { agree: 5, of: 7 })).toBeCloseTo(0.096256, 12);
    // C(6, 4) * 0.4^5 * 0.6^3 = 15 * 0.01024 * 0.216.
    expect(alarmsPerVerdict(chain, { agree: 5, of: 7 })).toBeCloseTo(0.0331776, 12);
  });

  it('knows that copies repeat each other', () => {
    // Two of two, 0.1 bad, every second a copy: good, then bad of its own, then bad: 0.9 * 0.05 * (0.05 + 0.5).
    const chain = { bad: 0.1, copied: 0.5 };
    expect(alarmsPerVerdict(chain, { agree: 2, of: 2 })).toBeCloseTo(0.02475, 12);
    // Bad and bad again: 0.1 * 0.55.
    expect(accusedShare(chain, { agree: 2, of: 2 })).toBeCloseTo(0.055, 12);
  });

  it('waits for two bad ones in a row as long as for two heads: 6 throws', () => {
    const curve = survival(
      { bad: 0, copied: 0 },
      { bad: 0.5, copied: 0 },
      { agree: 2, of: 2 },
      500,
    );
    expect(curve.slice(0, 4)).toEqual([1, 1, 0.75, 0.625]);
    expect(curve.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(6, 9);
  });

  it('needs exactly five verdicts on a silent target', () => {
    const silent = { bad: 1, copied: 0 };
    const well = { bad: 0, copied: 0 };
    expect(survival(well, silent, { agree: 5, of: 7 }, 9)).toEqual([1, 1, 1, 1, 1, 0]);
    expect(survival(well, silent, { agree: 5, of: 7 }, 3)).toEqual([1, 1, 1, 1]);
  });

  it('has the rate of alarms of boards with many operators', () => {
    const seed = 'alarms';
    const stream = new Streams(seed, 0).stream('verdicts');
    for (const copied of [0, 0.4]) {
      const board = new Board(rule(3, 5, 1e6));
      const verdicts = 200_000;
      let alarms = 0;
      let accused = 0;
      for (let i = 0; i < verdicts; i++) {
        const bad = stream.chance(copied) ? board.latest : stream.chance(0.2);
        if (board.add(i, bad, at(i))) alarms++;
        if (board.isAccused) accused++;
      }
      const chain = { bad: 0.2, copied };
      const votes = { agree: 3, of: 5 };
      const law = alarmsPerVerdict(chain, votes);
      expect(Math.abs(alarms / verdicts / law - 1), `${seed}, ${copied}`).toBeLessThan(0.06);
      const share = accusedShare(chain, votes);
      expect(Math.abs(accused / verdicts / share - 1), `${seed}, ${copied}`).toBeLessThan(0.06);
    }
  });
});
