import { seconds } from '../../sim/time.ts';
import { GossipBlocks } from './gossip-blocks.ts';
import type { AvailabilityLayer } from './layer.ts';
import { known } from './settings.ts';
import { gossipSettings } from './shape-settings.ts';
import { SlotLayer } from './slots/slots.ts';

const code = 'Avail node, December 2025; da-layers 2.4';

/** A light client checks ten cells of 32 B with proofs of 48 B. Source: avail-light, 99.9 %. */
const LIGHT_CELLS = 10;
const CELL_WITH_PROOF = 80;
const CELL = 32;
const COLUMNS = 512;
const ROW_COMMITMENT = 48;

/** Cells and the commitments of twice as many rows as the block has. */
function lightBytes(block: { bytes: number }): number {
  const rows = Math.ceil(block.bytes / (CELL * COLUMNS));
  return LIGHT_CELLS * CELL_WITH_PROOF + 2 * rows * ROW_COMMITMENT;
}

/*
 * Every validator downloads the whole block and recomputes the commitments of its rows; light clients
 * sample cells. Left out: building and checking commitments, whose time is in the deadline; the cell
 * network of light clients.
 */
export const availLayer: AvailabilityLayer = {
  name: 'avail',
  about: 'everybody downloads the block and recommits its rows, light clients sample cells',
  settings: {
    ...gossipSettings,
    quorum: known('published', 'GRANDPA: more than two thirds')(2 / 3),
    signatureBytes: known('estimate', 'ed25519 signature and vote fields')(150),
    blockInterval: known('from source', `${code}: 20 s`)(seconds(20)),
    deadline: known(
      'published',
      'about 6 s each for building, spreading and checking; da-layers 2.4',
    )(seconds(6)),
    finality: known('published', 'about two blocks; da-layers 2.4')(seconds(40)),
    blobUnit: known('from source', `${code}: cells of 32 B`)(CELL),
    blockBytes: known('from source', `${code}: 512 columns by 256 rows of 32 B`)(4_194_304),
  },
  build: (context) => new SlotLayer(context, new GossipBlocks(context, lightBytes)),
};
