import { describe, expect, it } from 'vitest';
import { zerogValues } from '../../../../models/da/zerog/parameters.ts';
import { addressesOf, drawQuorums } from '../../../../models/da/zerog/signers.ts';
import { Streams } from '../../../../sim/random.ts';
import { meanOf, metricOf, runScenario } from '../../run-scenario.ts';

const base = `
name: zerog-economy
network: { nodes: 6, bandwidth: 10 Gbps, latency: 2 ms, slowStart: false }
load: { blobBytes: 8 MiB, leastBlobs: 24 }
da: { layer: 0g, limits: links }
zerog: { finalityBlocks: 1, epochBlocks: 20 }
`;

const run = (...sets: string[]) => runScenario(base, sets);

describe('the lottery', () => {
  // Conservation of the pools is asserted at the end of each run.
  const money = ['zerog.blobPrice=100', 'zerog.serviceFee=500', 'zerog.reserve=50'];

  it.each(['fast', 'exact'])('pays those who keep rows, %s', (fidelity) => {
    // Hashing all rows of all blobs in every round takes its time: fewer of both.
    const few = ['network.nodes=4', 'load.leastBlobs=2', 'zerog.encodeTime=10 s'];
    const size = fidelity === 'exact' ? [...few, 'zerog.sampleBlocks=120'] : [];
    const paid = run(...money, ...size, 'zerog.baseReward=1', `fidelity=${fidelity}`);
    expect(metricOf(paid, 'da.zerog.epoch')).toBeGreaterThan(1);
    expect(metricOf(paid, 'da.zerog.sample_responses')).toBeGreaterThan(0);
    expect(metricOf(paid, 'da.zerog.reward_share[largest]')).toBeGreaterThan(0);
    expect(metricOf(paid, 'da.zerog.reward_share[largest]')).toBeLessThanOrEqual(1);
  });

  it('samples no blob of the running epoch, nor one that was pruned', () => {
    const young = run('zerog.epochBlocks=5760');
    expect(metricOf(young, 'da.zerog.sample_responses')).toBe(0);
    const window = ['zerog.epochBlocks=4', 'zerog.windowEpochs=0', 'zerog.pruneInterval=1 s'];
    const gone = run(...window, 'zerog.config=published', 'load.leastBlobs=60');
    expect(metricOf(gone, 'da.pruned')).toBeGreaterThan(0);
    expect(metricOf(gone, 'da.zerog.sample_responses')).toBe(0);
  });
});

describe('votes', () => {
  const streams = () => new Streams('votes', 0);
  const stake = [0.25, 0.25, 0.25, 0.25];
  const share = (voteSource: 'balance' | 'staked' | 'delegated', more: object) => {
    const values = { ...zerogValues({}), voteSource, bonded: 4 * 30 * 800, ...more };
    const addresses = addressesOf(stake, values);
    const [{ seats }] = drawQuorums(addresses, 'fast', streams(), 'test');
    return seats.filter((signer) => signer === 0).length / seats.length;
  };

  it('by balance multiply with the addresses that show the same tokens', () => {
    // 5 x 800 of 5 x 800 + 3 x 800 votes are 5 / 8; 3072 of 6400 ballots have a seat, sd 0.006.
    expect(share('balance', { splitBalance: 5 })).toBeGreaterThan(0.6);
    expect(share('balance', { splitBalance: 5 })).toBeLessThan(0.65);
  });

  it('by locked tokens do not, below the cap of one address', () => {
    expect(share('staked', { splitBalance: 5 })).toBeCloseTo(0.25, 1);
    expect(share('staked', { splitBalance: 1 })).toBeCloseTo(0.25, 1);
  });

  it('by locked tokens pass the cap of 1024 a signer with several addresses', () => {
    // 4000 votes of tokens each: 1024 at one address, 4 x 1000 at four.
    const rich = { bonded: 4 * 30 * 4000, splitBalance: 4 };
    const addresses = addressesOf(stake, { ...zerogValues({}), ...rich });
    const of = (signer: number) =>
      addresses.filter((a) => a.signer === signer).reduce((sum, { votes }) => sum + votes, 0);
    expect([of(0), of(1)]).toEqual([4000, 1024]);
  });

  it('by delegation count the first eleven delegations', () => {
    const values = { ...zerogValues({}), voteSource: 'delegated' as const };
    const counted = (delegators: number) =>
      addressesOf(stake, { ...values, bonded: 4 * 10 * 440, delegators })[0].votes;
    expect([counted(1), counted(11), counted(44)]).toEqual([440, 440, 110]);
  });
});

describe('after confirmation', () => {
  it('blobs are read back, unless their signers withhold', () => {
    const good = run('zerog.retrievals=1');
    expect(meanOf(good, 'da.retrieval.success')).toBe(1);
    // 1024 rows of 34,680 B from 6 holders of some 512 each, all asked at once: 10 Gbit/s links, 4 ms of way.
    expect(meanOf(good, 'da.retrieval.latency')).toBeGreaterThan((1024 * 34_680) / 1.25e9);
    expect(meanOf(good, 'da.retrieval.latency')).toBeLessThan(1);
    const bad = run('zerog.retrievals=1', 'zerog.withholding=1');
    expect(meanOf(bad, 'da.retrieval.success')).toBe(0);
    // Any 1024 rows do: two of six signers hold some 1024, three more than enough.
    const half = run('zerog.retrievals=1', 'zerog.withholding=0.5');
    expect(meanOf(half, 'da.retrieval.success')).toBe(1);
  });

  it('the matrix goes to storage as the whitepaper has it, and not as the code does', () => {
    const paper = run('zerog.handOff=whitepaper', 'load.leastBlobs=60');
    expect(metricOf(paper, 'da.handed_off')).toBeGreaterThan(0);
    expect(metricOf(paper, 'da.ingress_per_byte[storage]')).toBeGreaterThan(0);
    expect(metricOf(run('load.leastBlobs=60'), 'da.handed_off')).toBe(0);
  });
});
