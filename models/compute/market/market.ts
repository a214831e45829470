import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { Tick } from '../../../sim/time.ts';
import type { Work } from './admission.ts';
import { accept, charge, type Fees, reject, sumFees, tabOf } from './bills.ts';
import { type Books, createBooks } from './books.ts';
import type { Desk, Failure } from './desk.ts';
import { assertLaws } from './laws.ts';
import { Provider, type ProviderSetup } from './provider.ts';
import { Settler, type SettlerSetup } from './settler.ts';
import {
  acknowledgeSigner,
  register,
  removeService,
  STAKE_LEAST,
  slash,
  updateService,
} from './stake.ts';
import { CHECK_EVERY } from './timers.ts';
import type { Verifier } from './verifier.ts';

/** Why a request was given up: the failure at the last provider, or no provider to ask. */
export type Refused = Failure | 'no provider';

/** What a user learns of a request. */
export interface RequestHooks {
  admitted?(provider: Provider): void;
  firstToken?(): void;
  /** The answer has arrived. */
  responded?(provider: Provider): void;
  /** Its user relies on it or rejects it, by what the mode of verification can see. */
  verified?(accepted: boolean): void;
  refused?(reason: Refused): void;
}

export interface MarketSetup extends Omit<SettlerSetup, 'books'> {
  readonly providers: readonly Omit<ProviderSetup, 'number' | 'holdsReserves'>[];
  readonly holdsReserves: boolean;
  readonly verifier: Verifier;
  /** One way between a user and a provider. */
  readonly hop: (user: number, provider: number) => Tick;
  /** What it takes to learn that a provider does not answer, beside the way there and back. */
  readonly timeout: Tick;
  /** Makes the desk, once providers are registered. */
  readonly desk: (books: Books, providers: readonly Provider[]) => Desk;
}

/** A request on its way through the market. */
interface Request {
  readonly id: number;
  readonly user: number;
  readonly work: Work;
  readonly hooks: RequestHooks;
  readonly tried: Set<number>;
}

/**
 * A market for inference. A request goes CREATED, ADMITTED, QUEUED, SERVING, RESPONDED, then VERIFIED or REJECTED;
 * the fee of a verified one is UNSETTLED until a settlement makes it SETTLED or PARTIAL. Source:
 * 0g-da-chain-compute 6.3.
 */
export class ComputeMarket {
  readonly books: Books = createBooks();
  readonly providers: readonly Provider[];
  readonly settler: Settler;
  readonly desk: Desk;
  private readonly simulation: Simulation;
  private readonly setup: MarketSetup;
  private readonly entity: number;
  private readonly step: number;
  private requests = 0;

  constructor(simulation: Simulation, name: string, setup: MarketSetup) {
    this.simulation = simulation;
    this.setup = setup;
    this.entity = simulation.entity(name);
    this.step = simulation.handler(`${name}.step`, (_entity, _id, next) => (next as () => void)());
    const { holdsReserves, blockTime, lockTime, by, verifier } = setup;
    this.providers = setup.providers.map((each, number) => {
      register(this.books, 'inference', number, STAKE_LEAST, number);
      acknowledgeSigner(this.books, 'inference', number);
      return new Provider(simulation, `${name}/provider/${number}`, {
        ...each,
        number,
        holdsReserves,
      });
    });
    this.desk = setup.desk(this.books, this.providers);
    const phases = simulation.streams.stream(`${name}/brokers`);
    this.settler = new Settler(
      simulation,
      name,
      { books: this.books, blockTime, lockTime, by },
      this.providers,
      this.providers.map(() => phases.below(CHECK_EVERY) as Tick),
    );
    for (const provider of this.providers) {
      const at = verifier.exposure(provider);
      if (at !== null) this.after(at, 0, () => this.expel(provider, false));
    }
  }

  /** Sums of the bills of all providers. */
  get fees(): Fees {
    return sumFees(this.providers.map(({ bills }) => bills));
  }

  /** Whether users ever learn that an answer is right. */
  get verifies(): boolean {
    return this.setup.verifier.verifies;
  }

  /** A user asks for an answer. Hooks are called later, `refused` possibly at once. */
  request(user: number, work: Work, hooks: RequestHooks): void {
    this.ask({ id: this.requests++, user, work, hooks, tried: new Set() });
  }

