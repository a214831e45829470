import { describe, expect, it } from 'vitest';
import { Lane } from '../../../sim/engine/order.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { buildNetwork, type NetworkValues } from '../../../sim/network/section.ts';
import { seconds } from '../../../sim/time.ts';

const values = (changes: Record<string, unknown> = {}) =>
  ({
    ...{ nodes: 4, bandwidth: 125e6, up: null, down: null, latency: 'azure-2026' },
    ...{ placement: 'cloud-europe-heavy', regions: null, jitter: 'none', loss: 0 },
    ...{ receiveWindow: 6_291_456, slowStart: false, idleReset: seconds(86_400) },
    ...{ chunk: 131_072, faults: [], ...changes },
  }) as unknown as NetworkValues;

const link = { up: 125e6, down: 125e6 };

describe('stations beside the nodes of a section', () => {
  it('are in their region, and leave everybody else where they are', () => {
    const place = (stations: Parameters<typeof buildNetwork>[3]) => {
      const built = buildNetwork(new Simulation({ seed: 'place' }), values(), {}, stations);
      return { ...built, regions: built.place.map((at) => built.matrix.regions[at]) };
    };
    const spread = { name: 'holders', count: 3, ...link };
    const fixed = { name: 'users', count: 2, ...link, region: 'Japan East' };
    const alone = place({ stations: [spread] }).regions;
    const both = place({ stations: [spread, fixed] }).regions;
    expect(both).toEqual([...alone, 'Japan East', 'Japan East']);
    expect(() => place({ stations: [{ ...fixed, region: 'Atlantis' }] })).toThrow(
      new RangeError('region, expected one of the latency matrix, got Atlantis'),
    );
  });

  it('stay with the nodes that a partition does not cut off', () => {
    const simulation = new Simulation({ seed: 'cut' });
    const faults = [{ fault: 'partition', from: 0, to: seconds(10), share: 0.5 }];
    const stations = [{ name: 'client', count: 2, ...link }];
    const { network } = buildNetwork(simulation, values({ faults }), {}, { stations });
    const heard: [number, number][] = [];
    const kind = network.kind('word', ({ from, to }) => heard.push([from, to]));
    const all = simulation.handler('all', () => {
      for (let to = 0; to < 6; to++) if (to !== 4) network.send(4, to, kind, 100, 0);
    });
    simulation.schedule(seconds(1), Lane.Process, simulation.entity('test'), all);
    simulation.run(seconds(5));
    // Two of four nodes are cut off; the other station and the other two nodes hear the first one.
    expect(heard.filter(([, to]) => to < 4)).toHaveLength(2);
    expect(heard).toContainEqual([4, 5]);
  });
});
