import { describe, expect, it } from 'vitest';
import type { GossipValues } from '../../../models/probes/gossip-parameters.ts';
import { behaviourOf } from '../../../models/probes/gossip-versions.ts';
import { loadScenario } from '../../../scenarios/load.ts';
import {
  type GossipSetup,
  relayTraffic,
  shadowTwoThousand,
} from '../../sim/network/gossip-setups.ts';
import { objections, observed, probe, value } from './probe.ts';

/** Fast links and one delay for all: only hops count. */
const ideal = {
  nodes: 60,
  messages: 6,
  publishers: 3,
  interval: '1 s',
  messageBytes: '1 kB',
  idontwant: false,
  bandwidthClasses: [],
  latencyClasses: ['50 ms'],
  transport: false,
};

describe('a gossip overlay where only hops count', () => {
  const { findings } = probe('gossip', ideal);

  it('reaches every peer', () => {
    expect(value(findings, 'gossip.reached_share')).toBe(1);
    expect(observed(findings, 'gossip.delivery').count).toBe(6 * 59);
  });

  it('needs a whole number of hops of 50 ms, the first one for the neighbours of the publisher', () => {
    expect(value(findings, 'gossip.delivery_least')).toBeCloseTo(0.05, 4);
    const hops = value(findings, 'gossip.delivery_most') / 0.05;
    expect(hops).toBeCloseTo(Math.round(hops), 2);
    // log_D N = log_9 60 < 2: nobody is further than three or four hops away.
    expect(Math.round(hops)).toBeGreaterThanOrEqual(2);
    expect(Math.round(hops)).toBeLessThanOrEqual(4);
  });

  it('without suppression each peer sends to its mesh but where the message came from: D - 1 copies', () => {
    // Sends: the mesh of the publisher, and one less for everybody else; lazy gossip finds nobody.
    const degree = value(findings, 'gossip.mean_degree');
    const copies = value(findings, 'gossip.copies');
    expect(copies).toBeGreaterThan(degree - 1);
    expect(copies).toBeLessThan(degree - 1 + 0.4);
    expect(value(findings, 'gossip.duplicates')).toBeGreaterThanOrEqual(degree / 2 - 1);
  });

  it('counts bytes: copies of 1,000 bytes and 100 of envelope, and little control', () => {
    const payload = value(findings, 'gossip.sends') * 1100;
    const traffic = value(findings, 'gossip.traffic');
    expect(traffic).toBeGreaterThan(payload);
    expect(traffic).toBeLessThan(1.15 * payload);
    expect(value(findings, 'gossip.bytes_in')).toBeCloseTo(traffic / 60 / 6, 6);
    expect(value(findings, 'gossip.bytes_out')).toBeCloseTo(traffic / 60 / 6, 6);
  });

  it('reports shares by 100 ms that sum to one; 50 ms hops leave the later bins empty', () => {
    const shares = Object.entries(findings.values).filter(([name]) =>
      name.startsWith('gossip.share['),
    );
    expect(shares.map(([name]) => name)).toEqual([
      'gossip.share[0-100ms]',
      'gossip.share[100-200ms]',
      'gossip.share[200-300ms]',
      'gossip.share[300-400ms]',
      'gossip.share[400-500ms]',
      'gossip.share[500ms+]',
    ]);
    expect(shares.reduce((sum, [, share]) => sum + share.value, 0)).toBeCloseTo(1, 12);
    expect(value(findings, 'gossip.share[0-100ms]')).toBeGreaterThan(6 / 59);
    expect(value(findings, 'gossip.share[500ms+]')).toBe(0);
  });
});

