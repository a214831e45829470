import { type Body, Process } from '../../../sim/engine/process.ts';
import { allOf } from '../../../sim/engine/signal.ts';
import { isGenuine } from './content.ts';
import type { Fabric } from './fabric.ts';
import type { FileEntry } from './flow-log.ts';
import type { Listed } from './indexer.ts';
import type { ReadReply } from './replies.ts';
import { holdsSegment } from './shards.ts';

/*
 * Reading a file back. Each segment is asked of the nodes one after another, from the one whose place is the
 * routine's number on, those of other shards passed over; an error, a refused proof or silence makes the
 * reader ask the next. Source: 0g-storage 2 "Download".
 */

/** What a read ends with when it fails; of several at different nodes the first in this list. */
export const readFailures = [
  /** A node deleted it as nobody paid any more. */
  'pruned',
  /** The bytes that came do not fit the file root. */
  'corrupt',
  /** A node did not answer. */
  'node-gone',
  /** Nodes of the shard do not have it. */
  'absent',
  /** No listed node has the shard. */
  'no-holder',
  /** The indexer did not answer. */
  'no-indexer',
] as const;
export type ReadFailure = (typeof readFailures)[number];

const REQUEST_BYTES = 200;

interface Shared {
  readonly fabric: Fabric;
  readonly reader: number;
  readonly entry: FileEntry;
  readonly nodes: readonly Listed[];
  next: number;
  failure: ReadFailure | undefined;
}

/** Reads a file; gives why it failed, or undefined. @param shuffle orders the nodes */
export function* download(
  process: Process<void>,
  fabric: Fabric,
  reader: number,
  fragments: readonly FileEntry[],
  shuffle: (nodes: Listed[]) => Listed[],
): Body<ReadFailure | undefined> {
  const { simulation, indexer, values } = fabric;
  const listed = yield* process.until(indexer.list(reader));
  if (listed === undefined) return 'no-indexer';
  const nodes = shuffle([...listed]);
  for (const entry of fragments) {
    const shared: Shared = { fabric, reader, entry, nodes, next: 0, failure: undefined };
    const count = Math.min(values.routines, entry.segments);
    const routines = Array.from({ length: count }, (_, routine) => {
      const name = `storage/download/${reader}/${entry.id}/${routine}`;
      return new Process<void>(simulation, name, (own) => run(own, shared, routine)).done;
    });
    yield* process.until(allOf(routines as never));
    if (shared.failure !== undefined) return shared.failure;
  }
  return undefined;
}

function* run(process: Process<void>, shared: Shared, routine: number): Body<void> {
  while (shared.failure === undefined && shared.next < shared.entry.segments) {
    const failure = yield* fetch(process, shared, shared.next++, routine);
    shared.failure ??= failure;
  }
}

function* fetch(
  process: Process<void>,
  { fabric, reader, entry, nodes }: Shared,
  segment: number,
  routine: number,
): Body<ReadFailure | undefined> {
  const { rpc, methods, patience, counts } = fabric;
  const met = new Set<ReadFailure>();
  for (let i = 0; i < nodes.length; i++) {
    const { node, shard } = nodes[(routine + i) % nodes.length];
    if (!holdsSegment(shard, entry.flowSegment(segment))) continue;
    const reply = yield* process.until(
      rpc.call<ReadReply>(reader, node.address, methods.read, REQUEST_BYTES, patience, (answer) =>
        node.read(entry, segment, answer),
      ),
    );
    if (reply === undefined) {
      met.add('node-gone');
    } else if (reply.state !== 'data') {
      met.add(reply.state);
    } else if (accepts(entry, segment, reply)) {
      fabric.progress('read', entry.segmentBytes(segment));
      return undefined;
    } else {
      met.add('corrupt');
      counts.rejected++;
    }
  }
  return readFailures.find((reason) => met.has(reason)) ?? 'no-holder';
}

/** The proof decides where there are real bytes; elsewhere the law that it never errs. */
function accepts(
  { content }: FileEntry,
  segment: number,
  reply: ReadReply & { state: 'data' },
): boolean {
  if (content === undefined || reply.data === undefined) return reply.isGenuine;
  return isGenuine(content, segment, reply.data);
}
