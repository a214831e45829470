/** Something wrong in a schedule as it was written: where, what belongs there, what stands there. */
export class ScheduleProblem extends RangeError {
  override readonly name = 'ScheduleProblem';
  /** Dotted path below the schedule, such as `buckets.team.parts.0.to`. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;

  constructor(path: string, expected: string, found: string) {
    super(`${path}, expected ${expected}, got ${found}`);
    this.path = path;
    this.expected = expected;
    this.found = found;
  }
}

/** A written value as it stands in a message. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}
