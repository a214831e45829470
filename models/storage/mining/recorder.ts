import type { Measures } from '../../measures.ts';
import { difficultyOf } from '../pora/difficulty.ts';
import { type Book, inTokens } from './book.ts';
import type { Mining } from './engine.ts';
import { reportKinds } from './kind-report.ts';
import type { MinerKind } from './kinds.ts';
import type { Mine, Verdict } from './mine.ts';
import type { Miners } from './miners.ts';

/** Points of a series at most: more are not seen in a picture. */
const POINTS = 500;

interface EpochEnd {
  readonly seconds: number;
  readonly difficulty: number;
  readonly proofs: number;
  readonly replicas: number;
  readonly paid: number;
  readonly claimable: number;
  readonly locked: number;
  readonly fees: number;
}

/** What a run of mining found. */
export class Recorder {
  private readonly miners: Miners;
  private readonly mine: Mine;
  private readonly book: Book;
  private readonly verdicts = new Map<Verdict, number>();
  private readonly accepted: Float64Array;
  private readonly sent: Float64Array;
  private readonly ends: EpochEnd[] = [];
  private stride = 1;
  private epochs = 0;
  private replicas = 0;
  private leastReplicas = Number.POSITIVE_INFINITY;
  private full = 0;

  constructor(miners: Miners, mine: Mine, book: Book) {
    this.miners = miners;
    this.mine = mine;
    this.book = book;
    this.accepted = new Float64Array(miners.count);
    this.sent = new Float64Array(miners.count);
  }

  judged(miner: number, verdict: Verdict): void {
    this.verdicts.set(verdict, (this.verdicts.get(verdict) ?? 0) + 1);
    this.sent[miner]++;
    if (verdict === 'accepted') this.accepted[miner]++;
  }

  /** @param flow sectors @param seconds now */
  ended(epoch: number, flow: number, seconds: number): void {
    const { mine, miners, book } = this;
    const proofs = mine.acceptedIn(epoch);
    const replicas = miners.replicas(flow, seconds);
    this.epochs++;
    this.replicas += replicas;
    this.leastReplicas = Math.min(this.leastReplicas, replicas);
    if (mine.full(epoch)) this.full++;
    if (epoch % this.stride !== 0) return;
    const { paid, claimable, locked, fees } = book.pools.totals;
    this.ends.push({
      seconds,
      difficulty: Number(difficultyOf(mine.target)),
      proofs,
      replicas,
      paid: inTokens(paid),
      claimable: inTokens(claimable),
      locked: inTokens(locked),
      fees: inTokens(fees),
    });
    if (this.ends.length === POINTS) {
      this.stride *= 2;
      for (let i = 0; 2 * i < POINTS; i++) this.ends[i] = this.ends[2 * i];
      this.ends.length = POINTS / 2;
    }
  }

  report(
    measures: Measures,
    run: {
      readonly kinds: readonly MinerKind[];
      readonly mining: Mining;
      readonly seconds: number;
    },
  ): void {
    const { book, epochs } = this;
    const totals = book.totals();
    const value = (name: string, unit: string, amount: number): void =>
      measures.value(name, unit, amount);
    const accepted = this.verdicts.get('accepted') ?? 0;
    value('storage.pora.proofs', '1', accepted / epochs);
    let judged = 0;
    for (const [verdict, count] of this.verdicts) {
      judged += count;
      if (verdict !== 'accepted') value(`storage.pora.refused[${verdict}]`, '1', count);
    }
    // On their way at the end, or in no mempool.
    value('storage.pora.unanswered', '1', run.mining.sent - judged);
    value('storage.pora.full_epochs', '1', this.full / epochs);
    value('storage.pora.final_difficulty', '1', Number(difficultyOf(this.mine.target)));
    value('storage.replicas', '1', this.replicas / epochs);
    value('storage.least_replicas', '1', this.leastReplicas);
    value('storage.splits', '1', this.miners.splits);
    value('storage.losses', '1', run.mining.losses);
    value('storage.flow', 'B', book.ingest.length * 256);
    if (book.ingest.payload > 0) value('storage.padding', '1', book.padding());
    for (const name of ['fees', 'paid', 'claimable', 'locked', 'treasury', 'basePaid'] as const) {
      const metric = name === 'basePaid' ? 'base_paid' : name;
      value(`storage.market.${metric}`, 'token', inTokens(totals[name]));
    }
    if (accepted > 0) {
      const paid = inTokens(totals.paid + totals.basePaid);
      value('storage.market.payout', 'token', paid / accepted);
    }
    value('storage.market.gas_cost', 'token', inTokens(book.gasCost));
    reportKinds(measures, {
      ...run,
      miners: this.miners,
      book,
      accepted: this.accepted,
      sent: this.sent,
    });
    this.series(measures);
  }

  private series(measures: Measures): void {
    const curve = (name: string, yUnit: string, of: (end: EpochEnd) => number): void =>
      measures.series({
        name,
        xUnit: 's',
        yUnit,
        points: this.ends.map((end): [number, number] => [end.seconds, of(end)]),
      });
    curve('storage.pora.difficulty', '1', ({ difficulty }) => difficulty);
    curve('storage.pora.proofs', '1', ({ proofs }) => proofs);
    curve('storage.replicas', '1', ({ replicas }) => replicas);
    curve('storage.market.fees', 'token', ({ fees }) => fees);
    curve('storage.market.paid', 'token', ({ paid }) => paid);
    curve('storage.market.claimable', 'token', ({ claimable }) => claimable);
    curve('storage.market.locked', 'token', ({ locked }) => locked);
  }
}
