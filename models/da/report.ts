import type { Measures } from '../measures.ts';
import { assertBelow } from './invariants.ts';
import type { Ceiling, LayerContext, RunningLayer, Window } from './layer.ts';

/** Bytes on links for one payload byte: the mean node of each kind, and the roles that nodes play. */
export function reportBytes(
  measures: Measures,
  { network, validators, stations }: LayerContext,
  layer: RunningLayer,
  { payload }: Window,
): void {
  const every = Array.from({ length: validators }, (_, node) => node);
  for (const [role, nodes] of Object.entries({ validator: every, ...stations })) {
    if (nodes.length === 0) continue;
    let [sent, received] = [0, 0];
    for (const node of nodes) {
      sent += network.accounting.sent[node];
      received += network.accounting.received[node];
    }
    measures.value(`da.egress_per_byte[${role}]`, '1', sent / nodes.length / payload);
    measures.value(`da.ingress_per_byte[${role}]`, '1', received / nodes.length / payload);
  }
  for (const [role, { egress, ingress }] of Object.entries(layer.roles())) {
    measures.value(`da.egress_per_byte[${role}]`, '1', egress);
    if (ingress !== undefined) measures.value(`da.ingress_per_byte[${role}]`, '1', ingress);
  }
}

/** Sums of shares of the time. */
const ROUNDING = 1e-9;

/**
 * The lowest closed form, which no run may pass, and the busiest resource.
 * @returns every closed form of the run
 */
export function reportBounds(
  measures: Measures,
  layer: RunningLayer,
  window: Window,
): readonly Ceiling[] {
  const ceilings = layer.ceilings(window);
  const lowest = ceilings.reduce((a, b) => (b.rate < a.rate ? b : a));
  measures.value('da.ceiling', 'B/s', lowest.rate);
  measures.label('da.ceiling_law', lowest.name);
  const throughput = assertBelow(window.payload / window.seconds, ceilings);
  measures.value('da.throughput', 'B/s', throughput);
  const resources = [...layer.resources(window)];
  const most = Math.max(...resources.map(({ utilisation }) => utilisation));
  // What is left is time in which no resource was busy: messages on the way and waits.
  resources.push({ name: 'round trips', utilisation: most > 1 - ROUNDING ? 0 : 1 - most });
  const busiest = resources.reduce((a, b) => (b.utilisation > a.utilisation ? b : a));
  for (const { name, utilisation } of resources) {
    measures.value(`da.utilisation[${name}]`, '1', utilisation);
  }
  measures.value('da.utilisation', '1', busiest.utilisation);
  measures.label('da.bottleneck', busiest.name);
  return ceilings;
}
