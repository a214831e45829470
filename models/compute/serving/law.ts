import type { GpuProfile } from '../../../sim/hardware/processor-profile.ts';
import { pow } from '../../../sim/math.ts';
import { BYTES_PER_WEIGHT, type LanguageModel } from './models.ts';

/*
 * Constants of classes of machines, all fitted together to the rows of IOG-Foundation/llm-inference-benchmarks
 * (vLLM 0.8.5 on RTX 4090 and H100 PCIe; Apache-2.0), one set for all models, rates and numbers of cards: README.md
 * says how well they hold. For other cards of a class they are estimates.
 */

/** What a machine adds to the data sheet of its cards. */
interface MachineClass {
  /** Share of the memory bandwidth reached. */
  readonly bandwidth: number;
  /** Share of the peak of the matrix units reached, in prefill and in decode. */
  readonly compute: number;
  /** Seconds of the host for each step that the cards wait for. */
  readonly hostStep: number;
  /** Seconds in which the host launches the kernels of a layer: a step cannot be faster than its launches. */
  readonly launch: number;
  /** How cards without NVLink exchange the sums of a layer. */
  readonly pcie: Link;
}

/** One all-reduce between cards: seconds whatever its size, and bytes per second of a card in it. */
interface Link {
  readonly latency: number;
  readonly rate: number;
}

/** Cards of the data-centre lines in servers. No run of them waited for launches: their time is a bound. */
const server: MachineClass = {
  bandwidth: 0.89,
  compute: 0.67,
  hostStep: 2.16e-3,
  launch: 40e-6,
  pcie: { latency: 70e-6, rate: 30e9 },
};

/** Cards of the consumer lines, on boards where they reach each other through host memory. */
const desktop: MachineClass = {
  bandwidth: 0.9,
  compute: 0.95,
  hostStep: 2.85e-3,
  launch: 290e-6,
  pcie: { latency: 76e-6, rate: 4.3e9 },
};

/** Seconds of the host for each request in a step. */
const HOST_REQUEST = 34e-6;
/** Seconds between arrival and queue: connection, tokens of the prompt, hand-over to the engine. */
const FRONT_END = 6.2e-3;

/** Estimates: an all-reduce of 10 us within a server, at a third of the nominal rate of the card. */
const NVLINK_LATENCY = 10e-6;
const NVLINK_SHARE = 1 / 3;

const isConsumer = ({ id }: GpuProfile): boolean => id.startsWith('rtx');

function machineClass(gpu: GpuProfile): MachineClass {
  return isConsumer(gpu) ? desktop : server;
}

/** SXM cards have NVLink. PCIe cards are taken without a bridge: those of the runs had none, by their times. */
function linkOf(gpu: GpuProfile): Link {
  if (!gpu.id.endsWith('-sxm')) return machineClass(gpu).pcie;
  return { latency: NVLINK_LATENCY, rate: gpu.interconnect * NVLINK_SHARE };
}

/** What serves: cards of one kind that share each layer (tensor parallel), and a model. */
export interface ServingSetup {
  readonly gpu: GpuProfile;
  readonly cards: number;
  readonly model: LanguageModel;
  /** Factor on all times of service; 1 is none. */
  readonly slowdown: number;
}

/** Times of one step of the engine, in seconds. */
export interface StepLaw {
  /**
   * A step that gives `requests` requests one token each and reads `prompt` tokens of prompts, whose attention
   * looks at `attended` pairs of tokens. Without the stored context of the requests.
   */
  step(requests: number, prompt: number, attended: number): number;
  /** Each token of stored context that a step reads. */
  readonly contextToken: number;
  /** From arrival to the queue. */
  readonly frontEnd: number;
  /** Tokens whose keys and values fit. */
  readonly capacity: number;
}

/** vLLM takes this share of the memory by default (`gpu_memory_utilization`). */
const MEMORY_SHARE = 0.9;
/** Nominal gigabytes of cards are binary. */
const BINARY = 1.073_741_824;
/** Bytes of activations on each card (estimate). */
const ACTIVATIONS = 1.5e9;
/** Sums travel as bf16, twice in a layer. */
const SUM_BYTES = 2;
const SUMS_PER_LAYER = 2;

/** Tokens of context that fit beside the weights; below zero when the weights do not fit. */
export function contextTokens({ gpu, cards, model }: Omit<ServingSetup, 'slowdown'>): number {
  const usable = cards * (gpu.memory * BINARY * MEMORY_SHARE - ACTIVATIONS);
  return Math.floor((usable - model.weightBytes) / model.kvBytesPerToken);
}

/**
 * As `contextTokens`.
 * @throws RangeError when the weights leave no room
 */
export function contextCapacity(setup: ServingSetup): number {
  const tokens = contextTokens(setup);
  if (tokens >= 1) return tokens;
  const { gpu, cards, model } = setup;
  const weights = (model.weightBytes / 1e9).toFixed(1);
  throw new RangeError(
    `cards, expected enough ${gpu.id} for the ${weights} GB of ${model.name}, got ${cards}`,
  );
}

/** Bytes of weights read in a step of `tokens` tokens: experts that no token is sent to are not. */
export function weightBytesRead(model: LanguageModel, tokens: number): number {
  const { parameters, activeParameters, experts, embedding } = model;
  const resident = model.weightBytes - embedding * BYTES_PER_WEIGHT.bf16;
  if (experts === null) return resident;
  const chosen = experts.chosen / experts.count;
  const inExperts = (parameters - activeParameters) / (1 - chosen);
  const idle = pow(1 - chosen, tokens);
  return resident - inExperts * idle * BYTES_PER_WEIGHT[model.format];
}

/**
 * The law of a step: host + max(launches, |(weights / bandwidth, operations / peak)| + sums between
 * cards) + context / bandwidth. One law serves decode, prefill and both in one step, so that interference needs no term of its own.
 * @throws RangeError when the model does not fit on the cards
 */
export function stepLaw(setup: ServingSetup): StepLaw {
  const { gpu, cards, model, slowdown } = setup;
  const { bandwidth, compute, hostStep, launch } = machineClass(gpu);
  const bytesPerSecond = cards * bandwidth * gpu.memoryBandwidth;
  const peak = model.format === 'fp8' ? (gpu.fp8Flops ?? gpu.bf16Flops) : gpu.bf16Flops;
  const operations = cards * compute * peak;
  const perToken = (2 * (model.activeParameters - model.embedding)) / operations;
  // Scores and weighted sums: 2 products of 2 operations for each dimension of the stream.
  const perPair = (4 * model.layers * model.width) / (cards * compute * gpu.bf16Flops);
  const sums = cards === 1 ? 0 : model.layers * SUMS_PER_LAYER;
  const link = linkOf(gpu);
  const hops = (2 * (cards - 1)) / cards;
  const sumToken = (hops * model.width * SUM_BYTES) / link.rate;
  const launches = launch * model.layers;
  return {
    step(requests, prompt, attended) {
      const tokens = requests + prompt;
      const memory = weightBytesRead(model, tokens) / bytesPerSecond;
      const products = tokens * perToken + attended * perPair;
      // Reading and computing overlap in part: neither the larger of the two nor their sum.
      const card = Math.sqrt(memory * memory + products * products);
      const exchange = sums * (link.latency + tokens * sumToken);
      return slowdown * (hostStep + requests * HOST_REQUEST + Math.max(launches, card + exchange));
    },
    contextToken: (slowdown * model.kvBytesPerToken) / bytesPerSecond,
    frontEnd: slowdown * FRONT_END,
    capacity: contextCapacity(setup),
  };
}
