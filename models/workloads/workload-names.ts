/** Names of the workloads, apart from `workloads.ts` so that parameters need not load them. */
export const workloadNames = [
  'unet3d',
  'resnet50',
  'cosmoflow',
  'checkpoint-8b',
  'checkpoint-70b',
  'checkpoint-405b',
  'checkpoint-1t',
  'chat',
  'code',
  'agents',
] as const;

export type WorkloadName = (typeof workloadNames)[number];
