import { describe, expect, it } from 'vitest';
import { agentSession, agents } from '../../../models/workloads/agents.ts';
import { Streams } from '../../../sim/random.ts';
import { first, mean, settings } from './settings.ts';

const stream = (name: string) => new Streams('agents', 0).stream(name);

describe('sessions of agents', () => {
  const sessions = (prompts: 'delta' | 'naive') => {
    const chance = stream(prompts);
    return Array.from({ length: 20_000 }, () => {
      const session = agentSession(chance, prompts);
      const tools = session.filter(({ tool }) => tool !== undefined).length;
      const bytes = session.reduce((sum, { call, tool }) => sum + call + (tool ?? 0), 0);
      return { calls: session.length, tools, bytes };
    });
  };

  it('have the published numbers of calls and tools', () => {
    const all = sessions('delta');
    // 3.95 turns x 7.83 calls = 30.9; x 7.3 tools = 28.8. A session has a deviation of 36 calls, the mean
    // of 20,000 one of 0.8 %
    expect(Math.abs(mean(all.map(({ calls }) => calls)) / 30.93 - 1)).toBeLessThan(0.03);
    expect(Math.abs(mean(all.map(({ tools }) => tools)) / 28.84 - 1)).toBeLessThan(0.03);
  });

  it('log 0.5 to 1.5 MB as changes, 10 to 20 MB as whole prompts', () => {
    const delta = mean(sessions('delta').map(({ bytes }) => bytes));
    expect(delta).toBeGreaterThan(500_000);
    expect(delta).toBeLessThan(1_500_000);
    const naive = mean(sessions('naive').map(({ bytes }) => bytes));
    expect(naive).toBeGreaterThan(10_000_000);
    expect(naive).toBeLessThan(20_000_000);
  });
});

describe('the workload of agents', () => {
  const client = { number: 2, of: 5 };
  const operations = first(5000, agents.operations(stream('operations'), settings(), client));

  it('appends to one log for each session and reads that of the last', () => {
    const lengths = new Map<number, number>();
    for (const { kind, object, offset, bytes } of operations) {
      if (kind === 'write') {
        expect(offset).toBe(lengths.get(object) ?? 0);
        lengths.set(object, offset + bytes);
      } else {
        expect([offset, bytes]).toEqual([0, lengths.get(object)]);
      }
    }
    const logs = [...lengths.keys()];
    expect(logs.length).toBeGreaterThan(20);
    expect(logs).toEqual(logs.map((_, session) => 2 + 5 * session));
    const reads = operations.filter(({ kind }) => kind === 'read');
    expect(reads.map(({ object }) => object)).toEqual(logs.slice(0, reads.length));
    expect(logs.length - reads.length).toBeLessThanOrEqual(1);
  });

  it('waits 3 to 15 s from call to call, and not for the record of a tool', () => {
    const waits = operations.map(({ wait }) => wait);
    expect(waits.every((wait) => wait === 0 || (wait >= 3 && wait < 15))).toBe(true);
    const pauses = waits.filter((wait) => wait > 0);
    expect(Math.abs(mean(pauses) / 9 - 1)).toBeLessThan(0.05);
    // 28.8 tools and one call after reading among 59.8 + 1 operations of a session
    expect(Math.abs(1 - pauses.length / waits.length - 0.49)).toBeLessThan(0.03);
  });
});
