import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { Disk, type DiskDone } from '../../../sim/hardware/disk.ts';
import { meanOfQuantiles, measuredLaw, quantile } from '../../../sim/hardware/quantiles.ts';
import { serviceBehind, smoothLatency, sustainedIops } from '../../../sim/hardware/queue-depth.ts';
import { type HardwareValues, namedStorage } from '../../../sim/hardware/section.ts';
import { serviceTime } from '../../../sim/hardware/service-time.ts';
import { Streams } from '../../../sim/random.ts';

const LEVELS = [0, 0.5, 1];
const VALUES = [1, 4, 16];

/** In ticks of 100 ns: 26 us to 6.6 ms, as a busy virtual disk has them. */
const READ = { p1: 260, p10: 311, p50: 433, p90: 681, p99: 1772, p999: 30_310, p9999: 66_519 };
const WRITE = { p1: 232, p10: 298, p50: 463, p90: 742, p99: 11_878, p999: 40_141, p9999: 70_451 };
const SHARES = { p1: 0.01, p10: 0.1, p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 };

const hardware = (readIops: number, rate: number | null = null): HardwareValues => ({
  storage: {
    mine: {
      ...{ like: 'nvme-gen4', readMedian: null, readIops, sequentialRead: 1e9 },
      ...{ sequentialWrite: 2e9, read: { ...READ, rate }, write: { ...WRITE, rate } },
    },
  },
  processors: {},
});

describe('a law of percentiles', () => {
  it('has logarithms linear between its values', () => {
    // 1 to 4 to 16: a quarter of the way is the root of 1 x 4, three quarters that of 4 x 16.
    const at = (level: number) => quantile(LEVELS, VALUES, level);
    const expected = [1, 2, 4, 8, 16];
    [0, 0.25, 0.5, 0.75, 1].forEach((level, i) => {
      expect(at(level)).toBeCloseTo(expected[i], 12);
    });
  });

  it('has the mean of log-uniform pieces', () => {
    // (4 - 1) / ln 4 = 2.16404 and (16 - 4) / ln 4 = 8.65617, half each.
    expect(meanOfQuantiles(LEVELS, VALUES)).toBeCloseTo(5.410106, 6);
    expect(meanOfQuantiles([0, 1], [7, 7])).toBe(7);
  });

  it('has weights of 99 %, 0.9 % and 0.1 %, and nothing beyond its ends', () => {
    const { components } = measuredLaw(READ, 1e9);
    expect(components.map(({ weight }) => weight)).toEqual([0.99, 0.009, 0.001]);
    expect(components[0].values[0]).toBe(READ.p1);
    expect(components[2].values.at(-1)).toBe(READ.p9999);
  });
});

describe('the service behind a latency', () => {
  it('is the other leg of a right triangle for k = 2', () => {
    // 100^2 = 80^2 + 60^2.
    expect(serviceBehind(100, 60, 2)).toBeCloseTo(80, 10);
    expect(serviceBehind(60, 60, 2)).toBe(0);
    expect(serviceBehind(50, 60, 2)).toBe(0);
  });

  it.each([1.5, 2, 3])('gives the latency back at depth 1 for k = %d', (k) => {
    expect(smoothLatency(1, serviceBehind(100, 60, k), 60, k)).toBeCloseTo(100, 9);
  });
});

/** Sorted latencies in ticks of requests on an idle device, one in flight. */
function latencies(values: HardwareValues, write: boolean, bytes: number, count: number): number[] {
  const simulation = new Simulation({ seed: 'quantiles', replication: 0 });
  const disk = new Disk(simulation, 'disk', namedStorage('mine', values));
  const found: number[] = [];
  const submit = () => (write ? disk.write(bytes, done) : disk.read(bytes, done));
  const done: DiskDone = ({ submitted }) => {
    found.push(simulation.now - submitted);
    if (found.length < count) submit();
  };
  submit();
  simulation.run();
  return found.sort((a, b) => a - b);
}

describe('a device with measured percentiles', { timeout: 60_000 }, () => {
  // One request at a time gives about 14,000 a second: much, some and little to gain by depth.
  it.each([1e6, 62_000, 22_000])('reproduces them on the kernel at %d reads a second', (iops) => {
    for (const [write, given] of [
      [false, READ],
      [true, WRITE],
    ] as const) {
      const sorted = latencies(hardware(iops), write, 4096, 200_000);
      for (const [name, share] of Object.entries(SHARES)) {
        const found = sorted[Math.ceil(share * sorted.length) - 1];
        const expected = given[name as keyof typeof SHARES];
        const where = `${write ? 'write' : 'read'} ${name}: ${found} against ${expected} ticks`;
        // 200 of 200,000 requests are beyond p99.9: its share is known to 7 %.
        const tolerance = name === 'p999' ? 0.15 : 0.05;
        expect(Math.abs(found / expected - 1), where).toBeLessThan(tolerance);
      }
    }
  });

  it('keeps to its most requests where depth gains nothing', () => {
    const profile = namedStorage('mine', hardware(12_000));
    for (const depth of [1, 4, 64]) expect(sustainedIops(profile, depth)).toBeLessThan(12_000);
  });

  it('adds the bytes beyond 4 KiB at the rate of each direction', () => {
    const law = serviceTime(namedStorage('mine', hardware(1e6)));
    const beyond = (write: boolean) => law.mean(4096 + 1e6, write) - law.mean(4096, write);
    // A megabyte at the sequential rates of 1 and 2 GB/s: 1 ms and 0.5 ms.
    expect(beyond(false)).toBeCloseTo(10_000, 6);
    expect(beyond(true)).toBeCloseTo(5000, 6);
    const own = serviceTime(namedStorage('mine', hardware(1e6, 4e9)));
    expect(own.mean(4096 + 1e6, true) - own.mean(4096, true)).toBeCloseTo(2500, 6);
  });

  it('is disturbed by writes in its tail', () => {
    const profile = namedStorage('mine', hardware(1e6));
    const stream = (name: string) => new Streams('writes', 0).stream(name);
    const slow = (share: number) => {
      const law = serviceTime(profile, share);
      const draws = stream(`${share}`);
      let count = 0;
      for (let i = 0; i < 100_000; i++) {
        if (law.draw(draws, { bytes: 4096, write: false, offset: -1 }) > 1772) count++;
      }
      return count / 100_000;
    };
    // Beyond p99 are 0.9 + 0.1 %; half writes make them 0.9 + 0.3 x 50 + 0.1 x (1 + 10 x 0.5) = 16.5 %.
    expect(slow(0)).toBeCloseTo(0.01, 2);
    expect(slow(0.5)).toBeCloseTo(0.165, 2);
  });
});
