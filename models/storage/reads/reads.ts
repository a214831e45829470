import { Lane } from '../../../sim/engine/order.ts';
import { storageNames } from '../../../sim/hardware/section.ts';
import { type Tick, toSeconds } from '../../../sim/time.ts';
import {
  type Component,
  type Experiment,
  type Finish,
  needs,
  type Objection,
  type Setting,
  sectionOf,
} from '../../component.ts';
import { checkNetwork } from '../../network.ts';
import { uses } from './bottleneck.ts';
import { dataSet } from './data-set.ts';
import { ReadDesk } from './desk.ts';
import { Fabric } from './fabric.ts';
import type { ReadContext } from './layer.ts';
import { readLayers } from './layers.ts';
import { buildMachines, hardwareOf } from './machines.ts';
import { MiningWindows } from './mining-windows.ts';
import { type ReadsValues, readsParameters } from './parameters.ts';
import { report } from './report.ts';
import { startUsers } from './users.ts';

export const readsComponent: Component = {
  about: 'Reads of AI from 0G Storage or a rival',
  parameters: readsParameters,
  highlights: [
    'storage.read.throughput',
    'storage.read.latency',
    'storage.read.utilisation',
    'storage.read.amplification',
    'storage.read.segment',
    'storage.read.failed',
  ],
  companions: { 'storage.read.throughput': 'storage.read.ceiling' },
  implied: ({ layer }) => {
    if (layer === undefined) return [];
    const { drive } = readLayers[layer as ReadsValues['layer']];
    if (drive === null) return [];
    const { profile, status, source } = drive;
    const about = 'Drive of the holders unless `profile` names one';
    return [{ path: 'layer.profile', value: profile, status, source, about }];
  },
  check: (setting) => checkReads(setting),
  start: (experiment) => startReads(experiment),
};

function checkReads(setting: Setting): Objection[] {
  const missing = needs(setting, 'reads', ['network']);
  if (missing.length > 0) return missing;
  const values = sectionOf(setting, 'reads', readsParameters);
  const { profile, hot, holders, shards, operations, mining, miner } = values;
  const objections = checkNetwork(setting);
  const names = storageNames(hardwareOf(setting));
  const named = { 'reads.profile': profile, 'reads.hot.profile': hot.profile };
  for (const [path, name] of Object.entries(named)) {
    if (name === null || names.includes(name)) continue;
    const expected = `one of ${names.join(', ')}`;
    objections.push({ path, expected, found: JSON.stringify(name) });
  }
  const object = (path: string, expected: string, found: unknown) =>
    objections.push({ path: `reads.${path}`, expected, found: `${found}` });
  if (shards > holders) object('shards', `at most the ${holders} holders`, shards);
  if (operations === null && setting.duration === null)
    object('operations', 'a count, or a duration of the run', 'neither');
  if (mining !== 'none' && (miner.subtasks - 1) * miner.interval + miner.window > miner.epoch)
    object('miner.epoch', 'room for all windows', `${toSeconds(miner.epoch as Tick)} s`);
  return objections;
}

function startReads(experiment: Experiment): Finish {
  const { simulation, measures, warmup } = experiment;
  const values = sectionOf(experiment, 'reads', readsParameters);
  const layer = readLayers[values.layer];
  const { network, holders, stations, readers } = buildMachines(experiment, values, layer);
  const data = dataSet(values);
  const fabric = new Fabric(simulation, network, {
    requestBytes: values.requestBytes,
    answerBytes: values.answerBytes,
    timeout: values.timeout as Tick,
  });
  const mining =
    values.mining === 'none'
      ? null
      : new MiningWindows(simulation, holders, values.mining, values.miner);
  const segments = measures.durations('storage.read.segment');
  const byMining = {
    yes: measures.durations('storage.read.segment[mining]'),
    no: measures.durations('storage.read.segment[idle]'),
  };
  const depth = data.training === null ? values.depth : values.job.readers;
  const context: ReadContext = {
    ...{ simulation, fabric, values, holders, stations, readers },
    readsInFlight: data.loop === 'open' ? null : values.readers * values.accelerators * depth,
    segment: (_read, begun, { node }) => {
      if (begun < warmup) return;
      const latency = (simulation.now - begun) as Tick;
      segments(latency);
      if (mining !== null) byMining[mining.isMining(node) ? 'yes' : 'no'](latency);
    },
  };
  const open = layer.open(context);
  const latencies = measures.durations('storage.read.latency');
  const desk = new ReadDesk(
    open,
    () => simulation.now,
    (latency) => {
      if (latency !== null && simulation.now >= warmup + latency) latencies(latency);
      if (desk.reads + desk.failed === values.operations) simulation.stop();
    },
  );
  const users = startUsers({ simulation, fabric, values, data, desk, readers });
  mining?.start();
  if (warmup > 0) {
    const reset = simulation.handler('read.measure', () => users.reset());
    simulation.scheduleAt(warmup, Lane.Observe, simulation.entity('reads/measure'), reset);
  }
  const servers = [...holders, ...Object.values(stations).flat()];
  return () => {
    const { now } = simulation;
    const span = toSeconds(now);
    const reads = servers.reduce((sum, { disk }) => sum + disk.statistics().completed, 0);
    const limits = [
      ...open.limits(),
      { name: 'reader downlink' as const, rate: values.readers * values.readerLink },
    ];
    report(measures, {
      ...{ values, layer, data, desk, fabric, span, limits },
      drive: holders[0]?.disk.profile ?? null,
      driveReads: reads,
      utilisations: users.utilisations(),
      uses: uses(network, servers, readers, now),
      readers,
    });
    if (mining !== null && span > 0)
      measures.value('storage.read.mining_rate', '1/s', mining.attempts / span);
  };
}
