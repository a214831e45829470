import { chanceOf } from '../../../../models/token/economy/chance.ts';
import { MarketPath } from '../../../../models/token/economy/market-path.ts';
import type { TokenValues } from '../../../../models/token/economy/parameters.ts';
import { planOf } from '../../../../models/token/economy/plan.ts';
import { supplyPath } from '../../../../models/token/economy/supply-path.ts';
import type { Books } from '../../../../models/token/ledger/books.ts';
import type { Ledger } from '../../../../models/token/ledger/ledger.ts';
import { supplyOf } from '../../../../models/token/ledger/supply.ts';
import { taskOf } from '../../../../scenarios/experiment.ts';
import { checkComponents } from '../../../../scenarios/objections.ts';
import { InputError } from '../../../../scenarios/problem.ts';
import { replicate } from '../../../../scenarios/replicate.ts';
import { Streams } from '../../../../sim/random.ts';
import { resolve } from './economy.ts';
import { SPOILS } from './hostile-economies.ts';
import { Dice, randomEconomy, type Tree } from './random-economies.ts';

/** What became of a scenario: `defect` says why it is one, with all that repeats it. */
export type Verdict = 'ran' | 'refused' | { readonly defect: string };

/** Draws the economy of a seed, every third one hostile, and tries it. */
export function judge(seed: number): Verdict {
  const dice = new Dice(`economy ${seed}`);
  const tree = randomEconomy(dice);
  const spoil = dice.pick(Object.keys(SPOILS));
  const hostile = seed % 3 === 0;
  if (hostile) SPOILS[spoil](tree, dice);
  return tried(tree, seed, `seed ${seed}${hostile ? `, ${spoil}` : ''}`);
}

/** Resolves a section and, unless it is refused, runs it twice. @param name what a defect is reported by */
export function tried(tree: Tree, seed: number, name: string): Verdict {
  const text = written(tree);
  const defect = (why: string) => ({ defect: `${name}: ${why}\n${text}` });
  const resolved = accepted(text);
  if (typeof resolved === 'string') return resolved === '' ? 'refused' : defect(resolved);
  try {
    const values = resolved.points[0].components.token as TokenValues;
    const first = run(values, seed);
    const faults = first.flatMap((ledger) => faultsOf(ledger));
    if (faults.length > 0) return defect(faults.join('; '));
    const hashes = (ledgers: readonly Ledger[]) => ledgers.map((ledger) => ledger.hash()).join();
    if (hashes(first) !== hashes(run(values, seed))) return defect('two runs differ');
    if (seed % 5 === 0) {
      const { findings } = replicate(taskOf(resolved, {}, 0, 0));
      const odd = Object.entries(findings.values).find(([, { value }]) => Number.isNaN(value));
      if (odd !== undefined) return defect(`${odd[0]} is no number`);
    }
    return 'ran';
  } catch (error) {
    return defect(`${(error as Error).stack}`);
  }
}

/** The scenario, or why it is neither right nor properly refused; '' when it is refused. */
function accepted(text: string): ReturnType<typeof resolve> | string {
  try {
    const resolved = resolve(text);
    checkComponents(resolved, {}, 'test.yaml');
    return resolved;
  } catch (error) {
    if (!(error instanceof InputError)) return `refused by a crash: ${(error as Error).stack}`;
    const mute = error.problems.find(
      ({ path, expected, found }) => !(path.startsWith('token') && expected !== '' && found !== ''),
    );
    return mute === undefined ? '' : `refused without a reason: ${JSON.stringify(mute)}`;
  }
}

/** Ledgers of the paths at the end; their laws are asserted at every posting. */
function run(values: TokenValues, seed: number): Ledger[] {
  const plan = planOf(values, {});
  if (values.model === 'supply') return [supplyPath(values, plan, () => {}).ledger];
  const chance = chanceOf(new Streams(`${seed}`, 0));
  const days = { price: new Float64Array(plan.days), volume: new Float64Array(plan.days) };
  return Array.from({ length: values.paths }, (_, number) => {
    const path = new MarketPath(values, plan, chance, days, number);
    path.run(() => {});
    const odd = days.price.findIndex((price) => !(price >= 0));
    if (odd >= 0) throw new RangeError(`price of day ${odd}: ${days.price[odd]}`);
    return path.hands.ledger;
  });
}

/** Laws of the books, counted here once more. */
function faultsOf({ books }: Ledger): string[] {
  const sum = (list: readonly bigint[]) => list.reduce((all, each) => all + each, 0n);
  const { circulating, freeFloat } = supplyOf(books);
  const laws: [string, (books: Books) => boolean][] = [
    ['law 1', (b) => b.total === b.genesis + b.minted + b.bridgedIn - b.burned - b.bridgedOut],
    ['law 2', (b) => b.total === sum(b.balances) && b.balances.every((held) => held >= 0n)],
    ['law 3', (b) => b.released.every((out, i) => out >= 0n && out <= b.allocated[i])],
    ['law 4', () => 0n <= freeFloat && freeFloat <= circulating && circulating <= books.total],
    ['law 6', (b) => b.usdIn === b.usdOut + sum(b.cash) + sum(b.poolCash)],
    ['law 7', (b) => b.drawn.every((usd, i) => usd >= 0n && usd <= b.facilities[i].commitment)],
  ];
  return laws.filter(([, holds]) => !holds(books)).map(([name]) => `${name} broken`);
}

/** As a scenario; JSON is YAML but for numbers that are none. */
function written(tree: Tree): string {
  const plain = JSON.stringify(tree, (_, value) => {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return Number.isNaN(value) ? '@.nan@' : value > 0 ? '@.inf@' : '@-.inf@';
    }
    return value;
  });
  const token = plain.replaceAll(/"@(.*?)@"/g, '$1');
  return `name: economy\nquestion: q\nreplications: 1\ntoken: ${token}\n`;
}
