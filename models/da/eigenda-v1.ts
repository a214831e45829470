import { seconds } from '../../sim/time.ts';
import { eigendaV1CodingRatio } from './assignment/eigenda.ts';
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

const v1 = 'EigenDA v1; da-layers 2.3';
/** Percent of the stake that must sign, and that may lie. */
const QUORUM = 55;
const ADVERSARY = 33;
/** A field element. */
const SYMBOL = 32;
/** Largest blob on testnet, 2 MiB. */
const BLOB_BYTES_MAX = 2_097_152;
/** Wait for the signature of an operator: the default of v2. */
const ATTESTATION_SECONDS = 45;

/*
 * EigenDA v1: clients give blobs to one disperser, which codes them and pushes each operator its chunks
 * with the header, in batches; the aggregated signature is confirmed on Ethereum minutes later. All
 * coded bytes leave by the disperser's link.
 *
 * Chunks are as long as stake asks for, in whole field elements. Left out: rounding of chunk lengths to
 * powers of two, a second quorum.
 */
export const eigendaV1Layer: AvailabilityLayer = {
  name: 'eigenda-v1',
  about: 'one disperser codes blobs and pushes their chunks to all operators',
  settings: {
    quorum: known('published', `${v1}: 55 % confirm, 33 % adversary`)(QUORUM / 100),
    expansion: known(
      'published',
      `${v1}: 100 / (55 - 33)`,
    )(eigendaV1CodingRatio(QUORUM, ADVERSARY)),
    clients: known('choice', '0 stands for as many clients as operators')(0),
    proofBytes: known('estimate', 'opening proof of 48 B, commitments of the header, framing')(300),
    blockInterval: known(
      'estimate',
      'batches are cut every few seconds; not published',
    )(seconds(5)),
    certifyDelay: known('published', 'about 10 minutes end to end, v2 announcement')(seconds(600)),
    signatureBytes: known('estimate', 'BLS signature of 64 B and framing')(160),
    certificateBytes: known('estimate', 'aggregated signature, proof of the batch')(1000),
    encodeRate: known('estimate', 'claimed 15 MB/s are what its coding reaches')(15e6),
    encodeDelay: known('estimate', 'none')(0),
    verifyRate: known('estimate', 'opening proofs of many chunks at once, one machine')(50e6),
    cores: known('choice', 'rates are of whole machines')(1),
  },
  stations: (settings, link) => [
    clientStations(settings, link),
    { name: 'disperser', count: 1, up: link.up, down: link.down },
  ],
  build: (context) => new SharesLayer(context, eigendaV1Plan(context)),
};

function eigendaV1Plan(context: LayerContext): SharesPlan {
  const { blobBytes, settings, stake } = context;
  const coding = (piece: number) => codingSeconds(settings, piece);
  const chunk = (share: number) => (piece: number) => {
    const coded = share * settings.get('expansion') * piece;
    return Math.ceil(coded / SYMBOL) * SYMBOL + settings.get('proofBytes');
  };
  return {
    steps: [
      { step: 'move', from: 'client', to: 'disperser', bytes: blobBytes },
      {
        step: 'work',
        at: 'disperser',
        seconds: overPieces(blobBytes, BLOB_BYTES_MAX, coding),
      },
    ],
    batchEvery: secondsOf(settings, 'blockInterval'),
    sender: 'disperser',
    shareBytes: stake.map((share) => overPieces(blobBytes, BLOB_BYTES_MAX, chunk(share))),
    firstBytes: 0,
    weights: stakeUnits(context).map(Number),
    timeout: ATTESTATION_SECONDS,
    certifySeconds: secondsOf(settings, 'certifyDelay'),
    untilCertified: false,
  };
}
