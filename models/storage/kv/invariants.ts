import type { KvState, ReplayOutcome } from './kv-state.ts';
import type { LogEntry } from './log-entry.ts';
import { type Program, perform } from './program.ts';

/** An entry of the log, and what its author did and saw. */
export interface LoggedCommit {
  readonly entry: LogEntry<number>;
  readonly programs: readonly Program[];
  /** What each program read. */
  readonly seen: readonly (readonly number[])[];
}

/** A node that replays: its state, and what came of each entry, in the order of the log. */
export interface Replayed {
  readonly state: KvState<number>;
  readonly outcomes: readonly ReplayOutcome[];
}

/**
 * Demands that every node has replayed the whole log and judged each entry alike, that every commit read what
 * it reads alone at its place in the log, and that every node ends in the state of that serial execution.
 * @throws Error that names the node and the entry
 */
export function checkReplicas(
  log: readonly LoggedCommit[],
  nodes: readonly Replayed[],
  streams: readonly string[],
): void {
  const serial = new Map(streams.map((stream) => [stream, new Map<string, number>()] as const));
  const store = {
    get: (stream: string, key: string) => serial.get(stream)!.get(key),
    put: (stream: string, key: string, value: number) => serial.get(stream)!.set(key, value),
  };
  nodes.forEach(({ outcomes }, node) => {
    if (outcomes.length !== log.length)
      throw fault(`node ${node}`, `${log.length} entries`, outcomes.length);
  });
  log.forEach(({ programs, seen }, position) => {
    const { aborted } = nodes[0].outcomes[position];
    nodes.forEach(({ outcomes }, node) => {
      const found = outcomes[position].aborted;
      if (found !== aborted)
        throw fault(`node ${node}, entry ${position}`, `${aborted} aborts as at node 0`, found);
    });
    if (aborted === 1) return;
    programs.forEach((program, i) => {
      const alone = perform(program, store);
      if (alone.some((value, at) => value !== seen[i][at]))
        throw fault(`entry ${position}`, `reads ${alone} as alone`, seen[i]);
    });
  });
  nodes.forEach(({ state }, node) => {
    for (const [stream, values] of serial) {
      const found = state.entries(stream);
      const isSame = found.every(([key, value]) => values.get(key) === value);
      if (found.length !== values.size || !isSame)
        throw fault(`node ${node}, stream ${stream}`, `${[...values]} as alone`, found);
    }
  });
}

function fault(what: string, expected: string, found: unknown): Error {
  return new Error(`key-value ${what}, expected ${expected}, got ${found}`);
}
