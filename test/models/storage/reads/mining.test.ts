import { describe, expect, it } from 'vitest';
import { runReads, times } from './scenario.ts';

/** An epoch of 1500 s and a window of 300 s, at a thirtieth. */
const EPOCH = {
  ...{ 'miner.epoch': '50 s', 'miner.interval': '10.666 s', 'miner.window': '10 s' },
  duration: '100 s',
};

/** Random segments from a holder whose link hides nothing of its drive. */
const mined = (profile: string, mining: string, more: Readonly<Record<string, unknown>> = {}) =>
  runReads({
    ...{ layer: '0g', workload: 'random', holders: 1, link: '10 Gbps', mining, profile },
    ...EPOCH,
    ...more,
  });

describe('mining beside reads', () => {
  const run = mined('hdd-enterprise', 'stock');
  const inside = times(run, 'segment[mining]');
  const outside = times(run, 'segment[idle]');

  it('slows reads of a hard disk inside the windows', () => {
    const alone = times(mined('hdd-enterprise', 'none'), 'segment').mean;
    // 12.7 ms of the drive, 2 ms on the way and 0.2 ms on the link.
    expect(alone).toBeGreaterThan(0.97 * 0.0149);
    expect(alone).toBeLessThan(1.03 * 0.0149);
    expect(outside.mean / alone).toBeGreaterThan(0.97);
    expect(outside.mean / alone).toBeLessThan(1.03);
    // Behind the arm is half of a mining read in the mean, and queueing shortens both.
    expect(inside.mean).toBeGreaterThan(1.15 * outside.mean);
    expect(inside.mean).toBeLessThan(2 * outside.mean);
  });

  it('takes a fifth of the time', () => {
    // One read after the other: time inside is reads inside times their mean.
    const spent = inside.count * inside.mean;
    const all = spent + outside.count * outside.mean;
    expect(spent / all).toBeGreaterThan(0.19);
    expect(spent / all).toBeLessThan(0.21);
    expect(all).toBeGreaterThan(99);
  });

  it('makes an epoch slower by a fifth of what the windows add', () => {
    const reads = times(run, 'segment');
    // Reads a second: (0.2 / inside + 0.8 / outside), and the mean is one over that.
    const mean = 1 / (0.2 / inside.mean + 0.8 / outside.mean);
    expect(reads.mean / mean).toBeGreaterThan(0.98);
    expect(reads.mean / mean).toBeLessThan(1.02);
  });

  it('of the stock loop hardly touches NVMe, of the pipelined loop it fills its queue', () => {
    const short = { ...EPOCH, duration: '3 s', 'miner.epoch': '3 s', 'miner.interval': '0.6 s' };
    const inside = (mining: string) => {
      const nvme = mined('nvme-gen4', mining, { ...short, 'miner.window': '0.6 s' });
      return (times(nvme, 'segment[mining]').mean - times(nvme, 'segment[idle]').mean) * 1e3;
    };
    // A read takes 0.19 ms alone.
    expect(Math.abs(inside('stock'))).toBeLessThan(0.02);
    // 64 loads and the read at 7.1 GB/s: 65 x 262,144 B / 7.1e9 = 2.4 ms.
    expect(inside('pipelined')).toBeGreaterThan(0.8 * (2.4 - 0.19));
    expect(inside('pipelined')).toBeLessThan(1.2 * (2.4 - 0.19));
  });

  it('is spread over the holders by their subtasks', () => {
    const spread = mined('hdd-enterprise', 'stock', { holders: 16, routines: 16, depth: 16 });
    const [busy, idle] = ['mining', 'idle'].map((state) => times(spread, `segment[${state}]`));
    expect(busy.count / (busy.count + idle.count)).toBeGreaterThan(0.08);
    expect(busy.count / (busy.count + idle.count)).toBeLessThan(0.25);
  });
});
