import { describe, expect, it } from 'vitest';
import {
  CHAT,
  CODE,
  chatArrivals,
  codeArrivals,
  dayCurve,
  flat,
  gammaShape,
} from '../../../models/workloads/arrivals.ts';
import { chatLengths, codeLengths } from '../../../models/workloads/azure-traces.ts';
import { chat, code, inferenceRequests } from '../../../models/workloads/inference.ts';
import { kvBytesPerToken } from '../../../models/workloads/kv-cache.ts';
import { atQuantile } from '../../../models/workloads/lengths.ts';
import { Streams } from '../../../sim/random.ts';
import { chatGaps, codeGaps } from './azure-gaps.ts';
import { deviation, first, mean, quantile, settings } from './settings.ts';

const stream = (name: string) => new Streams('inference', 0).stream(name);
const ALONE = { number: 0, of: 1 };

/** Arrivals before `end`, in seconds. */
function until(end: number, arrivals: Iterator<number>): number[] {
  const times: number[] = [];
  for (let at = arrivals.next().value; at < end; at = arrivals.next().value) times.push(at);
  return times;
}

function counts(times: readonly number[], window: number, end: number): number[] {
  const all = Array.from({ length: Math.floor(end / window) }, () => 0);
  for (const at of times) if (at < all.length * window) all[Math.floor(at / window)]++;
  return all;
}

/** What the fact sheet says of a trace: rate, variation of gaps, variance over mean of counts in 10 s. */
function describeArrivals(times: readonly number[], end: number) {
  const gaps = times.slice(1).map((at, i) => at - times[i]);
  const tens = counts(times, 10, end);
  const spread = deviation(tens);
  return {
    gaps,
    rate: times.length / end,
    variation: deviation(gaps) / mean(gaps),
    dispersion: (spread * spread) / mean(tens),
    busiest: Math.max(...counts(times, 1, end)),
  };
}

function within(found: number, expected: number, share: number, what: string): void {
  const message = `${what}: found ${found}, expected ${expected} within ${share * 100} %`;
  expect(Math.abs(found / expected - 1), message).toBeLessThanOrEqual(share);
}

describe('arrivals of chats', () => {
  const end = 40_000;
  const found = describeArrivals(until(end, chatArrivals(stream('chat'), CHAT, flat)), end);

  it('have the rate, variation and dispersion of the trace', () => {
    within(found.rate, 5.91, 0.03, 'requests per second');
    within(found.variation, 1.08, 0.05, 'variation of gaps');
    within(found.dispersion, 3.5, 0.1, 'dispersion in 10 s');
  });

  it('have the gaps of the trace', () => {
    within(mean(found.gaps), 0.1693, 0.03, 'mean gap');
    for (const percent of [25, 50, 75, 90, 95, 99]) {
      const traced = chatGaps[percent] / 1000;
      within(quantile(found.gaps, percent / 100), traced, 0.1, `gap at ${percent} %`);
    }
  });

  it('take the shape of the rate from the dispersion', () => {
    // 5.91 x 10 / (3.5 - 1)
    expect(gammaShape(CHAT)).toBeCloseTo(23.64, 10);
    expect(() => gammaShape({ ...CHAT, dispersion: 1 })).toThrow(
      'dispersion, expected above 1, got 1',
    );
  });

  it('keep the dispersion at another rate', () => {
    const law = { ...CHAT, rate: 20 };
    const fast = describeArrivals(until(20_000, chatArrivals(stream('fast'), law, flat)), 20_000);
    within(fast.rate, 20, 0.03, 'requests per second');
    within(fast.dispersion, 3.5, 0.12, 'dispersion in 10 s');
  });
});

describe('arrivals of coding assistants', () => {
  const end = 100_000;
  const times = until(end, codeArrivals(stream('code'), CODE, flat));
  const found = describeArrivals(times, end);

  // One trace of 45 silences: its own figures are known to 15 %.
  it('have the rate, variation and dispersion of the trace', () => {
    within(found.rate, 3.13, 0.1, 'requests per second');
    within(found.variation, 12.6, 0.15, 'variation of gaps');
    within(found.dispersion, 70, 0.15, 'dispersion in 10 s');
  });

  it('have the gaps of the trace', () => {
    within(quantile(found.gaps, 0.5), codeGaps[50] / 1000, 0.25, 'median gap');
    within(quantile(found.gaps, 0.9), codeGaps[90] / 1000, 0.15, 'gap at 90 %');
    within(quantile(found.gaps, 0.99), codeGaps[99] / 1000, 0.4, 'gap at 99 %');
  });

  it('are silent for minutes some times an hour, and burst up to some 60 a second', () => {
    const long = found.gaps.filter((gap) => gap > 60).length / (end / 3600);
    // The trace has 7 gaps above 60 s in 40 minutes.
    within(long, 10.5, 0.3, 'gaps above 60 s per hour');
    expect(found.busiest).toBeGreaterThan(50);
    expect(found.busiest).toBeLessThan(130);
    const idle = counts(times, 1, end).filter((count) => count === 0).length / end;
    within(idle, 0.68, 0.05, 'share of seconds without a request');
  });
});

