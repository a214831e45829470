import type { MessageNetwork } from '../../sim/network/messages.ts';
import { toSeconds } from '../../sim/time.ts';
import { QuorumRound } from '../chain/quorum-round.ts';
import type { LayerContext } from './layer.ts';
import { Processors } from './processors.ts';
import { drawValidators, stakeShares } from './validators.ts';

/** Where a layer runs, and whom it tells. */
export type Site = Omit<
  LayerContext,
  'simulation' | 'consensus' | 'delay' | 'stake' | 'quorum' | 'silent' | 'processors'
>;

/** Cores of machines whose layer names none; nothing is charged to them. */
const ANY_CORES = 1;

/** What a layer works with on its site: the validators' consensus, stake and machines. */
export function layerContext(site: Site): LayerContext {
  const { experiment, network, validators, values, settings } = site;
  const { simulation } = experiment;
  const silent = drawValidators(validators, values.silent, simulation.streams, 'da/silent');
  const quorum = Math.min(validators, Math.floor(settings.get('quorum') * validators) + 1);
  const cores = settings.has('cores') ? settings.get('cores') : ANY_CORES;
  return {
    ...site,
    simulation,
    consensus: new QuorumRound(simulation, network, {
      quorum,
      headerBytes: 500,
      voteBytes: settings.get('signatureBytes'),
      validators,
    }),
    delay: meanDelay(network, validators),
    stake: stakeShares(validators, values.largestStake),
    quorum,
    silent: (validator) => silent.has(validator),
    processors: new Processors(simulation, 'da/processors', network.nodes, cores),
  };
}

/** Mean one-way delay over pairs of validators, seconds; every pair up to 64, then a part of them. */
function meanDelay({ latency }: MessageNetwork, validators: number): number {
  if (validators < 2) return 0;
  const step = Math.ceil(validators / 64);
  let [sum, pairs] = [0, 0];
  for (let from = 0; from < validators; from += step) {
    for (let to = 0; to < validators; to += step) {
      if (from === to) continue;
      sum += toSeconds(latency.base(from, to));
      pairs++;
    }
  }
  return pairs > 0 ? sum / pairs : 0;
}
