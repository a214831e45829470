import { accountOf } from '../../ledger/books.ts';
import { owed, swapForShares, type TokenNote } from '../../market/notes.ts';
import { type Hands, USD } from '../hands.ts';
import { EXTRA, toTokens, toUnits } from '../plan.ts';
import type { CompanyValues } from './company-terms.ts';
import type { Add, Desk, Today } from './desk.ts';

/** Tokens that a class owes to the company. */
interface Delivery {
  readonly from: number;
  readonly at: number;
  left: bigint;
}

/**
 * A listed company that holds tokens, along one path: got for shares, borrowed, bought, and sold when it is
 * forced to. Tokens for shares bring nobody dollars. Source: token-economics 6.3 and 13.4.
 */
export class CompanyDesk implements Desk {
  readonly id = EXTRA.company;
  /** Tokens that it may not sell yet. */
  locked = 0;
  /** Tokens sold, and USD for them. */
  sold = 0;
  proceeds = 0;
  private readonly values: CompanyValues;
  private readonly hands: Hands;
  private readonly holder: number;
  private readonly swap: Delivery;
  private readonly loan: Delivery;
  /** What is owed, from the day on which it was lent. */
  private readonly notes: { readonly day: number; readonly note: TokenNote }[] = [];
  private day = 0;
  /** Tokens that it may sell, and those that it sells in a day when it must. */
  private free = 0;
  private pace = 0;
  /** USD per token before the sale, and days until nothing was left to sell. */
  private before = 0;
  private saleDays = 0;
  /** USD that are left for purchases. */
  private budget: number;
  private today = { bought: 0, sold: 0 };
  /** Tokens, and USD in and out, since the last month was posted. */
  private month = { bought: 0, sold: 0, earned: 0, spent: 0 };

  constructor(values: CompanyValues, hands: Hands) {
    const { bucket, note } = values;
    this.values = values;
    this.hands = hands;
    this.holder = hands.ledger.holder(EXTRA.company);
    const from = (id: string): number => hands.books.holders[hands.ledger.bucket(id)];
    const giver = from(bucket ?? '');
    this.swap = { from: giver, at: values.at, left: toUnits(values.tokens) };
    const lender = note.bucket === null ? giver : from(note.bucket);
    this.loan = { from: lender, at: note.at, left: toUnits(note.tokens) };
    this.budget = values.purchase.usd;
    hands.ledger.cash.deposit(this.holder, micro(values.purchase.usd));
  }

  trade({ day, price, volume }: Today): number {
    const { swap, loan, today } = this;
    this.day = day;
    if (day === swap.at || day === loan.at) this.deliver();
    if (this.locked > 0 && !this.isLocked) this.unlock();
    today.bought = this.purchase(price, volume);
    today.sold = this.sale(price, volume);
    return today.bought - today.sold;
  }

  close(_day: number, price: number): void {
    const { today, month } = this;
    if (today.bought > 0) {
      const usd = Math.min(today.bought * price, this.budget);
      this.budget -= usd;
      month.spent += usd;
      month.bought += usd / price;
    }
    if (today.sold > 0) {
      this.proceeds += today.sold * price;
      month.earned += today.sold * price;
    }
  }

  post(): void {
    const { hands, holder, month } = this;
    const { cash } = hands.ledger;
    hands.owe(holder, toUnits(month.sold));
    const got = hands.buy(accountOf(holder, 'liquid'), toUnits(month.bought));
    cash.deposit(holder, micro(month.earned));
    const spent = micro(month.spent);
    const held = cash.of(holder);
    cash.withdraw(holder, spent < held ? spent : held);
    // What nobody had to sell comes later.
    this.month = { bought: month.bought - toTokens(got), sold: 0, earned: 0, spent: 0 };
    this.deliver();
  }

  report(add: Add, price: number): void {
    const { hands, holder, sold, proceeds } = this;
    const held = this.free + this.locked;
    const due = toTokens(this.owed);
    const usd = Number(hands.ledger.cash.of(holder)) / USD;
    add('token.company.held', 'token', held);
    add('token.company.owed', 'token', due);
    add('token.company.sold', 'token', sold);
    add('token.company.proceeds', 'USD', proceeds);
    add('token.company.worth', 'USD', held * price + usd);
    if (due > 0) {
      add('token.company.debt', 'USD', due * price);
      add('token.company.coverage', '1', held / due);
      add('token.event[company_short]', '1', held + usd / price < due ? 1 : 0);
    }
    if (sold === 0) return;
    add('token.company.discount', '1', 1 - proceeds / (sold * this.before));
    add('token.company.sale_days', '1', this.saleDays);
  }

  /** Base units that are owed today. */
  get owed(): bigint {
    let sum = 0n;
    for (const { day, note } of this.notes) sum += owed(note, this.day - day);
    return sum;
  }

  private get isLocked(): boolean {
    return this.day < this.values.at + this.values.lock;
  }

  /** Brings what is due, as far as the classes have it. */
  private deliver(): void {
    const { hands, holder, swap, loan, values } = this;
    for (const delivery of [swap, loan]) {
      if (this.day < delivery.at || delivery.left === 0n) continue;
      const spare = hands.spare(delivery.from);
      const amount = delivery.left < spare ? delivery.left : spare;
      if (amount === 0n) continue;
      delivery.left -= amount;
      const state = this.isLocked ? 'contract_locked' : 'liquid';
      swapForShares(hands.ledger, delivery.from, holder, amount, state);
      if (delivery === swap) continue;
      const rate = BigInt(Math.round(values.note.rate * 1e6));
      const { compounding } = values.note;
      this.notes.push({ day: this.day, note: { principal: amount, rate, compounding } });
    }
    this.read();
  }

  private unlock(): void {
    const { ledger } = this.hands;
    ledger.change('unlock contract', this.holder, ledger.balance(this.holder, 'contract_locked'));
    this.read();
  }

  /** What the ledger says, less what was sold since. */
  private read(): void {
    const { hands, holder, month } = this;
    this.locked = toTokens(hands.ledger.balance(holder, 'contract_locked'));
    this.free = Math.max(0, toTokens(hands.spare(holder)) - month.sold);
  }

  private purchase(price: number, volume: number): number {
    const { at, purchase, sale } = this.values;
    const left = at + purchase.days - this.day;
    const over = sale.at !== null && this.day >= sale.at;
    if (this.budget <= 0 || this.day < at || left <= 0 || over) return 0;
    return Math.min(this.budget / left / price, volume);
  }

  private sale(price: number, volume: number): number {
    const { at, days, volume: part } = this.values.sale;
    if (at === null || this.day < at) return 0;
    if (this.sold === 0) this.before = price;
    this.pace = Math.max(this.pace, this.free / days);
    const tokens = Math.min(this.pace, this.free, part * volume);
    if (tokens === 0) return 0;
    this.free -= tokens;
    this.sold += tokens;
    this.month.sold += tokens;
    this.saleDays = this.day - at + 1;
    return tokens;
  }
}

/** Micro-dollars. */
function micro(usd: number): bigint {
  return BigInt(Math.round(usd * USD));
}
