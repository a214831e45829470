/** Rules of inflation as a scenario would set them up. */
import { inflationRule, type Supply, TOKEN } from '../../../../models/token/inflation/index.ts';
import { checkPart } from '../../../../scenarios/check.ts';
import { InputError, type Problem } from '../../../../scenarios/problem.ts';
import { createSchema } from '../../../../scenarios/schema.ts';
import { fromPlain, type MapNode } from '../../../../scenarios/tree.ts';
import type { ParameterTable } from '../../../../sim/parameters.ts';

/** Values of a table: defaults, and what is given as it would be written. */
export function valuesOf(parameters: ParameterTable, given: object): Record<string, unknown> {
  const schema = createSchema({ part: { about: 'under test', parameters } });
  const place = { file: 'test', line: null, column: null };
  const problems: Problem[] = [];
  const tree = fromPlain({ part: given }, place) as MapNode;
  const part = checkPart(schema, tree, ['part'], problems);
  if (!part.ok) throw new InputError(problems);
  return part.value as Record<string, unknown>;
}

/** A rule with its state, that mints from where it stopped. */
export class Minter {
  readonly rule;
  readonly year: number;
  state: unknown;
  at = 0;
  supply: Supply;

  /** @param tokens whole tokens: total, and parts of it; all of it circulates unless given */
  constructor(
    name: string,
    given: object,
    tokens: { total: number; staked?: number; circulating?: number },
  ) {
    this.rule = inflationRule(name);
    this.year = this.rule.year.seconds;
    this.state = this.rule.start(valuesOf(this.rule.parameters, given));
    this.supply = {
      total: whole(tokens.total),
      staked: whole(tokens.staked ?? 0),
      circulating: whole(tokens.circulating ?? tokens.total),
    };
  }

  /** Base units minted up to a second; they join the total and what circulates. */
  to(second: number): bigint {
    const { minted, state } = this.rule.mint(this.state, this.at, second, this.supply);
    const { total, staked, circulating } = this.supply;
    this.supply = { total: total + minted, staked, circulating: circulating + minted };
    this.state = state;
    this.at = second;
    return minted;
  }

  /** Base units minted in each of the years that follow. */
  years(count: number): bigint[] {
    const first = Math.round(this.at / this.year);
    return Array.from({ length: count }, (_, i) => this.to((first + i + 1) * this.year));
  }

  get rate(): number {
    return this.rule.rate(this.state, this.at, this.supply);
  }
}

export function whole(tokens: number): bigint {
  return BigInt(tokens) * TOKEN;
}

/** Base units as a float of tokens. */
export function tokens(amount: bigint): number {
  return Number(amount) / 1e18;
}

/** Difference over the expected value. */
export function relative(found: number, expected: number): number {
  return Math.abs(found - expected) / Math.abs(expected);
}
