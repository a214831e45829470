/**
 * The language of `expect:` lines.
 *
 *     line    = sum ( ">" | ">=" | "<" | "<=" | "==" | "!=" ) sum
 *     sum     = term { ( "+" | "-" ) term }
 *     term    = factor { ( "*" | "/" ) factor }
 *     factor  = "-" factor | "(" sum ")" | number [ unit ] | text | metric
 *     metric  = name { "[" breakdown "]" | "[" path "=" value { "," path "=" value } "]" } [ "." statistic ]
 *
 * Brackets with an equals sign choose sweep points, others belong to the metric's name. Literals
 * with a unit are in base SI.
 */
import { oneOf, quote } from './problem.ts';
import { knownUnits, toBaseSI } from './units.ts';

export interface FilterText {
  readonly path: string;
  readonly value: string;
  /** Offset of the path in the line. */
  readonly at: number;
}

export interface MetricTerm {
  readonly kind: 'metric';
  /** Dotted name up to the first bracket, with the statistic when it stands there. */
  readonly name: string;
  /** `[holder]`, brackets included, or empty. */
  readonly breakdown: string;
  /** Statistic written after the brackets, or empty. */
  readonly statistic: string;
  readonly filters: readonly FilterText[];
}

export type Term =
  | MetricTerm
  | { readonly kind: 'number'; readonly value: number; readonly unit: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'negative'; readonly of: Term }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Term; readonly right: Term };

export interface Comparison {
  readonly text: string;
  readonly op: (typeof COMPARISONS)[number];
  readonly left: Term;
  readonly right: Term;
  /** Every metric in the line, from left to right. */
  readonly metrics: readonly MetricTerm[];
}

const COMPARISONS = ['>=', '<=', '==', '!=', '>', '<'] as const;
const MAX_LENGTH = 1000;
const MAX_DEPTH = 50;

/** Where and how a line departs from the grammar; `at` is an offset into the line. */
export class SyntaxProblem extends Error {
  readonly at: number;
  readonly expected: string;
  readonly found: string;
  readonly hint: string | undefined;

  constructor(at: number, expected: string, found: string, hint?: string) {
    super(`expected ${expected}; found ${found}`);
    this.name = 'SyntaxProblem';
    this.at = at;
    this.expected = expected;
    this.found = found;
    this.hint = hint;
  }
}

/** Parses one line. Throws {@link SyntaxProblem}. */
export function parseComparison(text: string): Comparison {
  if (text.length > MAX_LENGTH) {
    throw new SyntaxProblem(0, `at most ${MAX_LENGTH} characters`, String(text.length));
  }
  return new Parser(text).line();
}

/** Parses the name of a metric as it stands in a line, without filters. Throws {@link SyntaxProblem}. */
export function parseMetric(text: string): MetricTerm {
  return new Parser(text).lone();
}

/** The name of a metric as a line would write it, without filters. */
export function metricText({ name, breakdown, statistic }: MetricTerm): string {
  return name + breakdown + (statistic === '' ? '' : `.${statistic}`);
}

class Parser {
  private readonly text: string;
  private at = 0;
  private depth = 0;
  private readonly metrics: MetricTerm[] = [];

  constructor(text: string) {
    this.text = text;
  }

  line(): Comparison {
    const left = this.sum();
    this.space();
    const op = COMPARISONS.find((sign) => this.text.startsWith(sign, this.at));
    if (op === undefined) {
      const hint = this.text[this.at] === '=' ? 'write `==`' : undefined;
      throw new SyntaxProblem(this.at, `${oneOf(COMPARISONS)} or arithmetic`, this.rest(), hint);
    }
    const opAt = this.at;
    this.at += op.length;
    const right = this.sum();
    this.space();
    if (this.at < this.text.length) {
      throw new SyntaxProblem(this.at, 'the end of the line', this.rest());
    }
    if (this.metrics.length === 0) throw new SyntaxProblem(0, 'a metric', 'only constants');
    this.checkText(op, opAt, left, right);
    return { text: this.text, op, left, right, metrics: this.metrics };
  }

  lone(): MetricTerm {
    this.space();
    const at = this.at;
    const term = this.operand();
    this.space();
    if (this.at < this.text.length) {
      throw new SyntaxProblem(this.at, 'the end of the metric', this.rest());
    }
    if (term.kind !== 'metric' || term.filters.length > 0) {
      throw new SyntaxProblem(at, 'a metric without filters', quote(this.text));
    }
    return term;
  }

