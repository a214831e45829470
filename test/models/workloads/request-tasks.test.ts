import { describe, expect, it } from 'vitest';
import type { Work } from '../../../models/workloads/task.ts';
import { chatGaps, codeGaps } from './azure-gaps.ts';
import { deviation, mean, quantile } from './settings.ts';
import { draw, type Sets, tasksOf, worksOf } from './tasks.ts';

function within(found: number, expected: number, share: number, what: string): void {
  const message = `${what}: found ${found}, expected ${expected} within ${share * 100} %`;
  expect(Math.abs(found / expected - 1), message).toBeLessThanOrEqual(share);
}

/** Variance over mean of the counts in windows of 10 s. */
function dispersion(times: readonly number[], end: number): number {
  const counts = Array.from({ length: Math.floor(end / 10) }, () => 0);
  for (const at of times) if (at < counts.length * 10) counts[Math.floor(at / 10)]++;
  const spread = deviation(counts);
  return (spread * spread) / mean(counts);
}

/** Requests of all clients until `end` seconds, with their times. */
function together(source: string, of: number, end: number, sets: Sets) {
  const requests: { at: number; work: Extract<Work, { lane: 'inference' }> }[] = [];
  for (let number = 0; number < of; number++) {
    let at = 0;
    for (const task of draw(source, { sets, number, of, seed: 'laws' })) {
      at += task.wait;
      if (at >= end) break;
      requests.push({ at, work: worksOf([task], 'inference')[0] });
    }
  }
  requests.sort((a, b) => a.at - b.at);
  return { asked: requests.map(({ work }) => work), times: requests.map(({ at }) => at) };
}

// hardware-network-workloads D2: requests per second, variance over mean in 10 s, mean tokens
describe('chats', () => {
  it.each([1, 4])('of %d clients arrive like the trace and have its tokens', (of) => {
    const end = 20_000;
    const { asked, times } = together('chat', of, end, {});
    within(times.length / end, 5.91, 0.03, 'requests per second');
    within(dispersion(times, end), 3.5, 0.12, 'dispersion in 10 s');
    const gaps = times.slice(1).map((at, i) => at - times[i]);
    within(quantile(gaps, 0.5), chatGaps[50] / 1000, 0.1, 'median gap');
    within(mean(asked.map(({ inputTokens }) => inputTokens)), 1195, 0.03, 'input tokens');
    within(mean(asked.map(({ outputTokens }) => outputTokens)), 202, 0.03, 'output tokens');
  });

  it('come at the rate that is asked for, whatever the number of clients', () => {
    const { times } = together('chat', 3, 4000, { rate: 20 });
    within(times.length / 4000, 20, 0.04, 'requests per second');
  });

  it('read the context that they send, then ask; each k-th pays', () => {
    const sets = { bytesPerToken: '131072 B', settleEvery: 3 };
    const tasks = tasksOf('chat', 9, { sets, number: 2, of: 5 });
    for (const [i, { steps }] of tasks.entries()) {
      const [read, ask, settle] = steps;
      if (read.work.lane !== 'read' || ask.work.lane !== 'inference') throw new Error('lanes');
      expect(read.work).toEqual({
        ...{ lane: 'read', object: 2 + 5 * i, offset: 0 },
        bytes: ask.work.inputTokens * 131_072,
      });
      expect(ask.after).toEqual([0]);
      expect(settle).toEqual(i % 3 === 2 ? { work: { lane: 'settle' }, after: [1] } : undefined);
    }
  });
});

describe('the laws of traces', () => {
  it('of coding assistants have its rate, dispersion, gaps and tokens', () => {
    const end = 60_000;
    const { asked, times } = together('trace', 1, end, { trace: 'azure-code' });
    // One trace of 45 silences: its own figures are known to 15 %.
    within(times.length / end, 3.13, 0.15, 'requests per second');
    within(dispersion(times, end), 70, 0.2, 'dispersion in 10 s');
    const gaps = times.slice(1).map((at, i) => at - times[i]);
    within(quantile(gaps, 0.9), codeGaps[90] / 1000, 0.15, 'gap at 90 %');
    within(mean(asked.map(({ inputTokens }) => inputTokens)), 2040, 0.03, 'input tokens');
    within(mean(asked.map(({ outputTokens }) => outputTokens)), 27.6, 0.05, 'output tokens');
  });

  it('of conversations are those of chats', () => {
    const sets = { trace: 'azure-conversation' };
    const { times } = together('trace', 2, 10_000, sets);
    within(times.length / 10_000, 5.91, 0.04, 'requests per second');
    within(dispersion(times, 10_000), 3.5, 0.15, 'dispersion in 10 s');
  });
});

describe('a batch', () => {
  const sets = { requests: 5, inFlight: 2, bytesPerToken: '4 B' };
  const [first, second] = tasksOf('batch', 2, { sets, number: 1, of: 3 });

  it('reads, infers two at a time, writes and pays', () => {
    expect(first.steps.map(({ work }) => work.lane)).toEqual([
      ...['read', 'inference', 'inference', 'inference', 'inference', 'inference'],
      ...['write', 'settle'],
    ]);
    expect(first.steps.map(({ after }) => after)).toEqual([
      [],
      ...[[0], [0], [1], [2], [3]],
      ...[[4, 5], [6]],
    ]);
  });

  it('has the bytes of its tokens, in objects of its own', () => {
    for (const [batch, task] of [first, second].entries()) {
      const asked = worksOf([task], 'inference');
      const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
      const [read] = worksOf([task], 'read');
      const [write] = worksOf([task], 'write');
      expect(read.bytes).toBe(4 * sum(asked.map(({ inputTokens }) => inputTokens)));
      expect(write.bytes).toBe(4 * sum(asked.map(({ outputTokens }) => outputTokens)));
      // Two objects for each batch of each of 3 clients
      expect([read.object, write.object]).toEqual([1 + 6 * batch, 4 + 6 * batch]);
    }
  });
});
