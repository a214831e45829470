import type { Spread } from '../../sim/network/gossip.ts';
import type { MessageNetwork } from '../../sim/network/messages.ts';
import { millis, TICKS_PER_SECOND, type Tick } from '../../sim/time.ts';
import type { Experiment } from '../component.ts';
import { assertBytesConserved, assertDuplicates } from './gossip-invariants.ts';
import type { GossipValues } from './gossip-parameters.ts';
import { behaviourOf } from './gossip-versions.ts';

const BIN_MILLISECONDS = 100;

/**
 * Reports what became of the messages.
 * @param degree mean degree of the mesh
 * @throws RangeError when bytes are not conserved or a mesh link carried nothing that it must carry
 */
export function reportGossip(
  { measures, simulation }: Experiment,
  values: GossipValues,
  network: MessageNetwork,
  spreads: readonly Spread[],
  degree: number,
): void {
  const { nodes, messages, interval, bins } = values;
  const delays = spreads.map((spread) => delaysOf(spread, values.preparation));
  const all = delays.flat();
  assertBytesConserved(network.accounting);
  const { received, sent } = network.accounting.totals();
  const inSeconds = (ticks: number) => ticks / TICKS_PER_SECOND;
  measures.value('gossip.mean_degree', '1', degree);
  measures.value('gossip.traffic', 'B', received);
  const span = inSeconds(messages * interval);
  measures.value('gossip.bytes_in', 'B/s', received / nodes / span);
  measures.value('gossip.bytes_out', 'B/s', sent / nodes / span);
  const copies = sum(spreads.map((spread) => spread.copies));
  const wanted = spreads.length * (nodes - 1);
  measures.value('gossip.copies', '1', copies / wanted);
  measures.value('gossip.reached_share', '1', all.length / wanted);
  if (all.length === 0) return;
  const sends = network.accounting.ofKind(0).messages;
  const duplicates = (copies - all.length) / all.length;
  if (isFlood(values) && all.length === wanted && simulation.pending === 0) {
    assertDuplicates(duplicates, degree);
  }
  measures.value('gossip.duplicates', '1', duplicates);
  measures.value('gossip.sends', '1', sends);
  measures.value('gossip.sends_per_delivery', '1', sends / all.length);
  const lastTicks = delays.filter((found) => found.length > 0).map(greatest);
  const last = measures.durations('gossip.last_delivery');
  for (const ticks of lastTicks) last(ticks as Tick);
  const lasts = lastTicks.map(inSeconds).sort((a, b) => a - b);
  measures.value('gossip.latency', 's', median(lasts));
  measures.value('gossip.latency_mean', 's', sum(lasts) / lasts.length);
  measures.value('gossip.latency_least', 's', lasts[0]);
  measures.value('gossip.latency_most', 's', lasts[lasts.length - 1]);
  measures.value('gossip.delivery_least', 's', inSeconds(-greatest(all.map((ticks) => -ticks))));
  measures.value('gossip.delivery_most', 's', inSeconds(greatest(all)));
  const counts = new Array<number>(bins + 1).fill(0);
  for (const ticks of all) counts[Math.min(bins, Math.floor(ticks / millis(BIN_MILLISECONDS)))]++;
  counts.forEach((count, bin) => {
    const from = bin * BIN_MILLISECONDS;
    const name = bin === bins ? `${from}ms+` : `${from}-${from + BIN_MILLISECONDS}ms`;
    measures.value(`gossip.share[${name}]`, '1', count / all.length);
  });
}

/** Whether nothing keeps a peer from sending to its whole mesh. */
function isFlood(values: GossipValues): boolean {
  const { idontwant, preamble, announce } = behaviourOf(values);
  return !idontwant && !preamble && !announce;
}

/** Ticks from the call to publish to the first copy at each other node that got one. */
function delaysOf(spread: Spread, preparation: number): number[] {
  const found: number[] = [];
  spread.firstAt.forEach((at, node) => {
    if (at >= 0 && node !== spread.publisher) {
      found.push(preparation + at - spread.publishedAt);
    }
  });
  return found;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => (value > most ? value : most), Number.NEGATIVE_INFINITY);
}

/** @param sorted ascending, at least one */
function median(sorted: readonly number[]): number {
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
