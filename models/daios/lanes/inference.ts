import { gpuProfile } from '../../../sim/hardware/profiles.ts';
import { TICKS_PER_SECOND, type Tick, toSeconds, ZERO } from '../../../sim/time.ts';
import { ServingEngine } from '../../compute/serving/engine.ts';
import { contextCapacity } from '../../compute/serving/law.ts';
import { languageModel } from '../../compute/serving/models.ts';
import { chatWork } from '../../compute/verification/chat-work.ts';
import { verificationModes } from '../../compute/verification/modes.ts';
import { defaultSettings } from '../../compute/verification/settings.ts';
import type { Answered } from '../../storage/reads/fabric.ts';
import { verificationOf } from '../plan.ts';
import type { ResourceUse } from '../resources.ts';
import type { LaneRequest, StackContext, StackLane, WorkOf } from './context.ts';

/** UTF-8 bytes of a token. Estimate of hardware-network-workloads D3. */
const TOKEN_BYTES = 4;
const MILLION = 1e6;
const HOUR = 3600;

interface Provider {
  readonly node: number;
  readonly engine: ServingEngine;
}

/**
 * Providers that are off are left out, and a request that is too long for their memory is turned away; a market verifies by default in enclaves, a
 * cloud does not. Left out: balances and bills of the market, which `models/compute` has and nobody waits for.
 */
export class InferenceLane implements StackLane<WorkOf<'inference'>> {
  private readonly context: StackContext;
  private readonly providers: readonly Provider[];
  private readonly mode;
  /** Tokens of the longest request that a provider has memory for. */
  private readonly room: number;
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
    this.mode = verificationModes[verificationOf(values, plan)];
    const { cards } = values;
    const batch = Math.max(1, machines.users.length / values.providers);
    this.turns = machines.users.map(() => 0);
    const slowdown = this.mode.slowdown(chatWork(gpu, cards, model, batch), defaultSettings);
    const setup = { gpu, cards, model, slowdown };
    this.room = contextCapacity(setup);
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
    const serve = (ready: Answered) => {
      if (inputTokens + outputTokens > this.room) {
        ready(false);
        return;
      }
      const hooks = { done: () => ready(true), lost: () => ready(false) };
      provider.engine.submit({ inputTokens, outputTokens }, hooks);
    };
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
