import { seconds } from '../../sim/time.ts';
import {
  EIGENDA_BLOB_BYTES_MAX,
  EIGENDA_CHUNKS,
  EIGENDA_CONFIRMATION,
  eigendaChunkBytes,
  eigendaChunks,
} from './assignment/eigenda.ts';
import type { AvailabilityLayer, LayerContext } from './layer.ts';
import { known, type Settings } from './settings.ts';
import {
  clientStations,
  codingSeconds,
  overPieces,
  type Pull,
  type SharesPlan,
  secondsOf,
  stakeUnits,
} from './shares/plan.ts';
import { SharesLayer } from './shares/shares.ts';

const v2 = 'EigenDA v2; da-layers 2.3';
const bench = 'EC2 g6.xlarge, encoding/v2/bench/results; da-layers 2.3';
/** Controller: looks for blobs to code, and for coded blobs to dispatch; waits for signatures. */
const ENCODE_POLL = 2;
const DISPATCH_POLL = 1;
const ATTESTATION_SECONDS = 45;
/** Relay defaults of GetChunks and GetBlob, bytes per second; bursts are left out. */
const CHUNKS_RATE = 80 * 1_048_576;
const BLOB_RATE = 20 * 1_048_576;
/** Header of a batch, a holder's request to a relay, chunks by index. Estimates. */
const BATCH_BYTES = 200;
const REQUEST_BYTES = 300;
/**
 * Commitment of the client: 0.08 s and 3.63e6 B/s. Published 86, 386, 711 and 4717 ms for 128 KiB, 1, 2
 * and 16 MiB; this gives 116, 369, 658 and 4702 ms.
 */
const COMMIT_DELAY = 0.08;
const COMMIT_RATE = 3.63e6;
/**
 * Opening proofs of all chunks, beside the coding of the chunks: published 62, 68, 89 and 269 ms for 128
 * KiB, 1, 2 and 16 MiB; this gives 62, 73, 86 and 268 ms.
 */
const PROOFS_DELAY = 0.06;
const PROOFS_RATE = 80.7e6;

/*
 * EigenDA v2: the client commits to a blob and uploads it; a machine with a GPU codes it into 8 times its
 * bytes for a relay. The disperser sends headers only; each operator fetches its chunks from the relays
 * and signs, and the disperser aggregates. Relays serve readers too, `reads` times each byte.
 *
 * Encoders and relays come in pairs: each encoder fills its relay. Clients upload to the encoder that
 * will code the blob. Payloads above 16 MiB go as several blobs. `limits: protocol` adds what a relay
 * gives out by default. Left out: a second quorum, which shares chunks; symbols that carry 31 of 32
 * bytes; bursts of relays; fetching from operators.
 */
export const eigendaV2Layer: AvailabilityLayer = {
  name: 'eigenda-v2',
  about: 'operators fetch their chunks from relays that encoders fill; the disperser sends headers',
  settings: {
    quorum: known('from source', `${v2}: confirmation threshold`)(EIGENDA_CONFIRMATION / 100),
    clients: known('choice', '0 stands for as many clients as operators')(0),
    relays: known(
      'choice',
      'the least power of two whose encoders, 15 MB/s each, carry the published 100 MB/s',
    )(8),
    reads: known('choice', 'writes alone; the published load reads 20 times')(0),
    certifyDelay: known('from source', `${v2}: the certificate is whole without a chain`)(0),
    signatureBytes: known('estimate', 'BLS signature of 64 B and framing')(160),
    certificateBytes: known('estimate', 'header of a blob with commitments; certificate')(500),
    encodeRate: known(
      'estimate',
      `${bench}: 14, 54, 111, 1162 ms for 128 KiB, 1, 2, 16 MiB; fitted 12, 70, 136, 1059`,
    )(15.9e6),
    encodeDelay: known('estimate', `${bench}: see encodeRate`)(seconds(0.004)),
    verifyRate: known('estimate', 'opening proofs of many chunks at once, one machine')(50e6),
    cores: known('choice', 'rates are of whole machines')(1),
  },
  stations: (settings, link) => {
    const { up, down } = link;
    const relays = settings.get('relays');
    return [
      clientStations(settings, link),
      { name: 'disperser', count: 1, up, down },
      { name: 'encoder', count: relays, up, down },
      { name: 'relay', count: relays, up, down },
      { name: 'reader', count: settings.get('reads') > 0 ? relays : 0, up, down },
    ];
  },
  build: (context) => new SharesLayer(context, eigendaV2Plan(context)),
};

/** Seconds that a machine takes to code a blob and to open its chunks; both go on at once. */
export function frameSeconds(settings: Settings, blobBytes: number): number {
  const chunks = codingSeconds(settings, blobBytes);
  return Math.max(chunks, PROOFS_DELAY + blobBytes / PROOFS_RATE);
}

function eigendaV2Plan(context: LayerContext): SharesPlan {
  const { blobBytes, settings, values } = context;
  const stakes = stakeUnits(context);
  const over = (of: (piece: number) => number) => overPieces(blobBytes, EIGENDA_BLOB_BYTES_MAX, of);
  const chunkBytes = over(eigendaChunkBytes);
  const pull: Pull = {
    batchBytes: BATCH_BYTES,
    blobBytes: settings.get('certificateBytes'),
    requestBytes: REQUEST_BYTES,
    reads: settings.get('reads'),
    ...(values.limits === 'protocol' ? { shareRate: CHUNKS_RATE, readRate: BLOB_RATE } : {}),
  };
  return {
    steps: [
      {
        step: 'work',
        at: 'client',
        seconds: over((piece) => COMMIT_DELAY + piece / COMMIT_RATE),
      },
      { step: 'move', from: 'client', to: 'encoder', bytes: blobBytes },
      { step: 'poll', seconds: ENCODE_POLL },
      { step: 'work', at: 'encoder', seconds: over((piece) => frameSeconds(settings, piece)) },
      {
        step: 'move',
        from: 'encoder',
        to: 'relay',
        bytes: EIGENDA_CHUNKS * chunkBytes,
        local: true,
      },
    ],
    batchEvery: DISPATCH_POLL,
    sender: 'disperser',
    pull,
    shareBytes: eigendaChunks(stakes).map((count) => count * chunkBytes),
    firstBytes: 0,
    weights: stakes.map(Number),
    timeout: ATTESTATION_SECONDS,
    certifySeconds: secondsOf(settings, 'certifyDelay'),
    untilCertified: false,
  };
}
