/** The table of validity: published values beside simulated ones, as GitHub Markdown. */
import type { Cell, Metric } from '../scenarios/results.ts';
import type { Target } from '../scenarios/targets.ts';
import { magnitude, significant } from './numbers.ts';
import { readQuantity } from './quantity.ts';
import { escapeMarkdown, valueText } from './text.ts';

export const VALIDITY_BEGIN = '<!-- validity:begin -->';
export const VALIDITY_END = '<!-- validity:end -->';

/** What a run of one scenario says about its targets; `cells` are in order of sweep point. */
export interface ValidityInput {
  readonly scenario: string;
  readonly targets: readonly Target[];
  readonly cells: readonly Cell[];
}

/** One target beside what the simulation found. */
export interface ValidityRow {
  readonly scenario: string;
  readonly target: Target;
  /** In the target's base unit; null when there is nothing to compare with. */
  readonly simulated: number | null;
  /** Half the width of the 95 % interval of a mean; null for quantiles and single runs. */
  readonly halfWidth: number | null;
  /** Simulated over published, less one; null without a value or for a published zero. */
  readonly error: number | null;
  readonly inside: boolean;
  /** Why there is nothing to compare; null when there is. */
  readonly reason: string | null;
}

/** Compares every target; a target that cannot be compared counts as missed. */
export function validityRows(inputs: readonly ValidityInput[]): ValidityRow[] {
  return inputs.flatMap(({ scenario, targets, cells }) =>
    targets.map((target) => compare(scenario, target, cells[target.point])),
  );
}

interface Found {
  readonly metric: Metric;
  readonly value: number;
  readonly isMean: boolean;
}

/** A metric by its name, or a quantile by the name of its metric and its own: `disk.read.p99`. */
function find(cell: Cell, name: string): Found | null {
  const own = (of: object, key: string) => Object.hasOwn(of, key);
  if (own(cell.metrics, name)) {
    const metric = cell.metrics[name];
    return { metric, value: metric.mean, isMean: true };
  }
  const [, base, statistic, breakdown] = /^(.*)\.([a-z0-9]+)((?:\[.*\])?)$/.exec(name) ?? [];
  const whole = `${base ?? ''}${breakdown ?? ''}`;
  if (base === undefined || !own(cell.metrics, whole)) return null;
  const metric = cell.metrics[whole];
  if (statistic === 'mean') return { metric, value: metric.mean, isMean: true };
  const { quantiles } = metric;
  if (quantiles === undefined || !own(quantiles, statistic)) return null;
  return { metric, value: quantiles[statistic], isMean: false };
}

function compare(scenario: string, target: Target, cell: Cell | undefined): ValidityRow {
  const missed = (reason: string): ValidityRow => {
    const nothing = { simulated: null, halfWidth: null, error: null };
    return { scenario, target, ...nothing, inside: false, reason };
  };
  const found = cell === undefined ? null : find(cell, target.metric);
  if (found === null) return missed('no such metric');
  const { metric, value, isMean } = found;
  if (metric.unit !== target.baseUnit) {
    return missed(`unit ${metric.unit} instead of ${target.baseUnit}`);
  }
  if (!Number.isFinite(value)) return missed('no finite value');
  const error = target.published === 0 ? null : value / target.published - 1;
  return {
    scenario,
    target,
    simulated: value,
    halfWidth: isMean && metric.n > 1 ? (metric.high - metric.low) / 2 : null,
    error,
    inside: agrees(target, value),
    reason: null,
  };
}

/** A published zero is met by zero only. */
function agrees({ published, band, factor }: Target, value: number): boolean {
  if (published === 0) return value === 0;
  if (factor === null) return Math.abs(value / published - 1) <= (band ?? 0);
  const ends = [published / factor, published * factor];
  return Math.min(...ends) <= value && value <= Math.max(...ends);
}

const HEAD = ['what', 'published', 'simulated', 'error', 'band', '', 'scenario', 'source'];
const RIGHT = ['published', 'simulated', 'error', 'band'];

/** The table and a sentence that counts; the same rows give the same bytes. */
export function renderValidity(rows: readonly ValidityRow[]): string {
  if (rows.length === 0) return 'No scenario has published values to compare with.\n';
  const inside = rows.filter((row) => row.inside).length;
  const missed = rows.length - inside;
  const sentence =
    `${inside} of ${rows.length} published values lie inside their band, ${missed} ` +
    `${missed === 1 ? 'is' : 'are'} missed. ± is the 95 % interval of the mean over runs.`;
  const rule = HEAD.map((name) => (RIGHT.includes(name) ? '---:' : '---'));
  const lines = [HEAD, rule, ...rows.map(rowCells)];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n\n${sentence}\n`;
}

function rowCells(row: ValidityRow): string[] {
  const { target, scenario } = row;
  const set = Object.entries(target.set).map(([path, value]) => `${path} = ${valueText(value)}`);
  const place = set.length === 0 ? scenario : `${scenario}: ${set.join(', ')}`;
  return [
    escapeMarkdown(target.metric),
    escapeMarkdown(inUnitOf(target, target.published)),
    escapeMarkdown(simulatedText(row)),
    row.error === null ? '' : percent(row.error, true),
    target.factor === null ? percent(target.band ?? 0, false) : `x${significant(target.factor)}`,
    row.inside ? 'inside' : '**MISSED**',
    escapeMarkdown(place),
    escapeMarkdown(`${target.status}: ${target.source}`),
  ];
}

function simulatedText({ target, simulated, halfWidth, reason }: ValidityRow): string {
  if (simulated === null) return reason ?? '';
  // An interval below what is shown is rounding of equal runs.
  const narrow = halfWidth === null || halfWidth < Math.abs(simulated) * 1e-5;
  if (narrow) return inUnitOf(target, simulated);
  const { size, name } = unitOf(target);
  const [mean, half] = [simulated / size, halfWidth / size];
  const decimals = Math.min(6, Math.max(0, 1 - magnitude(Number(half.toPrecision(2)))));
  const text = `${mean.toFixed(decimals)} ± ${significant(half, 2)}`;
  return name === '' ? text : `${text} ${name}`;
}

function inUnitOf(target: Target, value: number): string {
  const { size, name } = unitOf(target);
  const text = significant(value / size);
  return name === '' ? text : `${text} ${name}`;
}

/** The unit in which the value was published. */
function unitOf({ unit, baseUnit }: Target): { size: number; name: string } {
  if (unit === '1' || unit === '') return { size: 1, name: '' };
  if (unit === '1/s') return { size: 1, name: '/s' };
  const read = readQuantity(`1 ${unit}`);
  return { size: read !== null && read.unit === baseUnit ? read.value : 1, name: unit };
}

function percent(share: number, signed: boolean): string {
  const value = share * 100;
  const text = Math.abs(value) < 10 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);
  const plain = Number(text) === 0 ? '0' : text;
  return `${signed && Number(plain) > 0 ? '+' : ''}${plain} %`;
}

/**
 * A text with the table between its two marks replaced; null unless both marks stand there once and
 * in order.
 */
export function replaceValidity(text: string, table: string): string | null {
  const begin = text.indexOf(VALIDITY_BEGIN);
  const end = text.indexOf(VALIDITY_END);
  const once = begin === text.lastIndexOf(VALIDITY_BEGIN) && end === text.lastIndexOf(VALIDITY_END);
  if (begin < 0 || end < begin || !once) return null;
  const before = text.slice(0, begin + VALIDITY_BEGIN.length);
  return `${before}\n\n${table.trimEnd()}\n\n${text.slice(end)}`;
}
