import { describe, expect, it } from 'vitest';
import { type Loaded, loadBundle } from '../../scenarios/bundle.ts';
import { type Pool, runExperiment, taskOf } from '../../scenarios/experiment.ts';
import { inlinePool } from '../../scenarios/inline-pool.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { type Replication, replicate } from '../../scenarios/replicate.ts';
import { QUEUE, scratch } from './fixtures/files.ts';

const files = scratch();
const queue = (...sets: string[]): Loaded => loadScenario(files.put('queue.yaml', QUEUE), sets);

const inline = ({ resolved, attachments }: Loaded) => inlinePool(resolved, attachments);

/** Answers only when `width` tasks wait, the last of them first. */
function backwards(loaded: Loaded, width: number): Pool & { readonly log: string[] } {
  const log: string[] = [];
  const waiting: (() => void)[] = [];
  const flush = () => {
    for (const answer of waiting.splice(0).reverse()) answer();
  };
  return {
    width,
    log,
    run(point, replication) {
      log.push(`${point}/${replication}`);
      return new Promise<Replication>((answer) => {
        waiting.push(() =>
          answer(replicate(taskOf(loaded.resolved, loaded.attachments, point, replication))),
        );
        if (waiting.length >= width) flush();
        else setTimeout(flush, 5);
      });
    },
  };
}

it('a scenario with more replications than the default limit reads back from its canonical text', () => {
  const { resolved, attachments } = queue('replications=2000');
  expect(resolved.maxReplications).toBe(2000);
  expect(loadBundle(resolved.text, attachments).resolved.text).toBe(resolved.text);
});

describe('runExperiment', () => {
  it('has one cell a point, in the order of the points, with the swept values', async () => {
    const { summary, runs, samples } = await runExperiment(
      queue().resolved,
      '9.9',
      inline(queue()),
    );
    expect(summary.droptower).toBe('9.9');
    expect(summary.scenario.name).toBe('queue');
    expect(summary.scenario.question).toBe('How long does a job wait?');
    expect(summary.seed).toBe('7');
    expect(summary.cells.map(({ set, replications }) => ({ set, replications }))).toEqual([
      { set: { 'station.utilisation': '50 %' }, replications: 3 },
      { set: { 'station.utilisation': '80 %' }, replications: 3 },
    ]);
    expect(runs.map(({ certificates }) => certificates.length)).toEqual([3, 3]);
    expect(samples.every((cell) => Object.values(cell).every(({ length }) => length === 3))).toBe(
      true,
    );
  });

  it('reduces exactly what its replications found', async () => {
    const { resolved, attachments } = queue();
    const { summary, samples } = await runExperiment(resolved, 'x', inline(queue()));
    const found = [0, 1, 2].map(
      (i) => replicate(taskOf(resolved, attachments, 1, i)).findings.values['queue.number'].value,
    );
    const metric = summary.cells[1].metrics['queue.number'];
    expect(samples[1]['queue.number']).toEqual(found);
    expect(metric.mean).toBeCloseTo((found[0] + found[1] + found[2]) / 3, 12);
    expect(metric.n).toBe(3);
    // Student's t for 2 degrees of freedom at 97.5 %: 4.302653 (any printed table).
    const mean = (found[0] + found[1] + found[2]) / 3;
    const variance = found.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / 2;
    expect(metric.high - metric.mean).toBeCloseTo(4.302653 * Math.sqrt(variance / 3), 5);
  });

  it('does not care in which order results arrive', async () => {
    const expected = await runExperiment(queue().resolved, 'x', inline(queue()));
    for (const width of [2, 3, 6]) {
      const pool = backwards(queue(), width);
      expect(await runExperiment(queue().resolved, 'x', pool)).toEqual(expected);
      expect([...pool.log].sort()).toEqual(['0/0', '0/1', '0/2', '1/0', '1/1', '1/2']);
    }
  });

  it('starts replications of the next point while the pool has room', async () => {
    const pool = backwards(queue(), 4);
    await runExperiment(queue().resolved, 'x', pool);
    expect(pool.log.slice(0, 4)).toEqual(['0/0', '0/1', '0/2', '1/0']);
  });

  it('tells progress from nothing to everything', async () => {
    const seen: [number, number][] = [];
    await runExperiment(queue().resolved, 'x', inline(queue()), (done, total) =>
      seen.push([done, total]),
    );
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
  });

  it('fails with the first failure and starts nothing after it', async () => {
    const started: string[] = [];
    const pool: Pool = {
      width: 2,
      run: async (point, replication) => {
        started.push(`${point}/${replication}`);
        await new Promise((resume) => setTimeout(resume, 1));
        throw new Error(`boom ${point}/${replication}`);
      },
    };
    const failed = runExperiment(queue('replications=50').resolved, 'x', pool);
    await expect(failed).rejects.toThrow('boom 0/0');
    const count = started.length;
    await new Promise((resume) => setTimeout(resume, 50));
    expect(started.length).toBe(count);
    // Those of the first point were asked for at once; none of the second has begun.
    expect(started.filter((name) => name.startsWith('1/'))).toEqual([]);
  });

  it('adds replications until a metric is as precise as asked, and stops at the most', async () => {
    const few = queue('station.jobs=5000', 'precision={queue.number: 100 %}', 'maxReplications=40');
    const loose = await runExperiment(few.resolved, 'x', inline(few));
    expect(loose.summary.cells.map(({ replications }) => replications)).toEqual([3, 3]);
    const many = queue('precision={queue.number: 0.01 %}', 'maxReplications=12');
    const tight = await runExperiment(many.resolved, 'x', inline(many));
    expect(tight.summary.cells.map(({ replications }) => replications)).toEqual([12, 12]);
    expect((await runExperiment(many.resolved, 'x', backwards(many, 3))).summary).toEqual(
      tight.summary,
    );
  });

  it('judges what the scenario expects in the cells it names', async () => {
    const loaded = queue('expect=[queue.number < 1000, queue.number < 0]');
    const { summary } = await runExperiment(loaded.resolved, 'x', inline(loaded));
    const verdicts = summary.expectations.map(({ text, cell, pass }) => [text, cell, pass]);
    expect(verdicts).toEqual([
      ['queue.number < 1000', 0, true],
      ['queue.number < 1000', 1, true],
      ['queue.number < 0', 0, false],
      ['queue.number < 0', 1, false],
    ]);
  });
});

describe('inlinePool', () => {
  it('pauses before each replication and ends when the pause throws', async () => {
    let pauses = 0;
    const { resolved, attachments } = queue();
    const pool = inlinePool(
      resolved,
      attachments,
      () => undefined,
      async () => {
        if (++pauses === 3) throw new Error('enough');
      },
    );
    await expect(runExperiment(resolved, 'x', pool)).rejects.toThrow('enough');
    await new Promise((resume) => setTimeout(resume, 20));
    // The three replications of the point were asked for together.
    expect(pauses).toBe(3);
  });
});
