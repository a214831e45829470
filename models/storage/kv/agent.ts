import { Process } from '../../../sim/engine/process.ts';
import type { Signal } from '../../../sim/engine/signal.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { Stream } from '../../../sim/random.ts';
import type { Tick } from '../../../sim/time.ts';
import { agentSession, CALL_SECONDS } from '../../workloads/agents.ts';
import type { Book } from './book.ts';
import type { Desk } from './desk.ts';
import type { KeyLaw } from './key-law.ts';
import { turnAt } from './log-layer.ts';
import type { MemoryValues } from './parameters.ts';
import { type Program, perform } from './program.ts';
import type { Replica } from './replica.ts';
import { Transaction } from './transaction.ts';

export interface AgentOptions {
  readonly simulation: Simulation;
  readonly values: MemoryValues;
  readonly desk: Desk;
  readonly book: Book;
  readonly law: KeyLaw;
  /** Node that it reads at. */
  readonly home: Replica;
  readonly stream: string;
}

/** Bytes of the records of each call and its tool, session after session. */
function* callBytes(stream: Stream, log: 'delta' | 'naive'): Generator<number, never, void> {
  for (;;) for (const { call, tool } of agentSession(stream, log)) yield call + (tool ?? 0);
}

/**
 * One agent for the whole run. It thinks, then reads at its node and commits, several transactions to an
 * entry; after an abort it does the same again on newer values, its thinking between them included.
 */
export function startAgent(options: AgentOptions, index: number): void {
  const { simulation, values, desk, book, home } = options;
  const name = `memory/agent/${index}`;
  const pauses = simulation.streams.stream(`${name}/think`);
  const programs = programsOf(options, name);
  const [least, most] = CALL_SECONDS;
  const pause = () => {
    const relative = pauses.between(least, most) / ((least + most) / 2);
    return Math.max(1, Math.round(relative * values.think)) as Tick;
  };

  new Process<void>(simulation, name, function* (process): Generator<Signal, void, void> {
    function* think() {
      const span = pause();
      yield* process.wait(span);
      book.thought(span);
    }
    for (;;) {
      yield* think();
      const batch = Array.from({ length: values.batch }, () => programs.next().value);
      const begun = book.begin();
      for (let attempt = 0; ; attempt++) {
        const started = simulation.now;
        book.reads(desk.staleness(home) as Tick);
        const transaction = new Transaction(home.state);
        const seen: number[][] = [];
        let thinking = 0;
        for (const program of batch) {
          if (seen.length > 0) {
            const span = pause();
            yield* process.wait(span);
            thinking += span;
          }
          seen.push(perform(program, transaction));
        }
        const judged = desk.commit(transaction.commit(), batch, seen, home);
        const judgement = yield* process.until(judged);
        book.judged(judgement, begun);
        const learnsAt = turnAt(simulation.now, values.clientPoll, judgement.passage.sentAt);
        yield* process.wait((learnsAt - simulation.now) as Tick);
        book.learned(judgement, simulation.now - started, thinking);
        if (judgement.committed) break;
        if (attempt === values.retries) {
          book.gaveUp();
          break;
        }
        book.retried();
      }
    }
  });
}

/** What the agent does, without end: keys and sizes of its transactions. */
function* programsOf(
  { simulation, values, law, stream }: AgentOptions,
  name: string,
): Generator<Program, never, void> {
  const { readKeys, writeKeys, valueBytes, log } = values;
  const picks = simulation.streams.stream(`${name}/keys`);
  const calls = callBytes(simulation.streams.stream(`${name}/calls`), log);
  for (let salt = 0; ; salt++) {
    const reads = law.pick(picks, readKeys).map((key) => `k${key}`);
    const bytes = valueBytes === null ? calls.next().value : valueBytes * writeKeys;
    yield { stream, reads, writes: reads.slice(0, writeKeys), salt, bytes };
  }
}
