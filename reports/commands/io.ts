import type { Readable } from 'node:stream';

/** Where a command writes: results to `out`, progress and warnings to `err`. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts when the user interrupts. */
  readonly interrupted: AbortSignal;
  readonly stdin?: Readable;
}

export const ExitCode = {
  done: 0,
  /** An `expect:` line, a comparison or a certificate failed. */
  failed: 1,
  /** The input is wrong: file, flag, value. */
  badInput: 2,
  /** A defect in droptower. */
  defect: 3,
  interrupted: 130,
} as const;
