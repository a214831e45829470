import type { Fault } from '../../sim/network/faults.ts';
import type { Stream } from '../../sim/random.ts';
import { FOREVER, plus, type Tick, tick } from '../../sim/time.ts';
import { type Severity, severities } from './outage-data.ts';
import type { ProviderOutage } from './outages.ts';
import type { OperatorsValues } from './parameters.ts';
import type { NodePlace } from './placement.ts';
import { edgeShares } from './providers.ts';

/** Something is so with a node from one instant until another. */
export interface NodeSpan {
  readonly node: number;
  readonly from: Tick;
  readonly to: Tick;
}

/** What an outage does to nodes, each list by node number. Only the lists of its severity are filled. */
export interface Failure {
  readonly outage: string;
  readonly severity: Severity;
  readonly from: Tick;
  /** When the provider is well again; nodes may take longer. */
  readonly to: Tick;
  /** Nodes that are off, until each is back. */
  readonly down: readonly NodeSpan[];
  /** Nodes that stay up, and cannot restart if they crash. */
  readonly frozen: readonly NodeSpan[];
  /** Nodes whose RPC cannot be reached from outside; they take part in consensus as before. */
  readonly unreachable: readonly NodeSpan[];
  /** Key hosts whose keys are public from `from` on, sorted. */
  readonly leakedHosts: readonly string[];
  /** Nodes whose keys were there. */
  readonly leakedNodes: readonly number[];
}

/** What a scenario changes in an outage. */
export type OutageChanges = Pick<
  OperatorsValues,
  'severity' | 'affected' | 'lengthScale' | 'restartDelay'
>;

/** An outage as recorded. */
export const asRecorded: OutageChanges = {
  severity: null,
  affected: null,
  lengthScale: 1,
  restartDelay: null,
};

/**
 * Plays an outage on placed nodes. Takes `2 nodes - 1` draws whatever the outage, so that a node has its
 * place in the queue of victims and its luck at restarting in every variant, and a larger `affected`
 * concerns the same nodes and more.
 * @throws RangeError when an edge network, which hosts no nodes, is given another severity, or for
 * changes out of range
 */
export function playOutage(
  placement: readonly NodePlace[],
  outage: ProviderOutage,
  start: Tick,
  stream: Stream,
  changes: OutageChanges = asRecorded,
): Failure {
  const severity = changes.severity ?? outage.severity;
  const affected = changes.affected ?? outage.affected;
  checkChanges(outage, severity, affected, changes);
  const order = stream.shuffle(placement.map((_, node) => node));
  const luck = placement.map(() => stream.lognormal(1, outage.restart.sigma));
  const to = later(start, outage.length * changes.lengthScale);
  const failure = {
    outage: outage.id,
    severity,
    from: start,
    to,
    down: [] as NodeSpan[],
    frozen: [] as NodeSpan[],
    unreachable: [] as NodeSpan[],
    leakedHosts: [] as string[],
    leakedNodes: [] as number[],
  };
  const scope = order.filter((node) => inScope(placement[node], outage, severity));
  if (severity === 'keyleak') {
    const hosts = [...new Set(scope.map((node) => placement[node].keyHost))];
    // A leak concerns one key host at least.
    const count = affected === 0 ? 0 : Math.max(1, Math.round(affected * hosts.length));
    const leaked = new Set(hosts.slice(0, count));
    failure.leakedHosts = [...leaked].sort();
    failure.leakedNodes = scope.filter((node) => leaked.has(placement[node].keyHost));
    failure.leakedNodes.sort((a, b) => a - b);
    return failure;
  }
  const hit = scope.slice(0, Math.round(affected * scope.length)).sort((a, b) => a - b);
  if (severity === 'power') {
    const { counts, median } = outage.restart;
    const delay = changes.restartDelay ?? median * changes.lengthScale;
    const since = counts === 'from start' ? start : to;
    failure.down = hit.map((node) => ({
      node,
      from: start,
      // At least one tick, so that a node that fails is down.
      to: later(since, Math.max(1, delay * luck[node])),
    }));
  } else {
    const spans = hit.map((node) => ({ node, from: start, to }));
    if (severity === 'control') failure.frozen = spans;
    else failure.unreachable = spans;
  }
  return failure;
}

/** The instant after a span that need not be whole; no later than the end of time. */
function later(from: Tick, span: number): Tick {
  return tick(Math.min(FOREVER, plus(from, Math.round(span) as Tick)));
}

function inScope(node: NodePlace, outage: ProviderOutage, severity: Severity): boolean {
  const { provider, regions } = outage;
  if (severity === 'edge' && node.edge === provider) return true;
  return node.provider === provider && (regions === null || regions.includes(node.region));
}

function checkChanges(
  { provider }: ProviderOutage,
  severity: Severity,
  affected: number,
  { lengthScale, restartDelay }: OutageChanges,
): void {
  if (!severities.includes(severity)) {
    throw new RangeError(`severity, expected one of ${severities.join(', ')}, got "${severity}"`);
  }
  if (Object.hasOwn(edgeShares, provider) && severity !== 'edge') {
    throw new RangeError(
      `severity, expected edge for ${provider}, which hosts no nodes, got ${severity}`,
    );
  }
  if (!(affected >= 0 && affected <= 1)) {
    throw new RangeError(`affected, expected 0 to 1, got ${affected}`);
  }
  if (!(lengthScale >= 0)) {
    throw new RangeError(`lengthScale, expected 0 or more, got ${lengthScale}`);
  }
  if (restartDelay !== null && !(restartDelay >= 0)) {
    throw new RangeError(`restartDelay, expected 0 ticks or more, got ${restartDelay}`);
  }
}

/** Faults of a network of nodes: those that are off are down, the others are as they were. */
export function networkFaults({ down }: Failure): Fault[] {
  return down.map(({ node, from, to }) => ({ fault: 'outage', from, to, nodes: [node] }));
}