describe('a day', () => {
  it('has 0.3 of the rate at night and 1.5 at its peak', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => dayCurve(hour * 3600));
    expect(Math.min(...hours)).toBeCloseTo(0.3, 12);
    expect(Math.max(...hours)).toBeCloseTo(1.5, 12);
    expect(hours.indexOf(Math.min(...hours))).toBe(3);
    expect(hours.indexOf(Math.max(...hours))).toBe(15);
    expect(dayCurve(86_400 + 3600)).toBeCloseTo(dayCurve(3600), 12);
  });

  it('moves the arrivals', () => {
    const law = { ...CHAT, rate: 0.5 };
    const day = counts(until(86_400, chatArrivals(stream('day'), law, dayCurve)), 14_400, 86_400);
    // Hours 12 to 16 over hours 0 to 4; the mean of the curve is 1.4 and 0.36 there
    within(day[3] / day[0], 3.9, 0.15, 'day over night');
  });
});

describe('lengths of requests', () => {
  const lengths = (kind: 'chat' | 'code', how: 'trace' | 'fitted') =>
    first(50_000, inferenceRequests(kind, stream(`${kind}/lengths`), settings({ lengths: how })));

  // hardware-network-workloads D2: p10, p50, p90, p99 and the mean, in tokens
  const published = {
    chat: { input: [220, 1015, 4074, 4121, 1195], output: [50, 115, 421, 598, 202] },
    code: { input: [150, 1465, 5177, 7436, 2040], output: [7, 13, 55, 248, 27.6] },
  };

  it.each(['chat', 'code'] as const)('of the %s trace have its quantiles and means', (kind) => {
    const requests = lengths(kind, 'trace');
    for (const side of ['input', 'output'] as const) {
      const values = requests.map((request) => request[side]);
      const figures = published[kind][side];
      for (const [i, share] of [0.1, 0.5, 0.9, 0.99].entries()) {
        within(quantile(values, share), figures[i], 0.06, `${kind} ${side} at ${share}`);
      }
      within(mean(values), figures[4], 0.03, `${kind} ${side} mean`);
    }
  });

  it.each(['chat', 'code'] as const)('of the laws fitted to %s are roughly those', (kind) => {
    const requests = lengths(kind, 'fitted');
    for (const side of ['input', 'output'] as const) {
      const values = requests.map((request) => request[side]);
      const figures = published[kind][side];
      expect(values.every((value) => Number.isSafeInteger(value) && value >= 1)).toBe(true);
      within(quantile(values, 0.5), figures[1], 0.35, `${kind} ${side} median`);
      within(mean(values), figures[4], 0.25, `${kind} ${side} mean`);
      within(quantile(values, 0.9), figures[2], 0.4, `${kind} ${side} at 0.9`);
    }
  });

  it('of input and output do not go together', () => {
    const requests = lengths('code', 'trace');
    const input = requests.map((request) => request.input);
    const output = requests.map((request) => request.output);
    const product = mean(requests.map((request) => request.input * request.output));
    const covariance = product - mean(input) * mean(output);
    expect(Math.abs(covariance / (deviation(input) * deviation(output)))).toBeLessThan(0.02);
  });

  it('read the tables at their points and between them', () => {
    expect(chatLengths.input).toHaveLength(110);
    expect(atQuantile(chatLengths.input, 0)).toBe(2);
    expect(atQuantile(chatLengths.input, 0.5)).toBe(1015);
    expect(atQuantile(codeLengths.input, 0.9)).toBe(5177);
    // Between 1465 at 50 % and 1491 at 51 %
    expect(atQuantile(codeLengths.input, 0.505)).toBe(1478);
    expect(atQuantile(codeLengths.output, 0.9999999999)).toBeLessThanOrEqual(1899);
    for (const table of [...Object.values(chatLengths), ...Object.values(codeLengths)]) {
      expect(table).toEqual([...table].sort((a, b) => a - b));
    }
  });
});

describe('inference against a store', () => {
  it('reads the context of each prompt: tokens x bytes of its model', () => {
    // hardware-network-workloads D4
    expect(kvBytesPerToken).toEqual({
      ...{ 'llama-3-8b': 131_072, 'llama-3-70b': 327_680, 'llama-3-405b': 516_096 },
      'deepseek-v3': 70_272,
    });
    const values = settings({ model: 'llama-3-70b' });
    const requests = first(100, inferenceRequests('chat', stream('a'), values));
    const operations = first(100, chat.operations(stream('b'), values, ALONE));
    // The same draws need the same path.
    const same = first(100, chat.operations(stream('a'), values, ALONE));
    expect(same.map(({ bytes }) => bytes)).toEqual(requests.map(({ input }) => input * 327_680));
    expect(operations.map(({ bytes }) => bytes)).not.toEqual(same.map(({ bytes }) => bytes));
    let at = 0;
    for (const [i, operation] of same.entries()) {
      at += operation.wait;
      expect(at).toBeCloseTo(requests[i].at, 9);
      expect(operation).toMatchObject({ kind: 'read', object: i, offset: 0 });
    }
  });

  it('gives clients contexts of their own, and the rate that is asked for', () => {
    const values = settings({ rate: 100 });
    const operations = first(20_000, code.operations(stream('c'), values, { number: 1, of: 3 }));
    expect(operations.slice(0, 3).map(({ object }) => object)).toEqual([1, 4, 7]);
    const span = operations.reduce((sum, { wait }) => sum + wait, 0);
    // 20,000 requests take 200 s, some five bursts, in the mean
    expect(span).toBeGreaterThan(40);
    expect(span).toBeLessThan(800);
  });
});
