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
  adoption: [
    'adoption.paths=1',
    'adoption.years=0.4',
    'adoption.window.length=5 s',
    'adoption.window.warmup=5 s',
    'sweep={zip: {adoption.law: [bass-fast, logistic-slow], adoption.schedule.reading: [A, C]}}',
  ],
  'agent-memory': [
    'duration=50 s',
    'warmup=10 s',
    'memory.nodes=2',
    'sweep={zip: {memory.agents: [6, 12, 12], memory.streams: [own, pooled, shared], memory.batch: [1, 2, 1]}}',
  ],
  'ai-reads': [
    'duration=60 s',
    'reads.objectBytes=2 MiB',
    'reads.most=4 MiB',
    'sweep={grid: {reads.layer: [0g, 0g-hot, filecoin, filecoin-hot, arweave, walrus, ipfs, s3, s3-express]}, zip: {reads.workload: [sequential, random, cosmoflow, chat], reads.operations: [3, 6, 8, 2], reads.mining: [none, none, stock, none], reads.miner.window: [5 min, 5 min, 1 s, 5 min], reads.holders: [16, 4, 2, 4]}}',
  ],
  alignment: [
    'duration=30 min',
    'alignment.fault.lasts=15 min',
    'alignment.fault.count=4',
    'alignment.played=10',
    'sweep={zip: {fidelity: [fast, exact, fast, exact], alignment.fault.kind: [offline, violation, drift, manipulation], alignment.operators.count: [100, 60, 100, 60], alignment.operators.lazy: [0 %, 20 %, 0 %, 20 %], alignment.operators.colluding: [20 %, 20 %, 0 %, 0 %], alignment.operators.collusion: [shield, slander, shield, shield]}}',
  ],
  'celestia-mammoth': ['network.nodes=10', 'load.blobBytes=64 KiB', 'da.blockBytes=1 MB'],
  'chain-throughput': [
    'chain.validators=8',
    'chain.fullNodes=2',
    'load.duration=3 s',
    'duration=3 s',
    'warmup=0 s',
    'sweep={fidelity: [fast, exact], chain.pipelined: [false, true]}',
  ],
  claims: [
    'network.nodes=10',
    'load.blobBytes=128 KiB',
    'sweep={zip: {da.layer: [celestia, eip-4844, walrus], claim.rate: [1 MB/s, 1 MB/s, 1 GB/s]}}',
  ],
  'closed-loop': [
    'network.nodes=7',
    'adoption.years=0.1',
    'adoption.window.length=5 s',
    'adoption.window.warmup=5 s',
    'sweep={daios.stack: [0g, rollup-celestia]}',
  ],
  'cometbft-qa': [
    'chain.validators=8',
    'chain.fullNodes=2',
    'chain.seeds=1',
    'load.duration=4 s',
    'sweep={chain.preset: [cometbft-0.38, cometbft-1.0], network.latency: [single-region, aws-13]}',
  ],
  'compute-market': [
    'duration=20 min',
    'warmup=5 min',
    'compute.faults.offlineAt=6 min',
    'compute.faults.drainAt=6 min',
    'sweep={zip: {compute.mode: [direct, router, direct, router], compute.verification: [tee, opml, none, zkml], compute.rate: [2, 2, 2, 0.1], compute.faults.offline: [40 %, 40 %, 0 %, 0 %], compute.faults.losesKey: [true, false, false, false], compute.faults.drained: [0 %, 50 %, 50 %, 0 %], compute.faults.cheating: [0 %, 30 %, 30 %, 30 %], compute.settlement: [totals, proofs, totals, totals]}}',
  ],
  'da-blob-size': [
    ...SMALL_DA,
    'sweep={da.layer: [gossip, dispersal], load.blobBytes: [32 KiB, 128 KiB]}',
  ],
  'da-coding': [
    'retrieval.exactTrials=1',
    'retrieval.blobBytes=2 KiB',
    'sweep={zip: {retrieval.layer: [0g, near, celestia], retrieval.holders: [24, 25, 10], retrieval.publisher: [honest, honest, wrong-encoding]}}',
  ],
  'da-dissemination': [...SMALL_DA, 'sweep={da.layer: [gossip, pull-tree, dispersal]}'],
  'da-distance': [
    ...SMALL_DA,
    'duration=5 s',
    'warmup=1 s',
    'sweep={da.layer: [gossip, dispersal], network.latency: [azure-2026, 5 ms]}',
  ],
  'da-faults': [
    'network.nodes=12',
    'load.blobBytes=128 KiB',
    'load.leastBlobs=2',
    'load.pipe=20 ms',
    'sweep={grid: {da.layer: [peerdas, near, fibre]}, zip: {da.offline: [20 %, 0 %, 0 %], da.silent: [0 %, 40 %, 0 %], da.slow: [0 %, 0 %, 20 %]}}',
  ],
  'da-layers': [
    'network.nodes=10',
    'network.bandwidth=100 Mbps',
    'load.blobBytes=128 KiB',
    'load.leastBlobs=2',
    'load.pipe=20 ms',
    'da.clients=2',
    'sweep={da.layer: [calldata, peerdas, danksharding, celestia, eigenda-v1, eigenda-v2, avail, espresso, 0g]}',
  ],
  'da-loss': [...SMALL_DA, 'sweep={da.layer: [gossip, dispersal], network.loss: [0 %, 1 %]}'],
  'da-retrieval': [
    'retrieval.holders=20',
    'retrieval.trials=20',
    'sweep={retrieval.layer: [0g, fibre, peerdas, espresso], zip: {retrieval.selection: [random, largest, provider], retrieval.certified: [true, false, false]}}',
  ],
  'da-sampling': [
    'sampling.nodes=500',
    'sweep={zip: {sampling.scheme: [columns, square, square, grid, unique-decoding, committee], sampling.size: [32, 8, 8, 8, 64, 50], sampling.samples: [2, 4, 4, 3, 5, 20], sampling.attack: [least, least, lines, least, least, least]}}',
  ],
  'da-scaling': [
    'network.bandwidth=100 Mbps',
    'load.blobBytes=128 KiB',
    'load.leastBlobs=2',
    'load.pipe=20 ms',
    'sweep={da.layer: [near, walrus], network.nodes: [8, 16]}',
  ],
  daios: [
    'warmup=10 s',
    'tasks.settleEvery=3',
    'sweep={zip: {daios.stack: [0g, rollup-celestia, rollup-eigenda, 0g-parts], duration: [120 s, 60 s, 75 s, 150 s], network.nodes: [7, 7, 7, 5], tasks.clients: [4, 4, 2, 3], daios.verification: [tee, none, opml, zkml], fidelity: [fast, fast, fast, exact]}}',
  ],
  'das-square': [
    'square.nodes=30',
    'square.size=32',
    'sweep={zip: {square.step: [50 ms, 5 ms], square.latencyMax: [0 s, 100 ms], square.withholding: [random, corner], square.failures: [20 %, 0 %]}}',
  ],
  'da-zerog': [
    'network.nodes=10',
    'load.leastBlobs=4',
    'sweep={zerog.encoder: [gpu, cpu], da.clients: [1, 2]}',
  ],
  'disk-depth': [
    'disk.reads=500',
    'disk.warmup=50',
    'sweep={disk.profile: [hdd-7200, nvme-gen4, cloud-gp3], disk.depth: [1, 32]}',
  ],
  'disk-profiles': ['disk.reads=500', 'disk.warmup=50'],
  'espresso-bench': ['da.blockBytes=200 kB', 'sweep={network.nodes: [8, 20]}'],
  'fee-market': ['fees.blocks=70', 'fees.warmup=10', 'fees.surge.from=40 s', 'fees.surge.to=50 s'],
  gossip: [
    'gossip.nodes=60',
    'gossip.messages=2',
    'gossip.publishers=2',
    'sweep={gossip.messageBytes: [1 kB, 1 MB], gossip.version: [1.0, 1.1, 1.2, preamble, announce]}',
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
  'integrated-vs-modular': [
    'duration=120 s',
    'warmup=10 s',
    'network.nodes=7',
    'tasks.clients=1',
    'sweep={zip: {daios.against: [0g-parts, rollup-celestia, rollup-blobs]}}',
  ],
  'integration-savings': [
    'duration=150 s',
    'warmup=10 s',
    'network.nodes=7',
    'tasks.clients=1',
    'sweep={zip: {daios.savings.oneChain: [false, true], daios.savings.oneUpload: [false, true], daios.savings.direct: [false, true], daios.savings.onePayment: [false, true]}}',
  ],
  'link-sharing': [
    'flows.transfers=300',
    'flows.warmup=30',
    'sweep={flows.load: [50 %, 90 %], flows.sizes: [exponential, two-sizes]}',
  ],
  outage: [
    'chain.validators=12',
    'duration=40 s',
    'load.duration=40 s',
    'operators.outageStart=10 s',
    'operators.lengthScale=0.0003',
    'sweep={zip: {operators.outage: [aws-2025-10-20, hetzner-2022-11-02], operators.mix: [0g-estimate, solana-2022-nodes], operators.by: [stake, nodes], fidelity: [fast, exact]}}',
  ],
  'outage-truth': [
    'network.nodes=12',
    'chain.validators=12',
    'duration=90 s',
    'load.duration=90 s',
    'operators.outageStart=20 s',
    'operators.lengthScale=0.002',
    'sweep={zip: {da.layer: [0g, celestia, eigenda-v2, walrus], operators.providers.google: [3, 4, 6, 9], operators.providers.independent: [9, 8, 6, 3]}}',
  ],
  'gpu-serving': [
    'serving.prompts=12',
    'sweep={zip: {serving.gpu: [rtx4090, h100-80g-pcie, h100-80g-pcie], serving.cards: [1, 1, 2], serving.model: [llama-3-8b, llama-3-8b, llama-3-70b], serving.repeated: [true, false, true]}}',
  ],
  'peerdas-columns': [
    'columns.nodes=40',
    'columns.blocks=2',
    'columns.observers=2',
    'sweep={zip: {columns.blobs: [1, 6, 6], columns.pooled: [80 %, 0 %, 80 %], columns.released: [100 %, 60 %, 100 %]}}',
  ],
  'quiet-centralisation': [
    'migration.years=1',
    'migration.operators=40',
    'sweep={zip: {migration.discount: [0 %, 30 %, 30 %], migration.policies.cap: [100 %, 25 %, 100 %], migration.policies.delegated: [0 %, 0 %, 30 %], migration.ban.month: [0, 0, 6], migration.failures.bans: [false, false, true]}}',
  ],
  queues: ['station.jobs=400', 'station.warmup=50'],
  'storage-market': [
    'storage.epochs=40',
    'storage.groups.nvme.count=20',
    'storage.fileBytes=1 GiB',
    'sweep={zip: {storage.ingest: [0 B/s, 1 GB/s]}}',
  ],
  'pora-cheats': ['storage.epochs=3'],
  'pora-exact': ['storage.flowSize=512 KiB', 'storage.epochs=3', 'storage.window=2'],
  'pora-hardware': ['storage.epochs=3'],
  'unlock-stress': [
    'token.paths=3',
    'token.years=1.25',
    'sweep={zip: {token.schedule.reading: [A, C], token.demand.shock.shape: [step, none], token.facility.preset: [og_250m, none]}}',
  ],
  'token-sensitivity': [
    'token.paths=3',
    'token.years=1',
    'sweep={design: {method: morris, points: 2, of: {token.sell.scale: [0.5, 2], token.market.turnover: {from: 1 %, to: 10 %, scale: log}}}}',
  ],
  'unlock-response': [
    'token.paths=3',
    'sweep={token.schedule.buckets.event.holderClass: [team, backers]}',
  ],
  'price-milestones': [
    'token.paths=2',
    'token.years=1.25',
    'sweep={token.market.impact.model: [sqrt, kyle]}',
  ],
  'cliff-wall': ['sweep={token.schedule.reading: [A, B, C]}'],
  'volume-drought': ['token.paths=3', 'sweep={token.market.volume.factor: [1, 0.1]}'],
  'facility-spiral': [
    'token.paths=3',
    'token.years=1',
    'sweep={token.market.impact.model: [sqrt, kyle], token.facility.hedged: [0 %, 100 %]}',
    'token.facility.preset=eloc_97_3d',
  ],
  'inflation-rules': [
    'token.years=1',
    'sweep={token.inflation.rule: [none, fixed_rate, og_stepdown, celestia, cosmos, ethereum]}',
  ],
  'incident-2025-12': [
    'incident.follow=10 days',
    'sweep={zip: {incident.defence: [none, multisig, rateLimit, tee, timelock], incident.compromised.alibaba: [1, 1, 1, 1, 1], incident.compromised.aws: [0, 0, 0, 1, 2]}}',
  ],
  'inflation-off': [
    'token.paths=2',
    'token.years=1.5',
    'sweep={token.branch.act.issuance: [0, 2]}',
  ],
  'node-rewards': [
    'token.paths=3',
    'sweep={zip: {token.claims.of.nodes-upfront.level: [0 %, 50 %], token.claims.penalties: [burn, bucket], token.claims.into: [null, nodes-daily]}}',
  ],
  'correlated-selling': [
    'token.paths=3',
    'token.years=1',
    'sweep={zip: {token.sell.spread.deviation: [0, 0.5, 1], token.sell.spread.correlation: [0 %, 25 %, 100 %]}}',
  ],
  'fee-burn': [
    'token.years=0.25',
    'sweep={zip: {token.burn.rule: [none, base_fee_share, eip1559], token.burned: [0 %, 50 %, 100 %]}}',
  ],
  'demand-shock': [
    'token.paths=2',
    'token.years=1.25',
    'sweep={zip: {token.demand.shock.shape: [step, pulse], token.demand.shock.factor: [0.4, 0.1]}}',
  ],
  'staking-run': [
    'sweep={token.staking.run.share: [0 %, 60 %], token.staking.run.slashed: [0 %, 10 %]}',
  ],
  'point-of-no-return': [
    'token.paths=3',
    'token.years=1.5',
    'sweep={zip: {token.branch.at: [3, 12], token.branch.act.expenses: [1, 0.5]}}',
  ],
  'treasury-company': [
    'token.paths=2',
    'sweep={zip: {token.company.lock: [0, 365, 0], token.company.sale.volume: [0 %, 10 %, 100 %]}}',
  ],
  'iai-unwind': ['sweep={zip: {token.iai.target: [0, 9270], token.iai.run.share: [0 %, 100 %]}}'],
  'storage-uploads': [
    'network.nodes=8',
    'uploads.clients=2',
    'uploads.files=1',
    'uploads.validators=4',
    'sweep={fidelity: [fast, exact], zip: {uploads.fileBytes: [1 MiB, 5 MiB], uploads.kill.at: [never, upload]}}',
  ],
  'verification-cost': [
    'verification.answers=300',
    'sweep={grid: {verification.mode: [none, tee, opml, zkml], verification.cheat: [none, wrong-model, broken-tee]}}',
  ],
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
