import type { Status } from '../parameters.ts';

/** The written form of a GPU: units in the field names, null where the device has no such thing. */
export interface RawGpuProfile {
  readonly id: string;
  readonly memory_gb: number;
  readonly memory_bandwidth_GBps: number;
  readonly bf16_dense_tflops: number;
  readonly fp8_dense_tflops: number | null;
  readonly tdp_watts: number;
  readonly price_usd_launch: number;
  readonly price_usd_2026_est: number;
  readonly rental_usd_per_h_spot_2026: number;
  readonly rental_usd_per_h_ondemand_2026: number;
  readonly blake2b512_GHps_short_msg: number;
  readonly keccak256_GHps_short_msg: number;
  readonly interconnect_GBps: number;
  readonly host_link_GBps_effective: number;
  readonly confidential_computing: boolean;
  readonly llm: {
    readonly decode_efficiency_of_bandwidth: number;
    readonly llama3_8b_bf16_tpot_ms_batch1: number;
    readonly llama3_8b_bf16_tokens_s_batch1: number;
    readonly tpot_growth_per_concurrent_request: number;
    readonly llama3_70b_bf16_min_gpus: number;
    readonly prefill_mfu: number;
  };
  readonly cc_overhead: {
    readonly throughput_pct_typical: number;
    readonly throughput_pct_max: number;
    readonly host_transfer_slowdown_x: number;
    readonly attestation_ms_est: number;
  } | null;
  readonly status: ProcessorStatus;
}

/** The written form of a CPU. */
export interface RawCpuProfile {
  readonly id: string;
  readonly description: string;
  readonly cores: number;
  readonly memory_gb: number;
  readonly memory_bandwidth_GBps: number;
  readonly fp32_tflops: number;
  readonly tdp_watts: number;
  readonly price_usd_2026_est: number;
  readonly rental_usd_per_h_ondemand_2026: number;
  readonly blake2b_MBps_per_core_large: number;
  readonly sha3_256_MBps_per_core_large: number;
  readonly sha256_MBps_per_core_large: number;
  readonly blake2b_short64_kHps_per_core_native_est: number;
  readonly llm?: { readonly llama3_8b_bf16_tokens_s_batch1: number };
  readonly cc_overhead?: {
    readonly tdx_throughput_pct: number;
    readonly tdx_latency_pct: number;
  };
  readonly status: ProcessorStatus;
}

export interface ProcessorStatus {
  readonly device: Status;
  readonly price: Status;
  readonly rental: Status;
  readonly hashing: Status;
  readonly serving: Status;
  readonly confidential: Status;
  readonly source: string;
}

/** A GPU in base units: bytes, bytes/s, floating-point operations/s, seconds, watts, USD. */
export interface GpuProfile {
  readonly id: string;
  readonly memory: number;
  readonly memoryBandwidth: number;
  readonly bf16Flops: number;
  readonly fp8Flops: number | null;
  readonly watts: number;
  readonly priceLaunch: number;
  readonly price2026: number;
  /** USD per hour, 2026. */
  readonly rentalSpot: number;
  readonly rentalOnDemand: number;
  /** Hashes per second of messages of one block. */
  readonly hashes: { readonly blake2b512: number; readonly keccak256: number };
  /** Bytes per second to another GPU, and from host memory in practice. */
  readonly interconnect: number;
  readonly hostLink: number;
  readonly serving: {
    /** Time per token at batch 1 = weight bytes / (efficiency x memory bandwidth). */
    readonly decodeEfficiency: number;
    /** Growth of the time per token for each concurrent request. */
    readonly decodeGrowth: number;
    /** Share of the peak operations reached in prefill. */
    readonly prefillUtilisation: number;
    /** Seconds per token at batch 1 of Llama-3-8B in bf16, for checks. */
    readonly llama8bTokenSeconds: number;
    /** Cards needed for Llama-3-70B in bf16. */
    readonly llama70bCards: number;
  };
  /** Costs of confidential computing; null when the card cannot do it. */
  readonly confidential: {
    readonly throughputLoss: number;
    readonly throughputLossMax: number;
    readonly hostTransferSlowdown: number;
    readonly attestationSeconds: number;
  } | null;
  readonly status: ProcessorStatus;
}

