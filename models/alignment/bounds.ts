/** What a machine of the published size can watch, in closed form. */

export interface Machine {
  /** Bytes. */
  readonly memory: number;
  readonly disk: number;
  /** Bytes per second, each way. */
  readonly bandwidth: number;
  readonly cores: number;
}

/** 64 MB, 10 GB, 10 Mbps, one core of 2.1 GHz. Source: 0g-da-chain-compute 4. */
export const PUBLISHED_MACHINE: Machine = {
  memory: 64_000_000,
  disk: 10_000_000_000,
  bandwidth: 1_250_000,
  cores: 1,
};

export interface ProbeDemand {
  /** Bytes that one probe moves in the busier direction. */
  readonly bytes: number;
  /** Bytes of memory while it waits, and the seconds that it waits. */
  readonly held: number;
  readonly waits: number;
  /** Core seconds to sign, to verify and to compare. */
  readonly work: number;
}

/** Most probes per second that each resource allows; the least of them binds. */
export interface ProbeLimits {
  readonly network: number;
  readonly memory: number;
  readonly processor: number;
}

export function probeLimits(machine: Machine, demand: ProbeDemand): ProbeLimits {
  return {
    network: machine.bandwidth / demand.bytes,
    memory: machine.memory / demand.held / demand.waits,
    processor: machine.cores / demand.work,
  };
}

export interface Reexecution {
  /** Weights over memory and over disk: above 1 the model does not fit. */
  readonly memory: number;
  readonly disk: number;
  /** Seconds for a token if all weights came over the network for it. */
  readonly token: number;
}

/** What it would take to compute a model's answer again instead of comparing answers. */
export function reexecution(machine: Machine, weights: number): Reexecution {
  return {
    memory: weights / machine.memory,
    disk: weights / machine.disk,
    token: weights / machine.bandwidth,
  };
}
