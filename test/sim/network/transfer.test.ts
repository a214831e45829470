import { describe, expect, it } from 'vitest';
import {
  cubicRate,
  cubicWindow,
  flowRateLimit,
  INITIAL_WINDOW_BYTES,
  mathisRate,
  slowStartRounds,
  transferTime,
  windowRound,
} from '../../../sim/network/transfer.ts';
import { FOREVER, seconds, type Tick } from '../../../sim/time.ts';
import { at, bench, MBIT } from './support.ts';

const MIB = 1_048_576;
const warm = { receiveWindow: 6 * MIB, loss: 0, slowStart: true, idleReset: FOREVER } as const;

describe('laws of one transfer (calibration facts C4)', () => {
  it('Mathis: 15.8, 50 and 6.2 Mbit/s', () => {
    expect(mathisRate(0.09, 1e-4) / MBIT).toBeCloseTo(15.8, 1);
    expect(mathisRate(0.09, 1e-5) / MBIT).toBeCloseTo(50.0, 0);
    expect(mathisRate(0.23, 1e-4) / MBIT).toBeCloseTo(6.2, 1);
  });

  it('CUBIC: 974 segments and 126 Mbit/s at 90 ms and 1e-5', () => {
    expect(cubicWindow(0.09, 1e-5)).toBeGreaterThan(973);
    expect(cubicWindow(0.09, 1e-5)).toBeLessThan(975);
    expect(cubicRate(0.09, 1e-5) / MBIT).toBeCloseTo(126, 0);
  });

  it('CUBIC never falls below Reno: at 1 ms and 1e-3 its window is that of Reno', () => {
    // CUBIC alone: 1.054 x 0.001^0.75 / 0.001^0.75 = 1.054; Reno: 1.22 / sqrt(0.001) = 38.6.
    expect(cubicWindow(0.001, 1e-3)).toBeCloseTo(38.58, 2);
  });

  it('receive window: 6 MiB at 90 ms is 559 Mbit/s, and loss may bind before it', () => {
    expect(flowRateLimit(0.09, 0, 6 * MIB) / MBIT).toBeCloseTo(559, 0);
    expect(flowRateLimit(0.09, 1e-5, 6 * MIB) / MBIT).toBeCloseTo(126, 0);
    expect(flowRateLimit(0, 1e-5, 6 * MIB)).toBe(Number.POSITIVE_INFINITY);
  });

  it('slow start sends 1, 3, 7, 15 windows by the end of rounds 0 to 3', () => {
    expect([0, 9, 10, 29, 30, 69, 70, 149, 150].map((byte) => slowStartRounds(byte, 10))).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3, 4,
    ]);
    expect(windowRound(30, 10)).toEqual({ rounds: 2, end: 70 });
    expect(slowStartRounds(14_600 * 7, 14_600)).toBe(3);
  });

  it('a window stops growing at its cap: 10, 20, then 25 a round', () => {
    expect(
      [0, 10, 29, 30, 54, 55, 80, 104].map((byte) => windowRound(byte, 10, 25).rounds),
    ).toEqual([0, 1, 1, 2, 2, 3, 4, 4]);
    expect(windowRound(60, 10, 25)).toEqual({ rounds: 3, end: 80 });
    expect(windowRound(60, 100, 25)).toEqual({ rounds: 2, end: 75 });
  });

  it('1 MiB over 90 ms: 6 to 7 round trips cold, 1 to 2 warm', () => {
    const cold = transferTime(MIB, 1250 * MBIT, 0.09, INITIAL_WINDOW_BYTES);
    expect(cold / 0.09).toBeGreaterThan(6);
    expect(cold / 0.09).toBeLessThan(7);
    const ready = transferTime(MIB, 100 * MBIT, 0.09, 6 * MIB);
    expect(ready / 0.09).toBeGreaterThan(1);
    expect(ready / 0.09).toBeLessThan(2);
  });
});

