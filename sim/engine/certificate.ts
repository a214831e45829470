import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Streams } from '../random.ts';
import { TICK_NANOSECONDS, type Tick } from '../time.ts';

/*
 * The certificate: one hash that two equal runs share on every engine, worker count and machine.
 *
 * Events are mixed into two 32-bit lanes as they fire (a few ns each) and the lanes are folded into
 * SHA-256 at checkpoints. Ingredients, each with a digest of its own, so that a change can be seen to
 * move one and not another:
 *   t  order and time: tick, order key, kind and argument of every event
 *   m  messages: sender, receiver, bytes and type
 *   r  draws: count and state of every stream
 *   s  results: names and raw bits of the values
 * Numbers enter as raw bits with one pattern for every NaN (processors differ in its sign), and -0
 * counts as 0.
 */

const FORMAT = 'droptower certificate 1';
const CHECKPOINT_EVENTS = 65_536;
/** High word of the one bit pattern that stands for every NaN. */
const NAN_HIGH = 0x7ff80000;

export interface Checkpoint {
  readonly events: number;
  readonly tick: Tick;
  /** The two lanes as 16 hex digits. */
  readonly mix: string;
}

export interface Certified {
  readonly certificate: string;
  readonly ingredients: {
    readonly t: string;
    readonly m: string;
    readonly r: string;
    readonly s: string;
  };
  readonly checkpoints: readonly Checkpoint[];
  readonly events: number;
  readonly messages: number;
  readonly draws: number;
}

export class Certificate {
  private readonly lanes = new Int32Array(4);
  private readonly numbers = new Float64Array(3);
  private readonly words = new Int32Array(this.numbers.buffer);
  private events = 0;
  private messages = 0;
  private untilCheckpoint = CHECKPOINT_EVENTS;
  private readonly checkpoints: Checkpoint[] = [];
  private readonly results: string[] = [];
  /** Of runs within this one. */
  private readonly inner = { events: 0, messages: 0, draws: 0 };

  /** Mixes one event that fires now. */
  event(tick: Tick, key: number, kind: number, argument: number): void {
    const numbers = this.numbers;
    const words = this.words;
    const lanes = this.lanes;
    numbers[0] = tick;
    numbers[1] = key;
    numbers[2] = argument + 0;
    if (Number.isNaN(argument)) {
      words[4] = 0;
      words[5] = NAN_HIGH;
    }
    let a = lanes[0];
    let b = lanes[1];
    a = Math.imul(a ^ words[0], 0x85ebca6b);
    b = Math.imul(b ^ words[1], 0xc2b2ae35);
    a = Math.imul(((a << 13) | (a >>> 19)) ^ words[2], 0x9e3779b1);
    b = Math.imul(((b << 15) | (b >>> 17)) ^ words[3], 0x27d4eb2f);
    a =
      Math.imul(((a << 11) | (a >>> 21)) ^ words[4] ^ Math.imul(kind, 0x27d4eb2f), 0x85ebca6b) + b;
    b = Math.imul(((b << 17) | (b >>> 15)) ^ words[5], 0xc2b2ae35) + a;
    lanes[0] = a ^ (b >>> 16);
    lanes[1] = b ^ (a >>> 15);
    this.events++;
    if (--this.untilCheckpoint === 0) {
      this.untilCheckpoint = CHECKPOINT_EVENTS;
      this.checkpoints.push(this.checkpoint(tick));
    }
  }

  /** Mixes one message at the moment it is sent. */
  message(from: number, to: number, bytes: number, type: number): void {
    const lanes = this.lanes;
    this.numbers[0] = bytes + 0;
    if (Number.isNaN(bytes)) {
      this.words[0] = 0;
      this.words[1] = NAN_HIGH;
    }
    let a = lanes[2];
    let b = lanes[3];
    a = Math.imul(a ^ from, 0x85ebca6b);
    b = Math.imul(b ^ to, 0xc2b2ae35);
    a = Math.imul(((a << 13) | (a >>> 19)) ^ this.words[0], 0x9e3779b1) + b;
    b =
      Math.imul(
        ((b << 15) | (b >>> 17)) ^ this.words[1] ^ Math.imul(type, 0x85ebca6b),
        0x27d4eb2f,
      ) + a;
    lanes[2] = a ^ (b >>> 16);
    lanes[3] = b ^ (a >>> 15);
    this.messages++;
  }

  /** Adds a result under its name; arrays are taken element by element. */
  result(name: string, value: number | string | readonly number[]): void {
    const text =
      typeof value === 'string'
        ? JSON.stringify(value)
        : typeof value === 'number'
          ? floatBits(value)
          : value.map(floatBits).join('');
    this.results.push(`${JSON.stringify(name)}:${text}\n`);
  }

  /** Adds a run within this one: its certificate, and what it counted. */
  absorb({ certificate, events, messages, draws }: Certified, name: string): void {
    this.result(name, certificate);
    this.inner.events += events;
    this.inner.messages += messages;
    this.inner.draws += draws;
  }

  private checkpoint(tick: Tick): Checkpoint {
    const mix = hexLane(this.lanes[0]) + hexLane(this.lanes[1]);
    return { events: this.events, tick, mix };
  }

  /** The certificate of what happened so far; a run asks after its last event and result. */
  finish(
    now: Tick,
    streams: Streams,
    scenarioHash: string,
    seed: string,
    replication: number,
  ): Certified {
    const checkpoints = [...this.checkpoints, this.checkpoint(now)];
    const t = digest(checkpoints.map((c) => `${c.events} ${c.tick} ${c.mix}\n`).join(''));
    const m = digest(`${this.messages} ${hexLane(this.lanes[2])}${hexLane(this.lanes[3])}\n`);
    let draws = 0;
    const streamLines: string[] = [];
    for (const stream of streams.all()) {
      draws += stream.draws;
      streamLines.push(
        `${JSON.stringify(stream.path)} ${stream.draws} ${stream.state().map(floatBits).join('')}\n`,
      );
    }
    const r = digest(streamLines.join(''));
    const s = digest(this.results.join(''));
    const certificate = digest(
      `${FORMAT}\n${TICK_NANOSECONDS} ns\n${scenarioHash}\n${JSON.stringify(seed)} ${replication}\n${t}\n${m}\n${r}\n${s}\n`,
    );
    return {
      certificate,
      ingredients: { t, m, r, s },
      checkpoints,
      events: this.events + this.inner.events,
      messages: this.messages + this.inner.messages,
      draws: draws + this.inner.draws,
    };
  }
}

/** SHA-256 of UTF-8 text, as hex. */
export function digest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** The 16 hex digits of a float64; one pattern for every NaN, and -0 counts as 0. */
export function floatBits(value: number): string {
  if (Number.isNaN(value)) return '7ff8000000000000';
  const number = new Float64Array([value === 0 ? 0 : value]);
  const words = new Uint32Array(number.buffer);
  return words[1].toString(16).padStart(8, '0') + words[0].toString(16).padStart(8, '0');
}

function hexLane(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, '0');
}
