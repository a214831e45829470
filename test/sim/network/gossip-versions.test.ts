import { describe, expect, it } from 'vitest';
import { SimJsEvents } from '../../../sim/engine/simjs-events.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { Gossip, type GossipOptions } from '../../../sim/network/gossip.ts';
import { regularGraph } from '../../../sim/network/mesh.ts';
import { MessageNetwork } from '../../../sim/network/messages.ts';
import { seconds, type Tick } from '../../../sim/time.ts';
import { at, constantDelay, MBIT } from './support.ts';

/*
 * Networks small enough to count by hand. A message of 1,000,000 bytes takes 1 s on a link and leaves in
 * one piece, a control message about none; the way takes `delay` seconds. Copies of a node leave one after
 * another, to its peers in ascending order.
 */

const BYTES = 1_000_000;
/** An expected rate at which a message takes that many seconds. */
const takes = (span: number) => BYTES / span;

interface Setting extends Partial<GossipOptions> {
  readonly mesh: readonly (readonly number[])[];
  readonly delay?: number;
  /** Seconds that each node needs to send a message; 1 if not given. */
  readonly upload?: readonly number[];
  readonly chunkBytes?: number;
  readonly simulation?: Simulation;
}

function network(setting: Setting) {
  const { delay = 0.1, upload, chunkBytes = 2 * BYTES, ...options } = setting;
  const { mesh, simulation = new Simulation({ seed: 'versions' }) } = options;
  const nodes = mesh.length;
  const links = new MessageNetwork(simulation, 'net', {
    up: Array.from({ length: nodes }, (_, node) => BYTES / (upload?.[node] ?? 1)),
    down: new Array<number>(nodes).fill(1000 * MBIT),
    latency: constantDelay(nodes, delay),
    chunkBytes,
  });
  const gossip = new Gossip(
    simulation,
    links,
    'gossip',
    {
      connections: mesh,
      ...{ lazy: 0, lazyShare: 0, heartbeat: seconds(1), history: 0 },
      ...{ idontwantBytes: 0, floodPublish: false, validation: 0 as Tick },
      ...{ envelopeBytes: 0, controlBytes: 20, idBytes: 40 },
      ...options,
    },
    () => {},
  );
  return { simulation, links, gossip };
}

/** Messages that left whole, by kind; kinds of which none left are not named. */
function counts({ accounting }: MessageNetwork): Record<string, number> {
  const found: Record<string, number> = {};
  for (let kind = 0; accounting.ofKind(kind).name !== undefined; kind++) {
    const { name, messages } = accounting.ofKind(kind);
    if (messages > 0) found[name.replace('gossip.', '')] = messages;
  }
  return found;
}

/** Publishes one message at node 0 and runs to the end. */
function run(setting: Setting, meanwhile?: (made: ReturnType<typeof network>) => void) {
  const made = network(setting);
  const spread = made.gossip.publish(0, BYTES);
  meanwhile?.(made);
  made.simulation.run();
  expect(made.links.accounting.imbalance()).toBe(0);
  const arrival = (node: number) => spread.firstAt[node] / 1e7;
  return { ...made, spread, arrival, counts: counts(made.links) };
}

const NONE = Number.POSITIVE_INFINITY;
const triangle = [
  [1, 2],
  [0, 2],
  [0, 1],
];

