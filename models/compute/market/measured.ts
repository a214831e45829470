import { type Tick, toSeconds } from '../../../sim/time.ts';
import type { Experiment } from '../../component.ts';
import { type Breakdown, gini, herfindahl } from '../../operators/concentration.ts';
import type { ComputeValues } from '../parameters.ts';
import type { Work } from './admission.ts';
import { TOKEN } from './books.ts';
import type { ComputeMarket, Refused, RequestHooks } from './market.ts';
import { STATUSES } from './settlement.ts';

/** Reasons as the metrics name them, with what to blame. */
const REASONS: Readonly<Record<Refused, 'balances' | 'machines' | 'providers'>> = {
  balance: 'balances',
  busy: 'machines',
  'too long': 'machines',
  offline: 'providers',
  lost: 'providers',
  attestation: 'providers',
  rejected: 'providers',
  'no provider': 'providers',
};

/** Demand is met when less than this share of it is not. */
const SLACK = 0.01;
const GIGA = 1e9;
const HOUR_SECONDS = 3600;

const inTokens = (amount: bigint): number => Number(amount) / Number(TOKEN);

/** What users and providers go through, from the end of the warm-up on. */
export class Measured {
  private readonly experiment: Experiment;
  private readonly values: ComputeValues;
  private readonly market: ComputeMarket;
  private readonly latency: (span: Tick) => void;
  private readonly firstToken: (span: Tick) => void;
  private readonly verdict: (span: Tick) => void;
  private readonly refused = new Map<Refused, number>();
  private readonly sums = { asked: 0, answered: 0, output: 0, input: 0, relied: 0, fooled: 0 };
  private readonly busyBefore: number[];

  constructor(experiment: Experiment, values: ComputeValues, market: ComputeMarket) {
    this.experiment = experiment;
    this.values = values;
    this.market = market;
    const { measures } = experiment;
    this.latency = measures.durations('compute.latency');
    this.firstToken = measures.durations('compute.ttft');
    this.verdict = measures.durations('compute.verdict_delay');
    this.busyBefore = market.providers.map(() => 0);
  }

  /** The warm-up is over. */
  begin(): void {
    this.market.providers.forEach(({ engine }, i) => {
      this.busyBefore[i] = engine.busy();
    });
  }

  /** Hooks of a request that begins now. */
  hooks({ inputTokens, outputTokens }: Work): RequestHooks {
    const { simulation, warmup } = this.experiment;
    const { sums } = this;
    const begun = simulation.now;
    if (begun < warmup) return {};
    sums.asked++;
    let answered = begun;
    let cheated = false;
    return {
      firstToken: () => this.firstToken((simulation.now - begun) as Tick),
      responded: ({ cheat }) => {
        answered = simulation.now;
        if (cheat !== null) sums.fooled++;
        cheated = cheat !== null;
        this.latency((answered - begun) as Tick);
        sums.answered++;
        sums.input += inputTokens;
        sums.output += outputTokens;
      },
      verified: (accepted) => {
        if (!accepted && cheated) sums.fooled--;
        if (!accepted || !this.market.verifies) return;
        sums.relied++;
        this.verdict((simulation.now - answered) as Tick);
      },
      refused: (reason) => this.refused.set(reason, (this.refused.get(reason) ?? 0) + 1),
    };
  }

  report(): void {
    const { simulation, warmup, measures } = this.experiment;
    const { sums, market } = this;
    const span = toSeconds((simulation.now - warmup) as Tick);
    const value = (name: string, unit: string, amount: number) =>
      measures.value(`compute.${name}`, unit, amount);
    value('offered', '1/s', sums.asked / span);
    value('request_rate', '1/s', sums.answered / span);
    value('throughput', '1/s', sums.output / span);
    value('verified_per_second', '1/s', sums.relied / span);
    if (sums.asked > 0) {
      for (const reason of Object.keys(REASONS) as Refused[])
        value(`refused[${reason}]`, '1', (this.refused.get(reason) ?? 0) / sums.asked);
      value('answered', '1', sums.answered / sums.asked);
    }
    if (sums.answered > 0) value('fooled', '1', sums.fooled / sums.answered);
    const utilisation = this.utilisation(span);
    value('utilisation', '1', utilisation);
    this.reportMoney(value);
    this.reportCost(span, value);
    measures.label('compute.bottleneck', this.bottleneck());
    market.close();
    value('unpaid', 'tokens', inTokens(market.fees.owed));
  }

  private utilisation(span: number): number {
    const { providers } = this.market;
    const busy = providers.reduce((sum, { engine }, i) => {
      return sum + toSeconds((engine.busy() - this.busyBefore[i]) as Tick);
    }, 0);
    return busy / (span * providers.length);
  }

  /** Over the whole run: fees and settlement. */
  private reportMoney(value: (name: string, unit: string, amount: number) => void): void {
    const { market, values } = this;
    const { counts } = market.settler;
    const { charged, unverified, owed, paid, refunded } = market.fees;
    value('charged', 'tokens', inTokens(charged));
    value('paid', 'tokens', inTokens(paid));
    value('unsettled', 'tokens', inTokens(owed));
    value('unverified', 'tokens', inTokens(unverified));
    value('refunded', 'tokens', inTokens(refunded));
    value('slashed', 'tokens', inTokens(market.books.sums.slashed));
    for (const status of STATUSES) value(`settled[${status}]`, '1', counts.items[status]);
    value('settlement_transactions', '1', counts.transactions);
    value('settlement_gas', '1', counts.gas);
    if (counts.requests > 0) value('gas_per_request', '1', counts.gas / counts.requests);
    if (paid > 0n) value('gas_share', '1', (counts.gas * values.gasPrice) / GIGA / inTokens(paid));
    const income: Breakdown = new Map(
      market.providers.map(({ number, bills }) => [`${number}`, bills.charged - bills.refunded]),
    );
    if (charged === refunded) return;
    for (const [provider, amount] of income)
      value(`income[${provider}]`, 'tokens', inTokens(amount));
    value('income_gini', '1', gini(income));
    value('income_hhi', '1', herfindahl(income));
  }

  /** What a user pays for an answer, and what a machine costs its provider. */
  private reportCost(
    span: number,
    value: (name: string, unit: string, amount: number) => void,
  ): void {
    const { sums, market, values } = this;
    if (sums.answered === 0) return;
    const [{ price }] = market.providers;
    const fees = price.input * BigInt(sums.input) + price.output * BigInt(sums.output);
    const usd = inTokens(fees) * values.tokenPrice;
    value('cost_per_task', 'tokens', inTokens(fees) / sums.answered);
    value('usd_per_mtoken', 'USD', (usd / (sums.input + sums.output)) * 1e6);
    const rent = market.providers.reduce(
      (sum, { machine }) => sum + machine.gpu.rentalOnDemand * machine.cards,
      0,
    );
    const rental = (rent * span) / HOUR_SECONDS;
    value('rental_per_mtoken', 'USD', (rental / (sums.input + sums.output)) * 1e6);
  }

  /** What keeps most requests from an answer. */
  private bottleneck(): string {
    const { providers } = this.market;
    const missing = { machines: 0, balances: 0, providers: 0 };
    for (const { engine } of providers) missing.machines += engine.waiting;
    for (const [reason, count] of this.refused) missing[REASONS[reason]] += count;
    const total = missing.machines + missing.balances + missing.providers;
    if (total <= SLACK * this.sums.asked) return 'demand';
    const [first] = Object.entries(missing).sort(([, a], [, b]) => b - a);
    return first[0];
  }
}
