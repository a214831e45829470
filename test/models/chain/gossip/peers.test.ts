import { describe, expect, it } from 'vitest';
import { joinOneByOne, type Peers, peersOf } from '../../../../models/chain/consensus/peers.ts';
import { Streams } from '../../../../sim/random.ts';
import { expectSame } from '../../../expect-same.ts';

const streamOf = (seed: number) => new Streams(`peers ${seed}`, 0).stream('peers');

function degrees({ nodes, first }: Peers): number[] {
  return Array.from({ length: nodes }, (_, n) => first[n + 1] - first[n]);
}

/** Nodes that a walk from node 0 reaches. */
function reached({ nodes, first, to }: Peers): number {
  const seen = new Set([0]);
  for (const node of seen) for (let e = first[node]; e < first[node + 1]; e++) seen.add(to[e]);
  return Math.min(seen.size, nodes);
}

/** 200 nodes with the default limits of CometBFT: 10 outbound, 40 inbound (fact sheet 2.2). */
const qa = { nodes: 200, outbound: 10, inbound: 40, early: [195, 196, 197, 198, 199] };

const cases = [
  { name: 'the QA network', options: qa },
  { name: 'a network without early nodes', options: { ...qa, early: [] } },
  { name: 'a network with little room', options: { ...qa, outbound: 5, inbound: 6 } },
];

describe.each(cases)('joining one by one: $name', ({ options }) => {
  const { nodes, outbound, inbound } = options;

  it.each([1, 2, 3])('every node has the peers it dials, seed %i', (seed) => {
    const peers = joinOneByOne(options, streamOf(seed));
    expect(Math.min(...degrees(peers))).toBeGreaterThanOrEqual(outbound);
  });

  it.each([1, 2, 3])('no node has more than it dials and accepts, seed %i', (seed) => {
    const peers = joinOneByOne(options, streamOf(seed));
    expect(Math.max(...degrees(peers))).toBeLessThanOrEqual(outbound + inbound);
    // Each node dials `outbound` times, and each connection has two ends.
    expect(peers.edges).toBe(2 * outbound * nodes);
  });

  it.each([1, 2, 3])('connections go both ways, once, never to oneself, seed %i', (seed) => {
    const { edges, from, to, reverse, first } = joinOneByOne(options, streamOf(seed));
    const pairs = new Set<string>();
    for (let edge = 0; edge < edges; edge++) {
      const where = `edge ${edge}`;
      const back = reverse[edge];
      expectSame(from[edge] === to[edge], false, where);
      expectSame(from[back], to[edge], where);
      expectSame(to[back], from[edge], where);
      expectSame(edge >= first[from[edge]] && edge < first[from[edge] + 1], true, where);
      pairs.add(`${from[edge]}/${to[edge]}`);
    }
    expect(pairs.size).toBe(edges);
  });

  it.each([1, 2, 3])('leave nobody apart, seed %i', (seed) => {
    expect(reached(joinOneByOne(options, streamOf(seed)))).toBe(nodes);
  });
});

describe('joining one by one', () => {
  it.each([1, 2, 3, 7])('gives nodes that are up early more peers, seed %i', (seed) => {
    const of = degrees(joinOneByOne(qa, streamOf(seed)));
    const mean = of.reduce((a, b) => a + b, 0) / of.length;
    expect(mean).toBe(20);
    // Node i dials ten of the i before it: an early one expects 10 ln(200 / 10) + 5 = 35 calls and more
    // than ten of them before the others have started, where an average one gets ten.
    for (const early of qa.early) expect(of[early]).toBeGreaterThan(1.75 * mean);
  });

  it('links every pair when there are fewer nodes than a node dials', () => {
    const peers = joinOneByOne({ nodes: 6, outbound: 10, inbound: 40, early: [] }, streamOf(1));
    expect(degrees(peers)).toEqual([5, 5, 5, 5, 5, 5]);
  });

  it('is the same for the same stream and differs for another one', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => [...joinOneByOne(qa, streamOf(seed)).to]);
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });
});

describe('edges of a graph', () => {
  it('are numbered by node, and each knows its way back', () => {
    const peers = peersOf([[1, 2], [0], [0]]);
    expect([...peers.first]).toEqual([0, 2, 3, 4]);
    expect([...peers.from]).toEqual([0, 0, 1, 2]);
    expect([...peers.to]).toEqual([1, 2, 0, 0]);
    expect([...peers.reverse]).toEqual([2, 3, 0, 1]);
  });

  it('refuse a link that goes one way only', () => {
    expect(() => peersOf([[1], []])).toThrow(
      new RangeError('peers, expected each link both ways, got 0 to 1 only'),
    );
  });
});
