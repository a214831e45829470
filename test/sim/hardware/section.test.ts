import { describe, expect, it } from 'vitest';
import { storageProfile } from '../../../sim/hardware/profiles.ts';
import { type HardwareValues, namedStorage, storageNames } from '../../../sim/hardware/section.ts';
import { serviceTime } from '../../../sim/hardware/service-time.ts';
import { Streams } from '../../../sim/random.ts';

const NOT_MEASURED = {
  ...{ p1: null, p10: null, p50: null, p90: null, p99: null, p999: null, p9999: null },
  rate: null,
};

const unchanged = {
  like: 'nvme-gen4',
  readMedian: null,
  readIops: null,
  sequentialRead: null,
  sequentialWrite: null,
  read: NOT_MEASURED,
  write: NOT_MEASURED,
} as const;

const hardware = (own: Partial<HardwareValues['storage'][string]>): HardwareValues => ({
  storage: { mine: { ...unchanged, ...own } },
  processors: {},
});

/** Median of 20,001 small reads in microseconds. */
function median(values: HardwareValues): number {
  const law = serviceTime(namedStorage('mine', values));
  const stream = new Streams('section', 0).stream('reads');
  const draws = Array.from({ length: 20_001 }, () =>
    law.draw(stream, { bytes: 4096, write: false }),
  );
  return draws.sort((a, b) => a - b)[10_000] / 10;
}

describe('storage profiles of a scenario', () => {
  it('are found by name before those of the library', () => {
    expect(storageNames(hardware({}))[0]).toBe('mine');
    expect(namedStorage('hdd-7200', hardware({})).id).toBe('hdd-7200');
    expect(() => namedStorage('yours', hardware({}))).toThrow(RangeError);
  });

  it('keep what they do not change', () => {
    const { maxReadIops, seqRead } = namedStorage('mine', hardware({ readIops: 50_000 }));
    expect(maxReadIops).toBe(50_000);
    expect(seqRead).toBe(storageProfile('nvme-gen4').seqRead);
  });

  it.each(['nvme-gen4', 'hdd-7200', 'cloud-gp3'])(
    'a median of 2 ms scales the law of %s',
    (like) => {
      // 2 ms are 20,000 ticks; the transfer of 4 KiB is not scaled.
      expect(Math.abs(median(hardware({ like, readMedian: 20_000 })) / 2000 - 1)).toBeLessThan(
        0.03,
      );
    },
  );

  it('take rates in bytes per second', () => {
    expect(namedStorage('mine', hardware({ sequentialRead: 2e9 })).seqRead).toBe(2e9);
  });
});
