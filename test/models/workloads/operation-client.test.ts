import { describe, expect, it } from 'vitest';
import { OperationClient } from '../../../models/workloads/operation-client.ts';
import type { Operation, Workload } from '../../../models/workloads/workload.ts';
import { workloadNames } from '../../../models/workloads/workload-names.ts';
import { workloadByName, workloads } from '../../../models/workloads/workloads.ts';
import { Lane } from '../../../sim/engine/order.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { seconds } from '../../../sim/time.ts';
import { first, settings } from './settings.ts';

/** A store that takes 2 s for everything; object 13 always fails. */
function play(operations: Iterator<Operation, void>, loop: Workload['loop'], end?: number) {
  const simulation = new Simulation({ seed: 'operation-client' });
  const entity = simulation.entity('store');
  const kind = simulation.handler('store.done', (_entity, _argument, done) => {
    (done as () => void)();
  });
  const starts: number[] = [];
  const serve = (object: number, _offset: number, _bytes: number, done: (ok: boolean) => void) => {
    starts.push(simulation.now / 1e7);
    simulation.schedule(seconds(2), Lane.Service, entity, kind, 0, () => done(object !== 13));
  };
  const log: string[] = [];
  const client = new OperationClient(simulation, 'client', {
    ...{ operations, loop, store: { read: serve, write: serve } },
    observe: ({ object }, latency, ok) => log.push(`${object} ${latency / 1e7} ${ok}`),
    ended: () => log.push(`ended ${simulation.now / 1e7}`),
  });
  client.start();
  if (end === undefined) simulation.run();
  else {
    simulation.run(seconds(end));
    client.stop();
    simulation.run();
  }
  return { starts, log, client, simulation };
}

function* three(): Generator<Operation, void> {
  yield { kind: 'write', object: 1, offset: 0, bytes: 100, wait: 0.5 };
  yield { kind: 'read', object: 13, offset: 0, bytes: 200, wait: 0.25 };
  yield { kind: 'read', object: 2, offset: 0, bytes: 400, wait: 1 };
}

describe('a client', () => {
  it('in an open loop keeps its own times', () => {
    const { starts, log, client } = play(three(), 'open');
    expect(starts).toEqual([0.5, 0.75, 1.75]);
    expect(log).toEqual(['1 2 true', '13 2 false', '2 2 true', 'ended 3.75']);
    const { read, write } = client.statistics();
    expect(write).toMatchObject({ started: 1, completed: 1, failed: 0, bytes: 100 });
    expect(read).toMatchObject({ started: 2, completed: 1, failed: 1, bytes: 400 });
    expect(read.meanLatency).toBe(seconds(2));
  });

  it('in a closed loop waits for the end of each operation', () => {
    const { starts, log } = play(three(), 'closed');
    // 0.5; + 2 + 0.25; + 2 + 1
    expect(starts).toEqual([0.5, 2.75, 5.75]);
    expect(log.at(-1)).toBe('ended 7.75');
  });

  it('does not drift: rounding to ticks never accumulates in an open loop', () => {
    function* thirds(): Generator<Operation, void> {
      for (let i = 0; i < 3e4; i++) {
        yield { kind: 'read', object: 0, offset: 0, bytes: 1, wait: 1 / 3e4 };
      }
    }
    expect(play(thirds(), 'open').starts.at(-1)).toBe(1);
  });

  it.each(['open', 'closed'] as const)('in an %s loop stops', (loop) => {
    const { starts, log, simulation } = play(three(), loop, 0.6);
    expect(starts).toEqual([0.5]);
    expect(log).toEqual(['1 2 true']);
    expect(simulation.pending).toBe(0);
  });

  it('starts once', () => {
    const { client } = play(three(), 'closed');
    expect(() => client.start()).toThrow('start, expected one call, got another');
  });
});

describe('the list of workloads', () => {
  it('has each name once and says where it comes from', () => {
    expect(workloads.map(({ name }) => name)).toEqual(workloadNames);
    for (const { name, about, source } of workloads) {
      expect(workloadByName(name).about).toBe(about);
      expect(source).toContain('hardware-network-workloads D');
    }
    expect(() => workloadByName('games')).toThrow(
      /^workload, expected one of unet3d, .*, got games$/,
    );
  });

  it.each(workloadNames)(
    '%s gives operations that a store can serve, the same each time',
    (name) => {
      const operations = (path: string) => {
        const { streams } = new Simulation({ seed: 'list' });
        const values = settings({ workload: name });
        const client = { number: 1, of: 2 };
        return first(15, workloadByName(name).operations(streams.stream(path), values, client));
      };
      const found = operations('a');
      expect(operations('a')).toEqual(found);
      for (const { kind, object, offset, bytes, wait } of found) {
        expect(['read', 'write']).toContain(kind);
        expect([object, offset, bytes].every(Number.isSafeInteger)).toBe(true);
        expect(Math.min(object, offset)).toBeGreaterThanOrEqual(0);
        expect(bytes).toBeGreaterThan(0);
        expect(wait).toBeGreaterThanOrEqual(0);
      }
    },
  );
});