describe('what the parameters change', () => {
  it('IDONTWANT spares copies of large messages on slow links', () => {
    const slow = { ...ideal, messageBytes: '200 kB', bandwidthClasses: ['50 Mbps'] };
    const without = probe('gossip', slow).findings;
    const spared = probe('gossip', { ...slow, idontwant: true }).findings;
    expect(value(spared, 'gossip.copies')).toBeLessThan(0.9 * value(without, 'gossip.copies'));
    expect(value(spared, 'gossip.reached_share')).toBe(1);
  });

  it('a message of 1 MB over 8 Mbit/s needs a second from the publisher to one neighbour alone', () => {
    const pair = { ...ideal, nodes: 2, dials: 1, publishers: 1, messages: 2, interval: '10 s' };
    const { findings } = probe('gossip', {
      ...pair,
      messageBytes: '1 MB',
      envelopeBytes: '0 B',
      bandwidthClasses: ['8 Mbps'],
    });
    // 1 s on the link and 50 ms on the way; a chunk more where the receiver is as slow.
    expect(value(findings, 'gossip.latency')).toBeGreaterThanOrEqual(1.05);
    expect(value(findings, 'gossip.latency')).toBeLessThan(1.05 + 0.07);
  });

  it('delays of links lie between their bounds', () => {
    const { findings } = probe('gossip', {
      ...ideal,
      latencyClasses: [],
      latencyMin: '30 ms',
      latencyMax: '40 ms',
    });
    expect(value(findings, 'gossip.delivery_least')).toBeGreaterThanOrEqual(0.03);
    expect(value(findings, 'gossip.delivery_least')).toBeLessThan(0.04);
  });

  it('a message of 50 kB on a new connection waits for windows: two round trips, or one after a set-up', () => {
    // Windows of 10, 20 and 40 segments of 1,460 bytes hold 14,600, 43,800 and 102,200 bytes: the end of
    // 50,000 leaves after 2 round trips of 100 ms and travels 50 ms. Of 20 and 40: 29,200 and 87,600, after 1.
    const pair = { ...ideal, nodes: 2, dials: 1, publishers: 1, messages: 1, transport: true };
    for (const [setupSegments, seconds] of [
      [0, 0.25],
      [10, 0.15],
    ]) {
      const given = { ...pair, messageBytes: '50 kB', envelopeBytes: '0 B', setupSegments };
      const { findings } = probe('gossip', given);
      expect(value(findings, 'gossip.latency')).toBeCloseTo(seconds, 4);
    }
  });

  it('preparation comes before the first hop of every delivery', () => {
    const plain = probe('gossip', ideal).findings;
    const { findings } = probe('gossip', { ...ideal, preparation: '180 ms' });
    expect(value(findings, 'gossip.delivery_least')).toBeCloseTo(0.23, 4);
    for (const name of ['gossip.delivery_most', 'gossip.latency']) {
      expect(value(findings, name)).toBeCloseTo(value(plain, name) + 0.18, 4);
    }
    const mean = observed(plain, 'gossip.delivery').mean;
    expect(observed(findings, 'gossip.delivery').mean).toBeCloseTo(mean + 0.18, 4);
  });

  it('on one host of 1 ms a message, the copies of a publisher start 1, 2, 3, 4 ms after it', () => {
    // Five peers, all in the mesh of the publisher: no way is shorter than the one from it.
    const star = { ...ideal, nodes: 5, dials: 4, publishers: 1, messages: 1, host: '1 ms' };
    const { findings } = probe('gossip', star);
    expect(value(findings, 'gossip.delivery_least')).toBeCloseTo(0.051, 6);
    expect(value(findings, 'gossip.delivery_most')).toBeCloseTo(0.054, 6);
    expect(observed(findings, 'gossip.delivery').mean).toBeCloseTo(0.0525, 6);
  });

  it('one host makes a large overlay slower than hops do', () => {
    const slower = [60, 240].map((nodes) => {
      const [apart, together] = [{}, { host: '50 us' }].map((host) =>
        observed(probe('gossip', { ...ideal, nodes, ...host }).findings, 'gossip.delivery'),
      );
      return together.mean - apart.mean;
    });
    expect(slower[0]).toBeGreaterThan(0);
    expect(slower[1]).toBeGreaterThan(2 * slower[0]);
  });

  it('a link draws its delay once, a message each time', () => {
    const pair = { ...ideal, nodes: 2, dials: 1, publishers: 1, messages: 20, latencyClasses: [] };
    const spans = ['link', 'message'].map((latencyDraw) => {
      const { findings } = probe('gossip', { ...pair, latencyDraw });
      const least = value(findings, 'gossip.delivery_least');
      const most = value(findings, 'gossip.delivery_most');
      expect(least).toBeGreaterThanOrEqual(0.01);
      expect(most).toBeLessThan(0.1601);
      return most - least;
    });
    expect(spans[0]).toBeCloseTo(0, 6);
    // Twenty uniform draws from 150 ms span less than half of them with a chance of 20 / 2^19.
    expect(spans[1]).toBeGreaterThan(0.075);
  });

  it('the same seed gives the same certificate, another one does not', () => {
    const hash = (seed: string) => probe('gossip', ideal, seed).certified.certificate;
    expect(hash('a')).toBe(hash('a'));
    expect(hash('a')).not.toBe(hash('b'));
  });

  it('objects to values that do not fit together', () => {
    expect(objections('gossip', { nodes: 5 })).toEqual([
      'gossip.dials: expected less than the 5 nodes, found 10',
      'gossip.publishers: expected at most the 5 nodes, found 10',
    ]);
    expect(objections('gossip', { low: 9, high: 7, latencyMin: '1 s' })).toEqual([
      'gossip.low: expected at most the degree 8, found 9',
      'gossip.high: expected at least the degree 8, found 7',
      'gossip.latencyMax: expected at least latencyMin, 1 s, found 0.16 s',
    ]);
    expect(objections('gossip', {})).toEqual([]);
  });
});

describe('the library rows have the set-ups of the published groups', () => {
  /** A set-up as the values of the section; times in ticks of 100 ns, rates in bytes a second. */
  function asValues(setup: GossipSetup): Record<string, unknown> {
    const unlimited = setup.bandwidth[0] >= 12.5e9;
    const { delay } = setup;
    return {
      nodes: setup.nodes,
      dials: setup.dials,
      ...setup.degrees,
      lazy: setup.lazy,
      lazyShare: setup.lazyShare,
      heartbeat: setup.heartbeat * 1e7,
      history: setup.history,
      idontwant: setup.idontwant,
      floodPublish: setup.floodPublish,
      bandwidthClasses: unlimited ? [] : setup.bandwidth,
      ...(delay.law === 'classes'
        ? { latencyClasses: delay.classes.map((seconds) => Math.round(seconds * 1e7)) }
        : { latencyClasses: [], latencyMin: delay.low * 1e7, latencyMax: delay.high * 1e7 }),
      transport: setup.transport !== null,
      ...(setup.transport ?? {}),
      publishers: setup.publishers,
      messages: setup.messages,
      interval: setup.interval * 1e7,
      chunk: setup.chunkBytes,
      envelopeBytes: setup.envelopeBytes,
      controlBytes: setup.controlBytes,
      idBytes: setup.idBytes,
    };
  }
  const rows: [string, number, GossipSetup][] = [
    ['gossip-sizes', 0, shadowTwoThousand],
    ['gossip-sizes', 7, { ...shadowTwoThousand, idontwant: false }],
    ['gossip-relay', 2, relayTraffic],
  ];
  it.each(rows)('%s, point %i', (name, point, setup) => {
    const { gossip } = loadScenario(name).resolved.points[point].components;
    const behaviour = behaviourOf(gossip as GossipValues);
    expect({ ...gossip, ...behaviour }).toMatchObject(asValues(setup));
  });
});
