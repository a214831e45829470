import { describe, expect, it } from 'vitest';
import { asRecorded, networkFaults, playOutage } from '../../../models/operators/failure.ts';
import { providerMix } from '../../../models/operators/mixes.ts';
import { outage, outages } from '../../../models/operators/outages.ts';
import { type NodePlace, placeNodes } from '../../../models/operators/placement.ts';
import { checkFaults } from '../../../sim/network/faults.ts';
import { Streams } from '../../../sim/random.ts';
import { hours, minutes, type Tick, ZERO } from '../../../sim/time.ts';

const stream = (seed: string) => new Streams(seed, 0).stream('operators/outage');

const at = (provider: string, region: string, keyHost: string, edge: string | null = null) =>
  ({ provider, region, keyHost, edge }) satisfies NodePlace;

const places = [
  at('alibaba', 'East Asia', 'alibaba/tenancy-1', 'cloudflare'),
  at('alibaba', 'Southeast Asia', 'alibaba/tenancy-1'),
  at('alibaba', 'East Asia', 'alibaba/tenancy-2'),
  at('hetzner', 'East Asia', 'hetzner/tenancy-1', 'cloudflare'),
  at('aws', 'East US', 'aws/tenancy-3'),
  at('aws', 'West US 2', 'aws/tenancy-3', 'azure-front-door'),
];

const START = minutes(5);
const nodesOf = (spans: readonly { node: number }[]) => spans.map(({ node }) => node);
/** 300 nodes of one provider in one region. */
const crowd = (provider: string, region: string) =>
  Array.from({ length: 300 }, () => at(provider, region, `${provider}/tenancy-1`));

describe('an outage of power', () => {
  const all = { ...asRecorded, affected: 1 };

  it('kills exactly the nodes of provider and scope', () => {
    const failure = playOutage(places, outage('alibaba-2022-12-18'), START, stream('a'), all);
    expect(nodesOf(failure.down)).toEqual([0, 2]);
    expect(failure).toMatchObject({
      frozen: [],
      unreachable: [],
      leakedHosts: [],
      leakedNodes: [],
    });
    expect(failure.to - failure.from).toBe(hours(13.9, 'nearest'));
    for (const { from, to } of failure.down) {
      expect(from).toBe(START);
      expect(to).toBeGreaterThan(failure.to);
    }
  });

  it('kills the share on record, and with a larger share the same nodes and more', () => {
    const here = crowd('alibaba', 'East Asia');
    const hit = (affected: number | null) =>
      nodesOf(
        playOutage(here, outage('alibaba-2022-12-18'), START, stream('share'), {
          ...asRecorded,
          affected,
        }).down,
      );
    expect(hit(null)).toHaveLength(99); // 0.33 of 300
    expect(hit(0)).toEqual([]);
    expect(hit(0.5)).toHaveLength(150);
    expect(hit(0.5)).toEqual(expect.arrayContaining(hit(0.2)));
  });

  it('lets nodes restart by the law: half within the median', () => {
    const here = crowd('alibaba', 'East Asia');
    const failure = playOutage(here, outage('alibaba-2022-12-18'), START, stream('law'), all);
    const soon = failure.down.filter(({ to }) => to - failure.to <= hours(1));
    // Binomial(300, 1/2) with five sigma of 8.7.
    expect(Math.abs(soon.length - 150)).toBeLessThan(44);
    expect(new Set(failure.down.map(({ to }) => to)).size).toBeGreaterThan(290);
  });

  it('counts from the start when the provider does not come back', () => {
    const here = crowd('hetzner', 'Germany West Central');
    const failure = playOutage(here, outage('hetzner-2022-11-02'), START, stream('ban'));
    expect(failure.down).toHaveLength(300);
    const back = (span: Tick) => failure.down.filter(({ to }) => to - START <= span).length;
    expect(Math.abs(back(hours(12)) - 150)).toBeLessThan(44);
    // ln(10) / 1.2 = 1.92 deviations: 97 % within five days.
    expect(back(hours(120))).toBeGreaterThan(270);
    expect(back(hours(1))).toBeLessThan(20);
  });

  it('is shorter or longer as asked, delays as well unless they are given', () => {
    const play = (lengthScale: number, restartDelay: Tick | null) =>
      playOutage(places, outage('alibaba-2022-12-18'), ZERO, stream('scale'), {
        ...all,
        lengthScale,
        restartDelay,
      });
    const [whole, tenth] = [play(1, null), play(0.1, null)];
    expect(tenth.to).toBe(hours(1.39, 'nearest'));
    for (const [i, { to }] of whole.down.entries()) {
      expect(Math.abs(tenth.down[i].to - to / 10)).toBeLessThanOrEqual(2);
    }
    const [asWhole, given] = [play(1, hours(2)), play(0.1, hours(2))];
    for (const [i, { to }] of given.down.entries()) {
      expect(to - given.to).toBe(asWhole.down[i].to - asWhole.to);
    }
    // A node that fails is down, if only for a moment.
    for (const { from, to } of play(0, ZERO).down) expect(to - from).toBe(1);
  });
});

