import type { ParameterTable, Values } from '../../sim/parameters.ts';
import { gossipLinkParameters } from './gossip-link-parameters.ts';

const SPECIFICATION = 'libp2p gossipsub v1.0 and v1.1 specifications, defaults of the parameters';

/** A gossip overlay on links of its own; set-ups of published runs are in `scenarios/gossip-*.yaml`. */
export const gossipParameters = {
  nodes: {
    kind: 'count',
    default: 1000,
    min: 2,
    max: 20_000,
    about: 'Peers of the overlay',
    status: 'choice',
  },
  messageBytes: {
    kind: 'size',
    default: '1 kB',
    min: 1,
    max: 100_000_000,
    about: 'Payload of one message',
    status: 'choice',
  },
  messages: {
    kind: 'count',
    default: 10,
    min: 1,
    max: 100_000,
    about: 'Messages that are published',
    status: 'choice',
  },
  interval: {
    kind: 'duration',
    default: '4 s',
    min: 1,
    about: 'Time between two messages',
    status: 'choice',
  },
  publishers: {
    kind: 'count',
    default: 10,
    min: 1,
    max: 20_000,
    about: 'Peers, drawn at random, that publish in turn',
    status: 'choice',
  },
  version: {
    kind: 'choice',
    options: ['1.0', '1.1', '1.2', 'preamble', 'announce'],
    default: null,
    about:
      'Version of gossipsub, which `idontwant`, `lazyShare` and `floodPublish` adjust; two are proposals: `preamble` for v1.4, `announce` for v2.0. Absent: as 1.2, without flood publishing',
    status: 'choice',
  },
  dials: {
    kind: 'count',
    default: 10,
    min: 1,
    max: 1000,
    about: 'Connections that each peer opens; as many are opened to it on average',
    status: 'estimate',
    source:
      'a peer count of 20, of which the mesh takes a part; runs publish the mesh, not the dials',
  },
  degree: {
    kind: 'count',
    default: 8,
    min: 1,
    max: 1000,
    about: 'Mesh degree that a peer aims at (D)',
    status: 'published',
    source: 'Ethereum consensus specifications, phase 0 network: D 8, D_low 6, D_high 12',
  },
  low: {
    kind: 'count',
    default: 6,
    min: 0,
    max: 1000,
    about: 'Below this degree a peer grafts (D_low)',
    status: 'published',
    source: 'Ethereum consensus specifications, phase 0 network: D 8, D_low 6, D_high 12',
  },
  high: {
    kind: 'count',
    default: 12,
    min: 1,
    max: 1000,
    about: 'Above this degree a peer prunes (D_high)',
    status: 'published',
    source: 'Ethereum consensus specifications, phase 0 network: D 8, D_low 6, D_high 12',
  },
  lazy: {
    kind: 'count',
    default: 6,
    min: 0,
    max: 1000,
    about: 'Peers outside the mesh that hear of recent messages at each heartbeat (D_lazy)',
    status: 'published',
    source: SPECIFICATION,
  },
  lazyShare: {
    kind: 'fraction',
    default: null,
    about: 'At least this share of the peers outside the mesh hears of them. Absent: by `version`',
    status: 'choice',
  },
  heartbeat: {
    kind: 'duration',
    default: '1 s',
    min: 1,
    about: 'Time between two rounds of lazy gossip',
    status: 'published',
    source: SPECIFICATION,
  },
  history: {
    kind: 'count',
    default: 3,
    min: 0,
    max: 100,
    about: 'Heartbeats during which a message is announced',
    status: 'published',
    source: SPECIFICATION,
  },
  idontwant: {
    kind: 'flag',
    default: null,
    about:
      'Peers that have a message say so, to be spared further copies. Absent: by `version`, from 1.2 on',
    status: 'choice',
  },
  floodPublish: {
    kind: 'flag',
    default: null,
    about:
      'A publisher sends to every connected peer instead of its mesh. Absent: by `version`, from 1.1 on',
    status: 'choice',
  },
  preambleBytes: {
    kind: 'size',
    default: '40 KiB',
    min: 1,
    about: 'With version `preamble`, messages of at least this size have a preamble',
    status: 'estimate',
    source: 'proposal for gossipsub v1.4 speaks of large messages; implementations set the limit',
  },
  announceDegree: {
    kind: 'count',
    default: 6,
    min: 0,
    max: 1000,
    about: 'With version `announce`, how many of `degree` only hear of a message (D_announce)',
    status: 'estimate',
    source: 'proposal for gossipsub v2.0 allows 0 to D; 6 of 8 leave two whole copies to a hop',
  },
  receiveRate: {
    kind: 'rate',
    default: '10 Mbps',
    min: 1,
    about:
      'Rate at which a peer expects a message that a preamble or IANNOUNCE told of; a round trip and its bytes at this rate later another peer sends it',
    status: 'estimate',
    source:
      'the proposals leave the estimate to the peer; a link of 100 Mbit/s that sends ten copies at once',
  },
  validation: {
    kind: 'duration',
    default: '0 s',
    about: 'Time to check a message before it is passed on',
    status: 'estimate',
    source: 'the published runs send random bytes that nobody checks',
  },
  preparation: {
    kind: 'duration',
    default: '0 s',
    about:
      'Time that a publisher works on a message before its first copy leaves; all delays count it',
    status: 'estimate',
    source:
      'random bytes need no proof; runs whose least latency is longer than a hop say otherwise',
  },
  ...gossipLinkParameters,
  envelopeBytes: {
    kind: 'size',
    default: '100 B',
    about: 'Topic, signature and framing around a message',
    status: 'estimate',
    source: 'libp2p pubsub protobuf: 64-byte signature, peer id, sequence number, topic',
  },
  controlBytes: {
    kind: 'size',
    default: '20 B',
    min: 1,
    about: 'A control message without its ids',
    status: 'estimate',
    source: 'libp2p pubsub protobuf framing',
  },
  idBytes: {
    kind: 'size',
    default: '40 B',
    about: 'One message id in a control message',
    status: 'estimate',
    source: '32-byte ids and their framing',
  },
  bins: {
    kind: 'count',
    default: 5,
    min: 1,
    max: 100,
    about: 'Bins of 100 ms by which the share of deliveries is reported; later ones are one bin',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export type GossipValues = Values<typeof gossipParameters>;
