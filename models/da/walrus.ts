import { seconds } from '../../sim/time.ts';
import { unitsPerHolder } from './assignment/assignment.ts';
import {
  redStuffShape,
  sliverPairBytes,
  WALRUS_METADATA_BYTES,
  walrusAssignment,
  walrusStoredBytes,
} from './assignment/walrus.ts';
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

const docs = 'Walrus documentation and code of August 2026; da-layers 2.8';
/** Largest blob, 13.6 GiB. */
const BLOB_BYTES_MAX = 14_602_888_806;
/** Wait for the answer of a node. Estimate. */
const ANSWER_SECONDS = 60;
/** A client stores one blob after the other: several round trips and two transactions each. Estimate. */
const BLOBS_OF_A_CLIENT = 1;
/** Price of a month of 30 days for 10^9 encoded bytes, US dollars, and the days of one epoch. */
const GB_MONTH_PRICE = 0.023;
const EPOCH_DAYS = 14;
const MONTH_DAYS = 30;

/*
 * Walrus: the client codes a blob, registers it on Sui, sends every node the metadata and, once those are
 * there, the slivers of its shards; signatures of more than two thirds of the shards make a certificate
 * on Sui. Half of the chain's time comes before the slivers and half after the signatures (estimate).
 *
 * A busy client stores one blob at a time. So one client levels off where coding and sending a byte
 * limit it, and many clients together at their number over the time of a blob. Left out: nodes that heal
 * later, several blobs in one (Quilt), upload relays.
 */
export const walrusLayer: AvailabilityLayer = {
  name: 'walrus',
  about: 'clients send slivers of a coded matrix to all storage nodes, certificates go to Sui',
  settings: {
    quorum: known('published', `${docs}: 2f + 1 of 3f + 1 shards`)(2 / 3),
    shards: known('published', `${docs}: fixed`)(1000),
    clients: known('choice', '0 stands for as many clients as nodes')(0),
    certifyDelay: known(
      'published',
      'paper, second-hand: about 6 s of metadata and certificate in all',
    )(seconds(6)),
    signatureBytes: known('estimate', 'BLS signature 48-96 B and framing')(160),
    encodeRate: known(
      'estimate',
      'one client levels off at 18 MB/s; a link of 1 Gbit/s sends 4.55 times that at 27 MB/s: 1 / (1 / 18 - 1 / 27.5)',
    )(52e6),
    encodeDelay: known('estimate', 'none')(0),
    verifyRate: known('estimate', 'hashes a sliver and its coding again, one core')(100e6),
    cores: known('estimate', 'storage node')(8),
  },
  stations: (settings, link) => [clientStations(settings, link)],
  build: (context) => new SharesLayer(context, walrusPlan(context)),
  cost: (settings, blobBytes) => {
    const stored = overPieces(blobBytes, BLOB_BYTES_MAX, (piece) =>
      walrusStoredBytes(piece, settings.get('shards')),
    );
    const months = EPOCH_DAYS / MONTH_DAYS;
    return ((stored / 1e9) * GB_MONTH_PRICE * months) / (blobBytes / 1e6);
  },
};

function walrusPlan(context: LayerContext): SharesPlan {
  const { blobBytes, settings } = context;
  const shards = settings.get('shards');
  const ofHolder = unitsPerHolder(walrusAssignment(stakeUnits(context), shards));
  const pair = sliverPairBytes(blobBytes, redStuffShape(shards));
  const coding = codingSeconds(settings, blobBytes);
  return {
    steps: [
      { step: 'work', at: 'client', seconds: coding },
      { step: 'wait', seconds: secondsOf(settings, 'certifyDelay') / 2 },
    ],
    sender: 'client',
    shareBytes: ofHolder.map((count) => count * pair),
    firstBytes: WALRUS_METADATA_BYTES,
    weights: ofHolder,
    timeout: ANSWER_SECONDS,
    certifySeconds: secondsOf(settings, 'certifyDelay') / 2,
    untilCertified: true,
    perClient: BLOBS_OF_A_CLIENT,
  };
}
