import { pow } from '../../../sim/math.ts';
import type { Status } from '../../../sim/parameters.ts';

/** How weights are stored: with fp8 the products run on the faster units of cards that have them. */
export type WeightFormat = 'bf16' | 'fp8' | '4-bit';

/** Bytes of a weight in a linear layer. 4-bit formats add scales: hardware-network-workloads D4, about 0.28 x bf16. */
export const BYTES_PER_WEIGHT: Readonly<Record<WeightFormat, number>> = {
  bf16: 2,
  fp8: 1,
  '4-bit': 0.56,
};

/** A language model as the hardware sees it. */
export interface LanguageModel {
  readonly name: string;
  readonly parameters: number;
  /** Parameters that one token uses; all of them in a dense model. */
  readonly activeParameters: number;
  /** Mixture of experts: experts of a layer, and how many of them a token is sent to; null in a dense model. */
  readonly experts: { readonly count: number; readonly chosen: number } | null;
  /** Parameters of the table of embeddings, of which a token reads one row; 0 when the output layer shares it. */
  readonly embedding: number;
  readonly layers: number;
  /** Dimensions of the stream between layers. */
  readonly width: number;
  readonly kvBytesPerToken: number;
  readonly format: WeightFormat;
  /** Bytes of all weights in memory. */
  readonly weightBytes: number;
  readonly status: Status;
  readonly source: string;
}

interface Architecture {
  readonly name: string;
  /** 10^9 parameters, and those that a token uses when they differ. */
  readonly billions: number;
  readonly active?: number;
  readonly experts?: { readonly count: number; readonly chosen: number };
  readonly layers: number;
  readonly width: number;
  readonly vocabulary: number;
  /** The output layer is the table of embeddings. */
  readonly tied?: true;
  /** Numbers in the keys and values of one token and layer: 2 x heads x dimensions of a head. */
  readonly kv: number;
  readonly format?: WeightFormat;
}

const KV_BYTES = 2;

/** Embeddings and the output layer stay in bf16 whatever the format of the layers. */
function weightBytes(parameters: number, table: number, format: WeightFormat): number {
  return (parameters - table) * BYTES_PER_WEIGHT[format] + table * BYTES_PER_WEIGHT.bf16;
}

function published(architecture: Architecture): LanguageModel {
  const { name, billions, active = billions, experts = null, layers, width, kv } = architecture;
  const { vocabulary, tied = false, format = 'bf16' } = architecture;
  const parameters = billions * 1e9;
  const table = vocabulary * width;
  return {
    name,
    parameters,
    activeParameters: active * 1e9,
    experts,
    embedding: tied ? 0 : table,
    layers,
    width,
    kvBytesPerToken: layers * kv * KV_BYTES,
    format,
    weightBytes: weightBytes(parameters, tied ? table : 2 * table, format),
    status: 'published',
    source: `model card and configuration of ${name}`,
  };
}

/** Keys and values of `heads` heads. */
const grouped = (heads: number, dimensions = 128): number => 2 * heads * dimensions;

const llama8b = { billions: 8.03, layers: 32, width: 4096, vocabulary: 128_256, kv: grouped(8) };
const llama70b = { billions: 70.55, layers: 80, width: 8192, vocabulary: 128_256, kv: grouped(8) };
const qwen7b = { billions: 7.62, layers: 28, width: 3584, vocabulary: 152_064, kv: grouped(4) };
const qwen14b = { billions: 14.77, layers: 48, width: 5120, vocabulary: 152_064, kv: grouped(8) };
const qwen32b = { billions: 32.76, layers: 64, width: 5120, vocabulary: 152_064, kv: grouped(8) };

/** Latent attention of DeepSeek: 512 compressed numbers and 64 of the position for each token and layer. */
const LATENT = 576;

