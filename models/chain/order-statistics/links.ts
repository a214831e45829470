import type { Stream } from '../../../sim/random.ts';
import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import type { ChainPlan } from '../message-chain.ts';

/** What first passage needs to know of each directed edge. */
export interface Links {
  /** One-way delay and the wait for more before a write, ticks. */
  readonly delay: Float64Array;
  /** When the gossip routine of an edge looks, modulo the sleep, ticks. */
  readonly votePhase: Float64Array;
  readonly partPhase: Float64Array;
  /** Place of the first block part in the order in which an edge sends parts, 0 to 1. */
  readonly order: Float64Array;
  /** Bytes per tick when every edge of both nodes sends. */
  readonly rate: Float64Array;
}

export function linksOf(plan: ChainPlan, stream: Stream): Links {
  const { peers, settings, network } = plan;
  const { latency, uplinks, downlinks } = network;
  const { edges, from, to, first } = peers;
  const draws = (bound: number) =>
    Float64Array.from({ length: edges }, () => bound * stream.uniform());
  const votePhase = draws(settings.gossipSleep);
  const partPhase = draws(settings.gossipSleep);
  const order = draws(1);
  const delay = new Float64Array(edges);
  const rate = new Float64Array(edges);
  const degree = (node: number) => first[node + 1] - first[node];
  for (let edge = 0; edge < edges; edge++) {
    const [a, b] = [from[edge], to[edge]];
    delay[edge] = latency.draw(a, b) + settings.flush;
    const share = Math.min(uplinks[a].rate / degree(a), downlinks[b].rate / degree(b));
    rate[edge] = Math.min(settings.connectionRate / TICKS_PER_SECOND, share);
  }
  return { delay, votePhase, partPhase, order, rate };
}

/** The next look of a routine after `time`. */
export function nextLook(time: number, phase: number, sleep: number): number {
  return phase + (Math.floor((time - phase) / sleep) + 1) * sleep;
}

/** The last look of a routine up to `time`. */
export function lastLook(time: number, phase: number, sleep: number): number {
  return phase + Math.floor((time - phase) / sleep) * sleep;
}
