import { describe, expect, it } from 'vitest';
import { dataSet } from '../../../../models/storage/reads/data-set.ts';
import { ReadAhead } from '../../../../models/storage/reads/windows.ts';
import { label, read, runReads } from './scenario.ts';

const feed = (holders: number, more: Readonly<Record<string, unknown>> = {}) =>
  runReads({
    ...{ layer: '0g', workload: 'resnet50', accelerator: 'a100', holders, routines: holders },
    ...{ duration: '12 s', warmup: '2 s' },
    ...more,
  });

describe('training from storage nodes of 100 Mbit/s', () => {
  it('falls below the pass mark when too few hold the data', () => {
    // ResNet-50 on an A100: 400 x 114,660 B in 0.435 s = 105.4 MB/s; 90 % of it takes 94.9 MB/s.
    const few = feed(6); // 75 MB/s at most: 71 %
    expect(read(few, 'utilisation')).toBeLessThan(0.72);
    expect(read(few, 'utilisation')).toBeGreaterThan(0.55);
    expect(read(few, 'accelerators_fed')).toBe(0);
    expect(read(few, 'accelerators_ceiling')).toBe(0);
    expect(label(few, 'bottleneck')).toBe('holder uplink');
    const many = feed(20);
    expect(read(many, 'utilisation')).toBeGreaterThan(0.9);
    expect(read(many, 'accelerators_fed')).toBe(1);
    expect(label(many, 'bottleneck')).toBe('accelerators');
  });

  it('keeps a blob that a part would cost whole', () => {
    const run = feed(16, { layer: 'walrus' });
    expect(read(run, 'utilisation')).toBeGreaterThan(0.5);
    expect(read(run, 'amplification')).toBeLessThan(1.1);
  });

  it('shares the nodes among accelerators', () => {
    const two = read(feed(6, { accelerators: 2 }), 'utilisation');
    expect(two).toBeLessThan(0.72 / 2);
  });

  it('is fed by S3: 105 MB/s are less than two streams of 90', () => {
    expect(read(feed(1, { layer: 's3' }), 'utilisation')).toBeGreaterThan(0.9);
  });
});

describe('reading ahead', () => {
  const setUp = (ok = true) => {
    const fetched: string[] = [];
    const pending: (() => void)[] = [];
    const ahead = new ReadAhead(
      (object, offset, bytes, done) => {
        fetched.push(`${object}:${offset}+${bytes}`);
        pending.push(() => done(ok));
      },
      () => 1000,
      300,
      (then) => pending.push(then),
    );
    const results: boolean[] = [];
    const ask = (offset: number, bytes: number, object = 0) => {
      ahead.read(object, offset, bytes, (there) => results.push(there));
      while (pending.length > 0) pending.shift()!();
    };
    return { fetched, results, ask };
  };

  it('fetches each window once when a file is read from start to end', () => {
    const { fetched, results, ask } = setUp();
    for (let offset = 0; offset < 1000; offset += 50) ask(offset, 50);
    expect(fetched).toEqual(['0:0+300', '0:300+300', '0:600+300', '0:900+100']);
    expect(results).toEqual(new Array(20).fill(true));
  });

  it('fetches both windows of a sample that lies across', () => {
    const { fetched, ask } = setUp();
    ask(250, 100);
    ask(350, 100);
    expect(fetched).toEqual(['0:0+300', '0:300+300']);
  });

  it('lets whole objects and long reads pass', () => {
    const { fetched, ask } = setUp();
    ask(100, 300);
    ask(0, 1000, 1);
    expect(fetched).toEqual(['0:100+300', '1:0+1000']);
  });

  it('fetches again what failed', () => {
    const { fetched, results, ask } = setUp(false);
    ask(0, 50);
    ask(50, 50);
    expect(fetched).toEqual(['0:0+300', '0:0+300']);
    expect(results).toEqual([false, false]);
  });
});

describe('other workloads', () => {
  it('of checkpoints and contexts are played, reads alone', () => {
    const cut = { most: '8 MiB', operations: 4 };
    const checkpoint = runReads({ workload: 'checkpoint-8b', ...cut, 'job.compute': '0 s' });
    expect([read(checkpoint, 'count'), read(checkpoint, 'failed')]).toEqual([4, 0]);
    const chat = runReads({ workload: 'chat', ...cut });
    expect(read(chat, 'count')).toBe(4);
    const agents = runReads({ workload: 'agents', operations: 4, accelerators: 20 });
    expect(read(agents, 'count')).toBe(4);
  });

  it('refuse a name that is none', () =>
    expect(() => dataSet({ workload: 'video' } as never)).toThrow(
      'workload, expected a known one, got video',
    ));
});
