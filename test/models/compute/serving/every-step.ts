import type { Inference } from '../../../../models/compute/serving/engine.ts';
import type { StepLaw } from '../../../../models/compute/serving/law.ts';
import { TICKS_PER_SECOND } from '../../../../sim/time.ts';

interface Live {
  readonly index: number;
  readonly ready: number;
  /** Tokens that prefill must have read before the next token comes. */
  prompt: number;
  read: number;
  generated: number;
  readonly wanted: number;
}

/** Continuous batching as a loop over steps, without events and without closed forms. */
export function everyStep(
  requests: readonly (Inference & { readonly at: number })[],
  law: StepLaw,
  mostRequests: number,
  mostTokens: number,
) {
  const frontEnd = Math.round(law.frontEnd * TICKS_PER_SECOND);
  const queue: Live[] = requests.map((request, index) => ({
    index,
    ready: request.at + frontEnd,
    prompt: request.inputTokens,
    read: Math.min(request.cachedTokens ?? 0, request.inputTokens - 1),
    generated: 0,
    wanted: request.outputTokens,
  }));
  /** In order of admission. */
  let live: Live[] = [];
  const first: number[] = [];
  const done: number[] = [];
  let now = 0;
  let putBack = 0;
  const memory = (one: Live) => requests[one.index].inputTokens + one.generated;
  const held = () => live.reduce((sum, one) => sum + memory(one), 0);
  const isDecoding = (one: Live) => one.read === one.prompt;
  while (queue.length + live.length > 0) {
    if (live.length === 0) now = Math.max(now, queue[0].ready);
    while (held() + live.filter(isDecoding).length > law.capacity) {
      const newest = live.pop() as Live;
      newest.prompt = memory(newest);
      newest.read = 0;
      queue.unshift(newest);
      putBack++;
    }
    const decoding = live.filter(isDecoding);
    const context = decoding.reduce((sum, one) => sum + memory(one), 0);
    let room = mostTokens - decoding.length;
    let prompt = 0;
    let attended = 0;
    const read = (one: Live) => {
      const tokens = Math.min(room, one.prompt - one.read);
      for (let i = 0; i < tokens; i++) attended += one.read + i + 0.5;
      one.read += tokens;
      prompt += tokens;
      room -= tokens;
    };
    for (const one of live) if (!isDecoding(one)) read(one);
    while (room > 0 && queue.length > 0 && queue[0].ready <= now) {
      const complete = live.filter(isDecoding).length;
      if (held() + memory(queue[0]) + complete + 1 > law.capacity) break;
      if (live.length >= mostRequests) break;
      const next = queue.shift() as Live;
      live.push(next);
      read(next);
    }
    now +=
      TICKS_PER_SECOND * (law.step(decoding.length, prompt, attended) + law.contextToken * context);
    for (const one of live.filter(isDecoding)) {
      one.generated++;
      first[one.index] ??= Math.ceil(now);
      if (one.generated === one.wanted) done[one.index] = Math.ceil(now);
    }
    live = live.filter((one) => one.generated < one.wanted);
  }
  return { answers: requests.map((_, i) => ({ first: first[i], done: done[i] })), putBack };
}
