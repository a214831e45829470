import type { InflationRule } from '../../models/token/inflation/index.ts';
import {
  inflationPresets,
  inflationRules,
  inflationTable,
  type TableRow,
  type TableTerms,
  TOKEN,
} from '../../models/token/inflation/index.ts';
import { readTokens as tokensOf } from '../../models/token/unlocks/amounts.ts';
import { checkPart } from '../../scenarios/check.ts';
import { didYouMean, nearest } from '../../scenarios/nearest.ts';
import {
  InputError,
  oneOf,
  type Place,
  type Problem,
  problem,
  quote,
} from '../../scenarios/problem.ts';
import { createSchema } from '../../scenarios/schema.ts';
import { fromPlain, type MapNode, setAt } from '../../scenarios/tree.ts';
import { writeTable } from '../../scenarios/values.ts';
import { parseTree } from '../../scenarios/yaml-tree.ts';
import { UsageError } from './flags.ts';
import { ExitCode, type Io } from './io.ts';

const YEARS_MAX = 200;
/** Initial supply of 0G (token-economics 2). */
const SUPPLY = '1000000000';

export interface TokenInflationOptions {
  /** Name of a rule or of a preset. */
  readonly rule: string;
  readonly years: number;
  /** Tokens at genesis. */
  readonly supply?: string;
  /** Tokens, or a share such as `60 %` that is kept. */
  readonly staked?: string;
  /** Tokens that circulate at genesis, or a share of the supply; all of it unless given. */
  readonly circulating?: string;
  /** Parameters of the rule: name=value. */
  readonly set: readonly string[];
  readonly by: TableTerms['by'];
  readonly csv: boolean;
  readonly json: boolean;
}

interface Run {
  readonly rule: InflationRule;
  readonly values: Readonly<Record<string, unknown>>;
  readonly terms: TableTerms;
  /** What the name stands for: its own claim, not that of the rule behind it. */
  readonly claim: { readonly about: string; readonly status: string; readonly source: string };
}

/**
 * `droptower token inflation`: exact supply under one rule, period by period.
 * @throws InputError for a name, a parameter or an amount that is wrong; UsageError for flags that
 * contradict each other
 */
export function tokenInflationCommand(options: TokenInflationOptions, io: Io): number {
  if (options.csv && options.json) throw new UsageError('--csv: expected without --json');
  const run = readRun(options);
  const rows = table(run);
  if (options.json) io.out(jsonText(options, run, rows));
  else if (options.csv) io.out(csvText(options.by, rows));
  else io.out(plainText(options, run, rows));
  return ExitCode.done;
}

/** Rules and presets by name, for help. */
export const inflationNames: readonly string[] = [...inflationRules, ...inflationPresets].map(
  ({ name }) => name,
);

function readRun(options: TokenInflationOptions): Run {
  const { years, by } = options;
  if (!(Number.isInteger(years) && years >= 1 && years <= YEARS_MAX)) {
    throw new UsageError(`--years: expected a whole number from 1 to ${YEARS_MAX}, found ${years}`);
  }
  const preset = inflationPresets.find(({ name }) => name === options.rule);
  const rule = inflationRules.find(({ name }) => name === (preset?.rule ?? options.rule));
  if (rule === undefined) {
    const hint = didYouMean(nearest(options.rule, inflationNames));
    throw wrong('rule', oneOf(inflationNames, 40), quote(options.rule), hint);
  }
  const values = readValues(rule, preset?.values ?? {}, options.set);
  const supply = readTokens('--supply', options.supply ?? SUPPLY);
  const staked = readStaked(options.staked, rule, supply);
  const circulating = amountOf(
    readAmount('--circulating', options.circulating ?? '100 %', supply),
    supply,
  );
  return { rule, values, terms: { years, by, supply, circulating, staked }, claim: preset ?? rule };
}

