/** A result directory that is missing, incomplete or wrong. */
export class ResultError extends Error {
  readonly file: string;
  readonly expected: string;
  readonly found: string;

  /** @param file the path as the user gave it, joined with the name of the file at fault. */
  constructor(file: string, expected: string, found: string) {
    super(`${file}: expected ${expected}, found ${found}`);
    this.name = 'ResultError';
    this.file = file;
    this.expected = expected;
    this.found = found;
  }
}