export type HashFunction = 'blake2b' | 'sha3-256' | 'sha256';

/** A CPU in base units. */
export interface CpuProfile {
  readonly id: string;
  readonly description: string;
  readonly cores: number;
  readonly memory: number;
  readonly memoryBandwidth: number;
  readonly fp32Flops: number;
  readonly watts: number;
  readonly price2026: number;
  readonly rentalOnDemand: number;
  /** Bytes per second and core on large blocks. */
  readonly hashRate: Readonly<Record<HashFunction, number>>;
  /** BLAKE2b messages of 64 bytes per second and core, without call overhead. */
  readonly shortHashes: number;
  /** Llama-3-8B bf16 tokens per second at batch 1; null when not given. */
  readonly llama8bTokens: number | null;
  /** Loss of throughput and growth of latency inside a TDX or SGX enclave; null when not given. */
  readonly confidential: { readonly throughputLoss: number; readonly latencyGrowth: number } | null;
  readonly status: ProcessorStatus;
}

const GIGA = 1e9;
const TERA = 1e12;

export function toGpuProfile(raw: RawGpuProfile): GpuProfile {
  const cc = raw.cc_overhead;
  return {
    id: raw.id,
    memory: raw.memory_gb * GIGA,
    memoryBandwidth: raw.memory_bandwidth_GBps * GIGA,
    bf16Flops: raw.bf16_dense_tflops * TERA,
    fp8Flops: raw.fp8_dense_tflops === null ? null : raw.fp8_dense_tflops * TERA,
    watts: raw.tdp_watts,
    priceLaunch: raw.price_usd_launch,
    price2026: raw.price_usd_2026_est,
    rentalSpot: raw.rental_usd_per_h_spot_2026,
    rentalOnDemand: raw.rental_usd_per_h_ondemand_2026,
    hashes: {
      blake2b512: raw.blake2b512_GHps_short_msg * GIGA,
      keccak256: raw.keccak256_GHps_short_msg * GIGA,
    },
    interconnect: raw.interconnect_GBps * GIGA,
    hostLink: raw.host_link_GBps_effective * GIGA,
    serving: {
      decodeEfficiency: raw.llm.decode_efficiency_of_bandwidth,
      decodeGrowth: raw.llm.tpot_growth_per_concurrent_request,
      prefillUtilisation: raw.llm.prefill_mfu,
      llama8bTokenSeconds: raw.llm.llama3_8b_bf16_tpot_ms_batch1 / 1e3,
      llama70bCards: raw.llm.llama3_70b_bf16_min_gpus,
    },
    confidential:
      cc === null
        ? null
        : {
            throughputLoss: cc.throughput_pct_typical / 100,
            throughputLossMax: cc.throughput_pct_max / 100,
            hostTransferSlowdown: cc.host_transfer_slowdown_x,
            attestationSeconds: cc.attestation_ms_est / 1e3,
          },
    status: raw.status,
  };
}

export function toCpuProfile(raw: RawCpuProfile): CpuProfile {
  const cc = raw.cc_overhead;
  return {
    id: raw.id,
    description: raw.description,
    cores: raw.cores,
    memory: raw.memory_gb * GIGA,
    memoryBandwidth: raw.memory_bandwidth_GBps * GIGA,
    fp32Flops: raw.fp32_tflops * TERA,
    watts: raw.tdp_watts,
    price2026: raw.price_usd_2026_est,
    rentalOnDemand: raw.rental_usd_per_h_ondemand_2026,
    hashRate: {
      blake2b: raw.blake2b_MBps_per_core_large * 1e6,
      'sha3-256': raw.sha3_256_MBps_per_core_large * 1e6,
      sha256: raw.sha256_MBps_per_core_large * 1e6,
    },
    shortHashes: raw.blake2b_short64_kHps_per_core_native_est * 1e3,
    llama8bTokens: raw.llm?.llama3_8b_bf16_tokens_s_batch1 ?? null,
    confidential:
      cc === undefined
        ? null
        : {
            throughputLoss: cc.tdx_throughput_pct / 100,
            latencyGrowth: cc.tdx_latency_pct / 100,
          },
    status: raw.status,
  };
}
