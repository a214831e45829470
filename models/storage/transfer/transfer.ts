import { type Body, Process } from '../../../sim/engine/process.ts';
import { allOf } from '../../../sim/engine/signal.ts';
import { proofBytes } from './content.ts';
import type { Fabric } from './fabric.ts';
import type { FileEntry } from './flow-log.ts';
import { bytesOf } from './held.ts';
import type { Listed } from './indexer.ts';
import type { StorageNode } from './node.ts';
import { REPLY_BYTES, type UploadReply } from './replies.ts';
import { holdsSegment } from './shards.ts';
import { BUSY_PAUSE, BUSY_TRIES, type Failure, type Upload } from './upload.ts';

/*
 * The storage lane of one file: its segments, so many in a call, to every chosen node by parallel routines.
 * Source: 0g-storage 2.4 and 2.5. Before the entry has its place nobody knows whose segment is whose: a
 * small file then goes whole to every chosen node.
 */

/** Header of a call with segments. Estimate. */
const HEADER_BYTES = 300;

interface Task {
  readonly node: StorageNode;
  readonly segments: readonly number[];
}

interface Shared {
  readonly fabric: Fabric;
  readonly client: number;
  readonly upload: Upload;
  readonly entry: FileEntry;
  readonly tasks: readonly Task[];
  next: number;
  failure: Failure | undefined;
}

/** Calls to make, nodes in turn. */
function tasksOf({ ledger, values }: Fabric, entry: FileEntry, chosen: readonly Listed[]): Task[] {
  const byNode = chosen.map(({ node, shard }) => {
    const all = Array.from({ length: entry.segments }, (_, i) => i);
    const own = (i: number) =>
      entry.placement === undefined || holdsSegment(shard, entry.flowSegment(i));
    const open = all.filter((i) => own(i) && !ledger.isTaken(node, entry, i));
    const calls = Math.ceil(open.length / values.batch);
    return Array.from({ length: calls }, (_, call) => ({
      node,
      segments: open.slice(call * values.batch, (call + 1) * values.batch),
    }));
  });
  const most = Math.max(0, ...byNode.map((tasks) => tasks.length));
  return Array.from({ length: most }, (_, turn) =>
    byNode.flatMap((tasks) => tasks.slice(turn, turn + 1)),
  ).flat();
}

/** Sends what the chosen nodes lack of a file. Fires with why it failed, or with undefined. */
export function* transfer(
  process: Process<void>,
  fabric: Fabric,
  client: number,
  upload: Upload,
  entry: FileEntry,
): Body<Failure | undefined> {
  const { simulation, counts, values } = fabric;
  const tasks = tasksOf(fabric, entry, upload.chosen);
  if (tasks.length === 0) return undefined;
  const shared: Shared = { fabric, client, upload, entry, tasks, next: 0, failure: undefined };
  const started = simulation.now;
  counts.transfers(1, started);
  const routines = Array.from({ length: Math.min(values.routines, tasks.length) }, (_, routine) => {
    const name = `storage/upload/${entry.id}/${routine}`;
    return new Process<void>(simulation, name, (own) => run(own, shared)).done;
  });
  yield* process.until(allOf(routines as never));
  counts.transfers(-1, simulation.now);
  upload.spend('transfer', started, simulation.now);
  return shared.failure;
}

function* run(process: Process<void>, shared: Shared): Body<void> {
  while (shared.failure === undefined && shared.next < shared.tasks.length) {
    const task = shared.tasks[shared.next++];
    const failure = yield* send(process, shared, task);
    shared.failure ??= failure;
  }
}

function* send(process: Process<void>, shared: Shared, task: Task): Body<Failure | undefined> {
  const { fabric, client, upload, entry } = shared;
  const { simulation, values, rpc, methods, patience, counts, ledger } = fabric;
  const { node, segments } = task;
  const data = bytesOf(entry, segments);
  const bytes = HEADER_BYTES + data + segments.length * proofBytes(entry.segments);
  for (let attempt = 0; attempt < BUSY_TRIES; attempt++) {
    if (simulation.now - upload.startedAt > values.giveUp) return { reason: 'time-out' };
    if (attempt > 0) yield* process.wait(BUSY_PAUSE);
    const reply = yield* process.until(
      rpc.call<UploadReply>(client, node.address, methods.upload, bytes, patience, (answer) =>
        node.receive(entry, segments, (reply) => answer(reply, REPLY_BYTES)),
      ),
    );
    if (reply === undefined) return { reason: 'node-gone', node };
    if (reply.state === 'moved') {
      return { reason: 'shard-moved', node, shard: reply.shard };
    }
    if (reply.state !== 'too-many-data') {
      ledger.mark(node, entry, segments, reply.state === 'stored');
      counts.uploaded += data;
      fabric.progress('upload', data);
      return undefined;
    }
    counts.refused++;
  }
  return { reason: 'too-many-data', node };
}
