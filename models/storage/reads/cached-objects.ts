import type { ReadContext } from './layer.ts';

/** Objects that a cache has: each with the chance of `reads.cached` from the start, others once added. */
export class CachedObjects {
  private readonly context: ReadContext;
  private readonly present = new Map<number, boolean>();

  constructor(context: ReadContext) {
    this.context = context;
  }

  has(object: number): boolean {
    let present = this.present.get(object);
    if (present === undefined) {
      const { simulation, values } = this.context;
      present = simulation.streams.stream('reads/cached').chance(values.cached);
      this.present.set(object, present);
    }
    return present;
  }

  add(object: number): void {
    this.present.set(object, true);
  }
}
