import { type Tick, toSeconds } from '../../../sim/time.ts';
import { Processors } from '../processors.ts';
import { ENCODE_TIMES } from './config.ts';
import type { Item, Pipeline } from './pipeline.ts';
import { Ticker } from './ticker.ts';

/*
 * Encoders of one client: at each tick they take as many blobs as their queue has room for. A call that takes
 * longer than its time-out fails; its encoder is free again then.
 */

export function encodeTime({ values }: Pipeline): Tick {
  return (values.encodeTime ?? ENCODE_TIMES[values.encoder]) as Tick;
}

export class Encoding {
  private readonly pipeline: Pipeline;
  private readonly encoders: Processors;
  private readonly ticker: Ticker;
  private readonly encoded: (item: Item) => void;
  private readonly failed: (item: Item) => void;
  private readonly feed: ((room: number) => Item[]) | undefined;
  private waiting: Item[] = [];
  private inFlight = 0;

  /**
   * @param feed blobs that fill the room, when saturating
   */
  constructor(
    pipeline: Pipeline,
    phase: number,
    encoded: (item: Item) => void,
    failed: (item: Item) => void,
    feed?: (room: number) => Item[],
  ) {
    this.pipeline = pipeline;
    this.encoded = encoded;
    this.failed = failed;
    this.feed = feed;
    const { context, config, values } = pipeline;
    const { simulation } = context;
    this.encoders = new Processors(simulation, 'da/zerog/encoders', 1, values.encoders);
    const interval = config.encodingInterval;
    this.ticker = new Ticker(simulation, 'da.zerog.encode', interval, phase, () => this.tick());
    if (feed !== undefined) this.ticker.wake();
  }

  add(item: Item): void {
    this.waiting.push(item);
    this.ticker.wake();
  }

  private tick(): void {
    const { pipeline, feed } = this;
    if (pipeline.ended) return;
    const room = this.room();
    if (feed !== undefined) this.waiting.push(...feed(Math.max(0, room - this.waiting.length)));
    const taken = this.waiting.splice(0, pipeline.protocol ? room : this.waiting.length);
    for (const item of taken) this.encode(item);
    if (feed !== undefined || this.waiting.length > 0) this.ticker.wake();
  }

  /** Room of the queue; without limits, what keeps the encoders busy until the next tick. */
  private room(): number {
    const { protocol, config, values } = this.pipeline;
    if (protocol) return Math.max(0, config.encodingQueue - this.inFlight);
    const busy = (config.encodingInterval * values.encoders) / encodeTime(this.pipeline);
    return Math.max(0, Math.ceil(busy) + values.encoders - this.inFlight);
  }

  private encode(item: Item): void {
    const { pipeline } = this;
    const { config, stages, counts, context } = pipeline;
    this.inFlight++;
    counts.taken++;
    stages.move(item, 'encoding', context.simulation.now);
    const time = encodeTime(pipeline);
    const inTime = time <= config.encodingTimeout;
    this.encoders.work(0, toSeconds(inTime ? time : config.encodingTimeout), () => {
      this.inFlight--;
      if (inTime) this.encoded(item);
      else this.failed(item);
    });
  }

  resetStatistics(): void {
    this.encoders.resetStatistics();
  }

  /** Blobs encoded since the reset, parts of them included. */
  done(): number {
    return this.encoders.done(0) / toSeconds(encodeTime(this.pipeline));
  }
}
