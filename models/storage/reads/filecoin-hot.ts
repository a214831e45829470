import { FilecoinReads, filecoinDrive } from './filecoin.ts';
import type { ReadLayer } from './layer.ts';

export const filecoinHotLayer: ReadLayer = {
  name: 'filecoin-hot',
  about: 'providers keep part of the objects unsealed in a cache',
  knowledge:
    'second-hand: sub-second with a cache; estimate: half a second of it, share of objects in caches, block ' +
    'size, drive',
  drive: filecoinDrive,
  stations: () => [],
  open: (context) => new FilecoinReads(context, true),
};
