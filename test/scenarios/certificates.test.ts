/**
 * The same certificate for any workers, either engine, after any other run, in a browser: law 5 of the
 * laboratory. The browser is Chromium: CHROMIUM_PATH, or /usr/bin/chromium. Where CI is set, it has to be there.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { components } from '../../models/index.ts';
import type { Loaded } from '../../scenarios/bundle.ts';
import { certificateFile, firstDifference } from '../../scenarios/certificates.ts';
import { type EngineName, freshEvents } from '../../scenarios/engines.ts';
import { type Outcome, type Pool, runExperiment, taskOf } from '../../scenarios/experiment.ts';
import { inlinePool } from '../../scenarios/inline-pool.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { libraryNames } from '../../scenarios/node-files.ts';
import { type Replication, replicate } from '../../scenarios/replicate.ts';
import { ThreadCrew, ThreadPool } from '../../scenarios/thread-pool.ts';
import { AmbientAccess } from '../../sim/engine/guard.ts';
import { Lane } from '../../sim/engine/order.ts';
import type { Tick } from '../../sim/time.ts';
import { bundleCore, missingChromium, runInChromium } from '../browser/chromium.mjs';
import { sizedNames, smallSets } from '../certify/sizes.mjs';
import { QUEUE, scratch } from './fixtures/files.ts';

// test/scenarios/library.test.ts asks that these are all.
const names = libraryNames().filter((name) => sizedNames.includes(name));
const files = scratch();
const loaded = new Map(names.map((name) => [name, loadScenario(name, smallSets(name))]));
const small = (name: string): Loaded => loaded.get(name)!;

async function run(loaded: Loaded, workers: number, engine: EngineName): Promise<Outcome> {
  const { resolved, attachments } = loaded;
  if (workers === 0) {
    const pool = inlinePool(resolved, attachments, await freshEvents(engine));
    return runExperiment(resolved, 'test', pool);
  }
  const threads = new ThreadPool(resolved, attachments, engine, workers);
  try {
    return await runExperiment(resolved, 'test', threads);
  } finally {
    await threads.close();
  }
}

const certificates = ({ summary, runs }: Outcome) => [
  summary.certificate,
  ...runs.flatMap((cell) => cell.certificates),
];

/** Runs a scenario in this thread and keeps what every replication found. */
async function runWatched({ resolved, attachments }: Loaded) {
  const found: Replication[] = [];
  const { width, run } = inlinePool(resolved, attachments, await freshEvents('native'));
  const pool: Pool = {
    width,
    run: async (point, replication) => {
      const result = await run(point, replication);
      found.push(result);
      return result;
    },
  };
  return { outcome: await runExperiment(resolved, 'test', pool), found };
}

/** Every replication measured something, and all its values are numbers. */
function expectFinite(found: readonly Replication[]): void {
  for (const { findings, certified } of found) {
    const values = Object.entries(findings.values).map(([metric, { value }]) => [metric, value]);
    expect(values.filter(([, value]) => !Number.isFinite(value))).toEqual([]);
    expect(values.length + Object.keys(findings.observations).length).toBeGreaterThan(0);
    expect(certified.events).toBeGreaterThan(0);
  }
}

const withoutChromium = missingChromium !== undefined && !process.env.CI;
if (withoutChromium) {
  process.stderr.write(`skipping certificates in a browser: ${missingChromium}\n`);
}

