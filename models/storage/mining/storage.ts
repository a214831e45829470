import { buildNetwork, networkParameters } from '../../../sim/network/section.ts';
import { TICKS_PER_SECOND, type Tick } from '../../../sim/time.ts';
import type { TransactionBill } from '../../chain/evm/bill.ts';
import { ChainLane } from '../../chain/lane.ts';
import { type Component, type Experiment, type Finish, sectionOf } from '../../component.ts';
import { LOAD_SECTORS } from '../flow/spec.ts';
import { adjustTarget } from '../pora/difficulty.ts';
import type { MineParameters } from '../pora/presets.ts';
import { type Blocks, RegularBlocks } from './blocks.ts';
import { Book } from './book.ts';
import { ChainBlocks } from './chain-blocks.ts';
import { checkStorage, hardwareOf } from './check.ts';
import { Mining } from './engine.ts';
import { ExposedHits } from './exposure.ts';
import { minerKinds, startLength } from './kinds.ts';
import { Mine } from './mine.ts';
import { Miners, minable } from './miners.ts';
import { type StorageValues, storageParameters } from './parameters.ts';
import { proofBill } from './proof-bill.ts';
import { Recorder } from './recorder.ts';
import { SearchedHits } from './search.ts';
import { firstTarget } from './settled.ts';
import { Subtasks } from './subtasks.ts';

export const storageComponent: Component = {
  about: '0G Storage: random-access mining on a flow of data, its difficulty, fees and rewards',
  parameters: storageParameters,
  highlights: [
    'storage.pora.attempt_rate',
    'storage.pora.reward_share',
    'storage.pora.income_per_dollar',
    'storage.pora.bottleneck',
    'storage.pora.relative_income',
    'storage.market.paid',
    'storage.replicas',
  ],
  check: (setting) => checkStorage(setting),
  start: (experiment) => startStorage(experiment),
};

function startStorage(experiment: Experiment): Finish {
  const { simulation, measures } = experiment;
  const values = sectionOf(experiment, 'storage', storageParameters);
  const kinds = minerKinds(values, hardwareOf(experiment));
  const miners = new Miners(
    simulation.streams,
    kinds.map(({ group }) => group),
  );
  miners.split(startLength(values), values.maxShards);
  const target = firstTarget(values, miners);
  const rules = mineRules(values);
  const mine = new Mine(target, {
    targetSubmissions: rules.targetSubmissions,
    window: rules.targetMineBlocks,
    adjust: (before, submissions) => adjustTarget(before, submissions, rules),
  });
  let flow = startLength(values);
  const bill = proofBill(flow);
  const book = new Book(values, miners.count, bill.gas);
  const { streams } = simulation;
  const paths = Array.from({ length: miners.count }, (_, miner) => miners.pathOf(miner));
  const searched =
    experiment.fidelity === 'exact' ? new SearchedHits(streams, miners, rules, flow, target) : null;
  const hits =
    searched ??
    new ExposedHits(streams, paths, (miner) => ({
      start: miners.start(miner, flow),
      loads: miners.declared(miner, flow) / LOAD_SECTORS,
      shards: miners.shardsOf(miner),
      shard: miners.shardOf(miner),
    }));
  const subtasks = new Subtasks(streams, paths, rules.nSubtasks);
  const recorder = new Recorder(miners, mine, book);
  const seconds = (): number => simulation.now / TICKS_PER_SECOND;
  const mining = new Mining({
    simulation,
    miners,
    hits,
    mine,
    blocks: blocksOf(experiment, values, bill),
    shape: {
      blocks: rules.blocksPerEpoch,
      subtasks: rules.nSubtasks,
      interval: rules.subtaskInterval,
      window: rules.targetMineBlocks,
    },
    epochs: values.epochs,
    poll: values.poll as Tick,
    subtaskOf: (miner, epoch) => searched?.subtaskOf(miner, epoch) ?? subtasks.next(miner),
    flow: () => {
      const length = book.lengthAt(seconds());
      if (minable(length) !== flow) {
        flow = minable(length);
        miners.split(flow, values.maxShards);
      }
      miners.settle(flow, seconds());
      return length;
    },
    judged: ({ miner }, find, verdict, block) => {
      searched?.confirm(find, verdict, block);
      recorder.judged(miner, verdict);
      if (verdict === 'accepted') book.pay(miner, find.position, seconds());
    },
    ended: (epoch) => recorder.ended(epoch, flow, seconds()),
  });
  mining.start();
  return () => recorder.report(measures, { kinds, mining, seconds: seconds() });
}

function mineRules(values: StorageValues): MineParameters {
  return {
    difficulty: values.difficulty,
    blocksPerEpoch: values.blocksPerEpoch,
    nSubtasks: values.subtasks,
    subtaskInterval: values.subtaskInterval,
    targetMineBlocks: values.window,
    targetSubmissions: values.targetSubmissions,
    maxShards: values.maxShards,
    difficultyAdjustRatio: values.adjustRatio,
    minDifficulty: null,
  };
}

function blocksOf(experiment: Experiment, values: StorageValues, bill: TransactionBill): Blocks {
  const { simulation, attachments, fidelity } = experiment;
  if (values.chain === 'regular') {
    const room = Math.max(1, Math.floor(values.blockGas / bill.gas));
    return new RegularBlocks(simulation, values.blockTime as Tick, room, values.send as Tick);
  }
  const section = sectionOf(experiment, 'network', networkParameters);
  const { network } = buildNetwork(simulation, section, attachments);
  const powers = new Array<number>(section.nodes).fill(1);
  const lane = new ChainLane({ simulation, network, fidelity, preset: values.chain, powers });
  return new ChainBlocks(lane, section.nodes, bill);
}