  private checkText(op: string, at: number, left: Term, right: Term): void {
    if (left.kind !== 'text' && right.kind !== 'text') return;
    const other = left.kind === 'text' ? right : left;
    if (op !== '==' && op !== '!=') {
      throw new SyntaxProblem(at, '"==" or "!=" beside text', quote(op));
    }
    if (other.kind !== 'metric') {
      throw new SyntaxProblem(at, 'a label compared with text', 'arithmetic');
    }
  }

  private sum(): Term {
    return this.chain(/[+-]/y, () => this.chain(/[*/]/y, () => this.factor()));
  }

  private chain(operator: RegExp, next: () => Term): Term {
    let left = next();
    for (;;) {
      this.space();
      const at = this.at;
      const op = this.take(operator);
      if (op === null) return left;
      const right = next();
      if (left.kind === 'text' || right.kind === 'text') {
        throw new SyntaxProblem(at, 'numbers on both sides of arithmetic', 'text');
      }
      left = { kind: 'binary', op, left, right };
    }
  }

  private factor(): Term {
    this.space();
    if (++this.depth > MAX_DEPTH) {
      throw new SyntaxProblem(this.at, `at most ${MAX_DEPTH} levels`, 'more');
    }
    const term = this.operand();
    this.depth--;
    return term;
  }

  private operand(): Term {
    const at = this.at;
    if (this.take(/-/y) !== null) {
      const of = this.factor();
      if (of.kind === 'text') throw new SyntaxProblem(at, 'a number after "-"', 'text');
      return { kind: 'negative', of };
    }
    if (this.take(/\(/y) !== null) {
      const inner = this.sum();
      this.space();
      if (this.take(/\)/y) === null) throw new SyntaxProblem(this.at, '")"', this.rest());
      return inner;
    }
    const text = this.take(/"[^"]*"|'[^']*'/y);
    if (text !== null) return { kind: 'text', value: text.slice(1, -1) };
    const number = this.take(/[0-9][0-9_]*(\.[0-9]+)?/y);
    if (number !== null) return this.literal(number, at);
    const name = this.take(/[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*/y);
    if (name === null) {
      throw new SyntaxProblem(at, 'a metric, a number, text in quotes or "("', this.rest());
    }
    return this.metric(name);
  }

  private literal(number: string, at: number): Term {
    const before = this.at;
    this.space();
    const unitAt = this.at;
    const unit = this.take(/[A-Za-zµμ]+(\/s\b)?|%/y);
    if (unit === null) this.at = before;
    const literal = toBaseSI(number, unit ?? '');
    if (literal !== null) return { kind: 'number', ...literal };
    if (unit === null) throw new SyntaxProblem(at, 'a number', quote(number));
    throw new SyntaxProblem(unitAt, oneOf(knownUnits(), 32), quote(unit));
  }

  private metric(name: string): Term {
    let breakdown = '';
    const filters: FilterText[] = [];
    while (this.text[this.at] === '[') {
      const open = this.at;
      const bracket = this.take(/\[[^\]]*\]/y);
      if (bracket === null) throw new SyntaxProblem(open, 'a closing "]"', 'the end of the line');
      const inside = bracket.slice(1, -1);
      if (inside.trim() === '') throw new SyntaxProblem(open, 'a name or path=value', '"[]"');
      if (inside.includes('=')) filters.push(...readFilters(inside, open + 1));
      else if (breakdown === '') breakdown = bracket;
      else throw new SyntaxProblem(open, 'one breakdown', quote(bracket));
    }
    const statistic = this.take(/\.[A-Za-z0-9_]+(\.[0-9]+)?/y)?.slice(1) ?? '';
    const metric: MetricTerm = { kind: 'metric', name, breakdown, statistic, filters };
    this.metrics.push(metric);
    return metric;
  }

  private space(): void {
    this.take(/\s+/y);
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return null;
    this.at += match[0].length;
    return match[0];
  }

  private rest(): string {
    return this.at >= this.text.length ? 'the end of the line' : quote(this.text.slice(this.at));
  }
}

function readFilters(inside: string, start: number): FilterText[] {
  let at = start;
  return inside.split(',').map((part) => {
    const offset = at + (part.length - part.trimStart().length);
    at += part.length + 1;
    const equals = part.indexOf('=');
    const path = part.slice(0, Math.max(equals, 0)).trim();
    const value = part.slice(equals + 1).trim();
    if (equals < 0 || path === '' || value === '') {
      throw new SyntaxProblem(offset, 'path=value', quote(part.trim()));
    }
    return { path, value: /^(".*"|'.*')$/.test(value) ? value.slice(1, -1) : value, at: offset };
  });
}
