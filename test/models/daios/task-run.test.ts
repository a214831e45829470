import { describe, expect, it } from 'vitest';
import type { StackLane } from '../../../models/daios/lanes/context.ts';
import { criticalPath, runTask, type TaskOutcome } from '../../../models/daios/task-run.ts';
import type { LaneName, Step, Work } from '../../../models/workloads/task.ts';
import { Lane } from '../../../sim/engine/order.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import type { Tick } from '../../../sim/time.ts';

const read: Work = { lane: 'read', object: 0, offset: 0, bytes: 1 };
const ask: Work = { lane: 'inference', inputTokens: 1, outputTokens: 1 };
const write: Work = { lane: 'write', object: 1, bytes: 1 };
const log: Work = { lane: 'log', bytes: 1 };
const settle: Work = { lane: 'settle' };
const tool: Work = { lane: 'local', seconds: 0 };

/** Recall, answer; then memory, log and payment beside each other. */
const agentCall: Step[] = [
  { work: read, after: [] },
  { work: ask, after: [0] },
  { work: write, after: [1] },
  { work: log, after: [1] },
  { work: settle, after: [2] },
];

/** Lanes that take a fixed time and cost, and those that fail. */
function play(
  steps: readonly Step[],
  ticks: Readonly<Partial<Record<LaneName, number>>>,
  failing: readonly LaneName[] = [],
) {
  const simulation = new Simulation({ seed: 'tasks' });
  const begun: string[] = [];
  const kind = simulation.handler('done', (_entity, ok, done) => {
    (done as (ok: boolean) => void)(ok === 1);
  });
  const entity = simulation.entity('lanes');
  const lane = (name: LaneName): StackLane => ({
    perform: (_request, done) => {
      begun.push(`${name} at ${simulation.now}`);
      const ok = failing.includes(name) ? 0 : 1;
      simulation.schedule((ticks[name] ?? 0) as Tick, Lane.Timer, entity, kind, ok, done);
    },
    cost: () => 2,
    uses: () => [],
  });
  const names: LaneName[] = ['read', 'inference', 'write', 'log', 'settle', 'local'];
  const lanes = Object.fromEntries(names.map((name) => [name, lane(name)])) as {
    [L in LaneName]: StackLane;
  };
  const answered: number[] = [];
  const ended: TaskOutcome[] = [];
  runTask(
    simulation,
    lanes,
    { user: 0, node: 0, task: 0 },
    { steps, wait: 0 },
    {
      answered: (after) => answered.push(after),
      ended: (outcome) => ended.push(outcome),
    },
  );
  simulation.run();
  return { begun, answered, ended };
}

describe('a task on its way through the lanes', () => {
  const times = { read: 5, inference: 20, write: 7, log: 100, settle: 30 };

  it('begins each step when those before it are done', () => {
    const { begun } = play(agentCall, times);
    expect(begun).toEqual([
      'read at 0',
      'inference at 5',
      'write at 25',
      'log at 25',
      'settle at 32',
    ]);
  });

  it('is answered after the last of reading, inference and tools, and ends with its last step', () => {
    const { answered, ended } = play(agentCall, times);
    expect(answered).toEqual([25]);
    expect(ended).toHaveLength(1);
    // Log: 5 + 20 + 100; payment: 5 + 20 + 7 + 30.
    expect(ended[0]).toMatchObject({ ok: true, begun: 0, latency: 125, answer: 25 });
  });

  it('spends its time on the critical path and nowhere else', () => {
    const [{ path }] = play(agentCall, times).ended;
    expect([...path]).toEqual([
      ['log', 100],
      ['inference', 20],
      ['read', 5],
    ]);
    const [other] = play(agentCall, { ...times, log: 10 }).ended;
    expect([...other.path]).toEqual([
      ['settle', 30],
      ['write', 7],
      ['inference', 20],
      ['read', 5],
    ]);
    expect([...other.path.values()].reduce((sum, ticks) => sum + ticks)).toBe(other.latency);
  });

  it('takes the later of two steps that were awaited', () => {
    const steps: Step[] = [
      { work: read, after: [] },
      { work: tool, after: [] },
      { work: ask, after: [0, 1] },
    ];
    const endedAt = [30, 50, 60];
    expect([...criticalPath(steps, endedAt, 2, 10)]).toEqual([
      ['inference', 10],
      ['local', 40],
    ]);
  });

  it('pays for every step once', () => {
    const [{ cost }] = play([...agentCall, { work: read, after: [] }], times).ended;
    expect(cost.get('read')).toBe(4);
    expect(cost.get('settle')).toBe(2);
  });

  it('begins nothing after a failure, and ends when nothing is under way', () => {
    const { begun, answered, ended } = play(agentCall, times, ['write']);
    expect(begun).not.toContain('settle at 32');
    expect(answered).toEqual([25]);
    expect(ended).toHaveLength(1);
    expect(ended[0]).toMatchObject({ ok: false, latency: 125 });
  });

  it('has no answer when what a user waits for fails', () => {
    const { begun, answered, ended } = play(agentCall, times, ['inference']);
    expect(begun).toEqual(['read at 0', 'inference at 5']);
    expect(answered).toEqual([]);
    expect(ended).toHaveLength(1);
    expect(ended[0]).toMatchObject({ ok: false, answer: 0, latency: 25 });
  });
});
