import { type Tick, toSeconds } from '../../sim/time.ts';
import { checkClient, type Operation, type Workload } from './workload.ts';
import type { WorkloadName } from './workload-names.ts';

/** How the state of a model in training lies on its ranks. */
export interface CheckpointLayout {
  readonly name: WorkloadName;
  readonly parameters: number;
  readonly layers: number;
  /** Ranks that share each layer. */
  readonly tensorParallel: number;
  /** Groups of layers, one after the other. */
  readonly pipelineParallel: number;
  /** Copies of the model that train on different batches. */
  readonly dataParallel: number;
  /** What the copies share: 0 nothing, 1 the optimiser state, 3 the weights too. */
  readonly zero: 0 | 1 | 3;
}

/** fp16 weights; fp32 master weights, momentum and variance. */
export const WEIGHT_BYTES = 2;
export const OPTIMISER_BYTES = 12;

const SOURCE =
  'hardware-network-workloads D1 (14 bytes for each parameter, layouts, ten writes and ten reads) and D4 (parameters: bf16 weights over 2)';

/**
 * Layers, TP, PP and ZeRO of D1; parameters of D4, of the largest by its name. Estimates, since the facts
 * do not say: copies (`dataParallel`), and ZeRO of the 70B, taken to be that of the 8B.
 */
export const checkpointLayouts: readonly CheckpointLayout[] = [
  {
    name: 'checkpoint-8b',
    ...{ parameters: 8.03e9, layers: 32 },
    ...{ tensorParallel: 1, pipelineParallel: 1, dataParallel: 8, zero: 3 },
  },
  {
    name: 'checkpoint-70b',
    ...{ parameters: 70.5e9, layers: 80 },
    ...{ tensorParallel: 8, pipelineParallel: 1, dataParallel: 8, zero: 3 },
  },
  {
    name: 'checkpoint-405b',
    ...{ parameters: 405e9, layers: 126 },
    ...{ tensorParallel: 8, pipelineParallel: 32, dataParallel: 2, zero: 1 },
  },
  {
    name: 'checkpoint-1t',
    ...{ parameters: 1e12, layers: 128 },
    ...{ tensorParallel: 8, pipelineParallel: 64, dataParallel: 2, zero: 1 },
  },
];

/** @throws RangeError for an unknown name */
export function checkpointLayout(name: string): CheckpointLayout {
  const layout = checkpointLayouts.find((candidate) => candidate.name === name);
  if (layout === undefined) {
    const names = checkpointLayouts.map((candidate) => candidate.name).join(', ');
    throw new RangeError(`checkpoint, expected one of ${names}, got ${name}`);
  }
  return layout;
}

/** Bytes of a whole checkpoint: parameters x (2 + 12). */
export function checkpointBytes({ parameters }: CheckpointLayout): number {
  return parameters * (WEIGHT_BYTES + OPTIMISER_BYTES);
}

/** Ranks that train together: TP x PP x copies. */
export function checkpointRanks(layout: CheckpointLayout): number {
  return layout.tensorParallel * layout.pipelineParallel * layout.dataParallel;
}

/** Part `index` of `count` nearly equal parts of a whole number; the parts sum to the whole. */
function part(whole: number, index: number, count: number): number {
  return Math.floor((whole * (index + 1)) / count) - Math.floor((whole * index) / count);
}

/**
 * Bytes that a rank writes. Ranks are numbered copy by copy, in a copy stage by stage, in a stage by tensor
 * rank. A stage has a whole number of layers; parameters outside the layers count as spread over them. What
 * the copies do not share, the first copy writes. The bytes of all ranks sum to `checkpointBytes`.
 * @throws RangeError unless `rank` is one of the layout
 */
export function rankBytes(layout: CheckpointLayout, rank: number): number {
  checkClient({ number: rank, of: checkpointRanks(layout) });
  const { parameters, layers, tensorParallel, pipelineParallel, dataParallel, zero } = layout;
  const copy = Math.floor(rank / (tensorParallel * pipelineParallel));
  const stage = Math.floor(rank / tensorParallel) % pipelineParallel;
  const before = Math.floor((layers * stage) / pipelineParallel);
  const after = Math.floor((layers * (stage + 1)) / pipelineParallel);
  const ofStage =
    Math.floor((parameters * after) / layers) - Math.floor((parameters * before) / layers);
  const own = part(ofStage, rank % tensorParallel, tensorParallel);
  const share = (bytes: number, shared: boolean): number => {
    if (shared) return part(bytes, copy, dataParallel);
    return copy === 0 ? bytes : 0;
  };
  return share(own * WEIGHT_BYTES, zero === 3) + share(own * OPTIMISER_BYTES, zero >= 1);
}

/** Each client is some of the ranks: client c of n has the ranks c, c + n, ... */
function checkpointWorkload(layout: CheckpointLayout, about: string): Workload {
  return {
    name: layout.name,
    about,
    knowledge: 'published',
    source: SOURCE,
    loop: 'closed',
    *operations(_stream, settings, client): Generator<Operation, void, void> {
      checkClient(client);
      const ranks = checkpointRanks(layout);
      const compute = toSeconds(settings.compute as Tick);
      for (const kind of ['write', 'read'] as const) {
        for (let checkpoint = 0; checkpoint < settings.checkpoints; checkpoint++) {
          let wait = compute;
          for (let rank = client.number; rank < ranks; rank += client.of) {
            const bytes = rankBytes(layout, rank);
            if (bytes === 0) continue;
            yield { kind, object: checkpoint * ranks + rank, offset: 0, bytes, wait };
            wait = 0;
          }
        }
      }
    },
  };
}

export const checkpoint8b = checkpointWorkload(
  checkpointLayout('checkpoint-8b'),
  'Checkpoints of an 8B model: 112 GB over 8 ranks',
);
export const checkpoint70b = checkpointWorkload(
  checkpointLayout('checkpoint-70b'),
  'Checkpoints of a 70B model: 987 GB over 64 ranks',
);
export const checkpoint405b = checkpointWorkload(
  checkpointLayout('checkpoint-405b'),
  'Checkpoints of a 405B model: 5.67 TB over 512 ranks',
);
export const checkpoint1t = checkpointWorkload(
  checkpointLayout('checkpoint-1t'),
  'Checkpoints of a 1T model: 14 TB over 1,024 ranks',
);
