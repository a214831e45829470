import type { ParameterTable, Values } from '../../sim/parameters.ts';
import type { Component } from '../component.ts';
import type { Measures } from '../measures.ts';
import type { Ceiling } from './layer.ts';

/** What somebody says that a layer carries; the scenario's other sections say on which machines. */
export const claimParameters = {
  name: {
    kind: 'text',
    default: 'unnamed',
    about: 'Who claims what, in a few words',
    status: 'choice',
  },
  rate: {
    kind: 'rate',
    default: '1 MB/s',
    min: 1,
    about: 'Claimed throughput of payload',
    status: 'choice',
  },
  source: {
    kind: 'text',
    default: 'not given',
    about: 'Where it is claimed, and for which set-up',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export const claimComponent: Component = {
  about: 'A published throughput, to be compared with what its own parameters carry',
  parameters: claimParameters,
  highlights: ['claims.published', 'claims.supported', 'claims.supported_share'],
  companions: { 'claims.supported': 'claims.published' },
};

/** Published figures are rounded. */
const ROUNDING = 0.01;

/** How many times more a limit would have to carry, for people. */
function times(factor: number): string {
  return `${Number(factor.toPrecision(factor < 10 ? 2 : 3))} times`;
}

/**
 * What would have to change for a rate to be reached: every closed form below it, lowest first, and
 * how far the machines stay behind the lowest.
 * @param reached throughput found, payload bytes per second
 */
export function changesNeeded(
  claimed: number,
  reached: number,
  ceilings: readonly Ceiling[],
): string {
  if (reached >= claimed * (1 - ROUNDING)) return 'nothing';
  const sorted = ceilings.toSorted((a, b) => a.rate - b.rate);
  const below = sorted.filter(({ rate }) => rate < claimed * (1 - ROUNDING));
  const changes = below.map(({ name, rate }) => `${name}: ${times(claimed / rate)}`);
  const [lowest] = sorted;
  const behind = Math.min(claimed, lowest.rate);
  if (reached < behind * (1 - ROUNDING))
    changes.push(`time below the limits: ${times(behind / reached)}`);
  return changes.join('; ');
}

/** Compares a run with the claim about its layer. */
export function reportClaim(
  measures: Measures,
  { name, rate, source }: Values<typeof claimParameters>,
  reached: number,
  ceilings: readonly Ceiling[],
): void {
  measures.value('claims.published', 'B/s', rate);
  measures.value('claims.supported', 'B/s', reached);
  measures.value('claims.supported_share', '1', reached / rate);
  measures.label('claims.claim', name);
  measures.label('claims.source', source);
  const lowest = ceilings.reduce<Ceiling | undefined>(
    (a, b) => (a === undefined || b.rate < a.rate ? b : a),
    undefined,
  );
  const limit = reached > 0 ? lowest?.name : undefined;
  measures.label('claims.first_limit', limit ?? 'nothing gets through');
  const needed = limit === undefined ? 'a start' : changesNeeded(rate, reached, ceilings);
  measures.label('claims.needed', needed);
}
