import { z } from 'zod';
import { InputError, type Problem, problem, quote } from '../../scenarios/problem.ts';

const count = z.number();
/** Reads or writes of one job. Source: HOWTO of fio 3, "JSON output". */
const side = z.object({
  total_ios: count,
  bw_bytes: count,
  iops: count,
  clat_ns: z.object({
    N: count,
    mean: count,
    percentile: z.record(z.string(), count).optional(),
  }),
});
const options = z.record(z.string(), z.string());
const report = z.object({
  'fio version': z.string(),
  timestamp: count.optional(),
  'global options': options.optional(),
  jobs: z
    .array(
      z.object({
        jobname: z.string(),
        error: count.optional(),
        'job options': options.optional(),
        read: side,
        write: side,
      }),
    )
    .min(1),
});

export type FioSide = z.output<typeof side>;

/** A job with its options as fio understood them. */
export interface FioJob {
  readonly name: string;
  /** As `rw=`: randread, write, randrw, and so on. */
  readonly pattern: string;
  /** Bytes; null when it varies or differs between reads and writes. */
  readonly block: number | null;
  /** Requests in flight: those of a job times its copies. */
  readonly depth: number;
  readonly direct: boolean;
  readonly read: FioSide;
  readonly write: FioSide;
}

export interface FioReport {
  readonly version: string;
  /** Seconds since 1970, as the report says. */
  readonly timestamp: number | null;
  readonly jobs: readonly FioJob[];
}

const MAX_ISSUES = 5;

/**
 * Reads what `fio --output-format=json` or `json+` wrote.
 * @param file its name, for messages
 * @throws InputError for anything else than the report of fio 3, and for a job that failed
 */
export function readFioReport(text: string, file: string): FioReport {
  const refuse = (path: string, expected: string, found: string, hint?: string): Problem =>
    problem({ file, line: null, column: null }, path, expected, found, hint);
  const hint = 'write it with: fio --output-format=json --output=result.json job.fio';
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    const found = `text that is no JSON (${error instanceof Error ? error.message : error})`;
    throw new InputError([refuse('', 'a JSON report of fio 3', found, hint)]);
  }
  const version = (given as Record<string, unknown> | null)?.['fio version'];
  if (typeof version !== 'string') {
    const found = 'JSON without "fio version"';
    throw new InputError([refuse('', 'a JSON report of fio 3', found, hint)]);
  }
  if (!/^fio-3[.]/.test(version)) {
    throw new InputError([refuse('fio version', 'fio-3 and its number', quote(version))]);
  }
  const read = report.safeParse(given);
  if (!read.success) {
    const issues = read.error.issues.slice(0, MAX_ISSUES);
    throw new InputError(
      issues.map(({ path, message }) =>
        refuse(path.join('.'), 'what fio 3 writes there', message.replace(/^Invalid input: /, '')),
      ),
    );
  }
  const failed = read.data.jobs.filter(({ error = 0 }) => error !== 0);
  if (failed.length > 0) {
    throw new InputError(
      failed.map(({ jobname, error }) =>
        refuse(`jobs.${jobname}`, 'a job that ended well', `error ${error}`),
      ),
    );
  }
  const { jobs, timestamp } = read.data;
  const shared = read.data['global options'] ?? {};
  return {
    version,
    timestamp: timestamp ?? null,
    jobs: jobs.map(({ jobname, read, write, 'job options': own }) => {
      const all = { ...shared, ...own };
      return {
        name: jobname,
        pattern: all.rw ?? all.readwrite ?? 'read',
        block: blockBytes(all),
        depth: Number(all.iodepth ?? 1) * Number(all.numjobs ?? 1),
        direct: all.direct === '1',
        read,
        write,
      };
    }),
  };
}

/** fio's default is 4 KiB, and its k, m and g are binary. Source: HOWTO of fio 3, "Parameter types". */
function blockBytes(options: Readonly<Record<string, string>>): number | null {
  if (options.bsrange !== undefined || options.bssplit !== undefined) return null;
  const written = options.bs ?? options.blocksize ?? '4k';
  const match = /^([0-9]+)(k|m|g)?(ib|b)?$/i.exec(written);
  if (match === null) return null;
  const power = { '': 1, k: 1024, m: 1_048_576, g: 1_073_741_824 }[(match[2] ?? '').toLowerCase()];
  return Number(match[1]) * (power ?? 1);
}
