import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import { SharedStation } from '../../../sim/hardware/shared-station.ts';
import type { Stream } from '../../../sim/random.ts';
import { seconds, TICKS_PER_SECOND, type Tick } from '../../../sim/time.ts';
import type { Catch } from './mode.ts';

/** One provider, its users, and the way in which it cheats. Seconds of the machine and of waiting. */
export interface ProviderSetup {
  readonly users: number;
  readonly sessionRequests: number;
  /** Answers after which no user asks again. */
  readonly answers: number;
  /** Mean machine seconds of a request, verification included, and of one that is cheated. */
  readonly honestWork: number;
  readonly cheatWork: number;
  readonly sessionDelay: number;
  /** Share of the sessions on which it cheats. */
  readonly cheatShare: number;
  readonly found: Catch;
}

export interface ProviderHooks {
  /** An answer came after so long; `caught` where the mode finds it wrong, now or later. */
  answered(latency: Tick, cheated: boolean, caught: boolean): void;
  /** A session was refused at its start; `known` where the world had learned of the cheat before. */
  refused(known: boolean): void;
  /** A cheated answer is known to be wrong, so long after it was given; `first` of a provider's identity. */
  found(delay: Tick, first: boolean): void;
  /** The world learned of the cheat, so long after the start. */
  revoked(delay: Tick): void;
}

interface User {
  readonly entity: number;
  readonly work: Stream;
  readonly honesty: Stream;
  readonly fate: Stream;
  cheated: boolean;
  left: number;
}

/**
 * A machine that is shared by users, each of whom asks again as soon as it has its answer. Whoever is found
 * cheating loses its identity and starts anew at once; answers that it gave before can still be found wrong.
 */
export class Provider {
  private readonly simulation: Simulation;
  private readonly setup: ProviderSetup;
  private readonly hooks: ProviderHooks;
  private readonly machine: SharedStation;
  private readonly users: User[];
  private readonly opened: number;
  private readonly judged: number;
  private given = 0;
  private identity = 0;
  private revoked = false;

  constructor(simulation: Simulation, setup: ProviderSetup, hooks: ProviderHooks) {
    this.simulation = simulation;
    this.setup = setup;
    this.hooks = hooks;
    this.machine = new SharedStation(simulation, 'verification/machine');
    this.opened = simulation.handler('verification.session', (_entity, user) => this.open(user));
    this.judged = simulation.handler('verification.found', (_entity, identity) =>
      this.judge(identity),
    );
    const stream = (name: string, user: number) =>
      simulation.streams.stream(`verification/${name}/${user}`);
    this.users = Array.from({ length: setup.users }, (_, user) => ({
      entity: simulation.entity(`verification/user/${user}`),
      work: stream('work', user),
      honesty: stream('honesty', user),
      fate: stream('fate', user),
      cheated: false,
      left: 0,
    }));
    for (let user = 0; user < setup.users; user++) this.arrive(user);
    if (setup.found.rate > 0 && setup.cheatShare > 0) this.expectRevocation(setup.found.rate);
  }

  private expectRevocation(rate: number): void {
    const { simulation } = this;
    const entity = simulation.entity('verification/world');
    const revoked = simulation.handler('verification.revoked', () => {
      this.revoked = true;
      this.hooks.revoked(simulation.now);
    });
    const after = simulation.streams.stream('verification/revocation').exponential(1 / rate);
    simulation.schedule(seconds(after, 'nearest'), Lane.Timer, entity, revoked);
  }

  /** A user begins a session: it asks for a quote, where there is one. */
  private arrive(user: number): void {
    const delay = seconds(this.setup.sessionDelay, 'nearest');
    this.simulation.schedule(delay, Lane.Timer, this.users[user].entity, this.opened, user);
  }

  private open(number: number): void {
    if (this.given >= this.setup.answers) return;
    const { cheatShare, found, sessionRequests } = this.setup;
    const user = this.users[number];
    user.cheated = user.honesty.chance(cheatShare);
    const seen = user.fate.chance(this.revoked ? 1 : found.session);
    if (user.cheated && seen) {
      this.hooks.refused(this.revoked);
      this.arrive(number);
      return;
    }
    user.left = sessionRequests;
    this.ask(number);
  }

  private ask(number: number): void {
    const { honestWork, cheatWork } = this.setup;
    const user = this.users[number];
    const mean = user.cheated ? cheatWork : honestWork;
    this.machine.submit(user.work.exponential(mean * TICKS_PER_SECOND), ({ submitted }) => {
      this.answer(number, (this.simulation.now - submitted) as Tick);
    });
  }

  private answer(number: number, latency: Tick): void {
    if (this.given >= this.setup.answers) return;
    this.given++;
    const user = this.users[number];
    const { request, delay } = this.setup.found;
    const caught = user.fate.chance(request) && user.cheated;
    this.hooks.answered(latency, user.cheated, caught);
    if (caught) {
      const after = seconds(delay, 'nearest');
      this.simulation.schedule(after, Lane.Timer, user.entity, this.judged, this.identity);
    }
    user.left--;
    if (this.given >= this.setup.answers) return;
    if (user.left > 0) this.ask(number);
    else this.arrive(number);
  }

  private judge(identity: number): void {
    const first = identity === this.identity;
    if (first) this.identity++;
    this.hooks.found(seconds(this.setup.found.delay, 'nearest'), first);
  }
}
