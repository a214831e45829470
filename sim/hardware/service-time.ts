import { exp, log, pow } from '../math.ts';
import type { Stream } from '../random.ts';
import { TICKS_PER_SECOND } from '../time.ts';
import { meanOfQuantiles, quantile } from './quantiles.ts';
import type { HddLaw, MixtureComponent, MixtureLaw, StorageProfile } from './storage-profile.ts';

/** Requests up to this size cost no bytes term in the mixture law; it was fitted at 4 KiB. */
export const BASE_BYTES = 4096;

/** Fraction of the outer-track rate that is left at the innermost track. */
const INNER_RATE = 0.5;

/** Mean of sqrt(|u1 - u2|) for independent uniforms: the integral of 2 (1 - d) sqrt(d). */
const MEAN_ROOT_DISTANCE = 8 / 15;

/** One request as the service law sees it. */
export interface Access {
  readonly bytes: number;
  readonly write: boolean;
  /** First byte on the device; negative when the address is not modelled. */
  readonly offset: number;
}

/**
 * Draws service times of one device that serves one request at a time (queue depth 1).
 *
 * `draw` leaves its result in two parts, in fractional ticks: `access` (overhead, positioning or
 * the flash array) and `transfer` (moving bytes), because command queueing shortens only the first.
 */
export interface ServiceTime {
  readonly access: number;
  readonly transfer: number;
  /** @returns access + transfer in ticks, not rounded */
  draw(stream: Stream, request: Access): number;
  /** The expectation of `draw` for a request without an address, in ticks. */
  mean(bytes: number, write: boolean): number;
}

/** The law of a profile; `writeShare` is the share of writes that disturb the reads of flash. */
export function serviceTime(profile: StorageProfile, writeShare = 0): ServiceTime {
  return profile.service.model === 'hdd'
    ? new HddServiceTime(profile, profile.service)
    : new MixtureServiceTime(profile, underWrites(profile.service, writeShare));
}

/**
 * Seek, rotation and transfer of a single arm. Four draws without an address (two positions,
 * rotation, extra revolution), two with one.
 *
 * With an address the seek starts where the last transfer ended, and the media rate falls linearly
 * from the sequential rate of the data sheet at the first byte to half of it at the last. A request
 * that continues the last one costs only the larger of overhead and transfer: read-ahead.
 */
class HddServiceTime implements ServiceTime {
  access = 0;
  transfer = 0;
  private head = 0;
  private end = -1;
  private readonly law: HddLaw;
  private readonly profile: StorageProfile;

  constructor(profile: StorageProfile, law: HddLaw) {
    this.profile = profile;
    this.law = law;
  }

  draw(stream: Stream, { bytes, write, offset }: Access): number {
    const { law, profile } = this;
    const { capacity } = profile;
    const addressed = offset >= 0;
    const from = addressed ? this.head : stream.uniform();
    const to = addressed ? offset / capacity : stream.uniform();
    let positioning = law.seekMin + (law.seekMax - law.seekMin) * Math.sqrt(Math.abs(to - from));
    positioning += law.revolution * stream.uniform();
    if (stream.uniform() < law.extraRevolution) positioning += law.revolution;
    this.transfer = this.transferTicks(bytes, write, addressed ? to : -1);
    if (addressed && offset === this.end) {
      this.access = law.overhead > this.transfer ? law.overhead - this.transfer : 0;
    } else {
      this.access = law.overhead + positioning;
    }
    this.end = addressed ? offset + bytes : -1;
    this.head = addressed ? Math.min(1, this.end / capacity) : to;
    return this.access + this.transfer;
  }

  mean(bytes: number, write: boolean): number {
    const { seekMin, seekMax, revolution, extraRevolution, overhead } = this.law;
    const seek = seekMin + (seekMax - seekMin) * MEAN_ROOT_DISTANCE;
    return (
      overhead + seek + revolution * (0.5 + extraRevolution) + this.transferTicks(bytes, write, -1)
    );
  }

  /** @param position fraction of the address space, negative for the average rate of the law */
  private transferTicks(bytes: number, write: boolean, position: number): number {
    const { seqRead, seqWrite } = this.profile;
    const read =
      position < 0
        ? Math.min(this.law.mediaRate, seqRead)
        : seqRead * (1 - (1 - INNER_RATE) * position);
    return (bytes * TICKS_PER_SECOND) / (write ? (read * seqWrite) / seqRead : read);
  }
}

