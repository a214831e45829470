import { describe, expect, it } from 'vitest';
import { meanOf, metricOf, runScenario } from '../../run-scenario.ts';

/* Every way in which a step of the pipeline fails, and what comes of it. */

const base = `
name: zerog-faults
network: { nodes: 6, bandwidth: 10 Gbps, latency: 2 ms, slowStart: false }
load: { blobBytes: 8 MiB, leastBlobs: 4 }
da: { layer: 0g, limits: protocol }
zerog: { finalityBlocks: 1 }
`;

const run = (...sets: string[]) => runScenario(base, sets);
const made = (result: ReturnType<typeof run>) => metricOf(result, 'da.blobs');

/** Nothing is made available, and blobs are given up after three failures. */
function expectGivenUp(result: ReturnType<typeof run>): void {
  expect(made(result)).toBe(0);
  expect(metricOf(result, 'da.throughput')).toBe(0);
  const [failed, failures] = [metricOf(result, 'da.blobs_failed'), metricOf(result, 'da.failures')];
  expect(failed).toBeGreaterThan(0);
  expect(failures).toBeGreaterThanOrEqual(3 * failed);
}

describe('a blob fails', () => {
  it('when the encoder takes longer than its time-out', () => {
    expectGivenUp(run('zerog.encodeTime=301 s'));
    expect(made(run('zerog.encodeTime=299 s'))).toBeGreaterThan(0);
  });

  it('when the announcement is in no block within 180 polls', () => {
    // 3 of 6 validators are down: no block is decided.
    expectGivenUp(run('da.offline=0.5'));
  });

  it('when the announcements of its batch fall into two epochs', () => {
    // Gas for one root a transaction: batches of several need several, a poll of 1 s apart, in epochs of two
    // blocks of some half a second.
    const parts = ['da.limits=links', 'zerog.gasLimit=42000', 'zerog.encoders=5'];
    expect(made(run(...parts))).toBeGreaterThan(0);
    expectGivenUp(run(...parts, 'zerog.epochBlocks=2'));
  });

  it('when its epoch has no quorum, as nobody had votes', () => {
    expectGivenUp(run('zerog.bonded=60'));
  });

  it('when signers reject a wrong row, and with it the whole request', () => {
    const wrong = run('zerog.wrongRows=1');
    expectGivenUp(wrong);
    // A batch goes to 6 signers twice before its blobs count a failure.
    expect(metricOf(wrong, 'da.sign_rejected')).toBeGreaterThanOrEqual(12);
    expect(made(run('zerog.wrongRows=0.2', 'load.leastBlobs=12'))).toBeGreaterThan(0);
  });

  it('when signers answer after the time-out', () => {
    expectGivenUp(run('zerog.late=1', 'zerog.lateBy=61 s'));
    const inTime = run('zerog.late=1', 'zerog.lateBy=10 s');
    expect(meanOf(inTime, 'da.stage_time[signing]')).toBeGreaterThan(10);
    expect(meanOf(inTime, 'da.stage_time[signing]')).toBeLessThan(12);
  });

  it('when its client sends rows to less than two thirds of the seats', () => {
    expectGivenUp(run('da.dispersed=0.5'));
    const enough = run('da.dispersed=0.84');
    expect(made(enough)).toBeGreaterThan(0);
    // It does not wait for those that it left out.
    expect(meanOf(enough, 'da.stage_time[signing]')).toBeLessThan(2);
  });

  it('when its confirmation runs out of gas alone', () => {
    const short = run('zerog.gasLimit=1000000');
    expect(made(short)).toBeGreaterThan(0);
    expect(short.findings.observations['da.time_to_confirmed']).toBeUndefined();
    expect(short.findings.observations['da.stage_time[confirming]']).toBeUndefined();
  });
});

describe('signers that do not answer', () => {
  it('make every batch wait for the time-out when one of them is down', () => {
    const fault = '{fault: outage, from: 1 s, to: 1 h, share: 0.17}';
    const down = run(`network.faults=[${fault}]`);
    expect(made(down)).toBeGreaterThan(0);
    // 60 s from the request; what dispersal takes is part of them.
    expect(meanOf(down, 'da.stage_time[signing]')).toBeGreaterThan(59);
    expect(meanOf(down, 'da.stage_time[signing]')).toBeLessThan(60);
    // One that is down from the start has not registered: it has no rows to wait for.
    expect(meanOf(run('da.offline=0.17'), 'da.stage_time[signing]')).toBeLessThan(3);
  });

  it('refuse more than 11 requests at a time', () => {
    const many = ['da.clients=14', 'network.nodes=3', 'zerog.verifyTime=2500 us'];
    expect(metricOf(run(...many), 'da.sign_refused')).toBeGreaterThan(0);
    expect(metricOf(run(...many, 'da.limits=links'), 'da.sign_refused')).toBe(0);
  });
});

describe('the threshold', () => {
  // Two signers with 3072 votes: the stake of the first, in tokens of one vote each, is its seats.
  const seats = (first: number) => [
    'network.nodes=2',
    ...['zerog.voteSource=balance', 'zerog.tokensPerVote=1', 'zerog.bonded=3072'],
    ...[`da.largestStake=${(first + 0.001) / 3072}`, 'da.silent=0.5'],
  ];
  const runs = (first: number) => [3, 4, 5].map((seed) => run(...seats(first), `seed=${seed}`));

  it('passes with 2048 signed rows and fails with 2047', () => {
    // Silent is the first signer or the other, by seed: 3072 - 1024 = 2048 rows sign or 1024.
    const enough = runs(1024).filter((result) => made(result) > 0);
    expect(enough.length).toBeGreaterThan(0);
    expect(enough.length).toBeLessThan(3);
    // 3072 - 1025 = 2047, or 1025.
    for (const result of runs(1025)) expectGivenUp(result);
  });
});
