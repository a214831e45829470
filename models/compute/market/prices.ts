/** A service of the market's price list. */
export interface ListedService {
  readonly name: string;
  /** Tokens for a million tokens of text. */
  readonly input: number;
  readonly output: number;
  /** Model as the serving machine knows it; null for those whose architecture is not at hand. */
  readonly model: string | null;
}

/** Mainnet list of 2026, and the testnet's model. Source: 0g-da-chain-compute 3.2. Status: published. */
export const listedServices: readonly ListedService[] = [
  { name: 'glm-5-fp8', input: 1, output: 3.2, model: null },
  { name: 'deepseek-chat-v3-0324', input: 0.3, output: 1, model: 'deepseek-v3' },
  { name: 'gpt-oss-120b', input: 0.1, output: 0.49, model: 'gpt-oss-120b' },
  { name: 'qwen3-vl-30b', input: 0.49, output: 0.49, model: null },
  { name: 'whisper-large-v3', input: 0.05, output: 0.11, model: null },
  { name: 'deepseek-v4-flash', input: 0.31, output: 0.62, model: null },
  { name: 'qwen-2.5-7b', input: 0.05, output: 0.1, model: 'qwen2.5-7b' },
];

/** @throws RangeError that lists the known names */
export function listedService(name: string): ListedService {
  const found = listedServices.find((service) => service.name === name);
  if (found !== undefined) return found;
  const names = listedServices.map((service) => service.name).join(', ');
  throw new RangeError(`service, expected one of ${names}, got "${name}"`);
}
