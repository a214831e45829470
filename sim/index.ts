/** The laboratory: what `droptower/sim` exports. SIM.JS, the reference engine, is not part of it. */

export {
  type Certified,
  type Checkpoint,
  digest,
  floatBits,
} from './engine/certificate.ts';
export { type Divergence, EventHistory, firstDivergence } from './engine/divergence.ts';
export { AmbientAccess, guarded } from './engine/guard.ts';
export { Lane } from './engine/order.ts';
export type { EventCounters, PendingEvents } from './engine/pending-events.ts';
export * from './engine/process.ts';
export * from './engine/resource.ts';
export * from './engine/signal.ts';
export * from './engine/simulation.ts';
export * from './engine/store.ts';
export * from './engine/trace.ts';
export * from './hardware/disk.ts';
export * from './hardware/fail-slow.ts';
export * from './hardware/processor.ts';
export * from './hardware/profiles.ts';
export * from './hardware/shared-station.ts';
export * from './hardware/station.ts';
export type { StorageProfile } from './hardware/storage-profile.ts';
export * from './kernels/bytes.ts';
export * from './kernels/hashes.ts';
export { helpedJobs } from './kernels/jobs/helped-jobs.ts';
export { inlineJobs, type Jobs, type Started } from './kernels/jobs/jobs.ts';
export {
  HelperFailure,
  type HelperHost,
  jobServer,
  stopHelpers,
  wholeMemory,
} from './kernels/jobs/shared-work.ts';
export * from './kernels/merkle.ts';
export type { ErasureCode } from './kernels/reed-solomon/erasure-code.ts';
export { fftCode } from './kernels/reed-solomon/fft-code.ts';
export { matrixCode } from './kernels/reed-solomon/matrix-code.ts';
export { shortenedCode } from './kernels/reed-solomon/shortened-code.ts';
export { pairSymbols, type SymbolLayout, splitSymbols } from './kernels/reed-solomon/symbols.ts';
export * from './math.ts';
export * from './network/accounting.ts';
export * from './network/faults.ts';
export * from './network/flows.ts';
export * from './network/geography.ts';
export * from './network/gossip.ts';
export * from './network/latency.ts';
export * from './network/max-min.ts';
export * from './network/mesh.ts';
export * from './network/messages.ts';
export * from './network/region-presets.ts';
export * from './network/regions.ts';
export * from './network/section.ts';
export * from './network/transfer.ts';
export * from './parameters.ts';
export * from './random.ts';
export * from './stats/batch-means.ts';
export * from './stats/confidence.ts';
export * from './stats/elementary-effects.ts';
export * from './stats/histogram.ts';
export * from './stats/latin.ts';
export * from './stats/paired.ts';
export * from './stats/precision.ts';
export * from './stats/rank-correlation.ts';
export { isRefusal, type Refusal } from './stats/refusal.ts';
export * from './stats/sobol.ts';
export * from './stats/sobol-indices.ts';
export * from './stats/tally.ts';
export * from './stats/time-weighted.ts';
export * from './stats/warm-up.ts';
export * from './time.ts';
