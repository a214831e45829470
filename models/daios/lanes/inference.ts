import { gpuProfile } from '../../../sim/hardware/profiles.ts';
import { TICKS_PER_SECOND, type Tick, toSeconds, ZERO } from '../../../sim/time.ts';
import { ServingEngine } from '../../compute/serving/engine.ts';
import { languageModel } from '../../compute/serving/models.ts';
import { verificationModes } from '../../compute/verification/modes.ts';
import { defaultSettings } from '../../compute/verification/settings.ts';
import { gpuWork } from '../../compute/verification/work.ts';
import type { Answered } from '../../storage/reads/fabric.ts';
import type { ResourceUse } from '../resources.ts';
import type { LaneRequest, StackContext, StackLane, WorkOf } from './context.ts';

/** UTF-8 bytes of a token. Estimate of hardware-network-workloads D3. */
const TOKEN_BYTES = 4;
const MILLION = 1e6;
const HOUR = 3600;
/** What a request asks of the model, for the price of verification: means of chats, hardware-network-workloads D2. */
const USUAL = { inputTokens: 1195, outputTokens: 202 };

interface Provider {
  readonly node: number;
  readonly engine: ServingEngine;
}

/**
 * Providers that are off are left out; a market verifies by default in enclaves, a
 * cloud does not. Left out: balances and bills of the market, which `models/compute` has and nobody waits for.
 */
export class InferenceLane implements StackLane<WorkOf<'inference'>> {
  private readonly context: StackContext;
  private readonly providers: readonly Provider[];
  private readonly mode;
  private readonly slowdown: number;
  private readonly sessions = new Map<string, number>();
  /** Requests of each user so far. */
  private readonly turns: number[];
  /** Requests answered so far. */
  answered = 0;

  constructor(context: StackContext) {
    this.context = context;
    const { simulation, machines, values, plan } = context;
    const gpu = gpuProfile(values.gpu);
    const model = languageModel(values.model);
    const usual = plan.parts.compute === 'market' ? 'tee' : 'none';
    this.mode = verificationModes[values.verification ?? usual];
    const batch = Math.max(1, machines.users.length / values.providers);
    const { parameters, weightBytes } = model;
    const ask = { parameters, weightBytes, batch, swaps: 0, ...USUAL };
    this.turns = machines.users.map(() => 0);
    this.slowdown = this.mode.slowdown(gpuWork(gpu, values.cards, ask), defaultSettings);
    const setup = { gpu, cards: values.cards, model, slowdown: this.slowdown };
    this.providers = machines.providers.map((node, i) => ({
      node,
      engine: new ServingEngine(simulation, `compute/provider/${i}`, setup),
    }));
  }

  perform({ user, node, work }: LaneRequest<WorkOf<'inference'>>, done: Answered): void {
    const { reach, fabric, network } = this.context;
    const up = this.providers.filter((provider) => network.isAlive(provider.node));
    if (up.length === 0) {
      fabric.wait(node, ZERO, () => done(false));
      return;
    }
    const provider = this.dispatch(user, node, up);
    const { inputTokens } = work;
    const outputTokens = Math.max(1, work.outputTokens);
    const serve = (ready: Answered) =>
      provider.engine.submit(
        { inputTokens, outputTokens },
        { done: () => ready(true), lost: () => ready(false) },
      );
    const produce = (ready: Answered) => {
      const delay = this.sessionDelay(node, provider.node);
      if (delay === 0) serve(ready);
      else fabric.wait(provider.node, delay, () => serve(ready));
    };
    const ask = {
      ...{ from: node, to: provider.node, produce },
      sends: inputTokens * TOKEN_BYTES,
      bytes: outputTokens * TOKEN_BYTES + Math.ceil(this.mode.extraBytes(defaultSettings)),
    };
    reach.ask(ask, (ok) => {
      if (ok) this.answered++;
      done(ok);
    });
  }

  /** Which of the providers that are up takes a request. */
  private dispatch(user: number, node: number, up: readonly Provider[]): Provider {
    const { values, network } = this.context;
    const turn = (user + this.turns[user]++) % up.length;
    const fromTurn = [...up.slice(turn), ...up.slice(0, turn)];
    const least = (of: (provider: Provider) => number) =>
      fromTurn.reduce((best, one) => (of(one) < of(best) ? one : best));
    switch (values.dispatch) {
      case 'turn':
        return fromTurn[0];
      case 'nearest':
        return least(({ node: other }) => network.latency.rtt(node, other));
      case 'least-busy':
        return least(({ engine }) => engine.running + engine.waiting);
    }
  }

  /** The first request of each session asks the machine to prove what it is. */
  private sessionDelay(user: number, provider: number): Tick {
    const name = `${user}/${provider}`;
    const before = this.sessions.get(name) ?? 0;
    this.sessions.set(name, before + 1);
    if (before % defaultSettings.tee.sessionRequests > 0) return ZERO;
    return Math.round(this.mode.sessionDelay(defaultSettings) * TICKS_PER_SECOND) as Tick;
  }

  /** Whether users can come to know that an answer is right. */
  get verifies(): boolean {
    return this.mode.verdictDelay(defaultSettings) !== null;
  }

  /** USD; of a cloud nothing, which is paid by the hour: `rent`. */
  cost({ inputTokens, outputTokens }: WorkOf<'inference'>): number {
    const { plan, values } = this.context;
    if (plan.parts.compute === 'cloud') return 0;
    const { input, output, token } = values.prices;
    return ((inputTokens * input + outputTokens * output) * token) / MILLION;
  }

  /** USD a second that users pay for machines by the hour. */
  rent(): number {
    const { plan, values } = this.context;
    return plan.parts.compute === 'cloud' ? this.machineCost() * values.prices.markup : 0;
  }

  /** USD a second that the machines cost at the on-demand rent of their cards. */
  machineCost(): number {
    const { values } = this.context;
    const { rentalOnDemand } = gpuProfile(values.gpu);
    return (values.providers * values.cards * rentalOnDemand) / HOUR;
  }

  uses(seconds: number): ResourceUse[] {
    const { length } = this.providers;
    const busy = this.providers.reduce((sum, { engine }) => sum + engine.busy(), 0);
    const use = toSeconds(busy as Tick) / seconds / length;
    return [{ name: 'accelerators', lane: 'inference', use }];
  }
}
