import { expect, it } from 'vitest';
import { coverage, meanVisits } from '../../../models/alignment/visit-law.ts';
import { Streams } from '../../../sim/random.ts';

const LONG = 1e6;

it('one operator comes by after a geometric number of wakes, half a period early', () => {
  // 60 (1 / 0.5 - 1 / 2) = 90; 60 (1 / 0.01 - 1 / 2) = 5,970.
  const visits = { operators: 1, up: 1, share: 0.5, period: 60 };
  expect(meanVisits(visits, 1, LONG)).toBeCloseTo(90, 6);
  expect(meanVisits({ ...visits, share: 0.01 }, 1, LONG)).toBeCloseTo(5970, 4);
});

it('two who look at every wake are there at the least and the most of two uniform times', () => {
  const visits = { operators: 2, up: 1, share: 1, period: 60 };
  expect(meanVisits(visits, 1, LONG)).toBeCloseTo(20, 6);
  expect(meanVisits(visits, 2, LONG)).toBeCloseTo(40, 6);
});

it('many are a Poisson process: five visits of 1,000 operators take five gaps', () => {
  // A gap is 60 / (1,000 * 3 / 400) = 8 s.
  const visits = { operators: 1000, up: 1, share: 3 / 400, period: 60 };
  expect(Math.abs(meanVisits(visits, 5, LONG) - 40)).toBeLessThan(0.2);
});

it('those who are down never come: who waits for them waits to the limit', () => {
  // The one operator is up with chance 0.75: 0.75 * 90 + 0.25 * 10,000.
  const visits = { operators: 1, up: 0.75, share: 0.5, period: 60 };
  expect(meanVisits(visits, 1, 10_000)).toBeCloseTo(2567.5, 3);
});

it('covers what enough of the operators visit', () => {
  // All who are up look within a period: two or more of three at 0.5 each.
  expect(coverage({ operators: 3, up: 0.5, share: 1, period: 60 }, 2, 60)).toBeCloseTo(0.5, 12);
  // Half of the phases have woken after half a period, a fifth of those here: 0.1 each, 0.1^2 both.
  expect(coverage({ operators: 2, up: 1, share: 0.2, period: 60 }, 2, 30)).toBeCloseTo(0.01, 12);
});

it('agrees with wakes that are played', () => {
  const seed = 'visits';
  const stream = new Streams(seed, 0).stream('wakes');
  const [operators, share, period, distinct, runs] = [20, 0.1, 60, 5, 4000];
  let sum = 0;
  for (let run = 0; run < runs; run++) {
    const first = Array.from({ length: operators }, () => {
      let time = stream.uniform() * period;
      while (!stream.chance(share)) time += period;
      return time;
    });
    sum += first.sort((a, b) => a - b)[distinct - 1];
  }
  const law = meanVisits({ operators, up: 1, share, period }, distinct, LONG);
  expect(Math.abs(sum / runs / law - 1), seed).toBeLessThan(0.03);
});

it('refuses more visitors than there are', () => {
  const visits = { operators: 3, up: 1, share: 1, period: 60 };
  expect(() => meanVisits(visits, 4, LONG)).toThrow('visitors, expected at most 3, got 4');
});
