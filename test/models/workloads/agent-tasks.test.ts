import { describe, expect, it } from 'vitest';
import { AGENT, CALL_SECONDS } from '../../../models/workloads/agents.ts';
import { mean } from './settings.ts';
import { ends, tasksOf, worksOf } from './tasks.ts';

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe('an agent', () => {
  const CALLS = 20_000;
  const tasks = tasksOf('agents', CALLS, { number: 2, of: 5 });

  it('calls for ever, a model each time and a tool at the published ratio', () => {
    expect(tasks).toHaveLength(CALLS);
    expect(worksOf(tasks, 'inference')).toHaveLength(CALLS);
    // 7.3 tools to 7.83 calls
    const tools = worksOf(tasks, 'local');
    expect(Math.abs(tools.length / CALLS - AGENT.toolsPerTurn / AGENT.callsPerTurn)).toBeLessThan(
      0.005,
    );
    // Exponential of mean 2 s: that of 18,600 is known to 0.7 %
    expect(Math.abs(mean(tools.map(({ seconds }) => seconds)) / 2 - 1)).toBeLessThan(0.02);
  });

  it('thinks 3 to 15 s', () => {
    const waits = tasks.map(({ wait }) => wait);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(CALL_SECONDS[0]);
    expect(Math.max(...waits)).toBeLessThan(CALL_SECONDS[1]);
    expect(Math.abs(mean(waits) / 9 - 1)).toBeLessThan(0.015);
  });

  it('keeps and publishes what sessions log', () => {
    // hardware-network-workloads D3, uniform: a prompt's change of 5 to 30 KB; records of 0.5 to 4 KB, one
    // for the call and 7.3 / 7.83 for tools: 2250 x 1.932 = 4348
    const kept = worksOf(tasks, 'write').map(({ bytes }) => bytes);
    const published = worksOf(tasks, 'log').map(({ bytes }) => bytes);
    expect(kept.every((bytes) => bytes >= 5000 && bytes <= 30_000)).toBe(true);
    expect(published.every((bytes) => bytes >= 500 && bytes <= 8000)).toBe(true);
    expect(Math.abs(mean(kept) / 17_500 - 1)).toBeLessThan(0.01);
    expect(Math.abs(mean(published) / 4348 - 1)).toBeLessThan(0.01);
    // 30.93 calls of a session: 0.5 to 1.5 MB, the band of D3
    const session = 30.93 * (mean(kept) + mean(published));
    expect(session).toBeGreaterThan(500_000);
    expect(session).toBeLessThan(1_500_000);
  });

  it('sends its prompt at 4 bytes to a token, and is answered like a coding assistant', () => {
    const asked = worksOf(tasks, 'inference');
    const kept = worksOf(tasks, 'write');
    const over = asked.map(({ inputTokens }, i) => inputTokens - kept[i].bytes / 4);
    expect(Math.min(...over)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...over)).toBeLessThan(1);
    // D2, code: 27.6 output tokens
    const output = mean(asked.map(({ outputTokens }) => outputTokens));
    expect(Math.abs(output / 27.6 - 1)).toBeLessThan(0.08);
  });

  it('sends whole prompts of 50,000 to 125,000 tokens when it keeps them whole', () => {
    // 0.2 to 0.5 MB at 4 bytes
    const whole = worksOf(tasksOf('agents', 2000, { sets: { prompts: 'naive' } }), 'inference');
    const tokens = whole.map(({ inputTokens }) => inputTokens);
    expect(Math.min(...tokens)).toBeGreaterThanOrEqual(50_000);
    expect(Math.max(...tokens)).toBeLessThanOrEqual(125_000);
  });

  it.each([0, 1, 4])('recalls the latest %d memories, whole', (recall) => {
    const calls = tasksOf('agents', 50, { sets: { recall }, number: 2, of: 5 });
    const written: { object: number; bytes: number }[] = [];
    for (const [call, task] of calls.entries()) {
      const reads = worksOf([task], 'read');
      expect(reads).toEqual(
        written.slice(Math.max(0, call - recall)).map((memory) => {
          return { lane: 'read', ...memory, offset: 0 };
        }),
      );
      const [{ object, bytes }] = worksOf([task], 'write');
      expect(object).toBe(2 + 5 * call);
      written.push({ object, bytes });
    }
  });

  it('reads before it asks, and remembers and publishes at the same time after its tool', () => {
    const took = { read: 1, inference: 10, write: 100, log: 50, settle: 500 } as const;
    const spans = tasks.slice(10, 200).map((task) => {
      const tool = sum(worksOf([task], 'local').map(({ seconds }) => seconds));
      const times = ends(task, (work) => (work.lane === 'local' ? work.seconds : took[work.lane]));
      const settles = task.steps.some(({ work }) => work.lane === 'settle');
      // Four reads together; then the answer and the tool; then 100 s and 50 s together
      const expected = settles ? Math.max(511, 111 + tool) : 111 + tool;
      return [Math.max(...times), expected] as const;
    });
    for (const [found, expected] of spans) expect(found).toBeCloseTo(expected, 9);
  });

  it('pays after each 60th call', () => {
    const paid = tasks.flatMap((task, i) => (worksOf([task], 'settle').length > 0 ? [i + 1] : []));
    expect(paid.slice(0, 3)).toEqual([60, 120, 180]);
    expect(paid).toHaveLength(Math.floor(CALLS / 60));
  });
});
