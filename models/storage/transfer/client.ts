import { type Body, Process } from '../../../sim/engine/process.ts';
import { allOf, type Signal } from '../../../sim/engine/signal.ts';
import type { Stream } from '../../../sim/random.ts';
import { RECEIPT_PATIENCE } from './commitments.ts';
import type { Fabric } from './fabric.ts';
import type { FileEntry } from './flow-log.ts';
import type { Listed } from './indexer.ts';
import type { StorageNode } from './node.ts';
import { type NodeStatus, REPLY_BYTES } from './replies.ts';
import { longestCall } from './rpc.ts';
import { type Selection, type Shard, selectShards } from './shards.ts';
import { transfer } from './transfer.ts';
import {
  BATCH_FRAGMENTS,
  BUSY_PAUSE,
  type Failure,
  type FailureReason,
  NODE_PATIENCE,
  PARALLEL_BYTES,
  POLL,
  type Upload,
} from './upload.ts';

/*
 * A client: one upload after another, each from the choice of nodes to finality or a reason. Source:
 * 0g-storage 2 "Upload path". What it does when a node fails is an estimate: it drops the node, chooses anew
 * and sends what is missing, up to `attempts` choices in all.
 */

const QUERY_BYTES = 200;

export class Client {
  readonly address: number;
  private readonly fabric: Fabric;
  private readonly index: number;
  private readonly stream: Stream;
  private readonly submissions = new Map<FileEntry, Signal<boolean>>();

  /** @param address number in the network */
  constructor(fabric: Fabric, index: number, address: number) {
    this.fabric = fabric;
    this.index = index;
    this.address = address;
    this.stream = fabric.simulation.streams.stream(`storage/selection/${index}`);
  }

  /** Uploads files one after another. @param next makes the next one; undefined when there is none */
  start(next: () => Upload | undefined, ended: (upload: Upload) => void): Process<void> {
    const { simulation } = this.fabric;
    const client = this;
    return new Process<void>(simulation, `storage/client/${this.index}`, function* (process) {
      for (let upload = next(); upload !== undefined; upload = next()) {
        const reason = yield* client.upload(process, upload);
        upload.end(reason ?? 'finalised', simulation.now);
        ended(upload);
      }
    });
  }

  private *upload(process: Process<void>, upload: Upload): Body<FailureReason | undefined> {
    const { values, indexer, counts } = this.fabric;
    const dropped = new Set<StorageNode>();
    const moved = new Map<StorageNode, Shard>();
    let reason: FailureReason = 'no-cover';
    for (let attempt = 0; attempt < values.attempts; attempt++) {
      if (this.isLate(upload)) return 'time-out';
      const listed = yield* process.until(indexer.list(this.address));
      if (listed === undefined) return 'no-indexer';
      const usable = listed
        .filter(({ node }) => !dropped.has(node))
        .map((each) => ({ ...each, shard: moved.get(each.node) ?? each.shard }));
      const { chosen, missing } = this.select(usable);
      if (missing.length > 0) return 'no-cover';
      upload.chosen = chosen.map((i) => usable[i]);
      const failure = yield* this.store(process, upload);
      if (failure === undefined) return undefined;
      reason = failure.reason;
      if (failure.node === undefined) return reason;
      if (failure.shard !== undefined) moved.set(failure.node, failure.shard);
      else dropped.add(failure.node);
      counts.reselections++;
    }
    return reason;
  }

  private isLate({ startedAt }: Upload): boolean {
    const { simulation, values } = this.fabric;
    return simulation.now - startedAt > values.giveUp;
  }

  private select(usable: readonly Listed[]): Selection {
    const { replicas, exactShards, method } = this.fabric.values;
    const shards = usable.map(({ shard }) => shard);
    return selectShards(shards, replicas, exactShards ?? method, this.stream);
  }

