import type { ParameterTable } from '../../sim/parameters.ts';

const VAC = 'Vac gossipsub experiments, nim-libp2p under Shadow: 2,000 peers in five classes';

/** Links, delays and connections of the overlay. */
export const gossipLinkParameters = {
  bandwidthClasses: {
    kind: 'list',
    of: { kind: 'rate', default: null, min: 1000, max: 1e12, about: 'Link', status: 'choice' },
    default: ['50 Mbps', '75 Mbps', '100 Mbps', '125 Mbps', '150 Mbps'],
    about: 'Links of the peers, in turn, up = down; an empty list means no limit',
    status: 'estimate',
    source: `${VAC} from 50 to 150 Mbit/s, taken as evenly spaced`,
  },
  latencyClasses: {
    kind: 'list',
    of: { kind: 'duration', default: null, about: 'One-way delay', status: 'choice' },
    default: ['40 ms', '62.5 ms', '85 ms', '107.5 ms', '130 ms'],
    about: 'One-way delays of the peers, in turn; a pair waits the mean of its two',
    status: 'estimate',
    source: `${VAC} from 40 to 130 ms, taken as evenly spaced`,
  },
  latencyMin: {
    kind: 'duration',
    default: '10 ms',
    about: 'Least one-way delay of a link, when `latencyClasses` is empty',
    status: 'estimate',
    source: 'peers on several continents; the runs without classes publish no delays',
  },
  latencyMax: {
    kind: 'duration',
    default: '160 ms',
    about: 'Most one-way delay of a link; uniform between both, drawn as `latencyDraw` says',
    status: 'estimate',
    source: 'peers on several continents; the runs without classes publish no delays',
  },
  latencyDraw: {
    kind: 'choice',
    options: ['link', 'message'],
    default: 'link',
    about:
      'What draws a delay when `latencyClasses` is empty: each link once, or each message its own',
    status: 'choice',
  },
  host: {
    kind: 'duration',
    default: '0 s',
    about:
      'Time that each message takes on the one processor that runs all peers; 0 s: no such host',
    status: 'choice',
  },
  receiveWindow: {
    kind: 'size',
    default: '6 MiB',
    min: 1460,
    about: 'Receive window of a connection, which starts slowly once and then stays warm',
    status: 'estimate',
    source: 'Linux tcp_rmem default maximum',
  },
  setupSegments: {
    kind: 'count',
    default: 10,
    min: 0,
    max: 1000,
    about:
      'Segments acknowledged while a connection is set up; slow start adds each to its first window',
    status: 'estimate',
    source:
      'slow start may add a segment for each acknowledgement (RFC 5681); negotiation, handshake, identify and subscriptions of libp2p are about ten small segments each way',
  },
  transport: {
    kind: 'flag',
    default: true,
    about: 'Connections have windows and slow start; otherwise only links and delays count',
    status: 'choice',
  },
  chunk: {
    kind: 'size',
    default: '64 KiB',
    min: 1460,
    about: 'Largest piece before another transfer of the peer takes its turn',
    status: 'estimate',
    source: 'write sizes of stream muxers are 16 to 64 KiB',
  },
} as const satisfies ParameterTable;
