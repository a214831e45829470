import { type Tick, toSeconds } from '../../sim/time.ts';
import { agentSession, CALL_SECONDS } from './agents.ts';
import { codeLengths } from './azure-traces.ts';
import { atQuantile } from './lengths.ts';
import type { Step, TaskSource, Work } from './task.ts';
import { checkClient } from './workload.ts';

/**
 * One agent, call after call without end. A call reads the latest memories, asks a model and perhaps runs a
 * tool; then it keeps its prompt as a memory of its own and publishes the records of call and tool.
 */
export const agentTasks: TaskSource = {
  name: 'agents',
  about:
    'Agents for ever: recall, call a model, run a tool, remember and publish, pay now and then',
  knowledge: 'estimate',
  source:
    'hardware-network-workloads D3: calls and tools of published sessions, estimated bytes; D2: output tokens of the Azure code trace of 2023 (CC BY 4.0), an estimate for agents',
  loop: 'closed',
  *tasks(stream, settings, client) {
    checkClient(client);
    const { prompts, recall, bytesPerToken, settleEvery } = settings;
    const [least, most] = CALL_SECONDS;
    const pace = toSeconds(settings.think as Tick) / ((least + most) / 2);
    const toolMean = toSeconds(settings.tool as Tick);
    /** Bytes of the latest memories, last one last. */
    let memories: number[] = [];
    for (let number = 0; ; ) {
      for (const { call, prompt, tool } of agentSession(stream, prompts)) {
        const wait = stream.between(least, most) * pace;
        const outputTokens = atQuantile(codeLengths.output, stream.uniform());
        const steps: Step[] = [];
        const add = (work: Work, after: readonly number[]): number =>
          steps.push({ work, after }) - 1;

        const object = client.number + number * client.of;
        const oldest = number - memories.length;
        const recalled = memories.map((bytes, i) => {
          const memory = client.number + (oldest + i) * client.of;
          return add({ lane: 'read', object: memory, offset: 0, bytes }, []);
        });
        const inputTokens = Math.ceil(prompt / bytesPerToken);
        const answered = add({ lane: 'inference', inputTokens, outputTokens }, recalled);
        const seconds = tool === undefined ? 0 : stream.exponential(toolMean);
        const done = tool === undefined ? answered : add({ lane: 'local', seconds }, [answered]);
        add({ lane: 'write', object, bytes: prompt }, [done]);
        add({ lane: 'log', bytes: call - prompt + (tool ?? 0) }, [done]);
        number++;
        if (number % settleEvery === 0) add({ lane: 'settle' }, [answered]);
        memories = recall === 0 ? [] : [...memories, prompt].slice(-recall);
        yield { steps, wait };
      }
    }
  },
};
