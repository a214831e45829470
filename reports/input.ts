/** What a report is made from. */
import type { Series, Summary } from '../scenarios/results.ts';
import type { Status } from '../sim/parameters.ts';

/** The content of `manifest.json`: everything needed to run the result again. */
export interface Manifest {
  /** Version of droptower. */
  droptower: string;
  /** Source revision, or null when it is not known. */
  commit: string | null;
  scenario: { name: string; hash: string; text: string };
  /** Text of the files that the scenario names, by the path written in it. */
  attachments: Record<string, string>;
  seed: string;
  certificate: string;
  /** Runtime and machine kind, e.g. `node v20.20.2 linux x64`. */
  runtime: string;
  /** Length of a tick in seconds. */
  tickSeconds: number;
  /** The command line that makes this result again. */
  command: string;
  /** SHA-256 in hexadecimal for each file of the directory but the manifest itself. */
  files: Record<string, string>;
  /** What reports need besides the summary and the series. */
  report: Pick<ReportInput, 'assumptions' | 'highlights' | 'companions'> & {
    /** `x.y` for series `x.y[key]` that are parts of a whole; absent in results of before. */
    stacks?: string[];
  };
}

/** One parameter of the resolved scenario and how well it is known. */
export interface Assumption {
  path: string;
  value: unknown;
  status: Status;
  /** Where the value comes from; absent or empty for a choice of the experiment. */
  source?: string;
  about: string;
}

export interface ReportInput {
  summary: Summary;
  series: readonly Series[];
  manifest: Omit<Manifest, 'files' | 'report'>;
  assumptions: readonly Assumption[];
  /** Metrics to draw and to show first; the base name of a breakdown stands for all its keys. */
  highlights: readonly string[];
  /** Metric → the metric that bounds it, drawn as a dashed line, e.g. throughput → ceiling. */
  companions: Readonly<Record<string, string>>;
}
