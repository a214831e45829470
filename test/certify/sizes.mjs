const SMALL_DA = [
  'network.nodes=10',
  'network.bandwidth=100 Mbps',
  'load.blobBytes=64 KiB',
  'load.leastBlobs=2',
  'load.pipe=20 ms',
  'da.blockBytes=512 KiB',
];

/**
 * Library scenarios at the size of a test: `--set` values that make one small without leaving out a
 * kind of point. Every scenario needs a line here.
 */
const SIZES = {
  'da-blob-size': [
    ...SMALL_DA,
    'sweep={da.layer: [gossip, dispersal], load.blobBytes: [32 KiB, 128 KiB]}',
  ],
  'da-dissemination': [...SMALL_DA, 'sweep={da.layer: [gossip, pull-tree, dispersal]}'],
  'da-distance': [
    ...SMALL_DA,
    'sweep={da.layer: [gossip, dispersal], network.latency: [azure-2026, 5 ms]}',
  ],
  'da-loss': [...SMALL_DA, 'sweep={da.layer: [gossip, dispersal], network.loss: [0 %, 1 %]}'],
  'disk-depth': [
    'disk.reads=500',
    'disk.warmup=50',
    'sweep={disk.profile: [hdd-7200, nvme-gen4, cloud-gp3], disk.depth: [1, 32]}',
  ],
  'disk-profiles': ['disk.reads=500', 'disk.warmup=50'],
  'fee-market': [
    'fees.blocks=70',
    'fees.warmup=10',
    'fees.surge.from=40 s',
    'fees.surge.to=50 s',
  ],
  'gossip-hops': ['gossip.messages=4', 'sweep={gossip.nodes: [60]}'],
  'gossip-relay': [
    'gossip.nodes=60',
    'sweep={zip: {gossip.high: [12, 8], gossip.messageBytes: [200 B, 1 kB]}}',
    'gossip.messages=4',
    'gossip.publishers=4',
  ],
  'gossip-sizes': [
    'gossip.nodes=60',
    'gossip.messages=3',
    'gossip.publishers=3',
    'sweep={gossip.messageBytes: [1 kB, 1 MB], gossip.idontwant: [true, false]}',
  ],
  'link-sharing': [
    'flows.transfers=300',
    'flows.warmup=30',
    'sweep={flows.load: [50 %, 90 %], flows.sizes: [exponential, two-sizes]}',
  ],
  queues: ['station.jobs=400', 'station.warmup=50'],
};

/** Names with a size of their own. */
export const sizedNames = Object.keys(SIZES);

/**
 * The `--set` values of a scenario at the size of a test. Expectations and targets speak of the whole
 * size and are left out.
 * @param {string} name
 * @returns {string[]}
 */
export function smallSets(name) {
  const sets = SIZES[name];
  if (sets === undefined) {
    throw new Error(
      `scenario ${name}, expected its size for tests in test/certify/sizes.mjs, found none`,
    );
  }
  return ['replications=2', 'expect=null', 'targets=null', 'precision=null', ...sets];
}
