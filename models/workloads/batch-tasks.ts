import { traceLengths } from './lengths.ts';
import type { Step, TaskSource } from './task.ts';
import { checkClient } from './workload.ts';

/** One batch after the other: its inputs are one object, its outputs another. */
export const batchTasks: TaskSource = {
  name: 'batch',
  about: 'Batches: inputs are read, many inferences run, outputs are written and paid at once',
  knowledge: 'estimate',
  source:
    'hardware-network-workloads D2: tokens of the Azure LLM inference trace of 2023, conversation (CC BY 4.0); that batches have tokens like chats is an estimate',
  loop: 'closed',
  *tasks(stream, { requests, inFlight, bytesPerToken }, client) {
    checkClient(client);
    for (let inputs = client.number; ; inputs += 2 * client.of) {
      const lengths = Array.from({ length: requests }, () => traceLengths.chat(stream));
      const input = lengths.reduce((sum, length) => sum + length.input, 0);
      const output = lengths.reduce((sum, length) => sum + length.output, 0);
      const steps: Step[] = [
        {
          work: { lane: 'read', object: inputs, offset: 0, bytes: input * bytesPerToken },
          after: [],
        },
      ];
      // As many chains as are in flight: each inference awaits one, the first ones the inputs.
      for (const { input: inputTokens, output: outputTokens } of lengths) {
        const before = Math.max(0, steps.length - inFlight);
        steps.push({ work: { lane: 'inference', inputTokens, outputTokens }, after: [before] });
      }
      const chains = Math.min(requests, inFlight);
      const object = inputs + client.of;
      const written = steps.length;
      steps.push({
        work: { lane: 'write', object, bytes: output * bytesPerToken },
        after: Array.from({ length: chains }, (_, chain) => written - chains + chain),
      });
      steps.push({ work: { lane: 'settle' }, after: [written] });
      yield { steps, wait: 0 };
    }
  },
};
