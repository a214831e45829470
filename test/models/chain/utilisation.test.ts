import { describe, expect, it } from 'vitest';
import { presetSettings } from '../../../models/chain/presets.ts';
import { Recorder } from '../../../models/chain/recorder.ts';
import type { CommittedHeight } from '../../../models/chain/running.ts';
import type { ChainSettings } from '../../../models/chain/settings.ts';
import { reportUse } from '../../../models/chain/utilisation.ts';
import { millis } from '../../../sim/time.ts';
import { each, found, heightAt, span } from './heights.ts';

interface Use {
  readonly heights?: readonly CommittedHeight[];
  readonly settings?: Partial<ChainSettings>;
  readonly networks?: number;
  readonly processor?: number;
  readonly uplink?: number;
  readonly offered?: number;
  readonly accepted?: number;
}

/** Ten blocks of 50 transactions, 1,000 gas and 2,000 B in 10 s. */
const ten = each(1, 10).map((at) => heightAt(at, { transactions: 50, gas: 1000, bytes: 2000 }));

function used(use: Use) {
  const { heights = ten, networks = 1, processor = 0, uplink = 0, offered = 2000 } = use;
  const settings = {
    ...presetSettings('0g'),
    gasLimit: 10_000,
    maxBlockBytes: 1_000_000,
    gasPerSecond: 1_000_000,
    executeTransaction: 0,
    ...use.settings,
  };
  return found((measures) => {
    const recorder = new Recorder(measures, span(0, 10));
    for (const height of heights) recorder.add(height);
    const chain = { offered, accepted: use.accepted ?? offered };
    const machines = { processor, uplink };
    reportUse({ measures, settings, chain, recorder, machines, networks, span: span(0, 10) });
  });
}

const bound = (use: Use) => used(use).findings.labels['chain.bottleneck'];

describe('how busy a chain was', () => {
  it('is told by block, by time of execution, and by machine', () => {
    const { value } = used({
      settings: { gasPerSecond: 5000, executeTransaction: millis(1) },
      processor: 0.3,
      uplink: 0.1,
    });
    expect(value('chain.utilisation[block gas]')).toBe(0.1);
    expect(value('chain.utilisation[block bytes]')).toBe(0.002);
    // 10,000 gas take 2 s, 500 transactions 0.5 s more, of 10 s.
    expect(value('chain.utilisation[execution]')).toBeCloseTo(0.25, 12);
    expect(value('chain.utilisation[processor]')).toBe(0.3);
    expect(value('chain.utilisation[uplink]')).toBe(0.1);
    expect(value('chain.tps')).toBe(50);
  });

  it('counts what was decided while load was offered', () => {
    const late = heightAt(11, { transactions: 5000, gas: 1e6, bytes: 1e6 });
    expect(used({ heights: [...ten, late] }).value('chain.tps')).toBe(50);
  });

  it('without gas limit or cost is not busy with gas', () => {
    const infinite = Number.POSITIVE_INFINITY;
    const { value } = used({ settings: { gasLimit: infinite, gasPerSecond: infinite } });
    expect(value('chain.utilisation[block gas]')).toBe(0);
    expect(value('chain.utilisation[execution]')).toBe(0);
  });

  it('may have no block at all', () => {
    const { value, findings } = used({ heights: [] });
    expect(value('chain.tps')).toBe(0);
    expect(findings.labels['chain.bottleneck']).toBe('round trips');
  });
});

describe('what stops a chain', () => {
  it.each([
    { name: 'block gas', use: { settings: { gasLimit: 1100 } } },
    { name: 'block bytes', use: { settings: { maxBlockBytes: 2200 } } },
    { name: 'execution', use: { settings: { gasPerSecond: 1100 } } },
    { name: 'processor', use: { processor: 0.9 } },
    { name: 'uplink', use: { uplink: 0.9, processor: 0.85 } },
  ])('is $name when it is used most', ({ name, use }) => expect(bound(use)).toBe(name));

  it('are round trips as long as nothing is used by four fifths', () => {
    expect(bound({ processor: 0.79 })).toBe('round trips');
    expect(bound({ processor: 0.8 })).toBe('processor');
  });

  it('is the load when 95 % of it is committed and none refused', () => {
    expect(bound({ offered: 520 })).toBe('offered load');
    expect(bound({ offered: 527, processor: 0.9 })).toBe('processor');
    expect(bound({ offered: 520, accepted: 519 })).toBe('round trips');
  });
});

describe('several networks of the same validators', () => {
  it('reach as much as their number while machines have room', () => {
    const { value, findings } = used({ networks: 3, processor: 0.2, uplink: 0.1, accepted: 500 });
    expect(value('chain.tps')).toBe(150);
    expect(value('chain.work_per_validator[processor]')).toBeCloseTo(0.6, 12);
    expect(value('chain.work_per_validator[uplink]')).toBeCloseTo(0.3, 12);
    expect(findings.labels['chain.bottleneck']).toBe('round trips');
  });

  it('reach what the busiest machine of a validator allows', () => {
    const { value, findings } = used({ networks: 8, processor: 0.25, uplink: 0.2, accepted: 500 });
    // 1 / 0.25 networks' worth.
    expect(value('chain.tps')).toBeCloseTo(200, 9);
    expect(value('chain.work_per_validator[processor]')).toBeCloseTo(1, 12);
    expect(value('chain.work_per_validator[uplink]')).toBeCloseTo(0.8, 12);
    expect(findings.labels['chain.bottleneck']).toBe('processor');
  });

  it('do not count twice what no block had room for', () => {
    // 2,000 were carried for 500 that were committed: a quarter of the work belongs to those.
    const { value } = used({ networks: 8, processor: 0.4, accepted: 2000 });
    expect(value('chain.tps')).toBe(400);
    expect(value('chain.work_per_validator[processor]')).toBeCloseTo(0.8, 12);
  });

  it('do not share the gas of a block', () => {
    const { value } = used({ networks: 4, settings: { gasLimit: 1000 } });
    expect(value('chain.tps')).toBe(200);
  });
});
