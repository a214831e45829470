import type { FileEntry } from './flow-log.ts';
import { Fate } from './held.ts';
import type { StorageNode } from './node.ts';

/*
 * What nodes acknowledged to clients, kept apart from what nodes say of themselves: the two are compared at
 * the end of every run, so that no segment is lost silently.
 */

const NOTHING = 0;
const CACHED = 1;
const STORED = 2;

/** Fates that an acknowledgement allows: on the disk, or gone for a reason that has a name. */
const afterStored: ReadonlySet<number> = new Set([Fate.Stored, Fate.Pruned, Fate.SplitAway]);
const afterCached: ReadonlySet<number> = new Set([
  ...afterStored,
  ...[Fate.Pooled, Fate.Foreign, Fate.Unclaimed, Fate.Crashed],
]);

interface Account {
  readonly node: StorageNode;
  readonly entry: FileEntry;
  readonly marks: Uint8Array;
}

export class Ledger {
  private readonly accounts = new Map<string, Account>();

  mark(node: StorageNode, entry: FileEntry, segments: readonly number[], isStored: boolean): void {
    const key = `${node.index}/${entry.id}`;
    let account = this.accounts.get(key);
    if (account === undefined) {
      account = { node, entry, marks: new Uint8Array(entry.segments) };
      this.accounts.set(key, account);
    }
    for (const i of segments)
      account.marks[i] = Math.max(account.marks[i], isStored ? STORED : CACHED);
  }

  /** Whether the node took the segment, to its disk or for later. */
  isTaken(node: StorageNode, entry: FileEntry, segment: number): boolean {
    const marks = this.accounts.get(`${node.index}/${entry.id}`)?.marks;
    return marks !== undefined && marks[segment] !== NOTHING;
  }

  /** @throws Error that names a segment which was acknowledged and is gone without a reason */
  check(): void {
    for (const { node, entry, marks } of this.accounts.values()) {
      const file = node.held(entry);
      for (let i = 0; i < marks.length; i++) {
        if (marks[i] === NOTHING) continue;
        const allowed = marks[i] === STORED ? afterStored : afterCached;
        if (allowed.has(file.fate(i))) continue;
        throw new Error(
          `storage, expected segment ${i} of file ${entry.id} at node ${node.index}, got fate ${file.fate(i)}`,
        );
      }
    }
  }
}
