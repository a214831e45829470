import { describe, expect, it } from 'vitest';
import { checkLoad, itemsPerSecond, type LoadValues, loadParameters } from '../../models/load.ts';
import { resolveText } from '../scenarios/fixtures/laboratory.ts';
import { metricOf, runScenario } from './run-scenario.ts';

const values = (...sets: string[]): LoadValues => {
  const sections = { load: { about: 'Load', parameters: loadParameters } };
  return resolveText('name: a\nload: {}\n', { sections, sets }).components.load as LoadValues;
};

describe('arrivals as items per second', () => {
  it('are what they are, or payload over the size of an item', () => {
    expect(itemsPerSecond({ per: 'item', second: 200 }, 1024)).toBe(200);
    // 1 MB/s in items of 1,024 B: 1,000,000 / 1024 = 976.5625
    expect(itemsPerSecond({ per: 'byte', second: 1_000_000 }, 1024)).toBe(976.5625);
    expect(itemsPerSecond({ per: 'byte', second: 1 }, 1_073_741_824)).toBe(2 ** -30);
  });

  it.each([0, -1, Number.NaN])('refuses items of %d bytes, where the size matters', (size) => {
    expect(() => itemsPerSecond({ per: 'byte', second: 1 }, size)).toThrow(
      `item, expected more than 0 bytes, got ${size}`,
    );
    expect(itemsPerSecond({ per: 'item', second: 1 }, size)).toBe(1);
  });
});

describe('the load of transactions', () => {
  it('is by default that of the published runs: one connection, 1024 B, 90 s, one validator', () => {
    expect(values()).toMatchObject({
      ...{ connections: 1, txBytes: 1024, duration: 900_000_000, entry: 'one', rate: null },
    });
    for (const name of ['connections', 'txBytes', 'duration', 'entry'] as const) {
      expect(loadParameters[name]).toMatchObject({ status: 'published' });
      expect(loadParameters[name].source).toContain('0g-da-chain-compute 2.4');
    }
  });
});

describe('a load of blobs that does not saturate', () => {
  it('needs a rate and an end; one that saturates needs neither', () => {
    expect(checkLoad(values(), null)).toEqual([]);
    const open = values('load.saturate=false');
    expect(checkLoad(open, null).map(({ path }) => path)).toEqual(['load.rate', 'duration']);
    expect(checkLoad(values('load.saturate=false', 'load.rate=1 /s'), null)).toHaveLength(1);
  });

  const base = `
name: open-load
network: { nodes: 10, bandwidth: 100 Mbps }
load: { blobBytes: 16 KiB, saturate: false }
da: { layer: dispersal }
`;
  const run = (rate: string, ...sets: string[]) =>
    runScenario(base, [`load.rate=${rate}`, 'duration=60 s', 'warmup=10 s', ...sets]);

  it('is the same as blobs and as their payload', () => {
    // 8 blobs of 16,384 B are 131,072 B = 128 KiB.
    const blobs = run('8 blobs/s');
    const payload = run('128 KiB/s');
    expect(payload.findings).toEqual(blobs.findings);
    expect(payload.certified.checkpoints).toEqual(blobs.certified.checkpoints);
  });

  it('delivers blobs at their rate', () => {
    // Poisson: 40 blobs/s over 50 s are 2000, sd 45; six of them are 13 %.
    const throughput = metricOf(run('40 blobs/s'), 'da.throughput');
    expect(Math.abs(throughput / (40 * 16_384) - 1)).toBeLessThan(0.13);
  });

  it('may have arrivals that lie beyond the end of time', () => {
    // 1 bit/s in blobs of 1 GiB: one in 272 years, where the clock ends after 28.5.
    for (const rate of ['1 bps', '0.000000001 /s']) {
      expect(metricOf(run(rate, 'load.blobBytes=1 GiB'), 'da.blobs')).toBe(0);
    }
  });
});
