import type { Measures } from '../../../measures.ts';
import type { Add } from '../desks/desk.ts';

/** Means of figures over the paths that have them, by name; nothing in it grows with their number. */
export class Means {
  private readonly sums = new Map<string, { unit: string; sum: number; count: number }>();

  readonly add: Add = (name, unit, value) => {
    let entry = this.sums.get(name);
    if (entry === undefined) {
      entry = { unit, sum: 0, count: 0 };
      this.sums.set(name, entry);
    }
    entry.sum += value;
    entry.count++;
  };

  report(measures: Measures): void {
    for (const [name, { unit, sum, count }] of this.sums) measures.value(name, unit, sum / count);
  }
}
