import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ResultError } from '../reports/result-error.ts';
import { suiteNames, type Work } from './report.ts';

/** What a comparison needs of the document that `bench --json` prints. */
export interface Baseline {
  readonly commit: string | null;
  readonly work: readonly Work[];
}

const schema = z.object({
  commit: z.string().nullable(),
  work: z.array(
    z.object({
      suite: z.enum(suiteNames),
      body: z.string(),
      counters: z.record(z.string(), z.number()),
      certificate: z.string(),
    }),
  ),
});

/** @throws ResultError when it is missing or of another shape */
export function readBaseline(file: string): Baseline {
  const wanted = 'the document of droptower bench --json';
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ResultError(file, wanted, (error as Error).message);
  }
  return parsed(file, text, schema, wanted);
}

/** JSON of a shape. @throws ResultError naming the place and what is wrong there */
export function parsed<T>(file: string, text: string, shape: z.ZodType<T>, wanted: string): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ResultError(file, wanted, `no JSON: ${(error as Error).message}`);
  }
  const read = shape.safeParse(json);
  if (read.success) return read.data;
  const { path, message } = read.error.issues[0];
  const at = path.length === 0 ? file : `${file} at ${path.map(String).join('.')}`;
  throw new ResultError(at, wanted, message);
}
