/** Results as an economist has them: quantiles over time, parts of a whole, and designs of experiments. */
import type { ReportInput } from '../../reports/input.ts';
import type { Cell, Sensitivity, Series } from '../../scenarios/results.ts';
import { metric, sampleInput, sampleSummary } from './sample.ts';

export const SHARES = [1, 5, 25, 50, 75, 95, 99];
export const HOLDERS = ['treasury', 'team', 'backers', 'market'];
const DAY = 86_400;
const MONTHS = 12;

/** Spread of the quantiles around a median of 2, which grows with time: 2 (1 + spread t / 12). */
const SPREADS = [-0.9, -0.6, -0.2, 0, 0.3, 1, 2];

export function quantileAt(index: number, month: number): number {
  return 2 * (1 + (SPREADS[index]! * month) / MONTHS);
}

/** Holders start with 400, 300, 200 and 100; team and backers sell 5 a month each to the market. */
export function heldAt(index: number, month: number, speed: number): number {
  const sold = 5 * speed * month;
  return [400, 300 - sold, 200 - sold, 100 + 2 * sold][index]!;
}

function curve(cell: number, name: string, unit: string, at: (month: number) => number): Series {
  const points = Array.from(
    { length: MONTHS + 1 },
    (_, month) => [month * 30 * DAY, at(month)] as const,
  );
  return { cell, name, xUnit: 's', yUnit: unit, points };
}

/** Two readings, two shocks and two speeds; prices follow the shock alone, holdings the speed alone. */
export function economyInput(): ReportInput {
  const cells: Cell[] = ['A', 'B', 'C'].flatMap((reading, row) =>
    ['none', 'step'].flatMap((shock, column) =>
      [1, 2].map((speed) => ({
        set: { reading, shock, speed },
        replications: 4,
        metrics: {
          'market.failure': metric(0.05 + 0.2 * row + 0.3 * column + 0.01 * speed, '1', 0.1, 4),
          'market.price': metric(2 - column, 'USD', 0.1, 4),
        },
        labels: {},
      })),
    ),
  );
  const series = cells.flatMap(({ set }, cell) => {
    const fall = set.shock === 'step' ? 0.5 : 1;
    const prices = SHARES.map((share, index) =>
      curve(cell, `market.price.p${share}`, 'USD', (month) => fall * quantileAt(index, month)),
    );
    const held = HOLDERS.map((holder, index): Series => {
      const at = (month: number) => heldAt(index, month, set.speed as number);
      return { ...curve(cell, `market.held[${holder}]`, 'token', at), stack: true };
    });
    return [...prices, ...held];
  });
  const summary = { ...sampleSummary(), cells };
  summary.expectations = [{ text: 'market.failure < 1', cell: 0, found: 0.06, pass: true }];
  return {
    ...sampleInput(summary),
    series,
    highlights: ['market.failure', 'market.price'],
    companions: {},
  };
}

/** The base is 10; a swing of 9, one of 4 to one side only, and one of 2. */
export const TORNADO: Sensitivity = {
  method: 'one-at-a-time',
  metric: 'market.price',
  unit: 'USD',
  set: {},
  base: 10,
  entries: [
    { path: 'market.depth', from: 1, to: 5, low: 9, high: 11 },
    { path: 'market.demand', from: '20 %', to: '80 %', low: 4, high: 13 },
    { path: 'market.fee', from: 0, to: 1, low: 14, high: 12 },
  ],
};

export const EFFECTS: Sensitivity = {
  method: 'morris',
  metric: 'market.price',
  unit: 'USD',
  set: {},
  entries: [
    { path: 'a', from: 0, to: 1, muStar: 1, sigma: 0.5, mu: -1 },
    { path: 'b', from: 0, to: 1, muStar: 3, sigma: 2, mu: 0.5 },
  ],
};

/** The Ishigami function with a = 7 and b = 0.1: first 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437. */
export const INDICES: Sensitivity = {
  method: 'saltelli',
  metric: 'ishigami',
  unit: '1',
  set: {},
  entries: (
    [
      ['x1', 0.3139, 0.5576],
      ['x2', 0.4424, 0.4424],
      ['x3', 0, 0.2437],
    ] as const
  ).map(([path, first, total]) => ({
    path,
    from: -3.14,
    to: 3.14,
    first: { value: first, low: first - 0.05, high: first + 0.05 },
    total: { value: total, low: total - 0.03, high: total + 0.03 },
  })),
};

export const RANKS: Sensitivity = {
  method: 'latin',
  metric: 'market.failure',
  unit: '1',
  set: {},
  entries: [
    { path: 'a', from: 0, to: 1, rank: 0.2 },
    { path: 'b', from: 0, to: 1, rank: -0.9 },
    { path: 'c', from: 0, to: 1, rank: 0.5 },
  ],
};

export function designInput(sensitivity: Sensitivity[]): ReportInput {
  const input = economyInput();
  return { ...input, series: [], summary: { ...input.summary, sensitivity } };
}
