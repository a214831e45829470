import { performance } from 'node:perf_hooks';
import type { Body, Outcome, Run } from './body.ts';
import type { Contender } from './rounds.ts';
import { ownTree, type Tree } from './tree.ts';

/** Library scenarios at a size of a fraction of a second: `--set` values by name, one a model. */
const SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  'agent-memory': [
    'duration=60 s',
    'warmup=10 s',
    'memory.nodes=2',
    'sweep={zip: {memory.agents: [6, 12], memory.streams: [own, shared]}}',
  ],
  'ai-reads': [
    'duration=60 s',
    'reads.objectBytes=2 MiB',
    'reads.most=4 MiB',
    'sweep={reads.layer: [0g, filecoin]}',
  ],
  'chain-throughput': [
    'chain.validators=8',
    'chain.fullNodes=2',
    'load.duration=3 s',
    'duration=3 s',
    'warmup=0 s',
    'sweep={fidelity: [fast]}',
  ],
  'da-dissemination': [
    'network.nodes=10',
    'network.bandwidth=100 Mbps',
    'load.blobBytes=64 KiB',
    'load.leastBlobs=2',
    'load.pipe=20 ms',
    'da.blockBytes=512 KiB',
    'sweep={da.layer: [gossip, dispersal]}',
  ],
  'da-zerog': ['network.nodes=10', 'load.leastBlobs=4', 'sweep={zerog.encoder: [cpu]}'],
  'das-square': ['square.nodes=30', 'square.size=32', 'sweep={square.step: [50 ms]}'],
  'disk-depth': [
    'disk.reads=2000',
    'disk.warmup=50',
    'sweep={disk.profile: [nvme-gen4], disk.depth: [1, 32]}',
  ],
  'fee-market': ['fees.blocks=70', 'fees.warmup=10', 'fees.surge.from=40 s', 'fees.surge.to=50 s'],
  gossip: [
    'gossip.nodes=60',
    'gossip.messages=2',
    'gossip.publishers=2',
    'sweep={gossip.messageBytes: [1 kB, 1 MB], gossip.version: [1.1, 1.2]}',
  ],
  'link-sharing': [
    'flows.transfers=1000',
    'flows.warmup=30',
    'sweep={flows.load: [50 %, 90 %], flows.sizes: [exponential]}',
  ],
  'peerdas-columns': [
    'columns.nodes=40',
    'columns.blocks=2',
    'columns.observers=2',
    'sweep={columns.blobs: [1, 6]}',
  ],
  'pora-hardware': ['storage.epochs=3'],
  queues: ['station.jobs=2000', 'station.warmup=50'],
  'storage-uploads': [
    'network.nodes=8',
    'uploads.clients=2',
    'uploads.files=1',
    'uploads.validators=4',
    'uploads.fileBytes=1 MiB',
    'sweep={fidelity: [fast, exact]}',
  ],
  'unlock-stress': ['token.paths=3', 'token.years=1.25', 'sweep={token.schedule.reading: [A, C]}'],
};
const ALWAYS = ['replications=1', 'expect=null', 'targets=null', 'precision=null'];

/** Each model's scenario once, in this thread, counted while it runs. */
export function protocolBodies(): Body[] {
  return Object.entries(SCENARIOS).map(
    ([name, sets]): Body => ({
      suite: 'protocol',
      name,
      async prepare(tree) {
        const scenarios = await tree.scenarios();
        const { resolved, attachments } = scenarios.loadScenario(name, [...ALWAYS, ...sets]);
        const pool = scenarios.inlinePool(resolved, attachments);
        return async () => {
          const { summary, runs } = await scenarios.runExperiment(resolved, 'bench', pool);
          const sum = (pick: (run: (typeof runs)[number]) => number) =>
            runs.reduce((total, run) => total + pick(run), 0);
          return {
            counters: {
              events: sum(({ events }) => events),
              'heap moves': sum(({ counters }) => counters.moves),
              draws: sum(({ draws }) => draws),
              messages: sum(({ messages }) => messages),
              'peak of pending events': Math.max(...runs.map(({ counters }) => counters.peak)),
            },
            certificate: summary.certificate,
          };
        };
      },
    }),
  );
}

/**
 * Runs a body with one more counter, the bytes of all messages. They are counted around the certificate, which
 * sees each message, and not in it, where every run would pay for them.
 */
export async function withMessageBytes({ sim }: Tree, run: Run): Promise<Outcome> {
  const prototype: { message: (from: number, to: number, bytes: number, type: number) => void } =
    Object.getPrototypeOf(new sim.Simulation({ seed: 'bench' }).certificate);
  const { message } = prototype;
  let bytes = 0;
  prototype.message = function (from, to, size, type) {
    bytes += size;
    message.call(this, from, to, size, type);
  };
  try {
    const { counters, certificate } = await run();
    return { counters: { ...counters, 'message bytes': bytes }, certificate };
  } finally {
    prototype.message = message;
  }
}

/** Runs a second of each scenario, with certificates and results. */
export async function protocolContenders(): Promise<Contender[]> {
  const tree = await ownTree();
  return protocolBodies().map(({ name, prepare }) => ({
    group: name,
    name: 'droptower',
    unit: 'runs/s',
    prepare: async () => runsOf(await prepare(tree)),
  }));
}

function runsOf(run: Run) {
  return async (least: number) => {
    const start = performance.now();
    for (let work = 1; ; work++) {
      const { certificate } = await run();
      const elapsed = (performance.now() - start) / 1000;
      if (elapsed >= least) return { elapsed, work, result: certificate };
    }
  };
}
