import { exp } from '../../../../sim/math.ts';
import type { ParameterTable } from '../../../../sim/parameters.ts';
import type { Stream } from '../../../../sim/random.ts';
import type { Hands } from '../hands.ts';
import type { TokenValues } from '../parameters.ts';
import { type Plan, profileOf, toTokens, toUnits } from '../plan.ts';
import type { Sellers } from '../sellers.ts';
import type { Add, Desk, Today } from './desk.ts';

const GUESS = 'no figure in the facts';

/** Days over which the highest price counts for a panic. */
const MEMORY = 30;

export const holderParameters = {
  spread: {
    kind: 'group',
    about: 'Months in which classes sell more or less than planned',
    status: 'choice',
    fields: {
      deviation: {
        kind: 'number',
        default: 0,
        min: 0,
        max: 3,
        about:
          'Deviation of the logarithm of the factor on what a class sells, of mean 1, drawn anew each month; 0 sells as planned',
        status: 'estimate',
        source: GUESS,
      },
      correlation: {
        kind: 'fraction',
        default: 0,
        about: 'Correlation of these logarithms between any two classes',
        status: 'estimate',
        source: 'token-economics 13.6: to be tried from 0 to 1',
      },
    },
  },
  stock: {
    kind: 'fraction',
    default: '0 %',
    about: 'Part of its liquid tokens at the start of a month that a class sells in it',
    status: 'estimate',
    source: 'token-economics 13.3 names it and gives no figure',
  },
  stocks: {
    kind: 'map',
    of: {
      kind: 'fraction',
      default: '0 %',
      about: 'Part of its liquid tokens that the class sells in a month',
      status: 'estimate',
      source: 'token-economics 13.3 names it and gives no figure',
    },
    default: {},
    about: 'The same by holder class; `stock` for the others',
    status: 'estimate',
    source: 'token-economics 13.3 names it and gives no figure',
  },
  panic: {
    kind: 'group',
    about: 'Holders who sell more of their stock when the price falls',
    status: 'choice',
    fields: {
      drop: {
        kind: 'fraction',
        default: '30 %',
        about: 'Part of its highest of 30 days by which the price stands lower',
        status: 'estimate',
        source: GUESS,
      },
      factor: {
        kind: 'number',
        default: 1,
        min: 0,
        max: 1000,
        about: 'Factor on the sales of stock as long as it does',
        status: 'choice',
      },
    },
  },
} as const satisfies ParameterTable;

/** One class as far as it sells by its mood. Tokens. */
interface Seller {
  /** Of the class in the plan. */
  readonly index: number;
  /** Part of the stock that is sold in a month. */
  readonly stock: number;
  /** Days before a release on which what it brings may be sold. */
  readonly lead: number;
  /** Factor of the month. */
  mood: number;
  /** Liquid and not sold; below 0 what was sold ahead of a release. */
  held: number;
  /** To be released within the lead. */
  ahead: number;
  /** Sales of stock in a day of the month. */
  daily: number;
  /** Sold beside the plan today, and since the last month was posted. */
  extra: number;
  sum: number;
}

/**
 * What holders sell beside the plan: more or less of their releases, and of their stock. A class sells no more
 * than it has when the month begins and what is released to it since; who hedges, what will be within the lead.
 */
export class HolderDesk implements Desk {
  /** What it sells is counted with the classes. */
  readonly id = null;
  readonly locked = 0;
  private readonly values: TokenValues['sell'];
  private readonly plan: Plan;
  private readonly hands: Hands;
  private readonly sellers: Sellers;
  private readonly stream: Stream;
  private readonly all: readonly Seller[];
  private readonly closes = new Float64Array(MEMORY);
  private month = 0;
  private panicked = false;

  constructor(values: TokenValues, plan: Plan, hands: Hands, sellers: Sellers, stream: Stream) {
    const { sell } = values;
    this.values = sell;
    this.plan = plan;
    this.hands = hands;
    this.sellers = sellers;
    this.stream = stream;
    this.all = plan.free.map((free, index): Seller => {
      const { id } = plan.classes[index];
      const { hedged, lead } = profileOf(values, id);
      const stock = Object.hasOwn(sell.stocks, id) ? sell.stocks[id] : sell.stock;
      const days = hedged > 0 ? lead : 0;
      let ahead = 0;
      for (let day = 0; day < Math.min(days, free.length); day++) ahead += free[day];
      const none = { mood: 1, held: 0, daily: 0, extra: 0, sum: 0 };
      return { ...none, index, stock, lead: days, ahead };
    });
  }

  trade({ day, price }: Today): number {
    const { all, plan, sellers } = this;
    const begins = day === plan.marks[this.month];
    if (begins) this.begin();
    const stockFactor = this.panics(price) ? this.values.panic.factor : 1;
    let flow = 0;
    for (const seller of all) {
      const free = plan.free[seller.index];
      if (!begins) seller.held += free[day] + sellers.freed(seller.index, day);
      if (seller.lead > 0) {
        seller.ahead -= free[day];
        if (day + seller.lead < free.length) seller.ahead += free[day + seller.lead];
      }
      const planned = sellers.planned(seller.index, day);
      const wanted = seller.mood * (planned + seller.daily * stockFactor);
      const sold = Math.min(wanted, Math.max(0, seller.held + seller.ahead));
      seller.held -= sold;
      seller.extra = sold - planned;
      seller.sum += seller.extra;
      flow -= seller.extra;
    }
    return flow;
  }

  close(day: number, price: number): void {
    this.closes[day % MEMORY] = price;
    for (const { index, extra } of this.all) this.sellers.usd[index] += extra * price;
  }

  post(): void {
    for (const seller of this.all) {
      this.hands.owe(seller.index + 1, toUnits(seller.sum));
      seller.sum = 0;
    }
  }

  report(add: Add): void {
    if (this.values.panic.factor !== 1) add('token.event[panic]', '1', this.panicked ? 1 : 0);
  }

  /** Draws the factors of a month and takes over what the ledger says. */
  private begin(): void {
    const { plan, hands, stream } = this;
    const { deviation, correlation } = this.values.spread;
    const days = plan.marks[this.month + 1] - plan.marks[this.month];
    const common = stream.normal(0, 1);
    for (const seller of this.all) {
      const own = stream.normal(0, 1);
      const drawn = Math.sqrt(correlation) * common + Math.sqrt(1 - correlation) * own;
      seller.mood = exp(deviation * drawn - (deviation * deviation) / 2);
      // What is governed is not traded.
      const { governed } = plan.classes[seller.index];
      seller.held = governed ? 0 : toTokens(hands.unsold(seller.index + 1));
      seller.daily = (seller.stock * Math.max(0, seller.held)) / days;
    }
    this.month++;
  }

  /** @param price USD per token, the last one */
  private panics(price: number): boolean {
    const { drop, factor } = this.values.panic;
    if (factor === 1) return false;
    let highest = price;
    for (const close of this.closes) if (close > highest) highest = close;
    const panics = price < (1 - drop) * highest;
    this.panicked ||= panics;
    return panics;
  }
}

/** Whether anybody sells otherwise than planned. */
export function sellsByMood({ spread, stock, stocks }: TokenValues['sell']): boolean {
  return spread.deviation > 0 || stock > 0 || Object.values(stocks).some((part) => part > 0);
}