describe('outages that spare the machines', () => {
  it('of the control plane stop nobody, and keep nodes of the region from restarting', () => {
    const failure = playOutage(places, outage('aws-2025-10-20'), START, stream('c'));
    expect(failure.down).toEqual([]);
    expect(failure.unreachable).toEqual([]);
    expect(failure.frozen).toEqual([{ node: 4, from: START, to: START + 14.5 * 3.6e10 }]);
  });

  it('of the edge kill none: RPC behind the network is away, whoever hosts the node', () => {
    const failure = playOutage(places, outage('cloudflare-2025-11-18'), START, stream('e'));
    expect(failure.down).toEqual([]);
    expect(failure.frozen).toEqual([]);
    expect(nodesOf(failure.unreachable)).toEqual([0, 3]);
    expect(networkFaults(failure)).toEqual([]);
    const azure = playOutage(places, outage('azure-front-door-2025-10-29'), START, stream('e'));
    expect(nodesOf(azure.unreachable)).toEqual([5]);
  });

  it('may be worse than on record: the same event with another severity', () => {
    const play = (severity: 'power' | 'edge') =>
      playOutage(places, outage('aws-2021-12-07'), START, stream('w'), { ...asRecorded, severity });
    expect(nodesOf(play('power').down)).toEqual([4]);
    expect(nodesOf(play('edge').unreachable)).toEqual([4]);
  });
});

describe('a key leak', () => {
  const leak = (affected: number | null) =>
    playOutage(places, outage('alibaba-keyleak-2025-12-11'), START, stream('k'), {
      ...asRecorded,
      affected,
    });

  it('lists the key hosts and the nodes whose keys were there, and stops nobody', () => {
    const failure = leak(1);
    expect(failure.leakedHosts).toEqual(['alibaba/tenancy-1', 'alibaba/tenancy-2']);
    expect(failure.leakedNodes).toEqual([0, 1, 2]);
    expect(failure).toMatchObject({
      down: [],
      frozen: [],
      unreachable: [],
      from: START,
      to: START,
    });
  });

  it('concerns one key host at least, unless none is asked for', () => {
    const one = leak(null);
    expect(one.leakedHosts).toHaveLength(1);
    const expected = one.leakedHosts[0] === 'alibaba/tenancy-1' ? [0, 1] : [2];
    expect(one.leakedNodes).toEqual(expected);
    expect(leak(0)).toMatchObject({ leakedHosts: [], leakedNodes: [] });
  });
});

describe('any outage', () => {
  const placed = placeNodes(providerMix('0g-estimate'), 120, stream('placed'));

  it('is the same for the same seed, and draws as much as any other', () => {
    const draws = outages.map((one) => {
      const first = stream('again');
      const failure = playOutage(placed, one, START, first);
      expect(failure, one.id).toEqual(playOutage(placed, one, START, stream('again')));
      return first.draws;
    });
    expect(new Set(draws)).toEqual(new Set([2 * 120 - 1]));
  });

  it('becomes faults that a network accepts, one a node that is down', () => {
    for (const one of outages) {
      const failure = playOutage(placed, one, START, stream('faults'));
      const faults = networkFaults(failure);
      expect(faults.map((fault) => 'nodes' in fault && fault.nodes[0])).toEqual(
        nodesOf(failure.down),
      );
      expect(() => checkFaults(faults, placed.length, ZERO), one.id).not.toThrow();
    }
  });

  it('refuses changes that mean nothing', () => {
    const play = (id: string, changes: object) => () =>
      playOutage(places, outage(id), START, stream('bad'), { ...asRecorded, ...changes });
    expect(play('cloudflare-2025-11-18', { severity: 'power' })).toThrow(
      'severity, expected edge for cloudflare, which hosts no nodes, got power',
    );
    const aws = 'aws-2021-12-07';
    expect(play(aws, { severity: 'flood' })).toThrow(
      'severity, expected one of edge, control, power, keyleak, got "flood"',
    );
    expect(play(aws, { affected: 1.5 })).toThrow('affected, expected 0 to 1, got 1.5');
    expect(play(aws, { lengthScale: -1 })).toThrow('lengthScale, expected 0 or more, got -1');
    expect(play(aws, { restartDelay: -1 })).toThrow(
      'restartDelay, expected 0 ticks or more, got -1',
    );
  });
});
