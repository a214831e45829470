import { type Tick, toSeconds } from '../../../sim/time.ts';
import type { Experiment } from '../../component.ts';
import { expectedAborts } from './abort-law.ts';
import type { Desk, Judgement } from './desk.ts';
import { leastLatency } from './log-layer.ts';
import type { MemoryValues } from './parameters.ts';

/** Where the time of agents goes. */
const PARTS = ['thinking', 'conflicts', 'block space', 'log layer', 'upload', 'replica'] as const;
type Part = (typeof PARTS)[number];

/** What the agents went through. Counts are of transactions, `batch` to an entry. */
export class Book {
  private readonly experiment: Experiment;
  private readonly values: MemoryValues;
  private readonly least: Tick;
  private readonly observeLatency: (span: Tick) => void;
  private readonly observeStaleness: (span: Tick) => void;
  private readonly parts = new Map<Part, number>(PARTS.map((part) => [part, 0]));
  /** Entries of the whole run. */
  private readonly all = { begun: 0, committed: 0, lost: 0 };
  /** Entries since the warm-up. */
  private readonly measured = { committed: 0, aborted: 0, retried: 0, lost: 0 };

  constructor(experiment: Experiment, values: MemoryValues) {
    this.experiment = experiment;
    this.values = values;
    this.least = leastLatency(values);
    this.observeLatency = experiment.measures.durations('storage.kv.latency');
    this.observeStaleness = experiment.measures.durations('storage.kv.staleness');
  }

  /** An entry's work begins. @returns the instant */
  begin(): Tick {
    this.all.begun++;
    return this.experiment.simulation.now;
  }

  /** An attempt begins on a state so far behind. */
  reads(staleness: Tick): void {
    if (this.isWarm) this.observeStaleness(staleness);
  }

  thought(span: number): void {
    this.spent('thinking', span);
  }

  /**
   * The node of its author replayed an entry.
   * @param begun when its first attempt began
   * @throws Error if it was faster than the log layer
   */
  judged({ committed, replayedAt, passage }: Judgement, begun: Tick): void {
    if (replayedAt - passage.sentAt < this.least) {
      const found = toSeconds((replayedAt - passage.sentAt) as Tick);
      throw new Error(`commit, expected ${toSeconds(this.least)} s or more, got ${found} s`);
    }
    if (committed) this.all.committed++;
    if (!this.isWarm) return;
    this.measured[committed ? 'committed' : 'aborted']++;
    if (committed) this.observeLatency((replayedAt - begun) as Tick);
  }

  /** Its author knows, `span` after the first read of the attempt. */
  learned(judgement: Judgement, span: number, thinking: number): void {
    if (!judgement.committed) {
      this.spent('conflicts', span);
      return;
    }
    const { passage, seenAt, finalAt, replayedAt } = judgement;
    const blocks = passage.includedAt - passage.dueAt;
    const upload = finalAt - seenAt;
    const replica = replayedAt - finalAt;
    this.spent('thinking', thinking);
    this.spent('block space', blocks);
    this.spent('upload', upload);
    this.spent('replica', replica);
    this.spent('log layer', span - thinking - blocks - upload - replica);
  }

  retried(): void {
    if (this.isWarm) this.measured.retried++;
  }

  gaveUp(): void {
    this.all.lost++;
    if (this.isWarm) this.measured.lost++;
  }

  /** @throws Error unless every entry begun was committed, given up, or is one of an agent at work */
  report(desk: Desk): void {
    const { measures, simulation, warmup } = this.experiment;
    const { batch, agents } = this.values;
    const { all, measured } = this;
    const rest = all.begun - all.committed - all.lost;
    if (rest < 0 || rest > agents)
      throw new Error(`entries, expected 0 to ${agents} under way, got ${rest}`);
    const span = toSeconds((simulation.now - warmup) as Tick);
    const entries = desk.included(warmup, simulation.now);
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    const judged = measured.committed + measured.aborted;
    const value = (name: string, unit: string, amount: number) =>
      measures.value(`storage.kv.${name}`, unit, amount);
    value('throughput', '1/s', (measured.committed * batch) / span);
    value('entry_rate', '1/s', entries.length / span);
    value('log_rate', 'B/s', bytes / span);
    value('latency_floor', 's', toSeconds(this.least));
    value('abort_law', '1', expectedAborts(this.values));
    value('retries', '1', measured.retried);
    value('lost', '1', measured.lost * batch);
    if (judged > 0) {
      value('abort_rate', '1', measured.aborted / judged);
      value('per_entry', '1', (measured.committed * batch) / judged);
    }
    const total = [...this.parts.values()].reduce((sum, ticks) => sum + ticks, 0);
    if (total === 0) return;
    for (const [part, ticks] of this.parts) value(`time_share[${part}]`, '1', ticks / total);
    const [longest] = [...this.parts].reduce((a, b) => (b[1] > a[1] ? b : a));
    measures.label('storage.kv.bottleneck', longest);
  }

  private get isWarm(): boolean {
    return this.experiment.simulation.now >= this.experiment.warmup;
  }

  private spent(part: Part, ticks: number): void {
    if (this.isWarm) this.parts.set(part, this.parts.get(part)! + ticks);
  }
}
