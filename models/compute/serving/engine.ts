import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import { TimeWeighted } from '../../../sim/stats/time-weighted.ts';
import { TICKS_PER_SECOND, type Tick } from '../../../sim/time.ts';
import { FinishHeap } from './finish-heap.ts';
import { type ServingSetup, type StepLaw, stepLaw } from './law.ts';
import { type Stretch, stepsUntil, stretchTime } from './stretch.ts';

export type { ServingSetup } from './law.ts';

/** One request to a model, in tokens. */
export interface Inference {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Tokens of the prompt whose keys and values the server still has; none by default. */
  readonly cachedTokens?: number;
}

export interface ServingHooks {
  firstToken?(): void;
  done(): void;
  /** The server was cleared before the request was done. */
  lost?(): void;
}

/** Most requests in one step, and most tokens: defaults of vLLM 0.8.5 (`max_num_seqs`, `max_num_batched_tokens`). */
export const MOST_REQUESTS = 256;
export const MOST_TOKENS = 2048;

/** Rounding error, in ticks, that must not make a request wait for another step. */
const SLACK = 1e-3;

interface Entry {
  readonly hooks: ServingHooks;
  /** Instant at which the engine sees it. */
  readonly ready: Tick;
  /** Prompt, with what was generated before it was put back. */
  input: number;
  /** Tokens of the prompt that need no prefill, or had it. */
  done: number;
  /** Tokens still to generate at admission. */
  output: number;
  answered: boolean;
  order: number;
  /** Steps of the engine after which its last token is out. */
  finish: number;
}

/**
 * A server with continuous batching. A step gives every running request one token and reads as many tokens of
 * waiting prompts as the step has room for; requests are admitted in order of arrival while their prompt fits into
 * the memory for context, and the newest goes back to the front of the queue when that memory is full.
 *
 * Steps with the same requests follow each other in closed form (`Stretch`): events are the end of such a stretch,
 * so a request costs three or so and a token none. The result is that of an engine that plays every step.
 */
export class ServingEngine {
  /** Requests in the batch, over time. */
  readonly batch: TimeWeighted;
  private readonly simulation: Simulation;
  private readonly law: StepLaw;
  private readonly entity: number;
  private readonly boundary: number;
  private readonly queue: Entry[] = [];
  private readonly decoding = new FinishHeap<Entry>();
  /** Prompts that the current step reads to their end, and the one that it reads a part of. */
  private completing: Entry[] = [];
  private partial: Entry | undefined;
  /** Tokens of context held, with the whole prompts of admitted requests. */
  private held = 0;
  /** Steps completed. */
  private steps = 0;
  private stretch: Stretch | undefined;
  /** Start of the stretch in ticks, not rounded: rounding never accumulates. */
  private origin = 0;
  private length = 0;
  private next: number | undefined;
  private planning = false;
  private admitted = 0;
  private busyTicks = 0;

  /** @throws RangeError when the model does not fit on the cards */
  constructor(simulation: Simulation, name: string, setup: ServingSetup) {
    this.simulation = simulation;
    this.law = stepLaw(setup);
    this.entity = simulation.entity(name);
    this.boundary = simulation.handler(`${name}.step`, () => this.atBoundary());
    this.batch = new TimeWeighted(simulation.now);
  }

  /** Requests in the batch. */
  get running(): number {
    return this.decoding.items.length + this.completing.length + (this.partial ? 1 : 0);
  }

  get waiting(): number {
    return this.queue.length;
  }

  /** Ticks in which the engine had work, so far. */
  busy(): number {
    return this.busyTicks + (this.stretch ? this.simulation.now - this.origin : 0);
  }

  /**
   * Takes a request. It waits in order of arrival while memory or the batch is full.
   * @throws RangeError for less than one token of input or output, or for more than fit into the memory
   */
  submit(request: Inference, hooks: ServingHooks): void {
    const { inputTokens, outputTokens, cachedTokens = 0 } = request;
    if (!(inputTokens >= 1 && outputTokens >= 1 && cachedTokens >= 0)) {
      throw new RangeError(
        `request, expected tokens of 1 or more, got ${inputTokens} in and ${outputTokens} out`,
      );
    }
    if (inputTokens + outputTokens > this.law.capacity) {
      throw new RangeError(
        `request, expected at most ${this.law.capacity} tokens, got ${inputTokens + outputTokens}`,
      );
    }
    const { simulation } = this;
    const delay = Math.round(this.law.frontEnd * TICKS_PER_SECOND);
    this.queue.push({
      hooks,
      ready: (simulation.now + delay) as Tick,
      input: inputTokens,
      // The last token of a prompt is always computed: it gives the first of the answer.
      done: Math.min(cachedTokens, inputTokens - 1),
      output: outputTokens,
      answered: false,
      order: -1,
      finish: 0,
    });
    if (this.planning || this.queue.length > 1) return;
    if (this.stretch === undefined) this.plan();
    else this.shorten(simulation.now + delay);
  }

  /** Drops everything, as an outage does; `lost` of each request is called. */
  clear(): void {
    const { simulation } = this;
    const dropped = [...this.decoding.items, ...this.completing, ...this.queue];
    if (this.partial !== undefined) dropped.push(this.partial);
    this.busyTicks = this.busy();
    this.decoding.items.length = 0;
    this.queue.length = 0;
    this.completing = [];
    this.partial = undefined;
    this.stretch = undefined;
    this.held = 0;
    if (this.next !== undefined) simulation.cancel(this.next);
    this.next = undefined;
    this.batch.set(simulation.now, 0);
    for (const { hooks } of dropped) hooks.lost?.();
  }

