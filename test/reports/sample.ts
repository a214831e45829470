/** A result as the runner would hand it over: three availability layers on the same wires. */
import type { Assumption, ReportInput } from '../../reports/input.ts';
import type { Cell, Metric, Series, Summary } from '../../scenarios/results.ts';

const LAYERS = ['zerog', 'celestia', 'eigenda'] as const;
const NODES = [16, 32, 64, 128, 256] as const;
const BANDWIDTHS = ['100 Mbps', '1 Gbps'] as const;

/** Share of the leader's uplink that each layer turns into throughput, and how it falls with nodes. */
const SHAPE = {
  zerog: { share: 0.78, fall: 0.04, overhead: 3 },
  celestia: { share: 0.31, fall: 0.11, overhead: 4 },
  eigenda: { share: 0.62, fall: 0.02, overhead: 8 },
} as const;

export function metric(mean: number, unit: string, spread = 0.03, n = 10): Metric {
  return { unit, mean, low: mean * (1 - spread), high: mean * (1 + spread), n };
}

function cell(layer: (typeof LAYERS)[number], nodes: number, bandwidth: string): Cell {
  const uplink = bandwidth === '1 Gbps' ? 125e6 : 12.5e6;
  const { share, fall, overhead } = SHAPE[layer];
  const doublings = NODES.indexOf(nodes as 16);
  const throughput = (uplink * share) / (1 + fall * doublings * doublings);
  const latency = 0.4 + (nodes * 64_000) / uplink;
  return {
    set: { 'da.layer': layer, 'network.nodes': nodes, 'network.bandwidth': bandwidth },
    replications: 10,
    metrics: {
      'da.throughput': metric(throughput, 'B/s', 0.02 + 0.01 * doublings),
      'da.ceiling': metric(uplink * (share + 0.08), 'B/s', 0),
      'da.time_to_available': {
        ...metric(latency, 's', 0.05),
        quantiles: { p50: latency * 0.93, p90: latency * 1.4, p99: latency * 2.1 },
      },
      'da.ingress_per_byte[validator]': metric(overhead / 2, '1', 0.01),
      'da.ingress_per_byte[leader]': metric(1, '1', 0),
      'da.egress_per_byte[leader]': metric(overhead, '1', 0.01),
      'da.utilisation': metric(share / (share + 0.08), '1', 0.01),
    },
    labels: {
      'da.bottleneck': layer === 'celestia' ? 'gossip degree' : 'leader uplink',
    },
  };
}

export function sampleSummary(): Summary {
  const cells = LAYERS.flatMap((layer) =>
    NODES.flatMap((nodes) => BANDWIDTHS.map((bandwidth) => cell(layer, nodes, bandwidth))),
  );
  return {
    droptower: '0.1.0',
    scenario: {
      name: 'da-dissemination',
      question:
        'What throughput does each availability design reach on the same machines and wires, and what stops it?',
      hash: '5f1d7a8c90b3e2d4',
    },
    seed: '42',
    certificate: '9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab',
    cells,
    expectations: [
      ...cells.map((each, index) => ({
        text: 'da.throughput > 2 MB/s',
        cell: index,
        found: each.metrics['da.throughput']!.mean,
        pass: each.metrics['da.throughput']!.mean > 2e6,
      })),
      { text: 'da.bottleneck = leader uplink', cell: 0, found: 'leader uplink', pass: true },
    ],
  };
}

/** Chunks in flight over a minute, one curve for each cell: a rise, a plateau and a spike. */
export function sampleSeries(summary: Summary, points = 3000): Series[] {
  return summary.cells.map((_, index) => ({
    cell: index,
    name: 'da.in_flight',
    xUnit: 's',
    yUnit: 'B',
    points: Array.from({ length: points }, (_, step) => {
      const x = (60 * step) / points;
      const wave = Math.sin(x * 3 + index) * 2e5;
      return [x, Math.max(0, 4e6 * (1 - 1 / (1 + x)) * (1 + index / 20) + wave)] as const;
    }),
  }));
}

const ASSUMPTIONS: Assumption[] = [
  {
    path: 'network.nodes',
    value: 64,
    status: 'choice',
    about: 'Validators that take part.',
  },
  {
    path: 'da.zerog.encoding.rows',
    value: 1024,
    status: 'published',
    source: '0G DA specification, section 3',
    about: 'Rows of the erasure-coded matrix.',
  },
  {
    path: 'da.celestia.gossip_degree',
    value: '8 peers',
    status: 'estimate',
    source: 'typical libp2p deployment',
    about: 'Peers to which a node forwards a block part.',
  },
];

export function sampleInput(summary = sampleSummary()): ReportInput {
  return {
    summary,
    series: sampleSeries(summary),
    manifest: {
      droptower: '0.1.0',
      commit: '9e5773c',
      scenario: {
        name: summary.scenario.name,
        hash: summary.scenario.hash,
        text: 'name: da-dissemination\nsweep:\n  da.layer: [zerog, celestia, eigenda]\n  network.nodes: [16, 32, 64, 128, 256]\n',
      },
      seed: summary.seed,
      certificate: summary.certificate,
      runtime: 'node v20.20.2 linux x64',
      attachments: {},
      tickSeconds: 1e-7,
      command: 'droptower run da-dissemination --seed 42',
    },
    assumptions: ASSUMPTIONS,
    highlights: ['da.throughput', 'da.time_to_available', 'da.ingress_per_byte', 'da.utilisation'],
    companions: { 'da.throughput': 'da.ceiling' },
  };
}

/** A list of points with names of their own: most of what they set follows from the name. */
export function samplePoints(): ReportInput {
  const points = [
    ['first design, 50 MB/s', 'zerog', 30, 50e6, 48e6, 'leader uplink', 'an article of 2025'],
    [
      'second design, 2 GB/s',
      'celestia',
      30,
      2e9,
      12e6,
      'gossip degree',
      'a talk: no set-up given',
    ],
    ['second design, 1 MB/s', 'celestia', 60, 1e6, 0, 'nothing gets through', 'a test network'],
  ] as const;
  const summary = sampleSummary();
  summary.expectations = [];
  summary.cells = points.map(([name, layer, nodes, published, supported, limit, source]) => ({
    set: { 'claim.name': name, 'claim.source': source, 'da.layer': layer, 'network.nodes': nodes },
    replications: 1,
    metrics: {
      'claims.supported': metric(supported, 'B/s', 0, 1),
      'claims.published': metric(published, 'B/s', 0, 1),
    },
    labels: { 'claims.claim': name, 'claims.source': source, 'claims.first_limit': limit },
  }));
  return {
    ...sampleInput(summary),
    series: [],
    highlights: ['claims.supported', 'claims.published'],
    companions: { 'claims.supported': 'claims.published' },
  };
}
