import { describe, expect, it } from 'vitest';
import { meanDegree, randomGraph, regularGraph, settleMesh } from '../../../sim/network/mesh.ts';
import { Streams } from '../../../sim/random.ts';
import { expectSame } from '../../expect-same.ts';

const stream = (path: string, seed = 'mesh') => new Streams(seed, 0).stream(path);
const seeds = ['a', 'b', 'c', 'd', 'e'];

function expectSimpleAndSymmetric(links: readonly (readonly number[])[]) {
  for (const [node, peers] of links.entries()) {
    expectSame(peers.includes(node), false, `${node} linked to itself`);
    // Rising, so each once.
    for (const [i, peer] of peers.entries()) {
      expectSame(i === 0 || peers[i - 1] < peer, true, `peers of ${node}`);
      expectSame(links[peer]?.includes(node), true, `${peer} linked to ${node}`);
    }
  }
}

function reachable(links: readonly (readonly number[])[]): number {
  const seen = new Set([0]);
  for (const node of seen) for (const peer of links[node]) seen.add(peer);
  return seen.size;
}

describe('graphs', () => {
  it.each(seeds)(
    'random: symmetric, connected, mean degree about twice the dials, seed %s',
    (seed) => {
      const graph = randomGraph(500, 5, stream('graph', seed));
      expectSimpleAndSymmetric(graph);
      expect(reachable(graph)).toBe(500);
      expect(Math.min(...graph.map((peers) => peers.length))).toBeGreaterThanOrEqual(5);
      // 2,500 dials less those that meet: about 2,500 x 5 / 998 = 12.5.
      expect(meanDegree(graph)).toBeGreaterThan(9.85);
      expect(meanDegree(graph)).toBeLessThan(10);
    },
  );

  it.each([
    [10, 3],
    [9, 8],
    [6, 5],
    [100, 8],
    [1000, 6],
    [50, 40],
  ])('regular: every one of %i nodes has exactly %i peers', (nodes, degree) => {
    for (const seed of seeds) {
      const graph = regularGraph(nodes, degree, stream('regular', seed));
      expectSimpleAndSymmetric(graph);
      expect(new Set(graph.map((peers) => peers.length))).toEqual(new Set([degree]));
    }
  });

  it('refuses degrees that no graph has', () => {
    expect(() => regularGraph(5, 3, stream('odd'))).toThrow('an even nodes x degree, got 3');
    expect(() => regularGraph(5, 5, stream('full'))).toThrow('expected a degree below 5');
    expect(() => randomGraph(5, 5, stream('dials'))).toThrow('expected less than 5 nodes, got 5');
  });
});

describe('the settled mesh', () => {
  it.each(seeds)(
    'is symmetric, connected, inside its band and part of the connections, seed %s',
    (seed) => {
      const connections = randomGraph(1000, 10, stream('graph', seed));
      const mesh = settleMesh(connections, { degree: 8, low: 6, high: 12 }, stream('mesh', seed));
      expectSimpleAndSymmetric(mesh);
      expect(reachable(mesh)).toBe(1000);
      for (const [node, peers] of mesh.entries()) {
        expect(peers.length).toBeGreaterThanOrEqual(6);
        expect(peers.length).toBeLessThanOrEqual(12);
        for (const peer of peers) {
          expectSame(connections[node].includes(peer), true, `${node} connected to ${peer}`);
        }
      }
      // Each node grafts up to 8 and accepts up to 12.
      expect(meanDegree(mesh)).toBeGreaterThan(8);
      expect(meanDegree(mesh)).toBeLessThan(11);
    },
  );

  it('a full node refuses grafts: of 30 peers that know only it, 12 get in', () => {
    const hub = Array.from({ length: 30 }, (_, i) => i + 1);
    const connections = [hub, ...hub.map(() => [0])];
    for (const seed of seeds) {
      const mesh = settleMesh(connections, { degree: 8, low: 6, high: 12 }, stream('hub', seed));
      expectSimpleAndSymmetric(mesh);
      expect(mesh[0], `seed ${seed}`).toHaveLength(12);
    }
  });

  it('takes every connection of a node that has fewer than it wants', () => {
    const ring = Array.from({ length: 20 }, (_, i) =>
      [(i + 1) % 20, (i + 19) % 20].sort((a, b) => a - b),
    );
    const mesh = settleMesh(ring, { degree: 8, low: 6, high: 12 }, stream('mesh'));
    expect(mesh).toEqual(ring);
  });
});