  /** The stretch ends with the first step that is over at that tick or later. */
  private shorten(tick: number): void {
    const { stretch, simulation } = this;
    if (stretch === undefined) return;
    const steps = Math.max(1, stepsUntil(stretch, tick - SLACK - this.origin));
    if (steps >= this.length) return;
    if (this.next !== undefined) simulation.cancel(this.next);
    this.length = steps;
    this.scheduleEnd(stretch);
  }

  private scheduleEnd(stretch: Stretch): void {
    const { simulation } = this;
    const end = Math.ceil(this.origin + stretchTime(stretch, this.length)) as Tick;
    const at = Math.max(end, simulation.now) as Tick;
    this.next = simulation.scheduleAt(at, Lane.Service, this.entity, this.boundary, this.running);
  }

  private atBoundary(): void {
    this.next = undefined;
    this.planning = true;
    if (this.stretch !== undefined) this.complete(this.stretch);
    this.planning = false;
    // A hook may have submitted, or cleared everything.
    if (this.next === undefined) this.plan();
  }

  /** Accounts for the steps of a stretch that is over. */
  private complete(stretch: Stretch): void {
    const { decoding, completing } = this;
    const end = this.origin + stretchTime(stretch, this.length);
    this.busyTicks += end - this.origin;
    this.origin = end;
    this.stretch = undefined;
    this.steps += this.length;
    this.held += decoding.items.length * this.length + completing.length;
    this.completing = [];
    const answered = completing.filter((entry) => !entry.answered);
    for (const entry of completing) {
      entry.answered = true;
      decoding.push(entry);
    }
    const finished: Entry[] = [];
    while (decoding.top !== undefined && decoding.top.finish <= this.steps) {
      const entry = decoding.pop() as Entry;
      this.held -= entry.input + entry.output;
      finished.push(entry);
    }
    for (const { hooks } of answered) hooks.firstToken?.();
    for (const { hooks } of finished) hooks.done();
  }

  /** Admits what may run and begins the next stretch, or sleeps. */
  private plan(): void {
    const { simulation, decoding, queue, law } = this;
    if (decoding.items.length === 0 && this.partial === undefined) {
      if (queue.length === 0) {
        this.batch.set(simulation.now, 0);
        return;
      }
      this.origin = Math.max(this.origin, simulation.now);
      if (!this.isReady(queue[0])) {
        this.batch.set(simulation.now, 0);
        this.next = simulation.scheduleAt(
          queue[0].ready,
          Lane.Service,
          this.entity,
          this.boundary,
          0,
        );
        return;
      }
    }
    this.makeRoom();
    const context = this.held - (this.partial?.input ?? 0);
    const requests = decoding.items.length;
    const { prompt, attended } = this.admit(MOST_TOKENS - requests);
    const alone = prompt === 0;
    const stretch: Stretch = {
      first: TICKS_PER_SECOND * (law.step(requests, prompt, attended) + law.contextToken * context),
      growth: alone ? TICKS_PER_SECOND * law.contextToken * requests : 0,
    };
    this.stretch = stretch;
    this.length = alone ? this.stepsAlone(stretch) : 1;
    this.batch.set(simulation.now, this.running);
    this.scheduleEnd(stretch);
  }

  /** Whether it had arrived when the last step ended. */
  private isReady({ ready }: Entry): boolean {
    return ready <= this.origin + SLACK;
  }

  /** Steps until a request ends, memory is full or the next request comes, when nothing is in prefill. */
  private stepsAlone(stretch: Stretch): number {
    const { decoding, queue, law } = this;
    const first = decoding.top as Entry;
    const room = Math.floor((law.capacity - this.held) / decoding.items.length);
    const steps = Math.min(first.finish - this.steps, room);
    const head = queue[0];
    if (head === undefined || this.isReady(head)) return steps;
    return Math.min(steps, Math.max(1, stepsUntil(stretch, head.ready - SLACK - this.origin)));
  }

  /** Puts the newest requests back while the next token of all does not fit. */
  private makeRoom(): void {
    const { decoding, queue, law } = this;
    while (this.held + decoding.items.length > law.capacity) {
      const entry = this.partial ?? (decoding.popNewest() as Entry);
      if (entry === this.partial) {
        this.partial = undefined;
        this.held -= entry.input;
      } else {
        const left = entry.finish - this.steps;
        const generated = entry.output - left;
        this.held -= entry.input + generated;
        entry.input += generated;
        entry.output = left;
      }
      entry.done = 0;
      queue.unshift(entry);
    }
  }

  /** Fills the next step with prompts: the rest of the one in progress, then new ones. */
  private admit(room: number): { prompt: number; attended: number } {
    const { queue, law } = this;
    let prompt = 0;
    let attended = 0;
    while (prompt < room) {
      let entry = this.partial;
      if (entry === undefined) {
        entry = queue[0];
        if (entry === undefined || !this.isReady(entry)) break;
        const growing = this.decoding.items.length + this.completing.length + 1;
        if (this.held + entry.input + growing > law.capacity) break;
        if (this.running >= MOST_REQUESTS) break;
        queue.shift();
        entry.order = this.admitted++;
        this.held += entry.input;
      }
      const chunk = Math.min(entry.input - entry.done, room - prompt);
      attended += chunk * (entry.done + chunk / 2);
      prompt += chunk;
      entry.done += chunk;
      const whole = entry.done === entry.input;
      this.partial = whole ? undefined : entry;
      if (!whole) break;
      entry.finish = this.steps + entry.output;
      this.completing.push(entry);
    }
    return { prompt, attended };
  }
}
