import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ResultError } from '../result-error.ts';

/** Files of a result beside the report: a result may come from anywhere, so they are checked. */

const count = z.int().min(0);

/** `certificates.json` */
export const certificates = z.object({
  certificate: z.string(),
  cells: z.array(
    z.object({
      certificates: z.array(z.string()),
      events: count,
      messages: count,
      draws: count,
    }),
  ),
});

/** `samples.json` */
export const samples = z.array(z.record(z.string(), z.array(z.number().nullable())));

/** @throws ResultError when the file is missing or has another shape */
export function readExtra<T>(file: string, expected: string, shape: z.ZodType<T>): T {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ResultError(file, expected, (error as Error).message);
  }
  const checked = shape.safeParse(content);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new ResultError(file, expected, `${issue.path.join('.') || 'the file'}: ${issue.message}`);
}
