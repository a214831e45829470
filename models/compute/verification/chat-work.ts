import type { GpuProfile } from '../../../sim/hardware/processor-profile.ts';
import { weightBytesRead } from '../serving/law.ts';
import type { LanguageModel } from '../serving/models.ts';
import { gpuWork, type Work } from './work.ts';

/** Mean tokens of a chat. Source: hardware-network-workloads D2. */
const CHAT = { inputTokens: 1195, outputTokens: 202 } as const;

/** A chat on GPUs that share a model, which stays loaded: the work by which markets reckon what a mode costs. */
export function chatWork(
  gpu: GpuProfile,
  cards: number,
  model: LanguageModel,
  batch: number,
): Work {
  return gpuWork(gpu, cards, {
    ...CHAT,
    parameters: model.activeParameters,
    weightBytes: weightBytesRead(model, batch),
    batch,
    swaps: 0,
  });
}
