import { Lane } from '../../../sim/engine/order.ts';
import { gpuProfile } from '../../../sim/hardware/profiles.ts';
import { TICKS_PER_SECOND, type Tick, toSeconds, ZERO } from '../../../sim/time.ts';
import {
  type Component,
  type Experiment,
  type Finish,
  type Objection,
  type Setting,
  sectionOf,
} from '../../component.ts';
import { ServingEngine } from './engine.ts';
import { contextTokens, type ServingSetup } from './law.ts';
import { type LanguageModel, languageModel, ownModel } from './models.ts';
import { type ServingValues, servingParameters } from './parameters.ts';
import { drawTokens } from './prompts.ts';

export const servingComponent: Component = {
  about: 'A server with continuous batching that answers prompts to a language model',
  parameters: servingParameters,
  highlights: [
    'compute.serving.tpot',
    'compute.serving.ttft',
    'compute.serving.throughput',
    'compute.serving.request_rate',
    'compute.serving.batch',
  ],
  check: checkServing,
  start: startServing,
};

function modelOf({ model, own }: ServingValues): LanguageModel {
  if (model !== 'own') return languageModel(model);
  const { experts: count, chosen } = own;
  const experts = count !== null && chosen !== null ? { count, chosen } : null;
  return ownModel('own', { ...own, experts });
}

function setupOf(values: ServingValues): ServingSetup {
  const gpu = gpuProfile(values.gpu);
  const loss = values.confidential ? (gpu.confidential?.throughputLoss ?? 0) : 0;
  return { gpu, cards: values.cards, model: modelOf(values), slowdown: 1 / (1 - loss) };
}

function checkServing(setting: Setting): Objection[] {
  const values = sectionOf(setting, 'serving', servingParameters);
  const { own, rate, gpu } = values;
  const objections: Objection[] = [];
  if (rate.per === 'byte') {
    objections.push({ path: 'serving.rate', expected: 'requests, as 8 /s', found: 'bytes' });
  }
  if (values.confidential && gpuProfile(gpu).confidential === null) {
    objections.push({ path: 'serving.confidential', expected: 'a card with enclaves', found: gpu });
  }
  for (const part of ['input', 'output'] as const) {
    const { mean, longest } = values[part];
    if (mean < longest / 2) continue;
    const expected = `below half of ${part}.longest`;
    objections.push({ path: `serving.${part}.mean`, expected, found: String(mean) });
  }
  const mixture = [own.activeParameters, own.experts, own.chosen];
  if (mixture.some((value) => value === null) && mixture.some((value) => value !== null)) {
    const expected = 'all or none of activeParameters, experts and chosen';
    objections.push({ path: 'serving.own', expected, found: 'some' });
  } else if (own.experts !== null && own.chosen !== null && own.chosen >= own.experts) {
    const expected = `below the ${own.experts} experts`;
    objections.push({ path: 'serving.own.chosen', expected, found: String(own.chosen) });
  } else if (own.activeParameters !== null && own.activeParameters > own.parameters) {
    const expected = 'at most the parameters';
    const found = String(own.activeParameters);
    objections.push({ path: 'serving.own.activeParameters', expected, found });
  }
  if (objections.length > 0) return objections;
  // Lengths are scaled to their mean, by far less than a factor of 2.
  const longest = 2 * (values.input.longest + values.output.longest);
  const room = contextTokens(setupOf(values));
  if (room >= longest) return [];
  const expected = `room for ${longest} tokens of context beside the weights`;
  return [{ path: 'serving.cards', expected, found: room < 0 ? 'none' : String(room) }];
}

/** Tokens whose keys and values are stored and found again together. Source: vLLM, default `block_size`. */
const BLOCK = 16;

function startServing(experiment: Experiment): Finish {
  const { simulation, measures } = experiment;
  const { streams } = simulation;
  const values = sectionOf(experiment, 'serving', servingParameters);
  const { prompts, rate } = values;
  const setup = setupOf(values);
  const engine = new ServingEngine(simulation, 'serving', setup);
  const inputs = drawTokens(streams.stream('serving/input'), prompts, values.input);
  const outputs = drawTokens(streams.stream('serving/output'), prompts, values.output);
  const total = [...inputs, ...outputs].reduce((sum, tokens) => sum + tokens, 0);
  // Prompts that come again in the same order find all of what was stored, or, when it overflows, nothing: what
  // has not been used for longest goes first.
  const kept = values.repeated && total <= contextTokens(setup);
  const observeFirst = measures.durations('compute.serving.ttft');
  const observeToken = measures.durations('compute.serving.tpot');
  const observeAnswer = measures.durations('compute.serving.latency');
  let answered = 0;
  let tokensOut = 0;
  let ended = ZERO;
  const submit = (index: number) => {
    const inputTokens = inputs[index];
    const outputTokens = outputs[index];
    const cachedTokens = kept ? Math.floor((inputTokens - 1) / BLOCK) * BLOCK : 0;
    const since = simulation.now;
    let first = since;
    const firstToken = () => {
      first = simulation.now;
      observeFirst((first - since) as Tick);
    };
    const done = () => {
      ended = simulation.now;
      answered++;
      tokensOut += outputTokens;
      observeToken(Math.round((ended - first) / (outputTokens - 1)) as Tick);
      observeAnswer((ended - since) as Tick);
    };
    engine.submit({ inputTokens, outputTokens, cachedTokens }, { firstToken, done });
  };
  const gaps = streams.stream('serving/arrivals');
  const client = simulation.entity('serving/client');
  let exact = 0;
  const arrive = simulation.handler('serving.arrive', (_entity, index) => {
    submit(index);
    if (index + 1 === prompts) return;
    // The sum is rounded, not each gap: no drift.
    exact += gaps.exponential(TICKS_PER_SECOND / rate.second);
    simulation.scheduleAt(Math.round(exact) as Tick, Lane.Arrival, client, arrive, index + 1);
  });
  simulation.schedule(ZERO, Lane.Arrival, client, arrive, 0);
  return () => {
    if (answered === 0) return;
    const span = toSeconds(ended);
    measures.value('compute.serving.throughput', '1/s', tokensOut / span);
    measures.value('compute.serving.request_rate', '1/s', answered / span);
    measures.value('compute.serving.batch', '1', engine.batch.average(ended));
    measures.value('compute.serving.busy', '1', engine.busy() / ended);
  };
}
