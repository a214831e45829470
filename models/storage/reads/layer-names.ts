/** Names of the read layers, apart from `layers.ts` so that parameters need not load the layers. */
export const readLayerNames = [
  '0g',
  '0g-hot',
  'filecoin',
  'filecoin-hot',
  'arweave',
  'walrus',
  'ipfs',
  's3',
  's3-express',
] as const;
