/** Names of the layers, apart from `layers.ts` so that parameters need not load the layers. */
export const layerNames = ['gossip', 'pull-tree', 'dispersal'] as const;
