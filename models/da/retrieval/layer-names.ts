/** Layers in the order of `layers.ts`, as scenarios write them. */
export const retrievalLayerNames = [
  '0g',
  'celestia',
  'fibre',
  'eigenda-v2',
  'walrus',
  'peerdas',
  'near',
  'espresso',
] as const;

export type RetrievalLayerName = (typeof retrievalLayerNames)[number];