describe('a triangle: the copies of node 0 leave at 1 s and 2 s and arrive at 1.1 s and 2.1 s', () => {
  it('v1.0: N (D - 1) + 1 = 4 copies', () => {
    const found = run({ mesh: triangle, idontwantBytes: NONE });
    expect(found.counts).toEqual({ message: 4 });
    expect(found.spread).toMatchObject({ copies: 4, reached: 3 });
    expect(found.arrival(1)).toBeCloseTo(1.1, 3);
    expect(found.arrival(2)).toBeCloseTo(2.1, 3);
  });

  it('v1.2: node 2 hears at 1.2 s that node 1 has it; the copy 1 to 2 has begun when it says so: 3', () => {
    const found = run({ mesh: triangle });
    expect(found.counts).toEqual({ message: 3, idontwant: 2 });
  });

  it('preamble: at 0.2 s both know that the other is receiving, and keep back what nobody needs: 2', () => {
    // Node 1 keeps its copy until 0.2 + 0.2 + 3 = 3.4 s; node 2 says IDONTWANT at 2.2 s.
    const preamble = { leastBytes: 1, rate: takes(3) };
    const found = run({ mesh: triangle, preamble });
    expect(found.counts).toEqual({ message: 2, idontwant: 2, preamble: 2, imreceiving: 2 });
    expect(found.spread).toMatchObject({ copies: 2, reached: 3 });
    // One id with its length: 20 + 40 + 5 bytes.
    expect(found.links.accounting.ofKind(4).sent).toBe(2 * 65);
  });

  it('preamble, a message overdue too soon: the fallback is a copy too many', () => {
    // Expected in 1 s: at 0.2 + 0.2 + 1 = 1.4 s node 1 sends, and is not done when node 2 has it at 2.1 s.
    // Its preamble finds node 2 overdue since 0.1 + 0.2 + 1 = 1.3 s, which tells node 0 that it receives.
    const found = run({ mesh: triangle, preamble: { leastBytes: 1, rate: takes(1) } });
    expect(found.counts).toEqual({ message: 3, idontwant: 2, preamble: 3, imreceiving: 3 });
  });

  it('preamble, a message below its size: as v1.2', () => {
    const found = run({ mesh: triangle, preamble: { leastBytes: BYTES + 1, rate: takes(3) } });
    expect(found.counts).toEqual({ message: 3, idontwant: 2 });
  });

  it('announce to all: one round trip more, no duplicate', () => {
    // 0 announces to 1 and 2, which ask at 0.1 s; copies start at 0.2 s and arrive at 1.3 s and 2.3 s.
    // Node 1 announces to 2, which is waiting for node 0; node 2 knows that 1 does not want it.
    const found = run({ mesh: triangle, announce: { eager: 0, rate: takes(3) } });
    expect(found.counts).toEqual({ message: 2, idontwant: 2, iannounce: 3, ineed: 2 });
    expect(found.arrival(1)).toBeCloseTo(1.3, 3);
    expect(found.arrival(2)).toBeCloseTo(2.3, 3);
    // An announcement has the length, a need only the id.
    expect(found.links.accounting.ofKind(4).sent).toBe(3 * 65);
    expect(found.links.accounting.ofKind(5).sent).toBe(2 * 60);
  });
});

describe('flood publishing', () => {
  // A ring of four in the mesh, everybody connected.
  const mesh = [0, 1, 2, 3].map((node) => [(node + 1) % 4, (node + 3) % 4].sort());
  const connections = [0, 1, 2, 3].map((node) => [0, 1, 2, 3].filter((peer) => peer !== node));
  const ring = { mesh, connections, idontwantBytes: NONE, delay: 10 };

  it('v1.0 to the mesh, N (D - 1) + 1 = 5 copies; v1.1 to all three', () => {
    expect(run(ring).counts).toEqual({ message: 5 });
    // 3 from node 0; the way is longer than all uploads, so 1 and 3 pass on to 2, and 2 to 1 and 3: 7.
    expect(run({ ...ring, floodPublish: true }).counts).toEqual({ message: 7 });
  });

  it('is whole when others only announce', () => {
    // 3 from node 0, all there before anything that is passed on: 1 + 2 + 1 announcements to the ring.
    const announce = { eager: 0, rate: takes(3) };
    const found = run({ ...ring, floodPublish: true, announce });
    expect(found.counts).toEqual({ message: 3, iannounce: 4 });
  });
});

describe('preamble', () => {
  it('IMRECEIVING takes back a copy that waits', () => {
    // 0.7 s a way, node 1 sends in 2 s. At 1.7 s node 1 has it: its preamble is at node 4 at 2.4 s.
    // At 2.7 s node 3 has it: copies for 2 (until 3.7 s) and 4. At 3.1 s it hears that 4 is receiving.
    // Node 4 has it at 1.7 + 2 + 0.7 = 4.4 s; IDONTWANT is at node 3 at 5.1 s, before 3.1 + 1.4 + 2 = 6.5 s.
    const mesh = [[1, 3], [0, 4], [3], [0, 2, 4], [1, 3]];
    const setting = { mesh, delay: 0.7, upload: [1, 2, 1, 1, 1] };
    const found = run({ ...setting, preamble: { leastBytes: 1, rate: takes(2) } });
    expect(found.counts.message).toBe(4);
    expect(found.arrival(4)).toBeCloseTo(4.4, 3);
    // v1.2: node 3 sends to 4 from 3.7 to 4.7 s, there at 5.4 s, after the one from node 1: a copy more.
    expect(run(setting).counts.message).toBe(5);
  });

  it('a peer that goes down after its preamble: who kept a copy back sends it when it is overdue', () => {
    // Node 2 was told by 0 at 0.1 s. Node 0 dies at 1.5 s, between its copies. Node 1 has its own since
    // 1.1 s and keeps that for 2 until 0.2 + 0.2 + 3 = 3.4 s; it arrives at 3.4 + 1 + 0.1 = 4.5 s.
    const preamble = { leastBytes: 1, rate: takes(3) };
    const found = run({ mesh: triangle, preamble }, ({ simulation, links }) =>
      at(simulation, 1.5, () => links.setAlive(0, false)),
    );
    expect(found.arrival(2)).toBeCloseTo(4.5, 3);
    expect(found.spread).toMatchObject({ copies: 2, reached: 3 });
  });
});

