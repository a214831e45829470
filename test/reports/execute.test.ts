/** How commands run a loaded scenario: the user may end it at any time. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { execute, Interrupted } from '../../reports/commands/execute.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { QUEUE, scratch } from '../scenarios/fixtures/files.ts';

const files = scratch();
const path = files.put('queue.yaml', QUEUE);

/** Runs 300 replications of one point. @returns how it ended, once `interrupt` was called */
function run(workers: number, interrupt: (user: AbortController) => void): Promise<unknown> {
  const user = new AbortController();
  const sink = new PassThrough();
  const io = { out: () => {}, err: () => {}, stdout: sink, stderr: sink, env: {} };
  const loaded = loadScenario(path, ['sweep=null', 'replications=300']);
  const options = { workers, quiet: true };
  const ended = execute(loaded, { ...io, interrupted: user.signal }, options).catch((e) => e);
  interrupt(user);
  return ended;
}

describe('an interruption', () => {
  // The timer fires when the event loop turns, which is when a signal gets in too.
  it('gets in between two replications of this thread', async () => {
    const ended = await run(0, (user) => setTimeout(() => user.abort(), 0));
    expect(ended).toBeInstanceOf(Interrupted);
  });

  it.each([0, 1])('that comes before the first replication counts, %i workers', async (workers) => {
    const ended = await run(workers, (user) => user.abort());
    expect(ended).toBeInstanceOf(Interrupted);
  });
});
