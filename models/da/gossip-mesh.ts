import { Gossip, type Spread } from '../../sim/network/gossip.ts';
import { randomGraph, settleMesh } from '../../sim/network/mesh.ts';
import { type Tick, ZERO } from '../../sim/time.ts';
import type { LayerContext } from './layer.ts';

/** Bytes of a message's envelope, of a control message and of an id in it. Estimate: protobuf sizes. */
export const ENVELOPE = 100;
const CONTROL = 20;
export const ID = 40;

/**
 * Gossip among the validators, in a mesh of the layer's degree that forms among random connections.
 * @param name of its streams and message kinds
 * @param first called at each validator's first copy; not for the publisher
 * @returns the gossip and the edges of its mesh
 */
export function validatorGossip(
  { simulation, network, validators, settings, values }: LayerContext,
  name: string,
  first: (node: number, spread: Spread, payload: unknown) => void,
): { gossip: Gossip; edges: number } {
  const degree = settings.get('degree');
  const dials = Math.min(degree + 2, validators - 1);
  const among = randomGraph(validators, dials, simulation.streams.stream(`${name}/connections`));
  const degrees = { degree, low: Math.ceil(degree * 0.75), high: Math.floor(degree * 1.5) };
  const settled = settleMesh(among, degrees, simulation.streams.stream(`${name}/mesh`));
  const alone = Array.from({ length: network.nodes - validators }, () => []);
  const gossip = new Gossip(
    simulation,
    network,
    `${name}.gossip`,
    {
      mesh: [...settled, ...alone],
      connections: [...among, ...alone],
      lazy: 6,
      lazyShare: 0.25,
      heartbeat: settings.get('heartbeat') as Tick,
      history: 3,
      idontwantBytes: values.idontwant ? 1000 : Number.POSITIVE_INFINITY,
      floodPublish: false,
      validation: ZERO,
      envelopeBytes: ENVELOPE,
      controlBytes: CONTROL,
      idBytes: ID,
    },
    first,
  );
  const edges = settled.reduce((sum, peers) => sum + peers.length, 0) / 2;
  return { gossip, edges };
}