/** A floor, a body and rare tails: one draw chooses the component, one its value. */
class MixtureServiceTime implements ServiceTime {
  access = 0;
  transfer = 0;
  private readonly reads: Direction;
  private readonly writes: Direction;

  constructor(profile: StorageProfile, law: MixtureLaw) {
    const { seqRead, seqWrite, writes } = profile;
    const ticksPerByte = TICKS_PER_SECOND / law.rate;
    this.reads = direction(law, ticksPerByte);
    this.writes =
      writes === null
        ? direction(law, (ticksPerByte * seqRead) / seqWrite)
        : direction(writes, TICKS_PER_SECOND / writes.rate);
  }

  draw(stream: Stream, { bytes, write }: Access): number {
    const { components, weights, ticksPerByte } = write ? this.writes : this.reads;
    this.access = drawComponent(stream, components[stream.weighted(weights)]);
    this.transfer = transferTicks(bytes, ticksPerByte);
    return this.access + this.transfer;
  }

  mean(bytes: number, write: boolean): number {
    const { meanAccess, ticksPerByte } = write ? this.writes : this.reads;
    return meanAccess + transferTicks(bytes, ticksPerByte);
  }
}

/** Reads or writes of a mixture law. */
interface Direction {
  readonly components: readonly MixtureComponent[];
  readonly weights: readonly number[];
  readonly meanAccess: number;
  readonly ticksPerByte: number;
}

function direction(law: MixtureLaw, ticksPerByte: number): Direction {
  return {
    components: law.components,
    weights: law.components.map(({ weight }) => weight),
    meanAccess: mixtureMean(law),
    ticksPerByte,
  };
}

function transferTicks(bytes: number, ticksPerByte: number): number {
  return bytes <= BASE_BYTES ? 0 : (bytes - BASE_BYTES) * ticksPerByte;
}

/** One draw. */
function drawComponent(stream: Stream, component: MixtureComponent): number {
  switch (component.law) {
    case 'lognormal':
      return component.shift + stream.lognormal(component.median, component.sigma);
    case 'pareto':
      return stream.pareto(component.least, component.alpha, component.cap);
    case 'quantiles':
      return quantile(component.levels, component.values, stream.uniform());
  }
}

function mixtureMean(law: MixtureLaw): number {
  let sum = 0;
  let weights = 0;
  for (const component of law.components) {
    sum += component.weight * componentMean(component);
    weights += component.weight;
  }
  return sum / weights;
}

/** Mean in ticks; of the Pareto law min(X, cap), which is finite for every tail index. */
function componentMean(component: MixtureComponent): number {
  if (component.law === 'lognormal') {
    return component.shift + component.median * exp((component.sigma * component.sigma) / 2);
  }
  if (component.law === 'quantiles') return meanOfQuantiles(component.levels, component.values);
  const { least, alpha, cap } = component;
  if (alpha === 1) return least * (1 + log(cap / least));
  return least * (1 + (1 - pow(least / cap, alpha - 1)) / (alpha - 1));
}

/**
 * Flash whose reads meet writes. For a write share f the second component (a read that meets a busy
 * die) gains weight 0.3 f, taken from the first, and the tails (garbage collection) grow by the
 * factor 1 + 10 f. Both factors are estimates. Laws with one component stay as they are.
 */
export function underWrites(law: MixtureLaw, writeShare: number): MixtureLaw {
  if (!(writeShare >= 0 && writeShare <= 1)) {
    throw new RangeError(`writeShare, expected 0 to 1, got ${writeShare}`);
  }
  if (writeShare === 0 || law.components.length < 2) return law;
  const weights = law.components.map(({ weight }, i) => {
    if (i === 0) return 0;
    return i === 1 ? weight + 0.3 * writeShare : weight * (1 + 10 * writeShare);
  });
  const total = law.components.reduce((sum, { weight }) => sum + weight, 0);
  const others = weights.reduce((sum, weight) => sum + weight, 0);
  weights[0] = Math.max(0, total - others);
  return { ...law, components: law.components.map((c, i) => ({ ...c, weight: weights[i] })) };
}
