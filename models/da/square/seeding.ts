import type { Stream } from '../../../sim/random.ts';
import type { Layout } from './layout.ts';

/** In which order a builder sends first copies of the segments, and then each further round of copies. */
export const seedingOrders = ['rows', 'shuffled'] as const;
export type SeedingOrder = (typeof seedingOrders)[number];

export interface SeedingPlan {
  /** Neighbours of the builder on each line. */
  readonly degree: number;
  readonly copies: number;
  readonly order: SeedingOrder;
}

/** What a builder sends, in order. */
export interface Seeding {
  /** Place that each copy goes to. */
  readonly places: Uint32Array;
  /** Where in the line of that place the segment lies. */
  readonly offsets: Uint16Array;
}

/**
 * The builder has up to `degree` neighbours on each line, drawn from its holders. Copies of a segment
 * go over its row and its column in turn, the first over either by chance, on a line to one neighbour
 * after another from a random one on. First copies of all segments leave before second ones. A line that
 * nobody holds is passed over.
 * @param mask 1 for a segment that is kept back, row by row
 */
export function planSeeding(
  layout: Layout,
  mask: Uint8Array,
  { degree, copies, order }: SeedingPlan,
  stream: Stream,
): Seeding {
  const { size, linePlaces } = layout;
  const neighbours = linePlaces.map((holders) =>
    stream.sample(Math.min(degree, holders.length), holders.length).map((i) => holders[i]),
  );
  const byColumn = Uint8Array.from(mask, () => stream.below(2));
  const start = Uint16Array.from(mask, () => stream.below(degree));
  const segments = Array.from(mask, (_, segment) => segment);
  const places: number[] = [];
  const offsets: number[] = [];
  for (let copy = 0; copy < copies; copy++) {
    if (order === 'shuffled') stream.shuffle(segments);
    for (const segment of segments) {
      if (mask[segment] === 1) continue;
      const row = Math.floor(segment / size);
      const column = segment - row * size;
      const held = [row, size + column].filter((line) => neighbours[line].length > 0);
      if (held.length === 0) continue;
      const line = held[(byColumn[segment] + copy) % held.length];
      const peers = neighbours[line];
      const rank = Math.floor(copy / held.length);
      if (rank >= peers.length) continue;
      places.push(peers[(start[segment] + rank) % peers.length]);
      offsets.push(line < size ? column : row);
    }
  }
  return { places: Uint32Array.from(places), offsets: Uint16Array.from(offsets) };
}