const ARCHITECTURES: readonly Architecture[] = [
  {
    name: 'llama-2-7b',
    billions: 6.74,
    layers: 32,
    width: 4096,
    vocabulary: 32_000,
    kv: grouped(32),
  },
  {
    name: 'llama-2-13b',
    billions: 13.02,
    layers: 40,
    width: 5120,
    vocabulary: 32_000,
    kv: grouped(40),
  },
  {
    name: 'llama-2-70b',
    billions: 68.98,
    layers: 80,
    width: 8192,
    vocabulary: 32_000,
    kv: grouped(8),
  },
  { name: 'llama-3-8b', ...llama8b },
  { name: 'llama-3-70b', ...llama70b },
  { name: 'llama-3-70b-fp8', ...llama70b, format: 'fp8' },
  { name: 'llama-3.1-8b', ...llama8b },
  { name: 'llama-3.1-70b', ...llama70b },
  {
    name: 'llama-3.1-405b',
    billions: 405.85,
    layers: 126,
    width: 16_384,
    vocabulary: 128_256,
    kv: grouped(8),
  },
  {
    name: 'llama-3.1-405b-fp8',
    billions: 405.85,
    layers: 126,
    width: 16_384,
    vocabulary: 128_256,
    kv: grouped(8),
    format: 'fp8',
  },
  {
    name: 'llama-3.2-1b',
    billions: 1.236,
    layers: 16,
    width: 2048,
    vocabulary: 128_256,
    tied: true,
    kv: grouped(8, 64),
  },
  {
    name: 'llama-3.2-3b',
    billions: 3.213,
    layers: 28,
    width: 3072,
    vocabulary: 128_256,
    tied: true,
    kv: grouped(8),
  },
  { name: 'deepseek-r1-distill-llama-8b', ...llama8b },
  { name: 'deepseek-r1-distill-llama-70b', ...llama70b },
  {
    name: 'deepseek-r1-distill-qwen-1.5b',
    billions: 1.777,
    layers: 28,
    width: 1536,
    vocabulary: 151_936,
    kv: grouped(2),
  },
  { name: 'deepseek-r1-distill-qwen-7b', ...qwen7b },
  { name: 'deepseek-r1-distill-qwen-14b', ...qwen14b },
  { name: 'deepseek-r1-distill-qwen-32b', ...qwen32b },
  { name: 'acemath-7b-instruct', ...qwen7b },
  { name: 'llama-3.1-nemotron-70b-fp8', ...llama70b, format: 'fp8' },
  {
    name: 'qwen2.5-0.5b',
    billions: 0.494,
    layers: 24,
    width: 896,
    vocabulary: 151_936,
    tied: true,
    kv: grouped(2, 64),
  },
  {
    name: 'qwen2.5-1.5b',
    billions: 1.544,
    layers: 28,
    width: 1536,
    vocabulary: 151_936,
    tied: true,
    kv: grouped(2),
  },
  { name: 'qwen2.5-7b', ...qwen7b },
  { name: 'qwen2.5-14b', ...qwen14b },
  { name: 'qwen2.5-32b', ...qwen32b },
  {
    name: 'qwen2.5-72b',
    billions: 72.71,
    layers: 80,
    width: 8192,
    vocabulary: 152_064,
    kv: grouped(8),
  },
  {
    name: 'mistral-7b',
    billions: 7.24,
    layers: 32,
    width: 4096,
    vocabulary: 32_000,
    kv: grouped(8),
  },
  {
    name: 'mixtral-8x7b',
    billions: 46.7,
    active: 12.88,
    experts: { count: 8, chosen: 2 },
    layers: 32,
    width: 4096,
    vocabulary: 32_000,
    kv: grouped(8),
  },
  {
    name: 'mixtral-8x22b',
    billions: 140.6,
    active: 39.1,
    experts: { count: 8, chosen: 2 },
    layers: 56,
    width: 6144,
    vocabulary: 32_768,
    kv: grouped(8),
  },
  {
    name: 'gemma-2-9b',
    billions: 9.24,
    layers: 42,
    width: 3584,
    vocabulary: 256_000,
    tied: true,
    kv: grouped(8, 256),
  },
  {
    name: 'gemma-2-27b',
    billions: 27.23,
    layers: 46,
    width: 4608,
    vocabulary: 256_000,
    tied: true,
    kv: grouped(16),
  },
  { name: 'phi-4', billions: 14.66, layers: 40, width: 5120, vocabulary: 100_352, kv: grouped(10) },
  {
    name: 'deepseek-v3',
    billions: 671,
    active: 37,
    experts: { count: 256, chosen: 8 },
    layers: 61,
    width: 7168,
    vocabulary: 129_280,
    kv: LATENT,
    format: 'fp8',
  },
  {
    name: 'gpt-oss-20b',
    billions: 20.91,
    active: 3.61,
    experts: { count: 32, chosen: 4 },
    layers: 24,
    width: 2880,
    vocabulary: 201_088,
    kv: grouped(8, 64),
    format: '4-bit',
  },
  {
    name: 'gpt-oss-120b',
    billions: 116.83,
    active: 5.13,
    experts: { count: 128, chosen: 4 },
    layers: 36,
    width: 2880,
    vocabulary: 201_088,
    kv: grouped(8, 64),
    format: '4-bit',
  },
  { name: 'glm-4-9b', billions: 9.4, layers: 40, width: 4096, vocabulary: 151_552, kv: grouped(2) },
  {
    name: 'glm-4.5-air-fp8',
    billions: 106,
    active: 12,
    experts: { count: 128, chosen: 8 },
    layers: 46,
    width: 4096,
    vocabulary: 151_552,
    kv: grouped(8),
    format: 'fp8',
  },
];

/** Open models by name. Architecture: configuration files of the publishers. */
export const languageModels: readonly LanguageModel[] = ARCHITECTURES.map(published);

export const languageModelNames: readonly string[] = languageModels.map(({ name }) => name);

/** @throws RangeError that lists the known names */
export function languageModel(name: string): LanguageModel {
  const found = languageModels.find((model) => model.name === name);
  if (found !== undefined) return found;
  throw new RangeError(
    `language model, expected one of ${languageModelNames.join(', ')}, got ${JSON.stringify(name)}`,
  );
}

/** What a user states of a model of their own. */
export interface OwnModel {
  readonly parameters: number;
  /** Of a mixture of experts; null in a dense model. */
  readonly activeParameters: number | null;
  readonly experts: { readonly count: number; readonly chosen: number } | null;
  readonly format: WeightFormat;
  readonly kvBytesPerToken: number;
  /** Null: from the number of active parameters. */
  readonly layers: number | null;
  readonly width: number | null;
}

/** Width over layers, near 100 in models from 7 to 405 billion parameters (128 in Llama-3-8B, 102 in 70B). */
const WIDTH_PER_LAYER = 112;

/**
 * A model of the user's own. Without them, layers and width follow from parameters = 12 x layers x width^2 and
 * width = 112 x layers (estimate; they matter for several cards and long prompts only).
 */
export function ownModel(name: string, own: OwnModel): LanguageModel {
  const { parameters, experts, format, kvBytesPerToken } = own;
  const activeParameters = own.activeParameters ?? parameters;
  const width = own.width ?? pow((WIDTH_PER_LAYER * activeParameters) / 12, 1 / 3);
  const layers = own.layers ?? Math.max(1, Math.round(width / WIDTH_PER_LAYER));
  return {
    ...{ name, parameters, activeParameters, experts, layers, width, kvBytesPerToken, format },
    embedding: 0,
    weightBytes: weightBytes(parameters, 0, format),
    status: 'choice',
    source: '',
  };
}
