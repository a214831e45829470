import { agents } from './agents.ts';
import { checkpoint1t, checkpoint8b, checkpoint70b, checkpoint405b } from './checkpoint.ts';
import { chat, code } from './inference.ts';
import { cosmoflow, resnet50, unet3d } from './training.ts';
import type { Workload } from './workload.ts';

/** Every workload; add one here and its name in `workload-names.ts`. */
export const workloads: readonly Workload[] = [
  unet3d,
  resnet50,
  cosmoflow,
  checkpoint8b,
  checkpoint70b,
  checkpoint405b,
  checkpoint1t,
  chat,
  code,
  agents,
];

/** @throws RangeError for an unknown name */
export function workloadByName(name: string): Workload {
  const workload = workloads.find((candidate) => candidate.name === name);
  if (workload === undefined) {
    const names = workloads.map((candidate) => candidate.name).join(', ');
    throw new RangeError(`workload, expected one of ${names}, got ${name}`);
  }
  return workload;
}
