import type { HardwareValues } from '../../../sim/hardware/section.ts';
import { storageNames } from '../../../sim/hardware/section.ts';
import { buildNetwork, networkParameters } from '../../../sim/network/section.ts';
import { TICKS_PER_SECOND, type Tick } from '../../../sim/time.ts';
import { transactionBill } from '../../chain/evm/bill.ts';
import { transactionKind } from '../../chain/evm/transactions.ts';
import { ChainLane } from '../../chain/lane.ts';
import {
  type Component,
  type Experiment,
  type Finish,
  needs,
  type Objection,
  type Setting,
  sectionOf,
} from '../../component.ts';

import { LOAD_SECTORS } from '../flow/spec.ts';
import { adjustTarget } from '../pora/difficulty.ts';
import type { MineParameters } from '../pora/presets.ts';
import { type Blocks, RegularBlocks } from './blocks.ts';
import { Book } from './book.ts';
import { ChainBlocks } from './chain-blocks.ts';
import { Mining } from './engine.ts';
import { ExposedHits } from './exposure.ts';
import { minerKinds, startLength } from './kinds.ts';
import { Mine } from './mine.ts';
import { Miners, minable } from './miners.ts';
import { type StorageValues, storageParameters } from './parameters.ts';
import { Recorder } from './recorder.ts';
import { SearchedHits } from './search.ts';
import { firstTarget } from './settled.ts';

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

function hardwareOf({ sections }: Pick<Setting, 'sections'>): HardwareValues | undefined {
  return sections.hardware as HardwareValues | undefined;
}

const isPowerOfTwo = (value: number): boolean => (value & (value - 1)) === 0;

function checkStorage(setting: Setting): Objection[] {
  const values = sectionOf(setting, 'storage', storageParameters);
  const objections: Objection[] = [];
  const object = (path: string, expected: string, found: unknown): void => {
    objections.push({ path: `storage.${path}`, expected, found: `${found}` });
  };
  const names = storageNames(hardwareOf(setting));
  const shards = (path: string, count: number): void => {
    if (!isPowerOfTwo(count) || count > values.maxShards)
      object(path, `a power of two up to the ${values.maxShards} of storage.maxShards`, count);
  };
  shards('shards', values.shards);
  if (Object.keys(values.groups).length === 0) object('groups', 'at least one group', 'none');
  for (const [name, group] of Object.entries(values.groups)) {
    if (!names.includes(group.profile))
      object(`groups.${name}.profile`, `one of ${names.join(', ')}`, JSON.stringify(group.profile));
    if (group.shards !== null) shards(`groups.${name}.shards`, group.shards);
  }
  const { window, subtasks, subtaskInterval, blocksPerEpoch, pricingChunk, chain } = values;
  if (subtasks > 1 && window > subtaskInterval)
    object('window', `at most the ${subtaskInterval} blocks of storage.subtaskInterval`, window);
  const last = (subtasks - 1) * subtaskInterval + window;
  if (last > blocksPerEpoch)
    object('blocksPerEpoch', `at least the ${last} blocks that the subtasks take`, blocksPerEpoch);
  if (pricingChunk % 262_144 !== 0)
    object('pricingChunk', 'a multiple of 256 KiB', `${pricingChunk} B`);
  if (chain !== 'regular') objections.push(...needs(setting, 'storage', ['network']));
  if (objections.length > 0) return objections;
  try {
    minerKinds(values, hardwareOf(setting));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    object('groups', 'machines that can be', error.message);
  }
  return objections;
}

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
  const { gas } = transactionBill(transactionKind('pora-proof'), 1);
  const book = new Book(values, miners.count, gas);
  let flow = startLength(values);
  const { streams } = simulation;
  const paths = Array.from({ length: miners.count }, (_, miner) => miners.pathOf(miner));
  const searched =
    experiment.fidelity === 'exact' ? new SearchedHits(streams, miners, rules, flow, target) : null;
  const hits =
    searched ??
    new ExposedHits(streams, paths, (miner) => ({
      start: miners.start(miner, flow),
      loads: miners.declared(miner, flow) / LOAD_SECTORS,
    }));
  const subtasks = paths.map((path) => streams.stream(`${path}/subtask`));
  const recorder = new Recorder(miners, mine, book);
  const seconds = (): number => simulation.now / TICKS_PER_SECOND;
  const mining = new Mining({
    simulation,
    miners,
    hits,
    mine,
    blocks: blocksOf(experiment, values, gas),
    shape: {
      blocks: rules.blocksPerEpoch,
      subtasks: rules.nSubtasks,
      interval: rules.subtaskInterval,
      window: rules.targetMineBlocks,
    },
    epochs: values.epochs,
    poll: values.poll as Tick,
    subtaskOf: (miner, epoch) =>
      searched?.subtaskOf(miner, epoch) ?? subtasks[miner].below(rules.nSubtasks),
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

function blocksOf(experiment: Experiment, values: StorageValues, gas: number): Blocks {
  const { simulation, attachments, fidelity } = experiment;
  if (values.chain === 'regular') {
    const room = Math.max(1, Math.floor(values.blockGas / gas));
    return new RegularBlocks(simulation, values.blockTime as Tick, room, values.send as Tick);
  }
  const section = sectionOf(experiment, 'network', networkParameters);
  const { network } = buildNetwork(simulation, section, attachments);
  const powers = new Array<number>(section.nodes).fill(1);
  const lane = new ChainLane({ simulation, network, fidelity, preset: values.chain, powers });
  return new ChainBlocks(lane, section.nodes);
}