/** The preset's values, changed by `name=value`, checked against the rule's own table. */
function readValues(
  rule: InflationRule,
  preset: Readonly<Record<string, unknown>>,
  sets: readonly string[],
): Readonly<Record<string, unknown>> {
  const schema = createSchema({ [rule.name]: rule });
  const problems: Problem[] = [];
  let tree = fromPlain({ [rule.name]: preset }, flagPlace('preset')) as MapNode;
  for (const set of sets) {
    const at = flagPlace(`--set ${set.slice(0, 200)}`);
    const equals = set.indexOf('=');
    const name = set.slice(0, Math.max(0, equals)).trim();
    const written = set.slice(equals + 1);
    if (name === '' || written.trim() === '') {
      problems.push(problem(at, '', '`name=value`', quote(set)));
      continue;
    }
    const value = parseTree(written, at.file, at.file, problems);
    if (value === null) continue;
    const changed = setAt(tree, [rule.name, ...name.split('.')], value);
    if (changed === null) problems.push(problem(at, name, 'the path of a parameter', quote(name)));
    else tree = changed as MapNode;
  }
  const part = checkPart(schema, tree, [rule.name], problems);
  if (problems.length > 0 || !part.ok) throw new InputError(problems);
  return part.value as Readonly<Record<string, unknown>>;
}

function readStaked(
  written: string | undefined,
  rule: InflationRule,
  supply: bigint,
): TableTerms['staked'] {
  if (written !== undefined) return readAmount('--staked', written, supply);
  if (!rule.uses.includes('staked')) return { amount: 0n };
  throw wrong('--staked', `tokens or a share, on which ${rule.name} depends`, 'nothing');
}

type Amount = { readonly amount: bigint } | { readonly share: bigint };

/** Tokens, at most `most`, or a share of it. */
function readAmount(flag: string, written: string, most: bigint): Amount {
  const percent = /^\s*([0-9]+(?:\.[0-9]{1,16})?)\s*%\s*$/.exec(written)?.[1];
  if (percent !== undefined) {
    const share = decimal(percent, 16);
    if (share <= TOKEN) return { share };
    throw wrong(flag, 'a share of at most 100 %', quote(written));
  }
  const amount = readTokens(flag, written);
  // A bare 0.5 is meant as a share more often than as half a token.
  if (amount > 0n && amount < TOKEN) {
    throw wrong(flag, `tokens, or a share such as 50 %`, quote(written));
  }
  if (amount <= most) return { amount };
  throw wrong(flag, `at most the supply of ${tokenText(most)}`, quote(written));
}

function amountOf(amount: Amount, whole: bigint): bigint {
  return 'share' in amount ? (whole * amount.share) / TOKEN : amount.amount;
}

function readTokens(flag: string, written: string): bigint {
  const units = tokensOf(written);
  if (units !== null && units >= 0n) return units;
  throw wrong(flag, 'tokens such as 1bn or 250,000,000', quote(written));
}

/** Digits of a decimal, shifted by `places`. */
function decimal(text: string, places: number): bigint {
  const [whole, rest = ''] = text.split('.');
  return BigInt(whole + rest.padEnd(places, '0'));
}

function table({ rule, values, terms }: Run): TableRow[] {
  try {
    return inflationTable(rule, values, terms);
  } catch (error) {
    const said = error instanceof RangeError ? error.message : '';
    const parts = /^(.*?), expected (.*), got (.*)$/s.exec(said);
    if (parts === null) throw error;
    throw wrong(`${rule.name} ${parts[1]}`, parts[2], parts[3]);
  }
}

function flagPlace(flag: string): Place {
  return { file: flag, line: null, column: null };
}

function wrong(flag: string, expected: string, found: string, hint?: string): InputError {
  return new InputError([problem(flagPlace(flag), '', expected, found, hint)]);
}

/** Exact tokens: `80000000`, `7.5022848`. */
function tokenText(amount: bigint): string {
  const digits = amount.toString().padStart(19, '0');
  const rest = digits.slice(-18).replace(/0+$/, '');
  return rest === '' ? digits.slice(0, -18) : `${digits.slice(0, -18)}.${rest}`;
}

