import { describe, expect, it } from 'vitest';
import { meanOf, metricOf, runScenario } from '../../run-scenario.ts';

const base = `
name: zerog-test
network: { nodes: 10, bandwidth: 1 Gbps, latency: 2 ms, slowStart: false }
load: { blobBytes: 8 MiB, leastBlobs: 4 }
da: { layer: 0g, clients: 1, limits: protocol }
zerog: { finalityBlocks: 1 }
`;

const run = (...sets: string[]) => runScenario(base, sets);
const stage = (result: ReturnType<typeof run>, name: string) =>
  meanOf(result, `da.stage_time[${name}]`);

/** 3072 slices of 34,680 B (chain sheet 1.1). */
const WIRE = 106_536_960;

describe('one blob on an idle 0G DA', () => {
  // Encoding takes 120 s, a multiple of all ticks, and the queue holds one blob: each has the system for itself
  // and meets the ticks as the one before did.
  const alone = run('zerog.encodeTime=120 s');

  it('spends in each stage what the table of the client says', () => {
    // Taken at 0 s. Encoded at 120 s, a pull tick: announced at once; receipt and one block on top are polled
    // each second, and blocks take less than 1 s: 1 to 3 s.
    expect(stage(alone, 'encoding')).toBe(120);
    const announced = stage(alone, 'batching');
    expect(announced).toBeGreaterThanOrEqual(1);
    expect(announced).toBeLessThanOrEqual(3);
    // Sign tick at 123 s, then 106.5 MB at 125 MB/s = 0.8523 s, 1 ms of way and the links of the receivers.
    const sent = announced + stage(alone, 'dispersing');
    expect(sent).toBeGreaterThan(3 + WIRE / 125e6);
    expect(sent).toBeLessThan(3 + WIRE / 125e6 + 0.1);
    // 307 rows of the mean node x 5 ms / 8 cores = 0.192 s, 5 ms of disk, 2 ms of way; the node with most rows
    // is the last: at most a sixth more seats.
    expect(stage(alone, 'signing')).toBeGreaterThan(0.192);
    expect(stage(alone, 'signing')).toBeLessThan(0.192 * 1.17 + 0.02);
    // Submitted at the tick of 140 s, final at that of 160 s.
    const confirmed = sent + stage(alone, 'signing') + stage(alone, 'confirming');
    expect(confirmed).toBeGreaterThan(20 + 1 - 1e-6);
    expect(confirmed).toBeLessThan(20 + 3 + 1e-6);
    expect(confirmed + stage(alone, 'finalizing')).toBeCloseTo(40, 5);
    expect(meanOf(alone, 'da.time_to_confirmed')).toBeCloseTo(160, 5);
  });

  it('is available when two thirds of its rows are signed, before the last node has answered', () => {
    const before = 120 + stage(alone, 'batching') + stage(alone, 'dispersing');
    const available = meanOf(alone, 'da.time_to_available');
    expect(available).toBeGreaterThan(before - 1e-6);
    expect(available).toBeLessThan(before + stage(alone, 'signing') + 1e-6);
  });

  it('waits 50 blocks for finality in the published configuration', () => {
    const far = run('zerog.encodeTime=120 s', 'zerog.finalityBlocks=50');
    const blocks = 49 * metricOf(far, 'da.zerog.block_time');
    const more = stage(far, 'batching') - stage(alone, 'batching');
    expect(Math.abs(more - blocks)).toBeLessThan(2);
  });
});

