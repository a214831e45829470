import type { Stream } from '../../sim/random.ts';
import {
  type ArrivalTimes,
  CHAT,
  CODE,
  CODE_RATE,
  chatArrivals,
  codeArrivals,
  dayCurve,
  flat,
} from './arrivals.ts';
import { kvBytesPerToken } from './kv-cache.ts';
import { fittedLengths, type Lengths, traceLengths } from './lengths.ts';
import type { WorkloadValues } from './parameters.ts';
import { checkClient, type Operation, type Workload } from './workload.ts';

/** A request to a model. */
export interface InferenceRequest extends Lengths {
  /** Seconds since the start. */
  readonly at: number;
}

export type InferenceSettings = Pick<WorkloadValues, 'rate' | 'day' | 'lengths'>;

/** Rates other than that of the trace keep its dispersion (chat), or its silences (code). */
function arrivals(
  kind: 'chat' | 'code',
  stream: Stream,
  settings: InferenceSettings,
): ArrivalTimes {
  const curve = settings.day ? dayCurve : flat;
  if (kind === 'chat') {
    return chatArrivals(stream, { ...CHAT, rate: settings.rate ?? CHAT.rate }, curve);
  }
  const rate = (CODE.rate * (settings.rate ?? CODE_RATE)) / CODE_RATE;
  return codeArrivals(stream, { ...CODE, rate }, curve);
}

/** Requests of chats or of coding assistants, without end. */
export function* inferenceRequests(
  kind: 'chat' | 'code',
  stream: Stream,
  settings: InferenceSettings,
): Generator<InferenceRequest, void, void> {
  const lengths = (settings.lengths === 'trace' ? traceLengths : fittedLengths)[kind];
  for (const at of arrivals(kind, stream, settings)) yield { at, ...lengths(stream) };
}

/** Each request reads the stored context of its prompt: tokens x bytes of KV cache for a token. */
function inferenceWorkload(kind: 'chat' | 'code', about: string): Workload {
  return {
    name: kind,
    about,
    knowledge: 'measured',
    source: 'hardware-network-workloads D2: Azure LLM inference traces of 2023 (CC BY 4.0)',
    loop: 'open',
    *operations(stream, settings, client): Generator<Operation, void, void> {
      checkClient(client);
      const perToken = kvBytesPerToken[settings.model];
      let last = 0;
      let object = client.number;
      for (const { at, input } of inferenceRequests(kind, stream, settings)) {
        yield { kind: 'read', object, offset: 0, bytes: input * perToken, wait: at - last };
        last = at;
        object += client.of;
      }
    },
  };
}

export const chat = inferenceWorkload(
  'chat',
  'Chats: nearly Poisson requests, each reads the stored context of its prompt',
);
export const code = inferenceWorkload(
  'code',
  'Coding assistants: bursts and silences, each request reads the stored context of its prompt',
);
