import { Simulation } from '../../../sim/engine/simulation.ts';
import { FlowNetwork, type FlowOptions } from '../../../sim/network/flows.ts';
import { seconds } from '../../../sim/time.ts';
import { at, lehmer } from './support.ts';

const MB = 1_000_000;

export interface Platform {
  readonly links: readonly { readonly bandwidth: number; readonly latency: number }[];
  readonly flows: readonly (FlowOptions & { readonly start: number })[];
}

/** Finish times in seconds. */
export function finish({ links, flows }: Platform): number[] {
  const simulation = new Simulation({ seed: 'flows' });
  const network = new FlowNetwork(
    simulation,
    'wires',
    links.map((link) => ({ rate: link.bandwidth, delay: seconds(link.latency, 'nearest') })),
  );
  const finished = new Array<number>(flows.length).fill(-1);
  for (const [i, flow] of flows.entries()) {
    at(simulation, flow.start, () => {
      network.transfer(flow, (now) => {
        finished[i] = now / 1e7;
      });
    });
  }
  simulation.run();
  if (network.active > 0) throw new Error(`${network.active} flows never end`);
  return finished;
}

export const link = (bandwidth: number, latency = 0) => ({ bandwidth, latency });

/** A random platform on which every route has the same delay, for CM02 weighs flows by latency. */
export function randomPlatform(seed: number): Platform {
  const random = lehmer(seed * 15_485_863);
  const below = (bound: number) => Math.floor(random() * bound);
  const links = Array.from({ length: 4 + below(8) }, () => link(MB * (1 + 99 * random()), 0.01));
  const hops = 1 + below(3);
  const flows = Array.from({ length: 2 + below(20) }, () => {
    const route: number[] = [];
    while (route.length < hops) {
      const next = below(links.length);
      if (!route.includes(next)) route.push(next);
    }
    return { route, start: Math.round(random() * 100) / 10, bytes: 10 * MB + below(200 * MB) };
  });
  return { links, flows };
}