/** Tokens for people: whole and grouped, or exact for supplies below a million. */
function shownTokens(amount: bigint, exact: boolean): string {
  const text = exact ? tokenText(amount) : String((amount + TOKEN / 2n) / TOKEN);
  const [whole, rest] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

function rateText(rate: number): string {
  return `${(100 * rate).toFixed(4)} %`;
}

const EXACT_BELOW = 1_000_000n * TOKEN;

function plainText(options: TokenInflationOptions, run: Run, rows: readonly TableRow[]): string {
  const { rule, claim, terms } = run;
  const exact = rows.every(({ supply }) => supply < EXACT_BELOW);
  const hasReleased = rows.some(({ released }) => released > 0n);
  const tokens = (amount: bigint) => shownTokens(amount, exact);
  const heads = [options.by, 'rate', 'minted', ...(hasReleased ? ['from bucket'] : [])];
  const cells = rows.map((row) => [
    String(row.period),
    rateText(row.rate),
    tokens(row.minted),
    ...(hasReleased ? [tokens(row.released)] : []),
    tokens(row.supply),
    tokens(row.cumulative),
  ]);
  const lines = [
    `${options.rule}: ${claim.about}`,
    `${claim.status}${claim.source === '' ? '' : `: ${claim.source}`}`,
    `year: ${rule.year.text}; rounding: ${rule.rounding}; refresh: ${rule.refresh}`,
    `begins with ${tokens(terms.supply)} tokens${stakedText(rule, terms, tokens)}`,
    ...(rule.additive === 'no' ? ['each row is one payment: shorter periods give other sums'] : []),
    '',
    ...aligned([[...heads, 'supply at end', 'minted in all'], ...cells]),
  ];
  return `${lines.join('\n')}\n`;
}

function stakedText(
  { uses }: InflationRule,
  { staked, circulating }: TableTerms,
  tokens: (amount: bigint) => string,
): string {
  const parts: string[] = [];
  if (uses.includes('circulating')) parts.push(`, ${tokens(circulating)} circulating`);
  if (uses.includes('staked')) {
    const share = 'share' in staked;
    parts.push(
      share ? `, ${tokenText(staked.share * 100n)} % staked` : `, ${tokens(staked.amount)} staked`,
    );
  }
  return parts.join('');
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) => row.map((cell, i) => cell.padStart(widths[i])).join('  '));
}

/** Exact tokens, rates as fractions, times in seconds since genesis. */
function csvText(by: TableTerms['by'], rows: readonly TableRow[]): string {
  const lines = rows.map(({ period, from, to, rate, ...amounts }) => {
    const { minted, released, supply, cumulative } = amounts;
    return [period, from, to, rate, ...[minted, released, supply, cumulative].map(tokenText)].join(
      ',',
    );
  });
  return `${[`${by},from,to,rate,minted,released,supply,cumulative`, ...lines].join('\n')}\n`;
}

/** Amounts as texts, since JSON numbers cannot hold them: exact tokens, and base units of 10^-18. */
function jsonText(options: TokenInflationOptions, run: Run, rows: readonly TableRow[]): string {
  const { rule, values, claim, terms } = run;
  const { staked } = terms;
  const amount = (base: bigint) => ({ tokens: tokenText(base), base: String(base) });
  const document = {
    rule: options.rule,
    about: claim.about,
    status: claim.status,
    source: claim.source,
    year: rule.year,
    rounding: rule.rounding,
    refresh: rule.refresh,
    parameters: writeTable(rule.parameters, values),
    supply: amount(terms.supply),
    circulating: amount(terms.circulating),
    staked: 'share' in staked ? { share: Number(staked.share) / 1e18 } : amount(staked.amount),
    by: options.by,
    rows: rows.map(({ period, from, to, rate, minted, released, supply, cumulative }) => ({
      ...{ period, from, to, rate },
      minted: amount(minted),
      released: amount(released),
      supply: amount(supply),
      cumulative: amount(cumulative),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
