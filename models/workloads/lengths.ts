import { exp } from '../../sim/math.ts';
import type { Stream } from '../../sim/random.ts';
import { chatLengths, codeLengths, type LengthQuantiles, type Quantiles } from './azure-traces.ts';

/** Tokens of one request; drawn apart, since the traces show no correlation (r = 0.00 and -0.11). */
export interface Lengths {
  readonly input: number;
  readonly output: number;
}

/** Draws the tokens of one request. */
export type LengthLaw = (stream: Stream) => Lengths;

/**
 * Tokens below which the share `u` (from 0, below 1) of the requests lies: linear between quantiles, rounded
 * down.
 */
export function atQuantile(quantiles: Quantiles, u: number): number {
  const place = u < 0.99 ? u * 100 : 99 + (u - 0.99) * 1000;
  const below = Math.min(Math.floor(place), quantiles.length - 2);
  const low = quantiles[below];
  return Math.floor(low + (quantiles[below + 1] - low) * (place - below));
}

function fromTrace({ input, output }: LengthQuantiles): LengthLaw {
  return (stream) => ({
    input: atQuantile(input, stream.uniform()),
    output: atQuantile(output, stream.uniform()),
  });
}

export const traceLengths = { chat: fromTrace(chatLengths), code: fromTrace(codeLengths) };

/** A whole number of tokens, at least one. */
function whole(value: number): number {
  return Math.max(1, Math.round(value));
}

/** Prompts longer than the usual context are cut to it; those of the largest context to that. */
const CHAT_CONTEXT = 4096;
const CHAT_LONGEST = 14_050;
const CODE_LONGEST = 7437;

function fittedChat(stream: Stream): Lengths {
  const input = stream.lognormal(exp(6.63), 0.99);
  const longest = input < CHAT_LONGEST ? CHAT_CONTEXT : CHAT_LONGEST;
  const output = stream.chance(0.58) ? stream.lognormal(exp(4.55), 0.4) : stream.normal(415, 45);
  return { input: whole(Math.min(input, longest)), output: whole(output) };
}

function fittedCode(stream: Stream): Lengths {
  const input = stream.lognormal(exp(7.0), 1.36);
  const output = stream.lognormal(exp(2.79), 0.85);
  return { input: whole(Math.min(input, CODE_LONGEST)), output: whole(output) };
}

/**
 * Laws with few parameters for both traces. Rough: medians and means are off by up to a third.
 * Source: hardware-network-workloads D2.
 */
export const fittedLengths = { chat: fittedChat, code: fittedCode };