describe('certificates of every library scenario', () => {
  const first = new Map<string, Outcome>();
  const bundles = names.map((name) => {
    const { resolved, attachments } = small(name);
    return { text: resolved.text, attachments };
  });
  const setups = bundles.map((bundle) => ({ ...bundle, engine: 'simjs' as const }));
  const crews = [1, 2].map((threads) => new ThreadCrew(setups, threads));
  afterAll(() => Promise.all(crews.map((crew) => crew.close())));
  const inWorkers = (name: string, workers: number): Promise<Outcome> =>
    runExperiment(small(name).resolved, 'test', crews[workers - 1].pool(names.indexOf(name)));

  // The workers have the other engine, and one worker and two take turns; `npm run certify` runs every scenario
  // with all of them apart.
  it.each(names.map((name, i) => [name, 1 + (i % 2)] as const))(
    '%s: with one engine in this thread, finite numbers, and with the other in workers: %i',
    async (name, workers) => {
      const { outcome, found } = await runWatched(small(name));
      first.set(name, outcome);
      expectFinite(found);
      const expected = certificates(outcome);
      expect(new Set(expected).size).toBe(expected.length);
      expect(certificates(await inWorkers(name, workers))).toEqual(expected);
    },
  );

  it('after all the others in the same process, in another order', () => {
    for (const name of names.toReversed()) {
      const { resolved, attachments } = small(name);
      const last = resolved.points.length - 1;
      const { certified } = replicate(taskOf(resolved, attachments, last, 0));
      const expected = first.get(name)?.runs[last].certificates[0];
      expect([name, certified.certificate]).toEqual([name, expected]);
    }
  });

  describe('in a browser', () => {
    let core: string;
    beforeAll(async () => {
      core = await bundleCore();
    });

    it('runs without anything of Node', () => {
      // Vite puts this name in the place of a module of Node.
      expect(core.includes('__vite-browser-external')).toBe(false);
      expect(/^import\b|^export .* from /m.test(core)).toBe(false);
    });

    it.skipIf(withoutChromium)(
      'every second one in a Web Worker',
      async () => {
        expect(missingChromium).toBeUndefined();
        // `npm run certify` runs all of them.
        const some = names.map((name, i) => ({ name, bundle: bundles[i] }));
        const second = some.filter((_, i) => i % 2 === 0);
        const { results } = await runInChromium(
          core,
          second.map(({ bundle }) => bundle),
        );
        const expected = second.map(({ name }) => {
          const { summary, runs } = first.get(name)!;
          const replications = runs.map(({ certificates }) => certificates);
          return [name, { certificate: summary.certificate, replications, isWorker: true }];
        });
        expect(results.map((result, i) => [second[i].name, result])).toEqual(expected);
      },
      180_000,
    );
  });
});

describe('a certificate', () => {
  const path = files.put('queue.yaml', QUEUE);
  const certificate = async (...sets: string[]) =>
    (await run(loadScenario(path, sets), 0, 'native')).summary.certificate;

  it('changes with the seed, with a value and with the number of replications', async () => {
    const all = await Promise.all([
      certificate(),
      certificate('seed=8'),
      certificate('station.service=11 ms'),
      certificate('replications=4'),
    ]);
    expect(new Set(all).size).toBe(4);
  });

  it('names the first replication that differs', async () => {
    const { summary, runs } = await run(loadScenario(path), 0, 'native');
    const recorded = certificateFile(summary.certificate, runs);
    expect(firstDifference(recorded, recorded)).toBeUndefined();
    const changed = structuredClone(recorded) as { cells: { certificates: string[] }[] };
    changed.cells[1].certificates[2] = 'f'.repeat(64);
    expect(firstDifference(recorded, changed as typeof recorded)).toEqual({
      cell: 1,
      replication: 2,
    });
    const shorter = { ...recorded, cells: recorded.cells.slice(0, 1) };
    expect(firstDifference(recorded, shorter)).toEqual({ cell: 1, replication: 0 });
  });
});

describe('a planted fault in a model', () => {
  const path = files.put('planted.yaml', QUEUE);
  const list = components as Record<string, (typeof components)[string]>;
  const honest = list.station;
  afterEach(() => {
    list.station = honest;
  });

  const task = () => {
    const { resolved, attachments } = loadScenario(path);
    return taskOf(resolved, attachments, 0, 0);
  };

  it('Math.random() ends the run', () => {
    const reference = [replicate(task()), replicate(task())];
    expect(reference[0].certified.certificate).toBe(reference[1].certified.certificate);
    list.station = {
      ...honest,
      start: (experiment) => {
        const { simulation } = experiment;
        const kind = simulation.handler('planted', () => {});
        const wait = Math.floor(Math.random() * 1e6) as Tick;
        simulation.schedule(wait, Lane.Process, simulation.entity('planted'), kind);
        return honest.start!(experiment);
      },
    };
    expect(() => replicate(task())).toThrow(AmbientAccess);
  });

  it('dependence on the order of a tie shows when ties are shuffled', () => {
    list.station = {
      ...honest,
      start: (experiment) => {
        const { simulation, measures } = experiment;
        let last = -1;
        const kind = simulation.handler('planted', (_entity, argument) => {
          last = argument;
        });
        for (let i = 0; i < 4; i++) {
          simulation.schedule(5 as Tick, Lane.Process, simulation.entity(`planted/${i}`), kind, i);
        }
        const finish = honest.start!(experiment);
        return () => {
          finish();
          measures.value('planted.last', '1', last);
        };
      },
    };
    const last = (tieShuffle?: number) =>
      replicate(task(), tieShuffle === undefined ? {} : { tieShuffle }).findings.values[
        'planted.last'
      ].value;
    expect([last(), last()]).toEqual([3, 3]);
    expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map(last)).size).toBeGreaterThan(1);
  });
});
