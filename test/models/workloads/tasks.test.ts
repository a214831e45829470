import { describe, expect, it } from 'vitest';
import { checkTask, type Task, type Work } from '../../../models/workloads/task.ts';
import { taskSourceNames } from '../../../models/workloads/task-source-names.ts';
import { taskSourceByName, taskSources } from '../../../models/workloads/task-sources.ts';
import { Streams } from '../../../sim/random.ts';
import { type Sets, settingsOf, tasksOf } from './tasks.ts';

const SETTLE: Work = { lane: 'settle' };
const task = (...steps: (readonly [Work, ...number[]])[]): Task => ({
  steps: steps.map(([work, ...after]) => ({ work, after })),
  wait: 0,
});

describe('a task', () => {
  it('may fork and join', () => {
    const log: Work = { lane: 'log', bytes: 1 };
    expect(() => checkTask(task([SETTLE], [log, 0], [log, 0], [SETTLE, 1, 2]))).not.toThrow();
  });

  it.each([
    ['no step', task(), 'steps, expected at least 1, got 0'],
    [
      'a step that awaits itself',
      task([SETTLE], [SETTLE, 1]),
      'step 1 (settle): after, expected steps from 0 to 0, got 1',
    ],
    [
      'a circle',
      task([SETTLE], [SETTLE, 2], [SETTLE, 1]),
      'step 1 (settle): after, expected steps from 0 to 0, got 2',
    ],
    ['a step that is not there', task([SETTLE, -1]), 'got -1'],
    ['half a step', task([SETTLE], [SETTLE], [SETTLE, 0.5]), 'got 0.5'],
    [
      'no bytes',
      task([{ lane: 'write', object: 0, bytes: 0 }]),
      'step 0 (write): bytes, expected a whole number of at least 1, got 0',
    ],
    [
      'an object below 0',
      task([{ lane: 'read', object: -1, offset: 0, bytes: 1 }]),
      'step 0 (read): object, expected a whole number of at least 0, got -1',
    ],
    [
      'no prompt',
      task([{ lane: 'inference', inputTokens: 0, outputTokens: 1 }]),
      'step 0 (inference): input tokens, expected a whole number of at least 1, got 0',
    ],
    [
      'time that runs back',
      task([{ lane: 'local', seconds: -1 }]),
      'step 0 (local): time, expected seconds of at least 0, got -1',
    ],
    [
      'a wait without end',
      { ...task([SETTLE]), wait: Number.POSITIVE_INFINITY },
      'wait, expected seconds of at least 0, got Infinity',
    ],
  ])('is refused with %s', (_what, refused, message) => {
    expect(() => checkTask(refused)).toThrow(message);
  });
});

const TRACE = 'TIMESTAMP,ContextTokens,GeneratedTokens\n0,10,1\n1.5,20,2\n4,30,3\n4,40,0\n9,50,5\n';
/** Sets that keep tasks small. */
const SMALL: Readonly<Record<string, Sets>> = {
  batch: { requests: 40 },
  training: { files: 300, checkpointEvery: 5, job: 'unet3d' },
  trace: { trace: './trace.csv' },
};

describe.each(taskSourceNames)('tasks of %s', (name) => {
  const run = (more: Sets = {}, seed = 'a', number = 1) =>
    tasksOf(name, 200, {
      ...{ sets: { ...SMALL[name], ...more }, trace: TRACE, seed, number, of: 3 },
    });

  it('can be run, whatever is drawn', () => {
    for (const seed of ['a', 'b', 'c', 'd']) {
      const tasks = run({}, seed);
      expect(tasks.length, `seed ${seed}`).toBeGreaterThan(0);
      expect(() => tasks.forEach(checkTask), `seed ${seed}`).not.toThrow();
    }
  });

  it('are the same from the same draws', () => {
    expect(run()).toEqual(run());
    if (name !== 'trace') expect(run()).not.toEqual(run({}, 'b'));
  });

  it('write each object once, before any task reads it, and nobody else writes it', () => {
    const writers = new Map<number, string>();
    for (const number of [0, 1, 2]) {
      const read = new Set<number>();
      for (const { steps } of run({}, 'a', number)) {
        for (const { work } of steps) if (work.lane === 'read') read.add(work.object);
        for (const { work } of steps) {
          if (work.lane !== 'write') continue;
          if (read.has(work.object)) expect.fail(`object ${work.object} was read before`);
          const other = writers.get(work.object);
          if (other !== undefined)
            expect.fail(`object ${work.object} of ${other} is written again`);
          writers.set(work.object, `client ${number}`);
        }
      }
    }
  });

  it('are refused to a client that does not exist', () => {
    expect(() => run({}, 'a', 3)).toThrow('client, expected a whole number from 0 to 2, got 3');
  });
});

