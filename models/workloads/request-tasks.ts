import type { InferenceRequest } from './inference.ts';
import type { Step, Task } from './task.ts';
import type { TaskSettings } from './task-settings.ts';
import type { Client } from './workload.ts';

/** Shared by the sources of single requests: their context is read, a model answers, some pay. */
export function* requestTasks(
  requests: Iterable<InferenceRequest>,
  { bytesPerToken, settleEvery }: TaskSettings,
  client: Client,
): Generator<Task, void, void> {
  let number = 0;
  let last = 0;
  for (const { at, input, output } of requests) {
    const object = client.number + number * client.of;
    const steps: Step[] = [
      { work: { lane: 'read', object, offset: 0, bytes: input * bytesPerToken }, after: [] },
      { work: { lane: 'inference', inputTokens: input, outputTokens: output }, after: [0] },
    ];
    number++;
    if (number % settleEvery === 0) steps.push({ work: { lane: 'settle' }, after: [1] });
    yield { steps, wait: at - last };
    last = at;
  }
}
