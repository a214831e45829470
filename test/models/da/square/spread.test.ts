import { describe, expect, it } from 'vitest';
import type { SquareValues } from '../../../../models/da/square/parameters.ts';
import { setUp } from '../../../../models/da/square/set-up.ts';
import { SquareSpread } from '../../../../models/da/square/spread.ts';
import { Streams } from '../../../../sim/random.ts';
import { ReferenceSpread } from './reference.ts';
import { squareValues } from './values.ts';

const drawn = (values: SquareValues, seed: string) => setUp(values, new Streams(seed, 0));

const twoClasses = squareValues().classes;
const cases: [name: string, changed: Partial<SquareValues>][] = [
  ['as it is', {}],
  ['all segments in a random order, three copies', { order: 'shuffled', copies: 3 }],
  ['neighbours are sent whole lines', { enough: false }],
  ['40 % withheld', { withhold: 0.4 }],
  ['a corner withheld', { withholding: 'corner' }],
  ['a fifth of the nodes down', { failures: 0.2 }],
  ['short steps and real delays', { step: 50_000, latencyMin: 100_000, latencyMax: 400_000 }],
  ['narrow downlinks', { classes: twoClasses.map((each) => ({ ...each, down: 600_000 })) }],
  ['lines of more than one word', { size: 40, degree: 3, nodes: 12 }],
];

describe.each(cases)('the kernel beside a slow one: %s', (_name, changed) => {
  it.each(['1', '2'])('does the same in every step, seed %s', (seed) => {
    const values = squareValues(changed);
    const fast = new SquareSpread(drawn(values, seed).spread);
    const { spread: options } = drawn(values, seed);
    const slow = new ReferenceSpread(options);
    const { placeNode, placeLine } = options.layout;
    for (let step = 1; step <= 400 && (step === 1 || !fast.quiet); step++) {
      fast.step();
      slow.step();
      const byPeer = (key: 'sent' | 'received' | 'duplicates' | 'repaired' | 'lost') =>
        slow.peers.map((peer) => peer[key]);
      const at = `step ${step}, seed ${seed}`;
      for (const key of ['sent', 'received', 'duplicates', 'repaired', 'lost'] as const) {
        expect(Array.from(fast[key]), `${key}, ${at}`).toEqual(byPeer(key));
      }
      expect(fast.held, at).toBe(slow.held);
      expect(fast.inFlight, at).toBe(slow.inFlight);
      expect(fast.builderSent, at).toBe(slow.builderSent);
      const completed = fast.completed.map((place) => `${placeNode[place]}/${placeLine[place]}`);
      expect(completed.sort(), at).toEqual(slow.completed);
    }
    expect(fast.quiet).toBe(true);
    expect(slow.inFlight).toBe(0);
  });
});

describe('what holds in any run', () => {
  it.each(cases)('%s: bytes sent are received, lost or on their way', (_name, changed) => {
    const spread = new SquareSpread(drawn(squareValues(changed), '3').spread);
    const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
    for (let step = 0; step < 60; step++) {
      spread.step();
      const out = total(spread.sent) + spread.builderSent;
      expect(out).toBe(total(spread.received) + total(spread.lost) + spread.inFlight);
    }
  });

  it('who must hold a row and a column of 16 gets at least 15 segments and repairs the rest', () => {
    // 16 + 16 - 1 segments to hold, as row and column cross. Of each line 8 must be there before the rest
    // is repaired, and the crossing segment may be one of both: 8 + 8 - 1 = 15.
    const classes = [{ name: 'home', share: 1, up: 1e6, down: 1e9, validators: 1 }];
    const values = squareValues({ classes, chi: 1, nodes: 60, copies: 2 });
    const spread = new SquareSpread(drawn(values, '4').spread);
    while (spread.steps === 0 || !spread.quiet) spread.step();
    expect(spread.held).toBe(60 * 2 * 16);
    for (let node = 0; node < 60; node++) {
      const fresh = spread.received[node] - spread.duplicates[node];
      expect(fresh + spread.repaired[node]).toBe(31);
      expect(fresh).toBeGreaterThanOrEqual(15);
    }
  });

  it('no node sends or takes more than its link carries', () => {
    // 150 kB/s x 0.05 s / 500 B = 15 segments a step; 60 kB/s down are 6.
    const classes = [{ name: 'home', share: 1, up: 150_000, down: 60_000, validators: 4 }];
    const spread = new SquareSpread(drawn(squareValues({ classes }), '5').spread);
    for (let step = 1; step <= 40; step++) {
      spread.step();
      // 1 MB/s of the builder are 100 segments a step.
      expect(spread.builderSent).toBe(Math.min(100 * step, 256));
      for (let node = 0; node < 24; node++) {
        expect(spread.sent[node]).toBeLessThanOrEqual(15 * (step - 1));
        expect(spread.received[node]).toBeLessThanOrEqual(6 * step);
      }
    }
    expect(Math.max(...spread.received)).toBe(6 * 40);
  });

  it('of rates between whole segments nothing is lost: 0.3 of a segment a step sends 3 in 10', () => {
    // 3 kB/s x 0.05 s / 500 B = 0.3 segments a step. The node has plenty to send from early on.
    const classes = [
      { name: 'slow', share: 1, up: 3000, down: 1e9, validators: 40 },
      { name: 'fast', share: 1, up: 1e6, down: 1e9, validators: 40 },
    ];
    const values = squareValues({ classes, nodes: 12, enough: false });
    const spread = new SquareSpread(drawn(values, '6').spread);
    for (let step = 0; step < 3; step++) spread.step();
    const before = spread.sent[0];
    for (let step = 0; step < 100; step++) spread.step();
    // A tenth that is not exact in binary may move one segment over the edge.
    expect(Math.abs(spread.sent[0] - before - 30)).toBeLessThanOrEqual(1);
  });
});