  /**
   * A provider goes down and loses what it works on.
   * @param losesKey it comes back with another signer, which its users have to acknowledge first
   */
  fail(provider: Provider, length: Tick, losesKey: boolean): void {
    if (provider.state !== 'registered') return;
    provider.fail();
    this.after(length, 0, () => {
      provider.recover();
      if (!losesKey || provider.state !== 'registered') return;
      provider.signer += this.providers.length;
      updateService(this.books, 'inference', provider.number, provider.signer, 0n);
      acknowledgeSigner(this.books, 'inference', provider.number);
      this.setup.verifier.forget(provider);
    });
  }

  /**
   * Settles what is owed, and demands that nothing was lost or made.
   * @throws RangeError with the law that is broken
   */
  close(): void {
    this.settler.settleAll();
    assertLaws(this.books);
    this.desk.check();
    const { paid } = this.fees;
    if (paid !== this.books.sums.paid)
      throw new RangeError(`paid fees, expected ${this.books.sums.paid}, got ${paid}`);
  }

  private after(delay: Tick, id: number, next: () => void): void {
    this.simulation.schedule(delay, Lane.Arrival, this.entity, this.step, id, next);
  }

  /** Sends a request to the next provider, or gives it up. */
  private ask(request: Request, last: Refused = 'no provider'): void {
    const { desk, setup } = this;
    const { id, user, tried } = request;
    const provider = desk.next(user, tried);
    if (provider === undefined) {
      request.hooks.refused?.(last);
      return;
    }
    tried.add(provider.number);
    const way = setup.hop(user, provider.number);
    if (provider.state !== 'registered') {
      const back = (2 * way + setup.timeout) as Tick;
      this.after(back, id, () => this.failed(request, provider, 'offline'));
      return;
    }
    const { delay, caught } = setup.verifier.enter(desk.payer(user), provider);
    if (caught) {
      this.after((2 * way + delay) as Tick, id, () =>
        this.failed(request, provider, 'attestation'),
      );
      return;
    }
    this.after((way + delay) as Tick, id, () => this.arrive(request, provider, way));
  }

  private failed(request: Request, provider: Provider, failure: Failure): void {
    this.desk.failed(request.user, provider, failure);
    this.ask(request, failure);
  }

  /** The request is at the provider. */
  private arrive(request: Request, provider: Provider, way: Tick): void {
    const { desk, books } = this;
    const { id, user, work, hooks } = request;
    const payer = desk.payer(user);
    if (provider.state === 'registered' && !desk.secure(user, provider)) {
      this.after(way, id, () => this.failed(request, provider, 'balance'));
      return;
    }
    const account = books.ledgers.get(payer)?.accounts.inference.get(provider.number);
    const held = this.setup.holdsReserves ? provider.reserve : 0n;
    const refusal =
      account === undefined
        ? 'offline'
        : provider.take(
            payer,
            account,
            work,
            {
              firstToken: () => this.after(way, id, () => hooks.firstToken?.()),
              responded: (fee) => {
                desk.reserve(user, -held);
                this.respond(request, provider, way, fee);
              },
              lost: () => this.after(way, id, () => this.failed(request, provider, 'lost')),
            },
            () => desk.reserve(user, -held),
          );
    if (refusal !== null) {
      this.after(way, id, () => this.failed(request, provider, refusal));
      return;
    }
    desk.reserve(user, held);
    hooks.admitted?.(provider);
  }

  /** The answer leaves the provider, signed; its fee waits for the verdict. */
  private respond(request: Request, provider: Provider, way: Tick, fee: bigint): void {
    const { desk, setup } = this;
    const { id, user, hooks } = request;
    const tab = tabOf(provider.bills, desk.payer(user));
    charge(provider.bills, tab, fee);
    desk.charge(user, fee);
    this.after(way, id, () => hooks.responded?.(provider));
    const { accepted, delay, slashed } = setup.verifier.verdict(provider);
    this.after((way + delay) as Tick, id, () => {
      if (accepted) accept(provider.bills, tab, fee, this.simulation.now);
      else {
        reject(provider.bills, tab, fee);
        desk.charge(user, -fee);
        desk.failed(user, provider, 'rejected');
        if (slashed) this.expel(provider, true);
      }
      hooks.verified?.(accepted);
    });
  }

  /** A provider that all know to cheat leaves: with its stake, unless a dispute cost it. */
  private expel(provider: Provider, slashed: boolean): void {
    if (provider.state === 'removed') return;
    if (slashed) slash(this.books, 'inference', provider.number);
    else removeService(this.books, 'inference', provider.number);
    provider.remove();
  }
}
