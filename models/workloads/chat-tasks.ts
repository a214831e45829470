import { CHAT } from './arrivals.ts';
import { inferenceRequests } from './inference.ts';
import { requestTasks } from './request-tasks.ts';
import type { TaskSource } from './task.ts';
import { checkClient } from './workload.ts';

/**
 * Chats at any rate. Each of n clients has a n-th of it; the sum keeps the dispersion of the trace, since
 * counts that do not depend on each other add their variances like their means.
 */
export const chatTasks: TaskSource = {
  name: 'chat',
  about: 'Chats: nearly Poisson requests, each reads its stored context and asks a model',
  knowledge: 'measured',
  source:
    'hardware-network-workloads D2: Azure LLM inference trace of 2023, conversation (CC BY 4.0)',
  loop: 'open',
  *tasks(stream, settings, client) {
    checkClient(client);
    const rate = (settings.rate ?? CHAT.rate) / client.of;
    const law = { rate, day: settings.day, lengths: 'trace' } as const;
    yield* requestTasks(inferenceRequests('chat', stream, law), settings, client);
  },
};
