import { components } from '../../models/index.ts';
import type { Loaded } from '../../scenarios/bundle.ts';
import {
  type Comparison,
  metricText,
  parseComparison,
  SyntaxProblem,
} from '../../scenarios/expression.ts';
import { type Factor, valueAt } from '../../scenarios/factor.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { didYouMean, nearest } from '../../scenarios/nearest.ts';
import { locate } from '../../scenarios/paths.ts';
import { quote } from '../../scenarios/problem.ts';
import type { Metric, Summary } from '../../scenarios/results.ts';
import {
  describeParameter,
  isLeaf,
  isQuantity,
  readLeaf,
  writeValue,
} from '../../scenarios/values.ts';
import { type Tick, toSeconds } from '../../sim/time.ts';
import { significant } from '../numbers.ts';
import { visible } from '../text.ts';
import { formatValue, isShare } from '../units.ts';
import {
  execute,
  Interrupted,
  readyThreads,
  reportInterruption,
  type ThreadOptions,
} from './execute.ts';
import { UsageError } from './flags.ts';
import { ExitCode, type Io } from './io.ts';

export interface BreakEvenOptions extends ThreadOptions {
  readonly scenario: string;
  readonly set: readonly string[];
  /** Path of the parameter. */
  readonly vary: string;
  /** Both ends of the search, as written in a scenario. */
  readonly between: readonly string[];
  /** A line as in `expect:`. */
  readonly until: string;
  /** Width of the bracket to end with, as a share of its values. */
  readonly tolerance?: number;
  readonly seed?: string;
  readonly replications?: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** One value that was tried. */
interface Trial {
  /** In base units of scenarios. */
  readonly value: number;
  readonly written: string;
  readonly found: number;
  /** The metric of the line where there is only one; its interval is shown. */
  readonly metric: Metric | null;
  readonly holds: boolean;
}

const TOLERANCE = 0.01;
/** Halvings after which a bracket around zero is narrow enough for anybody. */
const MOST_STEPS = 50;

/**
 * `droptower break-even`: the value of one parameter at which a line begins or ceases to hold, by
 * bisection. All values share their chance, so that the line flips because of the value alone; where it
 * flips several times, one of the places is found.
 */
export async function breakEvenCommand(options: BreakEvenOptions, io: Io): Promise<number> {
  readyThreads(options);
  const line = readLine(options.until);
  const factor = readFactor(options);
  const load = loader(options, factor);
  // With --json what is found on the way is progress.
  const say = (text: string) => {
    if (!options.json) io.out(text);
    else if (!options.quiet) io.err(text);
  };
  // Both ends are read and checked before anything runs.
  for (const end of [factor.from, factor.to]) load(end);
  const trials: Trial[] = [];
  const at = async (value: number): Promise<Trial> => {
    const outcome = await execute(load(value), io, options);
    const trial = readTrial(outcome.summary, factor, line, value);
    trials.push(trial);
    say(`  ${describe(options, line, trial)}\n`);
    return trial;
  };
  try {
    say(`${visible(options.until)}, by ${visible(options.vary)}\n`);
    let low = await at(factor.from);
    let high = await at(factor.to);
    const found = low.holds !== high.holds;
    const tolerance = options.tolerance ?? TOLERANCE;
    for (let step = 0; found && step < MOST_STEPS; step++) {
      const size = Math.max(Math.abs(low.value), Math.abs(high.value));
      if (high.value - low.value <= tolerance * size) break;
      const middle = valueAt({ ...factor, from: low.value, to: high.value }, 0.5);
      if (middle === low.value || middle === high.value) break;
      const trial = await at(middle);
      if (trial.holds === low.holds) low = trial;
      else high = trial;
    }
    const bracket = found ? [low, high] : null;
    if (options.json)
      io.out(`${JSON.stringify(document(options, factor, trials, bracket), null, 2)}\n`);
    else io.out(`${conclusion(options, line, low, high)}\n`);
    return found ? ExitCode.done : ExitCode.failed;
  } catch (error) {
    if (error instanceof Interrupted) return reportInterruption(io);
    throw error;
  }
}

function readLine(until: string): Comparison {
  try {
    const line = parseComparison(until);
    const filtered = line.metrics.find(({ filters }) => filters.length > 0);
    if (filtered !== undefined) {
      const { path, value } = filtered.filters[0]!;
      const hint = `write --set ${path}=${value}`;
      throw new UsageError(
        `--until: expected a line without filters, found ${quote(until)}; ${hint}`,
      );
    }
    if (line.left.kind === 'text' || line.right.kind === 'text') {
      throw new UsageError(`--until: expected numbers on both sides, found ${quote(until)}`);
    }
    return line;
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    const { at, expected, found, hint } = error;
    const more = hint === undefined ? '' : `; ${hint}`;
    throw new UsageError(
      `--until: expected ${expected} at column ${at + 1}, found ${found}${more}`,
    );
  }
}

function readFactor({ vary: path, between }: BreakEvenOptions): Factor {
  const located = locate(components, path);
  if (!located.found) {
    const hint = didYouMean(located.near);
    const more = hint === undefined ? '' : `; ${hint}`;
    throw new UsageError(`--vary: expected the path of a parameter, found ${quote(path)}${more}`);
  }
  const { parameter } = located;
  if (!isLeaf(parameter) || !isQuantity(parameter)) {
    const found = `${quote(path)}, which takes ${describeParameter(parameter)}`;
    throw new UsageError(
      `--vary: expected the path of a parameter that is a number, found ${found}`,
    );
  }
  if (between.length !== 2) {
    throw new UsageError(`--between: expected two values, found ${between.length}`);
  }
  const [from, to] = between.map((text) => {
    const reading = readLeaf(parameter, text);
    if (reading.ok) return reading.value as number;
    const more = reading.hint === undefined ? '' : `; ${reading.hint}`;
    throw new UsageError(`--between: expected ${reading.expected}, found ${quote(text)}${more}`);
  }) as [number, number];
  if (from >= to) {
    const [first, second] = between.map(quote);
    throw new UsageError(`--between: expected the lower value first, found ${first} and ${second}`);
  }
  return { path, parameter, from, to, scale: 'linear' };
}

function readTrial(summary: Summary, factor: Factor, line: Comparison, value: number): Trial {
  const written = writtenOf(factor, value);
  const { found, pass } = summary.expectations[0]!;
  const { metrics } = summary.cells[0]!;
  if (typeof found !== 'number') {
    const names = Object.keys(metrics);
    const missing = line.metrics.map(metricText).find((name) => !names.includes(name)) ?? '';
    const hint = didYouMean(nearest(missing, names));
    const more = hint === undefined ? '' : `; ${hint}`;
    const why = found ?? `${quote(missing)}, which ${factor.path} = ${written} does not give`;
    throw new UsageError(`--until: expected metrics of the results, found ${why}${more}`);
  }
  const only = line.left.kind === 'metric' ? metrics[metricText(line.left)] : undefined;
  return { value, written, found, metric: only ?? null, holds: pass };
}

function writtenOf({ parameter }: Factor, value: number): string {
  return String(writeValue(parameter, value));
}

/** Loads the scenario with a value in the place of the parameter. */
function loader(options: BreakEvenOptions, factor: Factor): (value: number) => Loaded {
  const { scenario, seed, replications, until } = options;
  return (value) => {
    const set = `${factor.path}=${writtenOf(factor, value)}`;
    // Published values speak of points that the search need not have.
    const sets = [...options.set, 'targets=null', set];
    const loaded = loadScenario(scenario, sets, { seed, replications, expect: [until] });
    const points = loaded.resolved.points.length;
    if (points === 1) return loaded;
    const hint = 'choose one with --set sweep=null and --set for what was swept';
    throw new UsageError(
      `break-even: expected a scenario with one point, found ${points}; ${hint}`,
    );
  };
}

function describe({ vary }: BreakEvenOptions, line: Comparison, trial: Trial): string {
  const { written, metric, holds } = trial;
  const bounds =
    metric === null || metric.n < 2
      ? ''
      : ` [${shown(line, trial, metric.low)}, ${shown(line, trial, metric.high)}]`;
  const found = `${shown(line, trial, trial.found)}${bounds}`;
  return visible(`${vary} = ${written}: ${found} ${holds ? 'holds' : 'does not hold'}`);
}

function shown({ left }: Comparison, { metric }: Trial, value: number): string {
  if (metric === null || left.kind !== 'metric') return significant(value, 4);
  return formatValue(value, metric.unit, metric.unit === '1' && isShare(metricText(left)));
}

function conclusion(options: BreakEvenOptions, line: Comparison, low: Trial, high: Trial): string {
  const { until, vary, tolerance = TOLERANCE } = options;
  if (low.holds === high.holds) {
    const [a, b] = [low, high].map((end) => `${shown(line, end, end.found)} at ${end.written}`);
    const both = low.holds ? 'holds at both ends' : 'holds at neither end';
    return visible(`No break-even: ${until} ${both} (${a}, ${b}).`);
  }
  const [yes, no] = low.holds ? [low, high] : [high, low];
  const size = Math.max(Math.abs(low.value), Math.abs(high.value));
  const apart = significant((100 * (high.value - low.value)) / size, 2);
  return visible(
    `Break-even of ${vary} between ${low.written} and ${high.written}: ${until} holds at ` +
      `${yes.written} and not at ${no.written} (${apart} % apart, tolerance ${significant(100 * tolerance, 3)} %).`,
  );
}

/** What `--json` prints; values in base SI. */
function document(
  { scenario, vary, until, tolerance = TOLERANCE }: BreakEvenOptions,
  { parameter }: Factor,
  trials: readonly Trial[],
  bracket: readonly Trial[] | null,
) {
  const units: Readonly<Record<string, string>> = { duration: 's', size: 'B', rate: 'B/s' };
  const unit = units[parameter.kind] ?? '1';
  const base = ({ value }: Trial) => (unit === 's' ? toSeconds(value as Tick) : value);
  const points = trials.map((trial) => {
    const { written, found, metric, holds } = trial;
    const bounds = metric === null ? {} : { low: metric.low, high: metric.high, n: metric.n };
    return { value: base(trial), written, found, ...bounds, holds };
  });
  const between = bracket?.map(base) ?? null;
  return { scenario, vary, unit, until, tolerance, points, bracket: between };
}
