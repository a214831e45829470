import { describe, expect, it } from 'vitest';
import { reportOutage } from '../../../models/chain/outage-report.ts';
import { Recorder } from '../../../models/chain/recorder.ts';
import type { Failure } from '../../../models/operators/failure.ts';
import type { NodePlace } from '../../../models/operators/placement.ts';
import { seconds } from '../../../sim/time.ts';
import { each, found, heightAt, span } from './heights.ts';

interface Outage {
  /** When blocks are decided, seconds. */
  readonly blocks: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly until?: number;
  readonly failure?: Partial<Failure>;
  readonly round?: (at: number) => number;
}

function reported({ blocks, from, to, until = 180, failure = {}, round = () => 0 }: Outage) {
  return found((measures) => {
    const recorder = new Recorder(measures, span(0, until));
    for (const at of blocks) recorder.add(heightAt(at, { round: round(at) }));
    const places = new Array<NodePlace>(10);
    const nothing = { down: [], frozen: [], unreachable: [], leakedHosts: [], leakedNodes: [] };
    const what = { outage: 'test', severity: 'power', ...span(from, to), ...nothing } as const;
    reportOutage(measures, recorder, { places, failure: { ...what, ...failure } }, seconds(until));
  });
}

describe('a chain that stands still', () => {
  // A block each second, none from 60 to 125 s, the outage from 60 to 120 s.
  const halted = { blocks: [...each(1, 60), ...each(125, 180)], from: 60, to: 120 };

  it('is not live during the outage, nor after it until the next block', () => {
    const { value } = reported(halted);
    expect(value('chain.liveness[before]')).toBe(1);
    expect(value('chain.liveness[during]')).toBe(0);
    // 5 of 60 s.
    expect(value('chain.liveness[after]')).toBeCloseTo(55 / 60, 12);
  });

  it('has no blocks to tell rounds or times of', () => {
    const { value } = reported(halted);
    expect(['before', 'during', 'after'].map((name) => value(`chain.blocks[${name}]`))).toEqual([
      60, 0, 56,
    ]);
    expect(value('chain.mean_block_time[before]')).toBe(1);
    expect(value('chain.mean_block_time[during]')).toBeUndefined();
    expect(value('chain.rounds[during]')).toBeUndefined();
  });

  it('has recovered with the first of five blocks in the usual time', () => {
    const { value, findings } = reported(halted);
    expect(value('chain.recovery_time')).toBe(65);
    expect(findings.labels['chain.recovered']).toBe('yes');
  });

  it('has not recovered as long as blocks come late in between', () => {
    // Four in time, then 2 s, and so on; in time from 150 s on.
    const limping = [125, 126, 127, 128, 129, 131, 132, 133, 134, 135, 137, 150];
    const blocks = [...each(1, 60), ...limping, ...each(151, 180)];
    expect(reported({ ...halted, blocks }).value('chain.recovery_time')).toBe(90);
  });

  it('may never recover', () => {
    const { value, findings } = reported({ ...halted, blocks: each(1, 60) });
    expect(value('chain.liveness[after]')).toBe(0);
    expect(value('chain.recovery_time')).toBeUndefined();
    expect(findings.labels['chain.recovered']).toBe('no');
  });

  it('for longer than the outage itself is judged by the whole gap', () => {
    // The outage takes 8 s, the gap 14.
    const { value } = reported({
      blocks: [...each(1, 60), ...each(74, 180)],
      from: 60,
      to: 68,
    });
    expect(value('chain.liveness[during]')).toBe(0);
    expect(value('chain.liveness[after]')).toBeCloseTo(1 - 6 / 112, 12);
  });

  it('is live before the outage, however long after the last block that came', () => {
    const { value } = reported({ blocks: [...each(1, 59), ...each(100, 180)], from: 59.5, to: 90 });
    expect(value('chain.liveness[before]')).toBe(1);
    expect(value('chain.liveness[during]')).toBe(0);
    expect(value('chain.liveness[after]')).toBeCloseTo(1 - 10 / 90, 12);
  });

  it('for less than 10 s, or ten usual blocks, is slow and no more', () => {
    const short = reported({ blocks: [...each(1, 60), ...each(70, 180)], from: 60, to: 80 });
    expect(short.value('chain.liveness[during]')).toBe(1);
    expect(short.value('chain.recovery_time')).toBe(10);
    // Blocks of 4 s: 36 s without a block is less than ten of them.
    const slow = reported({
      blocks: [...each(4, 60, 4), ...each(96, 180, 4)],
      from: 60,
      to: 90,
    });
    expect(slow.value('chain.liveness[during]')).toBe(1);
  });
});

describe('a chain that goes on', () => {
  it('is live, and needs no time to recover', () => {
    const { value, findings } = reported({
      blocks: each(1, 180),
      from: 60,
      to: 120,
      round: (at) => (at > 60 && at <= 120 && at % 2 === 0 ? 1 : 0),
    });
    for (const name of ['before', 'during', 'after']) {
      expect(value(`chain.liveness[${name}]`)).toBe(1);
    }
    expect(value('chain.rounds[before]')).toBe(0);
    expect(value('chain.rounds[during]')).toBe(0.5);
    expect(value('chain.recovery_time')).toBe(0);
    expect(findings.labels['chain.recovered']).toBe('yes');
  });
});

describe('nodes', () => {
  it('are reported by what happened to them', () => {
    const spanOf = (node: number, to: number) => ({ node, ...span(60, to) });
    const { value } = reported({
      blocks: each(1, 180),
      from: 60,
      to: 120,
      failure: {
        down: [spanOf(1, 130), spanOf(2, 150), spanOf(3, 121)],
        frozen: [spanOf(4, 120), spanOf(5, 120)],
        unreachable: [spanOf(6, 120)],
        leakedNodes: [7, 8, 9, 0],
      },
    });
    expect(value('chain.nodes_down')).toBe(0.3);
    expect(value('chain.nodes_frozen')).toBe(0.2);
    expect(value('chain.nodes_unreachable')).toBe(0.1);
    expect(value('chain.keys_leaked')).toBe(0.4);
    // The last one is back at 150 s.
    expect(value('chain.nodes_back_after')).toBe(90);
  });

  it('that come back after the end count until the end', () => {
    const down = [{ node: 1, ...span(60, 5000) }];
    const { value } = reported({ blocks: each(1, 180), from: 60, to: 120, failure: { down } });
    expect(value('chain.nodes_back_after')).toBe(120);
  });
});

describe('an outage', () => {
  it('that lasts until the end has no time after it', () => {
    const { value } = reported({ blocks: each(1, 60), from: 60, to: 400 });
    expect(value('chain.liveness[during]')).toBe(0);
    expect(value('chain.liveness[after]')).toBeUndefined();
  });

  it('after the end of the run leaves the time before it', () => {
    const { value } = reported({ blocks: each(1, 180), from: 300, to: 400 });
    expect(value('chain.liveness[before]')).toBe(1);
    expect(value('chain.liveness[during]')).toBeUndefined();
    expect(value('chain.nodes_back_after')).toBe(0);
  });

  it('that does not happen is not reported', () => {
    const { findings } = found((measures) => {
      const recorder = new Recorder(measures, span(0, 10));
      reportOutage(measures, recorder, { places: [], failure: null }, seconds(10));
    });
    expect(findings.values).toEqual({});
    expect(findings.labels).toEqual({});
  });
});
