import { seconds } from '../../sim/time.ts';
import { FIBRE_BLOB_BYTES_MAX, fibreRows, fibreShardBytes } from './assignment/fibre.ts';
import type { AvailabilityLayer, LayerContext } from './layer.ts';
import { known } from './settings.ts';
import {
  clientStations,
  codingSeconds,
  overPieces,
  type SharesPlan,
  secondsOf,
  stakeUnits,
} from './shares/plan.ts';
import { SharesLayer } from './shares/shares.ts';

const spec = 'celestia-app v10, CIP-51; da-layers 2.2';
/** Wait for the answer of a validator. */
const RPC_SECONDS = 15;
/** Pay-for-fibre messages in a block. */
const BLOCK_MESSAGES = 200;

/*
 * Celestia Fibre: the client codes a blob into rows, sends every validator its rows directly, collects
 * signatures and posts a small message on the chain. Rows follow stake with a floor that makes decoding
 * unique, so small blobs and many validators pay for fixed bytes.
 *
 * `limits: protocol` allows 200 messages in a block, and a client waits for its message. Blobs above
 * 128 MiB go as several. Left out: payment, the 4 hours of storage and their budget, disks.
 */
export const fibreLayer: AvailabilityLayer = {
  name: 'fibre',
  about:
    'clients send coded rows straight to validators by stake; a small message goes on the chain',
  settings: {
    quorum: known('from source', `${spec}: signatures of two thirds of the stake`)(2 / 3),
    clients: known('choice', '0 stands for as many clients as validators')(0),
    blockInterval: known('from source', 'CIP-48: effective 2.6 s')(seconds(2.6)),
    certifyDelay: known('published', 'one block is final; da-layers 7.3')(seconds(2.6)),
    signatureBytes: known('estimate', 'ed25519 signature of 64 B and framing')(160),
    encodeRate: known(
      'estimate',
      'one core codes 128 MB in 1 to 2 s, as celestia-core 2320 publishes for parts of a block',
    )(128e6 / 1.5),
    encodeDelay: known('estimate', 'none')(0),
    verifyRate: known(
      'estimate',
      'ten validators of 16 cores stop at 150 MB/s (app PR 7181): 45.7 MB/s of rows each',
    )(2.86e6),
    cores: known('published', 'release goal: validators of 32 cores; app issue 6801')(32),
  },
  stations: (settings, link) => [clientStations(settings, link)],
  build: (context) => new SharesLayer(context, fibrePlan(context)),
};

function fibrePlan(context: LayerContext): SharesPlan {
  const { blobBytes, settings, values } = context;
  const stakes = stakeUnits(context);
  const coding = codingSeconds(settings, blobBytes);
  const protocol = values.limits === 'protocol';
  return {
    steps: [{ step: 'work', at: 'client', seconds: coding }],
    sender: 'client',
    shareBytes: fibreRows(stakes).map((rows) =>
      overPieces(blobBytes, FIBRE_BLOB_BYTES_MAX, (piece) => fibreShardBytes(rows, piece)),
    ),
    firstBytes: 0,
    weights: stakes.map(Number),
    timeout: RPC_SECONDS,
    blocks: {
      seconds: secondsOf(settings, 'blockInterval'),
      ...(protocol ? { mostBlobs: BLOCK_MESSAGES } : {}),
    },
    certifySeconds: secondsOf(settings, 'certifyDelay'),
    untilCertified: protocol,
  };
}
