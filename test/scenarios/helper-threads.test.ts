import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { components } from '../../models/index.ts';
import { componentSchema } from '../../scenarios/component-schema.ts';
import { taskOf } from '../../scenarios/experiment.ts';
import { type HelperThreads, startHelpers } from '../../scenarios/helper-threads.ts';
import { type Replication, replicate } from '../../scenarios/replicate.ts';
import { resolveScenario } from '../../scenarios/resolve.ts';
import { inlineJobs, type Jobs } from '../../sim/kernels/jobs/jobs.ts';
import { HelperFailure } from '../../sim/kernels/jobs/shared-work.ts';
import { fftCode } from '../../sim/kernels/reed-solomon/fft-code.ts';
import { unchecked } from '../../sim/kernels/reed-solomon/kernels.ts';
import { matrixCode } from '../../sim/kernels/reed-solomon/matrix-code.ts';
import { splitSymbols } from '../../sim/kernels/reed-solomon/symbols.ts';
import { randomBytes, randomShards, sameShards, stream } from '../sim/kernels/shards.ts';

function run(sections: Record<string, unknown>, jobs: Jobs): Replication {
  const text = JSON.stringify({ name: 'helped', seed: '1', fidelity: 'exact', ...sections });
  const resolved = resolveScenario({
    path: 'helped.yaml',
    files: { read: () => new TextEncoder().encode(text), resolve: (_from, path) => path },
    sections: components,
    schema: componentSchema,
  });
  return replicate(taskOf(resolved, {}, 0, 0), { jobs });
}

const uploads = {
  network: { nodes: 6, bandwidth: '1 Gbps' },
  uploads: { clients: 2, files: 2, replicas: 2, shards: 1, fileBytes: '700 KiB' },
};
const reading = (layer: string, holders: number) => ({
  retrieval: {
    ...{ layer, holders, loss: '10 %', stake: 'equal', blobBytes: '256 KiB' },
    ...{ exactTrials: 1, committee: 0 },
  },
});

const scenarios = {
  uploads,
  transforms: reading('espresso', 300),
  combinations: reading('near', 30),
};
type Name = keyof typeof scenarios;
const names = Object.keys(scenarios) as Name[];

/** Work of this thread alone, and how often it was asked for. */
const asked = { uploads: 0, transforms: 0, combinations: 0 };
const { combination, transforms } = inlineJobs.codes[unchecked];
const counting: Jobs = {
  codes: {
    [unchecked]: {
      combination(rows) {
        asked.combinations++;
        return combination(rows);
      },
      transforms(shape) {
        asked.transforms++;
        return transforms(shape);
      },
    },
  },
  treeRoots(...given) {
    asked.uploads++;
    return inlineJobs.treeRoots(...given);
  },
  clear: () => {},
};
const alone = {} as Record<Name, Replication>;
beforeAll(() => {
  for (const name of names) alone[name] = run(scenarios[name], counting);
});

it('exact runs give their work to the jobs of the run', () => {
  // Two clients upload two files each; a code is made once, and a matrix for each set of shards rebuilt.
  expect(asked).toMatchObject({ uploads: 4, transforms: 1 });
  expect(asked.combinations).toBeGreaterThan(0);
});

describe.each([0, 1, 2])('%i helper threads', (count) => {
  let helpers: HelperThreads;
  beforeAll(async () => {
    helpers = await startHelpers(count);
  });
  afterAll(() => helpers.close());

  it('give the bytes that this thread alone gives, again and again', () => {
    const draws = stream('threads');
    const data = randomBytes(draws, 1_048_576);
    const roots = inlineJobs.treeRoots(data, 256, 65_536).join();
    const [wide, narrow] = [randomShards(draws, 512, 1024), randomShards(draws, 20, 20_011)];
    const parity = fftCode(512, 512).encode(wide);
    const combined = matrixCode(20, 7).encode(narrow);
    const { jobs } = helpers;
    const codes = [fftCode(512, 512, splitSymbols, jobs.codes), matrixCode(20, 7, jobs.codes)];
    for (let round = 0; round < 30; round++) {
      const early = jobs.treeRoots(data, 256, 65_536);
      expect(sameShards(codes[0].encode(wide), parity), `round ${round}`).toBe(true);
      const late = jobs.treeRoots(data, 256, 65_536);
      expect(sameShards(codes[1].encode(narrow), combined), `round ${round}`).toBe(true);
      expect(sameShards(late.join(), roots), `round ${round}`).toBe(true);
      if (round % 3 > 0) expect(sameShards(early.join(), roots), `round ${round}`).toBe(true);
      else jobs.clear();
    }
  });

  it.each(names)('leave every certificate and result equal: %s', (name) => {
    const { certified, findings } = run(scenarios[name], helpers.jobs);
    expect(certified).toEqual(alone[name].certified);
    expect(findings).toEqual(alone[name].findings);
  });
});

describe('a helper', () => {
  const fixture = new URL('./fixtures/odd-helper.mjs', import.meta.url).href;
  const odd = (how: string) =>
    new URL(`data:text/javascript,import { become } from '${fixture}'; become('${how}');`);

  it.each([
    ['throws', 'a job failed: these bytes are odd'],
    ['exits', 'helper 1 ended before its work'],
    ['fills', 'helper 1 ended before its work'],
  ])('that %s in the middle of a job fails the run by name', async (how, message) => {
    const { jobs, close } = await startHelpers(1, odd(how));
    const data = randomBytes(stream('odd'), 1_048_576);
    // This thread may be faster: until the helper gets hold of a job.
    const work = () => {
      for (let round = 0; round < 500; round++) jobs.treeRoots(data, 256, 65_536).join();
    };
    expect(work).toThrow(new HelperFailure(message));
    await close();
  });

  it('that ended between two jobs fails the run at its end', async () => {
    const { jobs, close } = await startHelpers(2, odd('idles'));
    await vi.waitFor(() =>
      expect(() => jobs.clear()).toThrow(new HelperFailure('helper 1 ended before its work')),
    );
    await close();
  });

  it.each([
    ['refuses', 'helper 1 did not start: no helper today'],
    ['leaves', 'helper 1 ended at its start with code 3'],
  ])('that %s to start fails the run before it begins', async (how, message) => {
    await expect(startHelpers(1, odd(how))).rejects.toThrow(new HelperFailure(message));
  });
});