describe('settings that differ in one parameter', () => {
  const waits = (tasks: readonly Task[]) => tasks.map(({ wait }) => wait);
  const asked = (tasks: readonly Task[]) =>
    tasks.map(({ steps }) => steps.filter(({ work }) => work.lane === 'inference'));
  const tokens = (tasks: readonly Task[]) =>
    asked(tasks).map((steps) => steps.map(({ work }) => work));

  it.each([
    ['agents', { recall: 9 }],
    ['agents', { settleEvery: 7 }],
    ['agents', { tool: '60 s' }],
    ['chat', { bytesPerToken: '131072 B' }],
    ['chat', { settleEvery: 1 }],
    ['batch', { inFlight: 3 }],
    ['batch', { bytesPerToken: '7 B' }],
    ['trace', { trace: 'azure-code', settleEvery: 1 }],
  ] as const)('of %s share the draws: %o', (name, sets) => {
    const base: Sets = { ...SMALL[name], ...(name === 'trace' ? { trace: 'azure-code' } : {}) };
    const plain = tasksOf(name, 300, { sets: base });
    const varied = tasksOf(name, 300, { sets: { ...base, ...sets } });
    expect(varied).not.toEqual(plain);
    expect(tokens(varied)).toEqual(tokens(plain));
    expect(waits(varied)).toEqual(waits(plain));
  });

  it('of agents keep the pace of thinking and the output, whatever is kept of prompts', () => {
    const plain = tasksOf('agents', 500);
    const slow = tasksOf('agents', 500, { sets: { think: '18 s' } });
    expect(tokens(slow)).toEqual(tokens(plain));
    for (const [i, wait] of waits(slow).entries()) expect(wait).toBeCloseTo(2 * plain[i].wait, 9);
    const naive = tasksOf('agents', 500, { sets: { prompts: 'naive' } });
    expect(waits(naive)).toEqual(waits(plain));
    const output = (tasks: readonly Task[]) =>
      tokens(tasks).map(([work]) => work.lane === 'inference' && work.outputTokens);
    expect(output(naive)).toEqual(output(plain));
  });

  it('of training read the same files', () => {
    const objects = (sets: Sets) =>
      tasksOf('training', 20, { sets: { ...SMALL.training, ...sets } })
        .flatMap(({ steps }) => steps)
        .flatMap(({ work }) => (work.lane === 'read' ? [work.object] : []));
    const plain = objects({});
    expect(plain.length).toBeGreaterThan(600);
    for (const sets of [{ prefetch: 7 }, { readers: 9 }, { modelParameters: 1e9 }]) {
      expect(objects(sets), JSON.stringify(sets)).toEqual(plain);
    }
  });
});

describe('the list of sources', () => {
  it('has each name once, with its knowledge', () => {
    expect(taskSources.map(({ name }) => name)).toEqual(taskSourceNames);
    for (const { about, source } of taskSources) {
      expect(about.length).toBeGreaterThan(10);
      expect(source).toContain('hardware-network-workloads D');
    }
    expect(() => taskSourceByName('rollup')).toThrow(
      'source of tasks, expected one of agents, chat, batch, training, trace, got rollup',
    );
  });

  it('starts nothing before the first task is asked for', () => {
    const stream = new Streams('lazy', 0).stream('lazy');
    for (const { tasks } of taskSources) tasks(stream, settingsOf(), { number: 0, of: 1 });
    expect(stream.draws).toBe(0);
  });
});
