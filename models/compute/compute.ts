import { Lane } from '../../sim/engine/order.ts';
import { gpuProfile } from '../../sim/hardware/profiles.ts';
import { matrixNames, rttMatrix } from '../../sim/network/section.ts';
import { seconds, type Tick } from '../../sim/time.ts';
import {
  type Component,
  type Experiment,
  type Finish,
  type Objection,
  type Setting,
  sectionOf,
} from '../component.ts';
import { inferenceRequests } from '../workloads/inference.ts';
import { buildMarket, drawn, providerGpus, servedModel } from './market/build.ts';
import { Measured } from './market/measured.ts';
import { type ComputeValues, computeParameters } from './parameters.ts';
import { contextCapacity } from './serving/law.ts';

export const computeComponent: Component = {
  about: 'A market for inference: admission, serving, verification and settlement',
  parameters: computeParameters,
  highlights: [
    'compute.latency',
    'compute.ttft',
    'compute.throughput',
    'compute.verified_per_second',
    'compute.utilisation',
    'compute.answered',
    'compute.cost_per_task',
    'compute.gas_share',
  ],
  companions: { 'compute.request_rate': 'compute.offered' },
  check: checkCompute,
  start: startCompute,
};

/** The text of what `read` throws, or null. */
function refusal(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function checkCompute(setting: Setting): Objection[] {
  const values = sectionOf(setting, 'compute', computeParameters);
  const objections: Objection[] = [];
  const object = (path: string, expected: string, found: string) =>
    objections.push({ path, expected, found });
  if (setting.duration === null)
    object('duration', 'a time such as "1 h", since requests go on without end', 'none');
  if (values.transfer > values.deposit)
    object('compute.transfer', `at most the deposit of ${values.deposit}`, `${values.transfer}`);
  if (refusal(() => rttMatrix(values.latency, setting.attachments)) !== null) {
    const expected = `one of ${matrixNames.join(', ')}, a time such as "50 ms", or a CSV file`;
    object('compute.latency', expected, JSON.stringify(values.latency));
  }
  const gpus = refusal(() => providerGpus(values).map(gpuProfile));
  if (gpus !== null) object('compute.gpus', 'shares of known GPU profiles', gpus);
  const model = refusal(() => servedModel(values));
  if (model !== null) object('compute.model', 'a known language model', model);
  if (gpus === null && model === null) objections.push(...checkMachines(values));
  return objections;
}

/** The model fits on the cards, and an enclave has cards that can be one. */
function checkMachines(values: ComputeValues): Objection[] {
  const { cards, verification } = values;
  const model = servedModel(values);
  return [...new Set(providerGpus(values))].flatMap((id) => {
    const gpu = gpuProfile(id);
    const objections: Objection[] = [];
    const small = refusal(() => contextCapacity({ gpu, cards, model, slowdown: 1 }));
    if (small !== null)
      objections.push({ path: 'compute.cards', expected: 'room for the model', found: small });
    if (verification === 'tee' && gpu.confidential === null) {
      const expected = 'cards that can be confidential, since compute.verification is tee';
      objections.push({ path: 'compute.gpus', expected, found: id });
    }
    return objections;
  });
}

function startCompute(experiment: Experiment): Finish {
  const { simulation, attachments, warmup } = experiment;
  const values = sectionOf(experiment, 'compute', computeParameters);
  const market = buildMarket(simulation, values, rttMatrix(values.latency, attachments));
  const measured = new Measured(experiment, values, market);
  const entity = simulation.entity('compute/users');
  const users = simulation.streams.stream('compute/users');
  const settings = { rate: values.rate, day: false, lengths: 'trace' } as const;
  const stream = simulation.streams.stream('compute/requests');
  const requests = inferenceRequests(values.workload, stream, settings);
  const arrive = simulation.handler('compute.arrive', (_entity, user, work) => {
    const { input, output } = work as { input: number; output: number };
    const asked = { inputTokens: input, outputTokens: output };
    market.request(user, asked, measured.hooks(asked));
    next();
  });
  const next = () => {
    const { value: work } = requests.next();
    if (work === undefined) return;
    const at = seconds(work.at, 'nearest');
    simulation.scheduleAt(at, Lane.Arrival, entity, arrive, users.below(values.users), work);
  };
  next();
  const begin = simulation.handler('compute.begin', () => measured.begin());
  simulation.scheduleAt(warmup, Lane.Observe, entity, begin);
  startFaults(experiment, values, market);
  return () => measured.report();
}

function startFaults(
  { simulation }: Experiment,
  { faults, users, providers, lockTime }: ComputeValues,
  market: ReturnType<typeof buildMarket>,
): void {
  const entity = simulation.entity('compute/faults');
  const fault = simulation.handler('compute.fault', (_entity, _number, act) =>
    (act as () => void)(),
  );
  const at = (tick: number, number: number, act: () => void) =>
    simulation.scheduleAt(tick as Tick, Lane.Timer, entity, fault, number, act);
  for (const number of drawn(simulation, 'compute/offline', faults.offline, providers)) {
    at(faults.offlineAt, number, () =>
      market.fail(market.providers[number], faults.offlineFor as Tick, faults.losesKey),
    );
  }
  for (const user of drawn(simulation, 'compute/drained', faults.drained, users)) {
    at(faults.drainAt, user, () => market.desk.drain(user, simulation.now));
    at(faults.drainAt + lockTime, user, () => market.desk.takeBack(user, simulation.now));
  }
}