  /** Brings a file to the chosen nodes. */
  private *store(process: Process<void>, upload: Upload): Body<Failure | undefined> {
    const { fragments } = upload;
    for (let first = 0; first < fragments.length; first += BATCH_FRAGMENTS) {
      const batch = fragments.slice(first, first + BATCH_FRAGMENTS);
      if (this.isLate(upload)) return { reason: 'time-out' };
      const known = yield* this.ask(process, upload, batch);
      if ('reason' in known) return known;
      if (known.every(({ isFinal }) => isFinal)) continue;
      const failure = yield* this.storeBatch(process, upload, batch);
      if (failure !== undefined) return failure;
    }
    if (this.fabric.values.waitFor === 'transaction') return undefined;
    const started = this.fabric.simulation.now;
    const failure = yield* this.waitUntil(process, upload, fragments, 'isFinal', 'not-finalised');
    upload.spend('finalise', started, this.fabric.simulation.now);
    return failure;
  }

  private *storeBatch(
    process: Process<void>,
    upload: Upload,
    batch: readonly FileEntry[],
  ): Body<Failure | undefined> {
    const committed = this.submit(batch);
    if (upload.bytes <= PARALLEL_BYTES) {
      const failure = yield* this.send(process, upload, batch);
      return failure ?? (yield* this.commit(process, upload, committed));
    }
    const lost = yield* this.commit(process, upload, committed);
    if (lost !== undefined) return lost;
    const started = this.fabric.simulation.now;
    const unseen = yield* this.waitUntil(process, upload, batch, 'isKnown', 'entry-unseen');
    upload.spend('commit', started, this.fabric.simulation.now);
    return unseen ?? (yield* this.send(process, upload, batch));
  }

  private submit(batch: readonly FileEntry[]): Signal<boolean> {
    const before = this.submissions.get(batch[0]);
    if (before !== undefined) return before;
    const submission = this.fabric.commitments.submit(this.address, this.index, batch);
    this.submissions.set(batch[0], submission);
    return submission;
  }

  private *commit(
    process: Process<void>,
    upload: Upload,
    committed: Signal<boolean>,
  ): Body<Failure | undefined> {
    const started = this.fabric.simulation.now;
    const isCommitted = yield* process.until(committed);
    upload.spend('commit', started, this.fabric.simulation.now);
    return isCommitted ? undefined : { reason: 'submission-lost' };
  }

  private *send(
    process: Process<void>,
    upload: Upload,
    batch: readonly FileEntry[],
  ): Body<Failure | undefined> {
    for (const entry of batch) {
      const failure = yield* transfer(process, this.fabric, this.address, upload, entry);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  /** Polls the chosen nodes once a second until all say so of all entries. */
  private *waitUntil(
    process: Process<void>,
    upload: Upload,
    entries: readonly FileEntry[],
    what: 'isKnown' | 'isFinal',
    reason: FailureReason,
  ): Body<Failure | undefined> {
    const { simulation } = this.fabric;
    const started = simulation.now;
    for (;;) {
      const answers = yield* this.ask(process, upload, entries);
      if ('reason' in answers) return answers;
      const late = answers.findIndex((status) => !status[what]);
      if (late < 0) return undefined;
      if (this.isLate(upload)) return { reason: 'time-out' };
      if (simulation.now - started > NODE_PATIENCE)
        return { reason, node: upload.chosen[late % upload.chosen.length].node };
      yield* process.wait(POLL);
    }
  }

  /** Asks each chosen node for each entry; answers by entry, then by node. */
  private *ask(
    process: Process<void>,
    upload: Upload,
    entries: readonly FileEntry[],
  ): Body<NodeStatus[] | Failure> {
    const { rpc, methods, patience } = this.fabric;
    const asked = entries.flatMap((entry) =>
      upload.chosen.map(({ node }) =>
        rpc.call<NodeStatus>(
          ...([this.address, node.address, methods.query, QUERY_BYTES, patience] as const),
          (answer) => answer(node.status(entry), REPLY_BYTES),
        ),
      ),
    );
    const answers = yield* process.until(allOf(asked as never));
    const silent = answers.indexOf(undefined);
    if (silent < 0) return answers as NodeStatus[];
    return { reason: 'node-gone', node: upload.chosen[silent % upload.chosen.length].node };
  }
}

/** Most ticks that pass between two looks of an upload at its age: an older one has ended. */
export function longestStep({ patience }: Fabric): number {
  return 3 * longestCall(patience) + RECEIPT_PATIENCE + BUSY_PAUSE + POLL;
}
