import { describe, expect, it } from 'vitest';
import { attemptRate, localMachine } from '../../../../models/storage/mining/machine.ts';
import {
  breakEvenRoundTrip,
  breakEvenStoragePrice,
} from '../../../../models/storage/mining/machine-break-even.ts';
import { Streams } from '../../../../sim/random.ts';
import { GEN4, HDD, pipelined, SERVER } from './machine-devices.ts';

const remote = localMachine(GEN4, SERVER, { link: { rate: 125e6, rtt: 0 } });

describe('distance at which a remote copy breaks even', () => {
  it('a copy on NVMe behind 1 Gb/s beats a local hard disk within 11 ms', () => {
    const honest = attemptRate(localMachine(HDD, SERVER)).rate;
    // 13.3 - 0.12 - 2.097152 ms
    expect(breakEvenRoundTrip(remote, honest)).toBeCloseTo(11.082848e-3, 9);
  });

  it('reproduces the rate that was asked for', () => {
    const stream = new Streams('distance', 0).stream('machine');
    for (let i = 0; i < 100; i++) {
      const machine = {
        ...remote,
        held: stream.between(0.1, 1),
        readShare: stream.between(0.1, 1),
        cpuPercentage: stream.between(20, 100),
        link: { rate: stream.between(1e7, 1e10), rtt: 7 },
      };
      const rate = attemptRate({ ...machine, link: { ...machine.link, rtt: 0 } }).rate * 0.6;
      const rtt = breakEvenRoundTrip(machine, rate) ?? Number.NaN;
      const found = attemptRate({ ...machine, link: { ...machine.link, rtt } }).rate;
      expect(found / rate, `distance ${i}`).toBeCloseTo(1, 9);
    }
  });

  it('has none for a rate that the link cannot give, nor for other machines', () => {
    expect(breakEvenRoundTrip(remote, 500)).toBeNull();
    expect(() => breakEvenRoundTrip(pipelined(GEN4, 1), 10)).toThrow(
      'expected a stock loop behind',
    );
    expect(() => breakEvenRoundTrip(remote, 0)).toThrow('rate, expected attempts per second above');
  });
});

describe('price of storage at which two plans earn the same for a dollar', () => {
  it('solves by hand', () => {
    const honest = { income: 1000, storage: 100, other: 50 };
    const other = { income: 170, storage: 10, other: 20 };
    // (20/170 - 50/1000) / (100/1000 - 10/170)
    const factor = breakEvenStoragePrice(honest, other) ?? Number.NaN;
    expect(factor).toBeCloseTo(1.642857, 6);
    expect((factor * 100 + 50) / 1000).toBeCloseTo((factor * 10 + 20) / 170, 12);
    expect(breakEvenStoragePrice(other, honest)).toBeCloseTo(factor, 12);
  });

  it('has none where one plan is better at every price', () => {
    const good = { income: 10, storage: 1, other: 1 };
    expect(breakEvenStoragePrice(good, { income: 5, storage: 1, other: 1 })).toBeNull();
    expect(breakEvenStoragePrice(good, good)).toBeNull();
    expect(() => breakEvenStoragePrice(good, { ...good, income: 0 })).toThrow('income, expected');
  });
});
