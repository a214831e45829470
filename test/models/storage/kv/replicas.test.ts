import { describe, expect, it } from 'vitest';
import { Desk } from '../../../../models/storage/kv/desk.ts';
import { checkReplicas, type LoggedCommit } from '../../../../models/storage/kv/invariants.ts';
import { KvState } from '../../../../models/storage/kv/kv-state.ts';
import {
  LogLayer,
  leastLatency,
  turnAt,
  uploadedAt,
} from '../../../../models/storage/kv/log-layer.ts';
import type { MemoryValues } from '../../../../models/storage/kv/parameters.ts';
import { type Program, perform } from '../../../../models/storage/kv/program.ts';
import { Replica } from '../../../../models/storage/kv/replica.ts';
import { Transaction } from '../../../../models/storage/kv/transaction.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';

function node() {
  const state = new KvState<number>();
  state.subscribe(['a', 'b']);
  return { state, outcomes: [] as ReturnType<typeof state.replay>[] };
}
type Node = ReturnType<typeof node>;

const replay = ({ state, outcomes }: Node, { entry }: LoggedCommit, at: number) =>
  outcomes.push(state.replay(entry, at));

/** Both write `a/x` from what they read, the second one on an old state; the third is by itself. */
function history(): LoggedCommit[] {
  const program = (stream: string, salt: number): Program => ({
    ...{ stream, salt, bytes: 1 },
    ...{ reads: ['x', 'y'], writes: ['x'] },
  });
  const fresh = node();
  const commit = (each: Program): LoggedCommit => {
    const transaction = new Transaction(fresh.state);
    const seen = [perform(each, transaction)];
    return { entry: transaction.commit(), programs: [each], seen };
  };
  const log = [commit(program('a', 1)), commit(program('a', 2))];
  log.forEach((each, at) => {
    replay(fresh, each, at);
  });
  return [...log, commit(program('a', 3)), commit(program('b', 4))];
}

function replayed(log: readonly LoggedCommit[], skipped = -1): Node {
  const one = node();
  log.forEach((each, at) => {
    if (at !== skipped) replay(one, each, at);
  });
  return one;
}

describe('replicas', () => {
  const log = history();
  const check = (...nodes: Node[]) => checkReplicas(log, nodes, ['a', 'b']);

  it('that replayed the log agree with a serial execution; the stale one of a pair aborts', () => {
    const nodes = [replayed(log), replayed(log)];
    expect(nodes[0].outcomes.map(({ aborted }) => aborted)).toEqual([0, 1, 0, 0]);
    expect(() => check(...nodes)).not.toThrow();
  });

  it.each([0, 1, 2, 3])('that lost entry %d are found', (lost) => {
    const whole = replayed(log);
    expect(() => check(whole, replayed(log, lost))).toThrow(
      'key-value node 1, expected 4 entries, got 3',
    );
    // Even if the node claims an outcome for what it never applied.
    const liar = replayed(log, lost);
    liar.outcomes.splice(lost, 0, whole.outcomes[lost]);
    const isAborted = whole.outcomes[lost].aborted === 1;
    if (isAborted) expect(() => check(whole, liar)).not.toThrow();
    else expect(() => check(whole, liar)).toThrow('key-value node 1');
  });

  it('that judge an entry otherwise are found', () => {
    const other = replayed(log);
    other.outcomes[1] = { applied: 1, aborted: 0 };
    expect(() => check(replayed(log), other)).toThrow(
      'key-value node 1, entry 1, expected 1 aborts',
    );
  });

  it('that committed a stale read are found', () => {
    const lax = log.map((each, at) =>
      at === 1 ? { ...each, entry: { puts: each.entry.puts } } : each,
    );
    expect(() => check(replayed(lax))).toThrow('key-value entry 1, expected reads');
  });

  it('that hold a wrong value are found', () => {
    const wrong = replayed(log);
    wrong.state.replay({ puts: [{ stream: 'b', key: 'x', value: -5 }] }, 4);
    expect(() => check(replayed(log), wrong)).toThrow('key-value node 1, stream b');
  });
});

describe('a node that loses an entry on its way', () => {
  class LossyReplica extends Replica {
    override take(...given: Parameters<Replica['take']>): void {
      if (given[1] !== 1) super.take(...given);
    }
  }

  it.each([
    [Replica, false],
    [LossyReplica, true],
  ])('is found at the end of the run (%#)', (Second, isFound) => {
    const simulation = new Simulation({ seed: 'lost' });
    const values = {
      ...{ nodes: 2, nodePoll: 500, sync: 100, link: 1e7, uplink: 1e7, clientPoll: 1000 },
      ...{ submit: 100, blockTime: 400, confirmations: 1, gasLimit: 120_000_000 },
    } as MemoryValues;
    const nodes = [Replica, Second].map((Kind, i) => new Kind(simulation, values, i, ['a', 'b']));
    const desk = new Desk(simulation, values, nodes);
    for (const { entry, programs, seen } of history()) desk.commit(entry, programs, seen, nodes[0]);
    simulation.run();
    desk.drain();
    const check = () => checkReplicas(desk.log, nodes, ['a', 'b']);
    if (isFound) expect(check).toThrow('key-value node 1, expected 4 entries, got 3');
    else expect(check).not.toThrow();
  });
});

describe('the log layer', () => {
  // Ticks of 100 ns; 1 B takes one tick at 10 MB/s.
  const values = {
    ...{ submit: 100, blockTime: 400, confirmations: 3, gasLimit: 1, clientPoll: 1000 },
    uplink: 10_000_000,
  } as MemoryValues;

  it('gives each entry the next block with room, in order', () => {
    const layer = new LogLayer(values);
    const passages = [0, 0, 299, 300, 2000].map((at) => layer.append(at));
    // The gas limit leaves room for one. At 300 + 100 the block of 400 is gone.
    expect(passages.map(({ dueAt }) => dueAt)).toEqual([400, 400, 400, 800, 2400]);
    expect(passages.map(({ includedAt }) => includedAt)).toEqual([400, 800, 1200, 1600, 2400]);
    expect(passages[0].confirmedAt).toBe(400 + 3 * 400);
    expect(leastLatency(values)).toBe(100 + 3 * 400);
  });

  it.each([
    [1000, 500, 0, 1000],
    [1001, 500, 0, 1500],
    [1001, 500, 20, 1020],
    [0, 500, 20, 20],
  ])('looks at %d or later, every %d from %d on, at %d', (at, interval, phase, turn) => {
    expect(turnAt(at, interval, phase)).toBe(turn);
  });

  it('sends up to 2 MiB at once, and more when the entry is known', () => {
    const most = 2 * 1024 * 1024;
    expect(uploadedAt(values, most, 50, 1700)).toBe(50 + most);
    // Looks at 50, 1050, 2050.
    expect(uploadedAt(values, most + 1, 50, 1700)).toBe(2050 + most + 1);
  });
});
