import { availableParallelism, cpus } from 'node:os';
import { commit, runtime, version } from '../../reports/commands/version.ts';

/** What a profile says of where and when it was made. */
export interface Machine {
  /** ISO 8601. */
  readonly date: string;
  /** Of droptower, with its commit where it is known. */
  readonly version: string;
  readonly runtime: string;
  readonly processor: string;
  readonly cores: number;
}

export function thisMachine(): Machine {
  const source = commit();
  return {
    date: new Date().toISOString(),
    version: source === null ? version() : `${version()} (${source})`,
    runtime: runtime(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
  };
}
