import { CHAT, CODE_RATE } from './arrivals.ts';
import { type InferenceRequest, inferenceRequests } from './inference.ts';
import { requestTasks } from './request-tasks.ts';
import type { TaskSource } from './task.ts';
import { type Client, checkClient } from './workload.ts';

const RATES = { chat: CHAT.rate, code: CODE_RATE };

/** Client c of n has the requests c, c + n, ...: together they are the trace. */
function* dealt(requests: readonly InferenceRequest[], { number, of }: Client) {
  for (let i = number; i < requests.length; i += of) yield requests[i];
}

/**
 * Requests of a trace: of a file exactly, until it ends; or without end by the law of a published one, of
 * which each of n clients has a n-th of the rate.
 */
export const traceTasks: TaskSource = {
  name: 'trace',
  about: 'Requests of a trace, each reads its stored context and asks a model',
  knowledge: 'measured',
  source:
    'hardware-network-workloads D2: Azure LLM inference traces of 2023 (CC BY 4.0); or a file',
  loop: 'open',
  *tasks(stream, settings, client) {
    checkClient(client);
    const { trace } = settings;
    if ('requests' in trace) {
      yield* requestTasks(dealt(trace.requests, client), settings, client);
      return;
    }
    const law = { rate: RATES[trace.law] / client.of, day: false, lengths: 'trace' } as const;
    yield* requestTasks(inferenceRequests(trace.law, stream, law), settings, client);
  },
};
