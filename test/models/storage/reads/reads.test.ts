import { describe, expect, it } from 'vitest';
import { bottleneck, ceilingOf } from '../../../../models/storage/reads/bottleneck.ts';
import { ReadDesk } from '../../../../models/storage/reads/desk.ts';
import { readLayerNames } from '../../../../models/storage/reads/layer-names.ts';
import { readLayers } from '../../../../models/storage/reads/layers.ts';
import { ZERO } from '../../../../sim/time.ts';
import { label, objectionsTo, read, runReads } from './scenario.ts';

describe('every layer', () => {
  it('is listed under its name', () => {
    expect(Object.keys(readLayers)).toEqual([...readLayerNames]);
    for (const [name, layer] of Object.entries(readLayers)) expect(layer.name).toBe(name);
  });

  it.each(readLayerNames)('%s: stays below its ceiling and moves each byte', (layer) => {
    for (const workload of ['sequential', 'random']) {
      const run = runReads({
        ...{ layer, workload, objectBytes: '2 MiB', objects: 4, operations: 12 },
        ...{ holders: 4, readers: 2, readerLink: '200 Mbps', cached: 0.5 },
      });
      expect(read(run, 'count') + read(run, 'failed')).toBe(12);
      expect(read(run, 'throughput')).toBeLessThanOrEqual(read(run, 'ceiling'));
      expect(read(run, 'amplification')).toBeGreaterThanOrEqual(1);
      expect(read(run, 'amplification[reader]')).toBeGreaterThanOrEqual(1);
      expect(label(run, 'knowledge')).toMatch(/estimate/);
    }
  });
});

describe('the desk', () => {
  const what = { reader: 0, node: 0, object: 0, objectBytes: 10, offset: 0, bytes: 10 };

  it('takes no read for ended whose bytes have not arrived', () => {
    const open = {
      read: (_read: unknown, done: (ok: boolean) => void) => done(true),
      limits: () => [],
    };
    const desk = new ReadDesk(
      open,
      () => ZERO,
      () => undefined,
    );
    expect(() => desk.read(what, () => undefined)).toThrow(
      'read, expected 10 bytes to have arrived, got 0',
    );
  });

  it('counts bytes that were wanted and came, of reads under way too', () => {
    const desk = new ReadDesk(
      {
        read: (taken) => {
          taken.arrived = 25;
        },
        limits: () => [],
      },
      () => ZERO,
      () => undefined,
    );
    desk.read(what, () => undefined);
    expect(desk.bytes).toBe(10);
  });
});

describe('ceilings', () => {
  it('are the least of all limits', () =>
    expect(
      ceilingOf(
        [
          { name: 'disk', rate: 30, mean: true },
          { name: 'holder uplink', rate: 20 },
          { name: 'reader downlink', rate: 40 },
        ],
        19,
        100,
      ),
    ).toBe(20));

  it('throw when something passes them', () => {
    expect(() => ceilingOf([{ name: 'holder uplink', rate: 20 }], 21, 100)).toThrow(
      'storage.read.throughput, expected at most 20 B/s (holder uplink), got 21 B/s',
    );
    // A mean rate of 400 reads may be passed by 2 / sqrt(400) = 10 % and no more.
    const disk = [{ name: 'disk' as const, rate: 20, mean: true }];
    expect(ceilingOf(disk, 21.9, 400)).toBe(20);
    expect(() => ceilingOf(disk, 22.1, 400)).toThrow('(disk)');
  });

  it('name what is busiest, or latency when all have room', () => {
    const uses = (disk: number, uplink: number) => [
      { name: 'disk' as const, share: disk },
      { name: 'holder uplink' as const, share: uplink },
    ];
    expect(bottleneck(uses(0.75, 0.9))).toBe('holder uplink');
    expect(bottleneck(uses(0.95, 0.9))).toBe('disk');
    expect(bottleneck(uses(0.3, 0.6))).toBe('latency');
  });

  it('find the drive behind slow reads of many', () => {
    const run = runReads({
      ...{ holders: 1, profile: 'hdd-enterprise', link: '10 Gbps', workload: 'random' },
      ...{ depth: 32, operations: 1500 },
    });
    expect(label(run, 'bottleneck')).toBe('disk');
  });
});

describe('settings that cannot be', () => {
  it.each([
    [{ shards: 17 }, 'reads.shards: expected at most the 16 holders, found 17'],
    [{ profile: 'floppy' }, 'reads.profile: expected one of hdd-7200'],
    [{ 'hot.profile': 'floppy' }, 'reads.hot.profile: expected one of hdd-7200'],
    [
      { mining: 'stock', 'miner.epoch': '1000 s' },
      'reads.miner.epoch: expected room for all windows, found 1000 s',
    ],
  ])('%o are refused', (values, message) => {
    const found = objectionsTo({ ...values, operations: 1 });
    expect(found).toHaveLength(1);
    expect(found[0].slice(0, message.length)).toBe(message);
  });

  it('a run without an end is refused', () => {
    expect(objectionsTo({})).toEqual([
      'reads.operations: expected a count, or a duration of the run, found neither',
    ]);
    expect(objectionsTo({ operations: 1 })).toEqual([]);
    expect(objectionsTo({ duration: '1 s' })).toEqual([]);
  });
});
