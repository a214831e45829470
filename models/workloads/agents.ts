import { log } from '../../sim/math.ts';
import type { Stream } from '../../sim/random.ts';
import { checkClient, type Operation, type Workload } from './workload.ts';

/** Means of coding agents. Source: hardware-network-workloads D3, 301,026 published sessions. */
export const AGENT = { turnsPerSession: 3.95, callsPerTurn: 7.83, toolsPerTurn: 7.3 };

/**
 * Bytes of one record of metadata, and of the prompt that a call adds: its change, or all of it. Uniform
 * between both. Estimates of hardware-network-workloads D3.
 */
export const RECORD_BYTES = [500, 4000] as const;
export const PROMPT_BYTES = { delta: [5000, 30_000], naive: [200_000, 500_000] } as const;

/** Seconds from one call to the next, uniform between both. Estimate of hardware-network-workloads D3. */
export const CALL_SECONDS = [3, 15] as const;

/** A call of the model, and the tool that it asks for or none: the bytes of their records. */
interface Call {
  readonly call: number;
  /** Bytes of the call that are its prompt; the rest is metadata. */
  readonly prompt: number;
  readonly tool: number | undefined;
}

/** 1, 2, ... with chance 1 / mean to stop after each; one draw. */
function geometric(stream: Stream, mean: number): number {
  return 1 + Math.floor(log(1 - stream.uniform()) / log(1 - 1 / mean));
}

function wholeBytes(stream: Stream, [least, most]: readonly [number, number]): number {
  return Math.round(stream.between(least, most));
}

/**
 * Calls of one session. Turns, and calls of a turn, are geometric (an estimate: only the means are
 * published); a call is followed by a tool with the chance that gives the published ratio.
 */
export function agentSession(stream: Stream, prompts: 'delta' | 'naive'): Call[] {
  const session: Call[] = [];
  const turns = geometric(stream, AGENT.turnsPerSession);
  for (let turn = 0; turn < turns; turn++) {
    const calls = geometric(stream, AGENT.callsPerTurn);
    for (let i = 0; i < calls; i++) {
      const record = wholeBytes(stream, RECORD_BYTES);
      const prompt = wholeBytes(stream, PROMPT_BYTES[prompts]);
      const call = record + prompt;
      const asks = stream.chance(AGENT.toolsPerTurn / AGENT.callsPerTurn);
      session.push({ call, prompt, tool: asks ? wholeBytes(stream, RECORD_BYTES) : undefined });
    }
  }
  return session;
}

/**
 * One agent, session after session. It reads the log of its last session (its memory) and appends a record
 * to the log of this one after each call and each tool.
 */
export const agents: Workload = {
  name: 'agents',
  about: 'Coding agents: small records appended to a log, which the next session reads',
  knowledge: 'estimate',
  source:
    'hardware-network-workloads D3: published sessions, turns, calls and tools; bytes, times and what is read back are estimates',
  loop: 'closed',
  *operations(stream, settings, client): Generator<Operation, void, void> {
    checkClient(client);
    const [least, most] = CALL_SECONDS;
    let written = 0;
    for (let object = client.number; ; object += client.of) {
      let wait = stream.between(least, most);
      if (written > 0) {
        yield { kind: 'read', object: object - client.of, offset: 0, bytes: written, wait };
        wait = 0;
      }
      written = 0;
      for (const { call, tool } of agentSession(stream, settings.log)) {
        for (const bytes of tool === undefined ? [call] : [call, tool]) {
          yield { kind: 'write', object, offset: written, bytes, wait };
          written += bytes;
          wait = 0;
        }
        wait = stream.between(least, most);
      }
    }
  },
};
