/** The shapes of `manifest.json` and `summary.json` as read back from disk. */
import { z } from 'zod';
import type { Summary } from '../scenarios/results.ts';
import type { Manifest } from './input.ts';
import { ResultError } from './result-error.ts';

const metric = z.object({
  unit: z.string(),
  mean: z.number(),
  low: z.number(),
  high: z.number(),
  n: z.int().min(0),
  quantiles: z.record(z.string(), z.number()).optional(),
});

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });

const sensitivity = z.object({
  method: z.enum(['one-at-a-time', 'morris', 'saltelli', 'latin', 'sobol']),
  metric: z.string(),
  unit: z.string(),
  set: z.record(z.string(), z.unknown()),
  base: z.number().optional(),
  entries: z.array(
    z.object({
      path: z.string(),
      from: z.union([z.number(), z.string()]),
      to: z.union([z.number(), z.string()]),
      low: z.number().optional(),
      high: z.number().optional(),
      muStar: z.number().optional(),
      sigma: z.number().optional(),
      mu: z.number().optional(),
      first: interval.optional(),
      total: interval.optional(),
      rank: z.number().optional(),
    }),
  ),
});

const summarySchema = z.object({
  droptower: z.string(),
  scenario: z.object({ name: z.string(), question: z.string().optional(), hash: z.string() }),
  seed: z.string(),
  certificate: z.string(),
  cells: z.array(
    z.object({
      set: z.record(z.string(), z.unknown()),
      replications: z.int().min(0),
      metrics: z.record(z.string(), metric),
      labels: z.record(z.string(), z.string()),
    }),
  ),
  expectations: z.array(
    z.object({
      text: z.string(),
      cell: z.int().min(0),
      found: z.union([z.number(), z.string(), z.null()]),
      pass: z.boolean(),
    }),
  ),
  sensitivity: z.array(sensitivity).optional(),
});

const manifestSchema = z.object({
  droptower: z.string(),
  commit: z.string().nullable(),
  scenario: z.object({ name: z.string(), hash: z.string(), text: z.string() }),
  attachments: z.record(z.string(), z.string()),
  seed: z.string(),
  certificate: z.string(),
  runtime: z.string(),
  tickSeconds: z.number().positive(),
  command: z.string(),
  files: z.record(
    z.string().regex(/^[^/\\\0]+$/, 'a file name without folder'),
    z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 digest of 64 hexadecimal digits'),
  ),
  report: z.object({
    assumptions: z.array(
      z.object({
        path: z.string(),
        value: z.unknown(),
        status: z.enum(['published', 'from source', 'measured', 'estimate', 'choice']),
        source: z.string().optional(),
        about: z.string(),
      }),
    ),
    highlights: z.array(z.string()),
    companions: z.record(z.string(), z.string()),
    stacks: z.array(z.string()).optional(),
  }),
});

/** @throws {ResultError} naming the path inside the file, what was expected and what was found. */
export function parseSummary(file: string, text: string): Summary {
  return parse(file, text, summarySchema) as Summary;
}

/** @throws {ResultError} naming the path inside the file, what was expected and what was found. */
export function parseManifest(file: string, text: string): Manifest {
  return parse(file, text, manifestSchema) as Manifest;
}

function parse(file: string, text: string, schema: z.ZodType): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ResultError(file, 'JSON', `something else (${(error as Error).message})`);
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  const path = issue.path.map(String).join('.');
  const at = path === '' ? file : `${file} at ${path}`;
  if (issue.code === 'invalid_key') {
    const key = describe(issue.path.at(-1));
    throw new ResultError(at, issue.issues[0]?.message ?? 'another key', key);
  }
  throw new ResultError(at, wanted(issue), describe(lookUp(json, issue.path)));
}

function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `${issue.expected}`;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  return issue.message;
}

function lookUp(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<PropertyKey, unknown>)[key];
  }
  return here;
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
