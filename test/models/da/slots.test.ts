import { describe, expect, it } from 'vitest';
import { gossipHops } from '../../../models/da/gossip-law.ts';
import { Bisection } from '../../../models/da/slots/bisection.ts';
import { meanOf, metricOf, runScenario } from '../run-scenario.ts';

const base = `
name: slots
network: { nodes: 30, bandwidth: 100 Mbps, latency: 50 ms, slowStart: false }
load: { blobBytes: 128 KiB }
da: { layer: eip-4844 }
`;

describe('the search for the largest block', () => {
  /** Tries until done; sizes up to `limit` pass. */
  const search = (bound: number, steps: number, limit: number) => {
    const bisection = new Bisection(bound, steps);
    const tried: number[] = [];
    while (!bisection.done) {
      tried.push(bisection.size);
      bisection.passed(bisection.size <= limit);
    }
    return { tried, size: bisection.size };
  };

  it('takes the bound when the bound passes', () => {
    expect(search(64, 5, 64)).toEqual({ tried: [64], size: 64 });
  });

  it('halves the interval below a bound that does not pass', () => {
    expect(search(64, 3, 20)).toEqual({ tried: [64, 32, 16, 24], size: 16 });
  });

  it('ends at nothing when nothing passes', () => {
    expect(search(64, 2, 1)).toEqual({ tried: [64, 32, 16], size: 0 });
  });
});

describe('hops of gossip', () => {
  it.each([
    [8, 8, 1],
    [64, 8, 2],
    [65, 8, 3],
    [100, 8, 3],
    [1000, 8, 4],
  ])('%i nodes at degree %i: %i', (nodes, degree, hops) => {
    expect(gossipHops(nodes, degree)).toBe(hops);
  });
});

describe('layers with slots', () => {
  it('have a ceiling by the deadline as in closed form', () => {
    // N = 30, D = 8: two hops. (4 s / 2 - 0.025 s) x 12.5 MB/s / 8 = 3,085,937 B, 23 blobs of 131,072 B,
    // every 12 s.
    const result = runScenario(base);
    expect(metricOf(result, 'da.ceiling')).toBeCloseTo(3_085_937.5 / 12, 6);
    expect(metricOf(result, 'da.block_bytes')).toBeLessThanOrEqual(23 * 131_072);
    const throughput = metricOf(result, 'da.throughput');
    expect(throughput).toBeLessThanOrEqual((23 * 131_072) / 12);
    expect(throughput).toBeGreaterThan((12 * 131_072) / 12);
  });

  it('take the size of the protocol when asked to', () => {
    const result = runScenario(base, ['da.limits=protocol']);
    // Six blobs a slot.
    expect(metricOf(result, 'da.throughput')).toBeCloseTo((6 * 131_072) / 12, 6);
    expect(result.findings.labels['da.ceiling_law']).toBe('block limit');
  });

  it('charge a small blob a whole unit', () => {
    const result = runScenario(base, ['da.limits=protocol', 'load.blobBytes=16 KiB']);
    expect(metricOf(result, 'da.throughput')).toBeCloseTo((6 * 16_384) / 12, 6);
    expect(metricOf(result, 'da.cost_per_mb')).toBeCloseTo(3.83 * 8, 10);
  });

  it('make a blob wait for the next slot, and spread it over several when it does not fit', () => {
    const sets = [
      'da.limits=protocol',
      'load.saturate=false',
      'load.rate=6 kB/s',
      'duration=1200 s',
    ];
    // Mean wait for a slot of 12 s: half of it, and up to 4 s on the way.
    const small = runScenario(base, sets);
    const wait = meanOf(small, 'da.time_to_available');
    expect(wait).toBeGreaterThan(5);
    expect(wait).toBeLessThan(11);
    // 1.5 MiB is twelve units: two slots of six at the least, so 12 s more.
    const large = runScenario(base, [...sets, 'load.blobBytes=1536 KiB']);
    expect(meanOf(large, 'da.time_to_available')).toBeGreaterThan(wait + 11);
    expect(metricOf(large, 'da.throughput')).toBeLessThanOrEqual(65_536);
  });

  it('are final at the time of the protocol after the slot, not after the vote', () => {
    const result = runScenario(base, ['da.limits=protocol', 'da.finality=100 s']);
    expect(meanOf(result, 'da.time_to_confirmed')).toBeCloseTo(100, 3);
  });

  it('miss their deadline when more than a third of the stake is silent', () => {
    const sets = ['da.limits=protocol'];
    const enough = runScenario(base, [...sets, 'da.silent=30 %']);
    expect(metricOf(enough, 'da.slots_missed')).toBe(0);
    const short = runScenario(base, [...sets, 'da.silent=40 %']);
    expect(metricOf(short, 'da.slots_missed')).toBe(1);
    expect(metricOf(short, 'da.throughput')).toBe(0);
  });

  it('hang on one validator with two fifths of the stake', () => {
    // Three of 30 are silent: nine tenths of equal stake answer. Without the large one three fifths are left.
    const throughput = (seed: number, ...sets: string[]) =>
      metricOf(
        runScenario(base, ['da.limits=protocol', 'da.silent=10 %', `seed=${seed}`, ...sets]),
        'da.throughput',
      );
    const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
    expect(seeds.filter((seed) => throughput(seed) === 0)).toEqual([]);
    const stopped = seeds.filter((seed) => throughput(seed, 'da.largestStake=40 %') === 0);
    // It is silent with a chance of one in ten.
    expect(stopped.length).toBeGreaterThan(0);
    expect(stopped.length).toBeLessThan(10);
  });

  it('begin a block when the one before is decided, without a clock', () => {
    const result = runScenario(base, [
      'da.layer=celestia',
      'da.limits=protocol',
      'da.blockInterval=0 s',
      'da.blockBytes=4 MB',
      'da.certifyDelay=0.5 s',
    ]);
    // Coding at 85.3 MB/s, e = 2 at 12.5 MB/s, then the votes: 0.047 + 0.64 + 0.5 s at the least.
    const throughput = metricOf(result, 'da.throughput');
    expect(throughput).toBeLessThan(4e6 / (0.047 + 0.64 + 0.5));
    expect(throughput).toBeGreaterThan(4e6 / 3);
  });
});

