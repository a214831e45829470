import { describe, expect, it } from 'vitest';
import { erlangC, queueMeans } from '../../../models/probes/queue-theory.ts';
import { workLaws } from '../../../models/probes/work-law.ts';
import { Streams } from '../../../sim/random.ts';
import { observed, probe, value } from './probe.ts';

describe('means in closed form', () => {
  it('Erlang C: one server waits with its load; two at load one with a third', () => {
    expect(erlangC(1, 0.6)).toBeCloseTo(0.6, 12);
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 12);
    // Table value: ten servers, eight Erlang offered.
    expect(erlangC(10, 8)).toBeCloseTo(0.40918, 5);
  });

  it('textbook values', () => {
    expect(queueMeans('fcfs', 1, 0.5, 1)?.sojourn).toBeCloseTo(2, 12);
    expect(queueMeans('fcfs', 1, 0.5, 0)?.wait).toBeCloseTo(0.5, 12);
    expect(queueMeans('fcfs', 1, 0.8, 2)?.wait).toBeCloseTo(6, 12);
    expect(queueMeans('sharing', 1, 0.75, 2)?.sojourn).toBeCloseTo(4, 12);
    expect(queueMeans('fcfs', 2, 0.5, 1)?.sojourn).toBeCloseTo(4 / 3, 12);
    expect(queueMeans('fcfs', 2, 0.5, 1)?.number).toBeCloseTo(4 / 3, 12);
  });

  it('knows none for several servers in order of arrival unless work is exponential', () => {
    expect(queueMeans('fcfs', 2, 0.5, 0)).toBeNull();
    expect(queueMeans('fcfs', 1, 0.5, 0)).not.toBeNull();
  });
});

describe('laws of work', () => {
  it.each(workLaws)('$name: mean 1 and the variation that it claims', (law) => {
    const stream = new Streams('laws', 0).stream(law.name);
    const n = 200_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const work = law.draw(stream);
      sum += work;
      squares += work * work;
    }
    const mean = sum / n;
    expect(Math.abs(mean - 1)).toBeLessThan(0.02);
    expect(Math.abs(squares / n - mean * mean - law.squaredVariation)).toBeLessThan(0.06);
  });
});

describe('stations against theory, as numbers and not from the code', () => {
  const rows = [
    { discipline: 'fcfs', law: 'exponential', servers: 1, sojourn: 20, number: 1 },
    { discipline: 'fcfs', law: 'constant', servers: 1, sojourn: 15, number: 0.75 },
    { discipline: 'fcfs', law: 'exponential', servers: 2, sojourn: 13.333, number: 1.3333 },
    { discipline: 'sharing', law: 'two-sizes', servers: 1, sojourn: 20, number: 1 },
    { discipline: 'sharing', law: 'constant', servers: 2, sojourn: 13.333, number: 1.3333 },
  ];
  it.each(rows)('$discipline, $law, $servers server(s) at half load', (row) => {
    const { discipline, law, servers } = row;
    const { findings } = probe('station', {
      ...{ discipline, law, servers, utilisation: '50 %', service: '10 ms' },
      ...{ jobs: 40_000, warmup: 1000 },
    });
    const within = (found: number, expected: number) =>
      expect(Math.abs(found / expected - 1), `${found}, expected ${expected}`).toBeLessThan(0.06);
    within(observed(findings, 'queue.sojourn').mean * 1000, row.sojourn);
    within(value(findings, 'queue.number'), row.number);
    within(value(findings, 'queue.utilisation'), 0.5);
    within(value(findings, 'queue.sojourn_theory') * 1000, row.sojourn);
    expect(observed(findings, 'queue.sojourn').count).toBe(40_000);
  });

  it('reports no theory where there is none', () => {
    const { findings } = probe('station', { servers: 3, law: 'constant', jobs: 100, warmup: 0 });
    expect(findings.values['queue.sojourn_theory']).toBeUndefined();
    expect(observed(findings, 'queue.sojourn').count).toBe(100);
  });
});