describe('announce', () => {
  const announce = { eager: 0, rate: takes(3) };
  const diamond = [
    [1, 2],
    [0, 3],
    [0, 3],
    [1, 2],
  ];

  it('some of the mesh at once, the others by announcement', () => {
    const leaves = [1, 2, 3, 4, 5, 6, 7, 8];
    const star = [leaves, ...leaves.map(() => [0])];
    const found = run({ mesh: star, announce: { eager: 2, rate: takes(30) } });
    expect(found.counts).toEqual({ message: 8, iannounce: 6, ineed: 6 });
    // The first two copies start at once, the other six when they are asked for.
    const order = leaves.map(found.arrival).sort((a, b) => a - b);
    for (const [i, time] of order.entries()) expect(time).toBeCloseTo(i + 1.1, 2);
  });

  it('an announcer that goes down: the next one is asked when the answer is overdue', () => {
    // 1 has it at 1.3 s, announces to 3 at 1.4 s, is down when INEED comes at 1.5 s. 2 has it at 2.3 s and
    // announces at 2.4 s. 3 gives node 1 until 1.4 + 0.2 + 3 = 4.6 s: INEED at 4.7 s, there at 5.8 s.
    const found = run({ mesh: diamond, announce }, ({ simulation, links }) =>
      at(simulation, 1.45, () => links.setAlive(1, false)),
    );
    expect(found.arrival(3)).toBeCloseTo(5.8, 3);
    expect(found.counts).toMatchObject({ message: 3, ineed: 4 });
    // The lost INEED, and what 2 and 3 sent to node 1 while it was down.
    expect(found.links.accounting.lost).toBeGreaterThanOrEqual(60);
  });

  it('the only announcer goes down: lazy gossip brings it, not before the answer is overdue', () => {
    const mesh = [[1, 2], [0, 3], [0], [1]];
    const connections = [
      [1, 2],
      [0, 3],
      [0, 3],
      [1, 2],
    ];
    const lazily = { connections, lazy: 3, history: 10 };
    const dies = ({ simulation, links }: ReturnType<typeof network>) =>
      at(simulation, 1.45, () => links.setAlive(1, false));
    const found = run({ mesh, announce, ...lazily }, dies);
    // Node 2 says IHAVE each second; asked at the first one after 4.6 s, it is there 1.2 to 2.3 s later.
    expect(found.arrival(3)).toBeGreaterThan(4.6 + 1.2);
    expect(found.arrival(3)).toBeLessThan(4.6 + 2.4);
    expect(run({ mesh, announce }, dies).spread.reached).toBe(3);
  });
});

describe('versions on 100 peers of degree 8, links of 8 Mbit/s', () => {
  const variants: Record<string, Partial<GossipOptions>> = {
    'v1.0': { idontwantBytes: NONE },
    'v1.2': {},
    preamble: { preamble: { leastBytes: 1, rate: takes(9) } },
    announce: { announce: { eager: 2, rate: takes(9) } },
  };
  const play = (options: Partial<GossipOptions>, simulation: Simulation) => {
    const mesh = regularGraph(100, 8, simulation.streams.stream('mesh'));
    const found = run({ mesh, chunkBytes: 65_536, simulation, ...options });
    expect(found.spread.reached).toBe(100);
    return found;
  };
  const copies = Object.fromEntries(
    Object.entries(variants).map(([name, options]) => {
      return [name, play(options, new Simulation({ seed: name })).spread.copies];
    }),
  );

  it('each one spares copies of a large message', () => {
    expect(copies['v1.0']).toBe(100 * 7 + 1);
    expect(copies['v1.2']).toBeLessThan(0.9 * copies['v1.0']);
    expect(copies.preamble).toBeLessThan(0.7 * copies['v1.2']);
    expect(copies.announce).toBeLessThan(0.7 * copies['v1.2']);
    for (const count of Object.values(copies)) expect(count).toBeGreaterThanOrEqual(99);
  });

  it.each(['preamble', 'announce'])('%s: the same certificate on the reference engine', (name) => {
    const certified = [{}, { events: new SimJsEvents() }].map((engine) => {
      const { simulation } = play(variants[name], new Simulation({ seed: 'same', ...engine }));
      return simulation.certify('hash').certificate;
    });
    expect(certified[1]).toBe(certified[0]);
  });
});
