import { hours, type Tick } from '../../sim/time.ts';
import { type OutageRow, outageRows, type Severity } from './outage-data.ts';

/** An outage in ticks; see `OutageRow` for the fields. */
export interface ProviderOutage extends Omit<OutageRow, 'hours' | 'restart'> {
  readonly length: Tick;
  readonly restart: {
    readonly counts: OutageRow['restart']['counts'];
    readonly median: Tick;
    readonly sigma: number;
  };
}

/** Every known outage, oldest first. */
export const outages: readonly ProviderOutage[] = outageRows.map(
  ({ hours: length, restart, ...row }) => ({
    ...row,
    length: hours(length, 'nearest'),
    restart: {
      counts: restart.counts,
      median: hours(restart.medianHours, 'nearest'),
      sigma: restart.sigma,
    },
  }),
);

export const outageIds: readonly string[] = outages.map(({ id }) => id);

/** @throws RangeError that lists the ids there are */
export function outage(id: string): ProviderOutage {
  const found = outages.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new RangeError(`outage, expected one of ${outageIds.join(', ')}, got "${id}"`);
}

/** Known outages of a severity by provider: relative rates of failure; absent when there is none. */
export function outageCounts(severity: Severity): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of outages) {
    if (row.severity !== severity) continue;
    counts.set(row.provider, (counts.get(row.provider) ?? 0) + 1);
  }
  return counts;
}