describe('0G DA kept busy', () => {
  it('pays the full matrix for small blobs, and takes as long', () => {
    const small = run('load.blobBytes=16 KiB');
    const large = run('load.blobBytes=32505852 B');
    expect(metricOf(small, 'da.egress_per_byte[publisher]')).toBeCloseTo(WIRE / 16_384, 6);
    expect(metricOf(large, 'da.egress_per_byte[publisher]')).toBeCloseTo(3.2775, 4);
    expect(meanOf(small, 'da.time_to_available')).toBe(meanOf(large, 'da.time_to_available'));
    const blobs = (result: typeof small, bytes: number) =>
      metricOf(result, 'da.throughput') / bytes;
    expect(blobs(small, 16_384)).toBeCloseTo(blobs(large, 32_505_852), 9);
  });

  it('encodes one blob a tick by protocol, and one a second without limits of queues', () => {
    // Queue 1 and a tick of 3 s; a GPU needs 1 s.
    const payload = 8_388_608;
    const limited = run('load.leastBlobs=12');
    expect(metricOf(limited, 'da.ceiling')).toBeCloseTo(payload / 3, 3);
    expect(limited.findings.labels['da.bottleneck']).toBe('client encoding tick');
    const free = run('load.leastBlobs=12', 'da.limits=links');
    expect(metricOf(free, 'da.ceiling')).toBeCloseTo(payload, 3);
    expect(free.findings.labels['da.bottleneck']).toBe('encoder');
    expect(metricOf(free, 'da.throughput')).toBeGreaterThan(0.8 * payload);
  });

  it('is bound by the uplink of its client, or the checks of its nodes, when encoders are many', () => {
    const uplink = run('da.limits=links', 'zerog.encoders=4', 'load.leastBlobs=24');
    expect(uplink.findings.labels['da.ceiling_law']).toContain('client uplinks');
    // 125 MB/s / 106.5 MB a blob.
    expect(metricOf(uplink, 'da.ceiling')).toBeCloseTo((8_388_608 * 125e6) / WIRE, 0);
    const checks = run(
      'da.limits=links',
      'zerog.encoders=4',
      'zerog.verifyTime=40 ms',
      'load.leastBlobs=24',
    );
    expect(checks.findings.labels['da.ceiling_law']).toContain('row checks');
    expect(checks.findings.labels['da.bottleneck']).toBe('node processor');
    // 10 nodes x 8 cores / (3072 rows x 40 ms).
    expect(metricOf(checks, 'da.ceiling')).toBeCloseTo((8_388_608 * 80) / (3072 * 0.04), 0);
  });

  it('grows with its clients', () => {
    const one = metricOf(run('load.leastBlobs=12'), 'da.throughput');
    const five = metricOf(run('load.leastBlobs=12', 'da.clients=5'), 'da.throughput');
    expect(five).toBeGreaterThan(4 * one);
  });

  it('goes through the same stages at both fidelities', () => {
    const small = ['network.nodes=6', 'zerog.encodeTime=6 s'];
    const [fast, exact] = ['fast', 'exact'].map((kind) => run(...small, `fidelity=${kind}`));
    for (const name of ['encoding', 'dispersing', 'signing', 'confirming', 'finalizing']) {
      expect(Math.abs(stage(fast, name) - stage(exact, name)), name).toBeLessThan(2.5);
    }
    const ratio = metricOf(fast, 'da.throughput') / metricOf(exact, 'da.throughput');
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.25);
  });

  it('runs with the defaults of the code, without a section of its own and at an open load', () => {
    expect(metricOf(run('zerog.config=code'), 'da.throughput')).toBeGreaterThan(0);
    const sets = ['zerog=null', 'load.saturate=false', 'load.rate=1 MB/s', 'duration=200 s'];
    const open = run(...sets, 'warmup=60 s', 'da.limits=links');
    // Poisson arrivals of 8 MiB: some 17 blobs in 140 s, so within a half.
    expect(metricOf(open, 'da.throughput') / 1e6).toBeGreaterThan(0.5);
    expect(metricOf(open, 'da.throughput') / 1e6).toBeLessThan(1.5);
  });

  it('multiplies the work of its validators by the number of networks', () => {
    const load = (networks: number) =>
      metricOf(run(`zerog.networks=${networks}`), 'da.zerog.chain_load');
    expect(load(3) / load(1)).toBeGreaterThan(2.5);
    expect(load(3) / load(1)).toBeLessThan(3.5);
  });
});
