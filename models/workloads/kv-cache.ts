/** Models whose stored context a request may read. */
export const kvModelNames = ['llama-3-8b', 'llama-3-70b', 'llama-3-405b', 'deepseek-v3'] as const;

export type KvModel = (typeof kvModelNames)[number];

/** Keys and values of 128 dimensions in bf16: 2 x layers x heads x 128 x 2 bytes for each token. */
const grouped = (layers: number, heads: number): number => 2 * layers * heads * 128 * 2;

/**
 * Bytes of KV cache for each token of context, bf16. Source: hardware-network-workloads D4; of DeepSeek-V3
 * (multi-head latent attention) the figure itself.
 */
export const kvBytesPerToken: Readonly<Record<KvModel, number>> = {
  'llama-3-8b': grouped(32, 8),
  'llama-3-70b': grouped(80, 8),
  'llama-3-405b': grouped(126, 8),
  'deepseek-v3': 70_272,
};