describe('closed forms of the facts', () => {
  const at = (layer: string, ...sets: string[]) =>
    runScenario(base, [
      `da.layer=${layer}`,
      'network.nodes=100',
      'network.bandwidth=1 Gbps',
      ...sets,
    ]);

  it('calldata: 1.6 MB/s at 100 nodes, 1 Gbit/s, 0.1 s one way', () => {
    // (4 / 3 - 0.1) x 125 MB/s / 8 / 12 = 1.606 MB/s.
    const result = at('calldata', 'network.latency=200 ms', 'da.deadline=4 s');
    expect(metricOf(result, 'da.ceiling') / 1e6).toBeCloseTo(1.606, 3);
  });

  it('celestia: 50 MB/s at 1 Gbit/s', () => {
    // (125 MB/s / 2) x (2.1 / 2.6) = 50.48 MB/s, for any number of nodes.
    expect(metricOf(at('celestia', 'network.nodes=30'), 'da.ceiling') / 1e6).toBeCloseTo(50.48, 2);
  });

  it('espresso without a content network: 9.6 MB/s', () => {
    // 125 / (10 + 3) = 9.6 MB/s, 9.7 as the leader keeps its own share (99 of 34 x 100); coding is set aside.
    const sets = ['da.relays=0', 'da.encodeRate=1 GB/s', 'network.latency=2 ms'];
    const ceiling = metricOf(at('espresso', ...sets), 'da.ceiling') / 1e6;
    expect(ceiling).toBeLessThan(9.7);
    expect(ceiling).toBeGreaterThan(9.2);
  });

  it('near: a third of the links of as many producers as there are shards', () => {
    // 100 parts of which 33 carry the chunk; the producer keeps its own: 4 x 125 / (99 / 33) = 166.7.
    const ceiling = metricOf(at('near'), 'da.ceiling') / 1e6;
    expect(ceiling).toBeLessThan(166.7);
    expect(ceiling).toBeGreaterThan(165);
  });
});
