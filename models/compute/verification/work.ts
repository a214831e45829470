import type { CpuProfile, GpuProfile } from '../../../sim/hardware/processor-profile.ts';

/** A request as a machine serves it without verification, in seconds: what overheads are measured against. */
export interface Work {
  /** Requests that decode together. */
  readonly batch: number;
  /** Of this request alone. */
  readonly prefill: number;
  /** One token of the whole batch. */
  readonly step: number;
  /** Part of the step that waits for memory. */
  readonly memory: number;
  readonly outputTokens: number;
  /** Loading the weights from the host. */
  readonly load: number;
  /** Loads for each request: 1 where every request wants another model than the one before. */
  readonly swaps: number;
}

/** What is asked of a machine. */
export interface Ask {
  readonly parameters: number;
  readonly weightBytes: number;
  readonly batch: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly swaps: number;
}

/**
 * Share of a model load that copies to the device; the rest reads, allocates and starts. With copies 2.5 x
 * slower a load takes 1 + 1.5 x 0.4 = 1.6 x longer: both are estimates of hardware-network-workloads B4.
 */
const COPY_SHARE = 0.4;

/** Share of a CPU's memory bandwidth that decoding reaches: 18 tokens/s of 16.06 GB at 400 GB/s, profile `cpu-server-64c`. */
const CPU_DECODE_EFFICIENCY = 0.72;

/** Share of a CPU's peak operations that inference reaches, as in prefill on GPUs. Estimate. */
const CPU_UTILISATION = 0.5;

/** Operations for each parameter and token: one multiplication, one addition. */
const OPERATIONS = 2;

function checkAsk(ask: Ask): void {
  if (!(ask.batch >= 1)) throw new RangeError(`batch, expected at least 1, got ${ask.batch}`);
  if (!(ask.swaps >= 0 && ask.swaps <= 1))
    throw new RangeError(`swaps, expected 0 to 1, got ${ask.swaps}`);
}

/**
 * Work on GPUs that share the weights evenly. Decode: weight bytes over the memory bandwidth, growing with
 * the batch (hardware-network-workloads B2); prefill: operations over the share of the peak.
 * @throws RangeError for a batch below 1 or swaps outside 0 to 1
 */
export function gpuWork(gpu: GpuProfile, cards: number, ask: Ask): Work {
  checkAsk(ask);
  const { serving } = gpu;
  const alone = ask.weightBytes / (serving.decodeEfficiency * gpu.memoryBandwidth * cards);
  const step = alone * (1 + serving.decodeGrowth * ask.batch);
  const operations = OPERATIONS * ask.parameters * ask.inputTokens;
  return {
    batch: ask.batch,
    prefill: operations / (serving.prefillUtilisation * gpu.bf16Flops * cards),
    step,
    memory: step,
    outputTokens: ask.outputTokens,
    load: ask.weightBytes / (COPY_SHARE * gpu.hostLink * cards),
    swaps: ask.swaps,
  };
}

/**
 * Work on a CPU: a step reads the weights once and then computes a token of each request. Weights are in
 * memory already, so nothing is loaded.
 * @throws RangeError for a batch below 1 or swaps outside 0 to 1
 */
export function cpuWork(cpu: CpuProfile, ask: Ask): Work {
  checkAsk(ask);
  const memory = ask.weightBytes / (CPU_DECODE_EFFICIENCY * cpu.memoryBandwidth);
  const token = (OPERATIONS * ask.parameters) / (CPU_UTILISATION * cpu.fp32Flops);
  return {
    batch: ask.batch,
    prefill: token * ask.inputTokens,
    step: memory + token * ask.batch,
    memory,
    outputTokens: ask.outputTokens,
    load: 0,
    swaps: ask.swaps,
  };
}

/** Machine seconds of one request: its prefill, its share of the steps of the batch, and of loads. */
export function machineSeconds(work: Work): number {
  return work.prefill + (work.outputTokens * work.step) / work.batch + work.swaps * work.load;
}
