import { describe, expect, it } from 'vitest';
import { type Transport, Windows } from '../../../sim/network/windows.ts';
import { FOREVER, seconds } from '../../../sim/time.ts';
import { constantDelay } from './support.ts';

/*
 * Windows that are not needed shrink (RFC 2861): half-way to what was used, once in each idle time. A
 * round trip is 100 ms.
 */

const transport: Transport = {
  receiveWindow: 6_291_456,
  loss: 0,
  slowStart: true,
  idleReset: seconds(1),
};

/** A connection and its window in a round that begins at `at` seconds and sends `bytes`. */
function connection(changes: Partial<Transport> = {}) {
  const windows = new Windows({ ...transport, ...changes }, constantDelay(2, 0.05), 2);
  const opened = windows.connect(0, 1, 0);
  return (at: number, bytes: number): number => {
    const now = seconds(at, 'nearest');
    const window = windows.allowance(opened, now);
    windows.took(opened, bytes, now);
    return window;
  };
}

/** 14,600 and 29,200 bytes sent: the next window has 58,400 at 0.2 s. */
function grown(changes: Partial<Transport> = {}) {
  const round = connection(changes);
  expect([round(0, 14_600), round(0.1, 29_200)]).toEqual([14_600, 29_200]);
  return round;
}

describe('a window', () => {
  it('of which little is used for the idle time shrinks half-way to what is used', () => {
    const round = grown();
    const windows: number[] = [];
    // 2,000 bytes a round.
    for (let i = 2; i <= 36; i++) windows.push(round(i / 10, 2000));
    // Changed last at 0.2 s, so it is kept until 1.2 s. At 1.3 s (58,400 + 2,000) / 2, at 2.4 s
    // (30,200 + 2,000) / 2, at 3.5 s ten segments, below which none falls.
    const expected = [
      ...new Array(11).fill(58_400),
      ...new Array(11).fill(30_200),
      ...new Array(11).fill(16_100),
      ...new Array(2).fill(14_600),
    ];
    expect(windows).toEqual(expected);
  });

  it('that is needed once in a while is kept', () => {
    const round = grown({ receiveWindow: 58_400 });
    for (let i = 2; i <= 60; i++) expect(round(i / 10, i % 9 === 0 ? 30_000 : 500)).toBe(58_400);
  });

  it('that has shrunk grows again when it is needed', () => {
    const round = grown();
    for (let i = 2; i <= 13; i++) round(i / 10, i === 13 ? 30_200 : 2000);
    expect(round(1.4, 60_400)).toBe(60_400);
    expect(round(1.5, 1)).toBe(120_800);
  });

  it('of a connection without a byte for longer than the idle time starts anew', () => {
    const round = grown();
    expect(round(0.2, 58_400)).toBe(58_400);
    expect(round(1.2, 1000)).toBe(116_800);
    expect(round(2.3, 1000)).toBe(14_600);
  });

  it('never shrinks when the idle time is for ever', () => {
    const round = grown({ idleReset: FOREVER });
    for (let i = 2; i <= 40; i++) expect(round(i / 10, 2000)).toBe(58_400);
    expect(round(100_000, 2000)).toBe(58_400);
  });

  it('that is first used late is as large as it was given', () => {
    const round = connection({ initialWindow: 60_000 });
    expect(round(5, 2000)).toBe(60_000);
    expect(round(5.1, 2000)).toBe(60_000);
  });

  it('without slow start is what the receiver allows, always', () => {
    const round = connection({ slowStart: false, receiveWindow: 100_000 });
    for (const at of [0, 0.1, 5, 5.1, 60]) expect(round(at, 10)).toBe(100_000);
  });
});
