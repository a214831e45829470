import { sustainedIops } from '../../sim/hardware/queue-depth.ts';
import type { StorageProfile } from '../../sim/hardware/storage-profile.ts';
import { type AcceleratorName, type TrainingProfile, trainingDemand } from './training.ts';

/** A training job whose accelerators read from one drive. */
export interface Feed {
  readonly storage: StorageProfile;
  readonly job: TrainingProfile;
  readonly accelerator: AcceleratorName;
  /** Requests that each accelerator keeps in flight: its reader threads. */
  readonly readers: number;
  /** Bytes of one request to the drive: the sample, or the piece in which a store delivers it. */
  readonly requestBytes: number;
}

/**
 * Bytes per second that the drive delivers to n accelerators which all wait for it: random requests, readers
 * x n in flight.
 */
export function deliveredRate(
  { storage, readers, requestBytes }: Feed,
  accelerators: number,
): number {
  return sustainedIops(storage, readers * accelerators, requestBytes) * requestBytes;
}

/**
 * Accelerator utilisation (compute time over wall time) with n accelerators on the drive: what it delivers
 * over what they ask for, at most 1. Source of the form, step = max(compute, bytes / bandwidth share):
 * hardware-network-workloads D1.
 */
export function utilisation(feed: Feed, accelerators: number): number {
  const demand = accelerators * trainingDemand(feed.job, feed.accelerator);
  return Math.min(1, deliveredRate(feed, accelerators) / demand);
}

/**
 * Most accelerators that the drive keeps at the pass mark or above; 0 when it cannot feed one. Utilisation
 * falls with each accelerator more, since what a drive delivers grows slower than its queue.
 */
export function acceleratorsFed(feed: Feed): number {
  let fed = 0;
  while (utilisation(feed, fed + 1) >= feed.job.passMark) fed++;
  return fed;
}