describe('the message network follows the laws', () => {
  it('a cold connection needs about 0.6 s for 1 MiB over 90 ms, a warm one 1 to 2 round trips', () => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 2,
      rate: 1000 * MBIT,
      delay: 0.045,
      transport: warm,
    });
    at(simulation, 0, () => network.send(0, 1, kind, MIB));
    at(simulation, 10, () => network.send(0, 1, kind, MIB));
    simulation.run();
    // Six rounds, then the last 127 kB at 125 MB/s and half a round trip: 6 x 0.09 + 0.001 + 0.045.
    expect(arrivals[0].at).toBeCloseTo(0.586, 3);
    // The window has grown to 14,600 x 64 = 934,400 bytes: that much at once, the other 114,176 bytes a
    // round trip later: 0.09 + 0.0009 + 0.045 s.
    expect(arrivals[1].at - 10).toBeCloseTo(0.1359, 3);
  });

  it('a message below one chunk obeys slow start too', () => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 2,
      rate: 1000 * MBIT,
      delay: 0.05,
      transport: warm,
    });
    // 14,600 at once, 29,200 after a round trip, the last 6,200 after two: 0.2 s + 0.05 s + 50 us.
    network.send(0, 1, kind, 50_000);
    simulation.run();
    expect(arrivals[0].at).toBeCloseTo(0.25005, 5);
  });

  it('on a slow link the link decides, cold or not', () => {
    // 10 Mbit/s x 20 ms = 25 kB: after one round the pipe is full.
    for (const bytes of [100_000, 1_000_000]) {
      const { simulation, network, kind, arrivals } = bench({
        nodes: 2,
        rate: 10 * MBIT,
        delay: 0.01,
        transport: warm,
      });
      network.send(0, 1, kind, bytes);
      simulation.run();
      // Closed form: the first round waits 20 ms for its 14,600 bytes, the rest runs at the link's rate.
      const expected = 0.02 + (bytes - 14_600) / (10 * MBIT) + 0.01;
      expect(arrivals[0].at / expected).toBeGreaterThan(0.97);
      expect(arrivals[0].at / expected).toBeLessThan(1.03);
    }
  });

  it('a connection that idled for longer than the reset is cold again', () => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 2,
      rate: 1000 * MBIT,
      delay: 0.05,
      transport: { ...warm, idleReset: seconds(2) },
    });
    for (const start of [0, 2, 10]) at(simulation, start, () => network.send(0, 1, kind, 100_000));
    simulation.run();
    const took = arrivals.map((arrival) => arrival.at - [0, 2, 10][arrivals.indexOf(arrival)]);
    expect(took[0]).toBeGreaterThan(0.2);
    expect(took[1]).toBeLessThan(0.06);
    expect(took[2]).toBeCloseTo(took[0], 6);
  });

  it('a restart of either end makes a connection cold again', () => {
    for (const restarted of [0, 1]) {
      const { simulation, network, kind, arrivals } = bench({
        nodes: 2,
        rate: 1000 * MBIT,
        delay: 0.05,
        transport: warm,
      });
      at(simulation, 0, () => network.send(0, 1, kind, 100_000));
      at(simulation, 5, () => network.setAlive(restarted, false));
      at(simulation, 6, () => network.setAlive(restarted, true));
      at(simulation, 7, () => network.send(0, 1, kind, 100_000));
      simulation.run();
      expect(arrivals[1].at - 7).toBeCloseTo(arrivals[0].at, 6);
    }
  });

  it.each([
    { name: 'receive window: 559 Mbit/s', loss: 0, receiveWindow: 6 * MIB, expected: 559.24 },
    { name: 'loss: 126 Mbit/s', loss: 1e-5, receiveWindow: 64 * MIB, expected: 126.4 },
  ])('a long transfer over 90 ms runs at its limit, $name', ({ loss, receiveWindow, expected }) => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 2,
      rate: 10_000 * MBIT,
      delay: 0.045,
      transport: { receiveWindow, loss, slowStart: false, idleReset: 0 as Tick },
    });
    const bytes = 1_000_000_000;
    network.send(0, 1, kind, bytes);
    simulation.run();
    const rate = bytes / (arrivals[0].at - 0.045) / MBIT;
    expect(Math.abs(rate / expected - 1)).toBeLessThan(0.02);
  });

  it('a window that binds is filled up after the link was taken by others', () => {
    // Two transfers of 25 MB/s each share an uplink of 60 MB/s: both keep their rate.
    const { simulation, network, kind, arrivals } = bench({
      nodes: 3,
      rate: 480 * MBIT,
      delay: 0.05,
      transport: { receiveWindow: 2_500_000, loss: 0, slowStart: false, idleReset: 0 as Tick },
    });
    network.send(0, 1, kind, 50_000_000);
    network.send(0, 2, kind, 50_000_000);
    simulation.run();
    for (const arrival of arrivals) expect(Math.abs(arrival.at / 2.05 - 1)).toBeLessThan(0.01);
  });

  it('an urgent message obeys its window too, and lets others pass while it waits', () => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 3,
      rate: 1000 * MBIT,
      delay: 0.05,
      transport: warm,
    });
    network.send(0, 1, kind, 50_000, 1, undefined, true);
    network.send(0, 2, kind, 1000, 2, undefined, true);
    network.send(0, 2, kind, 1000, 3);
    simulation.run();
    expect(arrivals.map((arrival) => arrival.message.argument)).toEqual([2, 3, 1]);
    expect(arrivals[2].at).toBeCloseTo(0.25005, 4);
  });

  it('a lost tail costs one round trip more, as often as the law says', () => {
    const { simulation, network, kind, arrivals } = bench({
      nodes: 2,
      rate: 1000 * MBIT,
      delay: 0.05,
      transport: { receiveWindow: 6 * MIB, loss: 0.02, slowStart: false, idleReset: 0 as Tick },
    });
    for (let i = 0; i < 4000; i++) at(simulation, i, () => network.send(0, 1, kind, 1000));
    simulation.run();
    const late = arrivals.filter((arrival) => arrival.at - Math.floor(arrival.at) > 0.1).length;
    // 80 expected, sd 8.9: five sigma.
    expect(late).toBeGreaterThan(35);
    expect(late).toBeLessThan(125);
  });
});
