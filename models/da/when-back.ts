import type { MessageNetwork } from '../../sim/network/messages.ts';

/**
 * Calls `act` when a node is back, or, without a node, when a partition has healed; after those who asked
 * for the same before.
 */
export function whenBack(network: MessageNetwork, act: (node?: number) => void): void {
  const { reconnected } = network;
  network.reconnected = (node) => {
    reconnected?.(node);
    act(node);
  };
}
