import { TICKS_PER_SECOND, type Tick, toSeconds } from '../../sim/time.ts';
import type { Measures } from '../measures.ts';
import type { CommittedHeight } from './running.ts';

/*
 * What a chain did, from its decided heights. A transaction's latency ends with the time stamp of the
 * block after its own: with median time stamps that is when its block was precommitted (the stamp of its
 * own block tells about the one before), and the QA tables measure both kinds of stamps in this way. The
 * transactions of the last block count as committed but have no latency.
 */

export interface Span {
  readonly from: Tick;
  readonly to: Tick;
}

export class Recorder {
  readonly heights: CommittedHeight[] = [];
  private committed = 0;
  private readonly measures: Measures;
  private readonly latency: (span: Tick) => void;
  /** Heights and transactions of this time are measured. */
  private readonly span: Span;

  constructor(measures: Measures, span: Span) {
    this.measures = measures;
    this.span = span;
    this.latency = measures.durations('chain.tx.latency');
  }

  get transactions(): number {
    return this.committed;
  }

  add(height: CommittedHeight): void {
    const last = this.heights[this.heights.length - 1];
    if (last !== undefined) this.recordLatencies(last, height.time);
    this.heights.push(height);
    this.committed += height.transactions;
  }

  private recordLatencies({ batches }: CommittedHeight, until: Tick): void {
    for (const { transactions, createdAt, spacing } of batches) {
      for (let i = 0; i < transactions; i++) {
        const created = Math.round(createdAt + i * spacing);
        if (created >= this.span.from) this.latency(Math.max(0, until - created) as Tick);
      }
    }
  }

  /** Heights decided in a span. */
  decidedIn({ from, to }: Span): CommittedHeight[] {
    return this.heights.filter(({ decidedAt }) => decidedAt > from && decidedAt <= to);
  }

  report(): void {
    const { measures, span } = this;
    const seconds = toSeconds((span.to - span.from) as Tick);
    const inside = this.decidedIn(span);
    const sum = (of: (height: CommittedHeight) => number) =>
      inside.reduce((total, height) => total + of(height), 0);
    measures.value('chain.tx.committed', '1', this.committed);
    measures.value('chain.gas_rate', '1/s', sum((h) => h.gas) / seconds);
    measures.value('chain.blocks_per_minute', '1', (inside.length * 60) / seconds);
    measures.value(
      'chain.block_bytes',
      'B',
      inside.length > 0 ? sum((h) => h.bytes) / inside.length : 0,
    );
    const rounds = this.heights.map(({ round }) => round);
    measures.value(
      'chain.rounds.max',
      '1',
      rounds.reduce((a, b) => Math.max(a, b), 0),
    );
    measures.value(
      'chain.rounds.mean',
      '1',
      inside.length > 0 ? sum((h) => h.round) / inside.length : 0,
    );
    const blockTime = measures.durations('chain.block_time');
    for (let i = 1; i < inside.length; i++) {
      blockTime((inside[i].decidedAt - inside[i - 1].decidedAt) as Tick);
    }
    measures.series({
      name: 'chain.transactions',
      xUnit: 's',
      yUnit: '1/s',
      points: this.perSecond(),
    });
  }

  /** Committed transactions by ten-second windows. */
  private perSecond(): [number, number][] {
    const window = 10 * TICKS_PER_SECOND;
    const counts: number[] = [];
    for (const { decidedAt, transactions } of this.heights) {
      const at = Math.floor(decidedAt / window);
      while (counts.length <= at) counts.push(0);
      counts[at] += transactions;
    }
    return counts.map((count, i) => [(i + 0.5) * 10, count / 10]);
  }
}
