import { performance } from 'node:perf_hooks';
import { Piscina } from 'piscina';
import { type HelperThreads, startHelpers } from '../scenarios/helper-threads.ts';
import { COMBINE } from '../sim/kernels/jobs/operations.ts';
import { ringOf } from '../sim/kernels/jobs/shared-work.ts';
import { wasmKernels } from '../sim/kernels/reed-solomon/chosen-kernels.ts';
import { fftCode } from '../sim/kernels/reed-solomon/fft-code.ts';
import type { CodeKernels } from '../sim/kernels/reed-solomon/kernels.ts';
import { splitSymbols } from '../sim/kernels/reed-solomon/symbols.ts';
import { codeInstance } from '../sim/kernels/reed-solomon/wasm.ts';
import { fnv, shards } from './bytes.ts';
import { groupName, type Shape } from './coding.ts';
import { peerSource } from './peers/toolchain.ts';
import { type Contender, type Measure, repeated } from './rounds.ts';

/** 32 MiB of data. */
export const HELPED: Shape = { code: 'fft', data: 1024, parity: 1024, length: 32_768 };

export const HELPED_GROUP = `${groupName(HELPED, 'encode')}, divided`;
export const HAND_OFF_GROUP = 'an empty job for another thread, until it is over';

/** A combination of no shards; what its arguments are does not matter. */
const NOTHING = [0, 0, 0, 0, 0, 0, 0, 0];
/** Milliseconds of sleep at most, should a helper be interrupted at it. */
const PATIENCE = 100;

/** Work that is divided among threads beside the same in one, and what handing over a job costs. */
export function helpedContenders(shape: Shape): Contender[] {
  const encoding = { group: HELPED_GROUP, unit: 'B/s' } as const;
  return [
    {
      ...encoding,
      name: 'this thread',
      // Made as late as the helpers', so that both have the vectors that are allowed by then.
      prepare: () => {
        const wasm = codeInstance();
        if (wasm === undefined) throw new Error('WebAssembly, expected it in Node');
        return encode(shape, wasmKernels(wasm));
      },
    },
    withHelper({ ...encoding, name: 'and a helper' }, ({ jobs }) => encode(shape, jobs.codes)),
    withHelper({ group: HAND_OFF_GROUP, name: 'ring', unit: 'jobs/s' }, handOver),
    piscina(),
  ];
}

/** Through the interface, with the copies in and out and new shards of parity. */
function encode({ data, parity, length }: Shape, kernels: CodeKernels): Measure {
  const code = fftCode(data, parity, splitSymbols, kernels);
  const given = shards(data, length);
  return repeated({
    work: data * length,
    run: () => void code.encode(given),
    result: () => fnv(code.encode(given)),
  });
}

/** Posts a job and looks until the helper has done it; this thread does none itself. */
function handOver({ memory }: HelperThreads): Measure {
  const ring = ringOf(memory);
  return repeated({
    work: 1,
    run: () => {
      const place = ring.post(COMBINE, NOTHING);
      if (place === undefined) throw new Error('ring, expected room for one job, found none');
      while (!ring.isOver(place)) ring.wait(place, PATIENCE);
      const reason = ring.clear(place);
      if (reason !== undefined) throw new Error(`the empty job failed: ${reason}`);
    },
    result: () => fnv([]),
  });
}

function withHelper(
  who: Pick<Contender, 'group' | 'name' | 'unit'>,
  start: (threads: HelperThreads) => Measure,
): Contender {
  let threads: HelperThreads | undefined;
  return {
    ...who,
    prepare: async () => {
      threads = await startHelpers(1);
      return start(threads);
    },
    close: async () => threads?.close(),
  };
}

/** One task after another on one thread, with the pool's own settings, as whole runs have it. */
function piscina(): Contender {
  const filename = peerSource('empty_task.mjs');
  let pool: Piscina | undefined;
  let turns = 1;
  return {
    group: HAND_OFF_GROUP,
    name: 'Piscina',
    unit: 'jobs/s',
    ...(filename === undefined && { skipped: 'empty_task.mjs is not part of this installation' }),
    prepare: () => {
      const made = new Piscina({ filename: filename ?? '', minThreads: 1, maxThreads: 1 });
      pool = made;
      return async (least) => {
        for (;;) {
          const start = performance.now();
          for (let i = 0; i < turns; i++) await made.run(undefined);
          const elapsed = (performance.now() - start) / 1000;
          // The first task waits for the thread.
          if (elapsed >= least && turns > 1) return { elapsed, work: turns, result: fnv([]) };
          turns *= 2;
        }
      };
    },
    close: async () => pool?.destroy(),
  };
}
