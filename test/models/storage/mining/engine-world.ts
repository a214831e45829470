import { RegularBlocks } from '../../../../models/storage/mining/blocks.ts';
import { Mining } from '../../../../models/storage/mining/engine.ts';
import { ExposedHits } from '../../../../models/storage/mining/exposure.ts';
import type { Find } from '../../../../models/storage/mining/hits.ts';
import { Mine, type Submission, type Verdict } from '../../../../models/storage/mining/mine.ts';
import { type MinerGroup, Miners } from '../../../../models/storage/mining/miners.ts';
import { adjustTarget } from '../../../../models/storage/pora/difficulty.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';
import type { Tick } from '../../../../sim/time.ts';

/** Sectors of 1 TiB. */
export const TIB = 4_294_967_296;

/** A machine that makes 2,000 attempts a second, holds all it wants and never fails. */
export const MACHINE: MinerGroup = {
  name: 'miner',
  count: 1,
  rate: 2000,
  identities: 1,
  shards: 1,
  stored: 1,
  capacity: Number.POSITIVE_INFINITY,
  fillRate: 1e9,
  failureRate: 0,
};

export interface World {
  readonly groups: readonly Partial<MinerGroup>[];
  readonly target: bigint;
  readonly targetSubmissions: number;
  readonly epochs: number;
  readonly seed?: string;
  /** Sectors. */
  readonly flow?: number;
  readonly shape?: { blocks: number; subtasks: number; interval: number; window: number };
  /** Ticks. */
  readonly poll?: number;
  readonly delay?: number;
  /** Proofs in a block. */
  readonly room?: number;
  /** Seed of the order of ties. */
  readonly tieShuffle?: number;
  /** The target stays. */
  readonly frozen?: boolean;
}

export interface EpochEnd {
  readonly accepted: number;
  readonly target: bigint;
  /** Ticks that all machines have mined so far. */
  readonly busy: number;
}

export interface Judged {
  readonly submission: Submission;
  readonly find: Find;
  readonly verdict: Verdict;
  readonly block: number;
}

/** One window of 100 blocks of 0.4 s in an epoch of 110. */
export const ONE_WINDOW = { blocks: 110, subtasks: 1, interval: 110, window: 100 };
const BLOCK_TIME = 4_000_000 as Tick;

/** Mines with the drawn hits, without fees: the engine, the contract and blocks at equal times. */
export function mineWorld(world: World) {
  const { flow = TIB, shape = ONE_WINDOW, targetSubmissions } = world;
  const { seed = 'world', tieShuffle } = world;
  const simulation = new Simulation({ seed, ...(tieShuffle === undefined ? {} : { tieShuffle }) });
  const groups = world.groups.map((group) => ({ ...MACHINE, ...group }));
  const miners = new Miners(simulation.streams, groups);
  const rules = { targetSubmissions, difficultyAdjustRatio: 20, minDifficulty: null };
  const mine = new Mine(world.target, {
    targetSubmissions,
    window: shape.window,
    adjust: (target, submissions) =>
      world.frozen ? target : adjustTarget(target, submissions, rules),
  });
  const paths = Array.from({ length: miners.count }, (_, miner) => miners.pathOf(miner));
  const hits = new ExposedHits(simulation.streams, paths, (miner) => ({
    start: miners.start(miner, flow),
    loads: miners.declared(miner, flow) / 1024,
    shards: miners.shardsOf(miner),
    shard: miners.shardOf(miner),
  }));
  const { room = 1_000_000, delay = 0 } = world;
  const regular = new RegularBlocks(simulation, BLOCK_TIME, room, delay as Tick);
  let sent = 0;
  let included = 0;
  const blocks = {
    get height() {
      return regular.height;
    },
    blockTime: regular.blockTime,
    whenBlock: regular.whenBlock.bind(regular),
    submit: (miner: number, done: (block: number) => void) => {
      sent++;
      regular.submit(miner, (block) => {
        included++;
        done(block);
      });
    },
  };
  const subtasks = paths.map((path) => simulation.streams.stream(`${path}/subtask`));
  const judged: Judged[] = [];
  const ends: EpochEnd[] = [];
  const mining: Mining = new Mining({
    simulation,
    miners,
    hits,
    mine,
    blocks,
    shape,
    epochs: world.epochs,
    poll: (world.poll ?? 0) as Tick,
    subtaskOf: (miner) => subtasks[miner].below(shape.subtasks),
    flow: () => {
      miners.settle(flow, simulation.now / 1e7);
      return flow;
    },
    judged: (submission, find, verdict, block) => judged.push({ submission, find, verdict, block }),
    ended: (epoch) => {
      const busy = mining.busy.reduce((sum, ticks) => sum + ticks, 0);
      ends.push({ accepted: mine.acceptedIn(epoch), target: mine.target, busy });
    },
  });
  mining.start();
  simulation.run();
  return { mining, miners, mine, judged, ends, sent, included };
}
