import type { Tick } from '../../sim/time.ts';
import { toSeconds } from '../../sim/time.ts';
import type { LayerContext } from './layer.ts';

/** Hops until gossip of degree D has reached N nodes: the least h with D^h >= N. */
export function gossipHops(nodes: number, degree: number): number {
  let [hops, reached] = [1, degree];
  while (reached < nodes) {
    reached *= degree;
    hops++;
  }
  return hops;
}

/**
 * Largest message that each hop serves to its whole mesh before the deadline: S <= (w / h - p) B / D,
 * at least one byte. Source: da-layers 7.4.
 */
export function deadlineBytes(
  { settings, validators, up, delay }: LayerContext,
  members = validators,
): number {
  const degree = Math.max(2, Math.min(settings.get('degree'), members - 1));
  const hops = gossipHops(members, degree);
  const hop = toSeconds(settings.get('deadline') as Tick) / hops - delay;
  return Math.max(1, (hop * up) / degree);
}
