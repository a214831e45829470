import { log2, pow } from '../math.ts';
import { TICKS_PER_SECOND } from '../time.ts';
import { BASE_BYTES, serviceTime } from './service-time.ts';
import type { StorageProfile } from './storage-profile.ts';

/**
 * Factor by which native command queueing speeds up a single arm that sees `depth` requests:
 * IOPS(q) / IOPS(1) = 1 + c log2 q, up to what the drive reaches at best.
 *
 * @param most largest factor: maximal IOPS times the mean service time at depth 1
 */
export function ncqGain(depth: number, c: number, most: number): number {
  const gain = 1 + c * log2(depth);
  return gain < most ? gain : Math.max(most, 1);
}

/**
 * Mean time in ticks that a request spends in a flash device with `depth` requests in flight:
 * q / IOPS(q) for IOPS(q) = ((q/S)^-k + max^-k)^(-1/k), which is (S^k + (q/max)^k)^(1/k).
 *
 * @param service S, mean service time at depth 1, in ticks
 * @param ticksPerRequest one over the maximal rate, in ticks
 */
export function smoothLatency(
  depth: number,
  service: number,
  ticksPerRequest: number,
  k: number,
): number {
  const shared = depth * ticksPerRequest;
  if (k === 2) return Math.sqrt(service * service + shared * shared);
  // Scaled by the larger term, so that no power overflows.
  const large = Math.max(service, shared);
  const ratio = Math.min(service, shared) / large;
  return large * pow(1 + pow(ratio, k), 1 / k);
}

/**
 * The service time whose `smoothLatency` at depth 1 is `latency`: what a law must have when latencies were
 * measured, sharing included. 0 when the device is no faster than one request at a time.
 */
export function serviceBehind(latency: number, ticksPerRequest: number, k: number): number {
  if (latency <= ticksPerRequest) return 0;
  return latency * pow(1 - pow(ticksPerRequest / latency, k), 1 / k);
}

/**
 * Random reads per second that a device sustains with `depth` requests always in flight: the closed
 * form behind `Disk`, for ceilings. Requests beyond the device's own limit wait outside.
 *
 * @param bytes size of each read
 */
export function sustainedIops(profile: StorageProfile, depth: number, bytes = BASE_BYTES): number {
  const law = profile.queueDepth;
  const q = Math.min(depth, law.qmax);
  const service = serviceTime(profile);
  const mean = service.mean(bytes, false);
  const base = service.mean(BASE_BYTES, false);
  switch (law.law) {
    case 'ncq': {
      const most = (profile.maxReadIops * base) / TICKS_PER_SECOND;
      // The law is linear in bytes.
      const transfer = service.mean(2 * bytes, false) - mean;
      const access = mean - transfer;
      return TICKS_PER_SECOND / (access / ncqGain(q, law.c, most) + transfer);
    }
    case 'smoothmin': {
      const full = TICKS_PER_SECOND / profile.maxReadIops;
      const latency = mean + smoothLatency(q, base, full, law.k) - base;
      return Math.min((q * TICKS_PER_SECOND) / latency, profile.seqRead / bytes);
    }
    case 'tokenbucket':
      return Math.min((q * TICKS_PER_SECOND) / mean, law.iops, law.rate / bytes);
    case 'parallel':
      return Math.min((q * TICKS_PER_SECOND) / mean, law.perPrefix ?? profile.maxReadIops);
  }
}
