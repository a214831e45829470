import { Signal } from './signal.ts';

/** A granted share of a resource; give it back with `release`. */
export interface Grant {
  readonly amount: number;
}

interface Request {
  readonly amount: number;
  readonly priority: number;
  readonly granted: Signal<Grant>;
}

/**
 * A facility with `capacity` units and a queue: smaller priorities first, then first come, first
 * served. The head of the queue is never overtaken by a smaller request behind it.
 */
export class Resource {
  readonly capacity: number;
  private used = 0;
  private readonly queue: Request[] = [];
  private readonly held = new Set<Grant>();
  private readonly changed: ((resource: Resource) => void) | undefined;

  /**
   * @param changed called after every change of use or queue, for statistics
   * @throws RangeError unless the capacity is positive
   */
  constructor(capacity: number, changed?: (resource: Resource) => void) {
    if (!(capacity > 0)) throw new RangeError(`capacity, expected more than 0, got ${capacity}`);
    this.capacity = capacity;
    this.changed = changed;
  }

  get inUse(): number {
    return this.used;
  }

  get waiting(): number {
    return this.queue.length;
  }

  /**
   * Asks for `amount` units. A process that stops waiting (interrupt, lost `anyOf`) leaves the queue;
   * a signal that has fired is held until `release`.
   */
  request(priority = 0, amount = 1): Signal<Grant> {
    if (!(amount > 0 && amount <= this.capacity)) {
      throw new RangeError(
        `amount, expected more than 0 and at most ${this.capacity}, got ${amount}`,
      );
    }
    const granted: Signal<Grant> = new Signal(() => this.renege(granted));
    let at = this.queue.length;
    while (at > 0 && this.queue[at - 1].priority > priority) at--;
    this.queue.splice(at, 0, { amount, priority, granted });
    this.serve();
    return granted;
  }

  /** @throws Error for a grant that is not held: released before, or of another resource */
  release(grant: Grant): void {
    if (!this.held.delete(grant)) throw new Error('release, expected a grant that is held');
    this.used -= grant.amount;
    this.serve();
  }

  private renege(granted: Signal<Grant>): void {
    const at = this.queue.findIndex((request) => request.granted === granted);
    if (at < 0) return;
    this.queue.splice(at, 1);
    this.serve();
  }

  private serve(): void {
    while (this.queue.length > 0 && this.used + this.queue[0].amount <= this.capacity) {
      const request = this.queue.shift() as Request;
      this.used += request.amount;
      const grant: Grant = { amount: request.amount };
      this.held.add(grant);
      request.granted.fire(grant);
    }
    this.changed?.(this);
  }
}
