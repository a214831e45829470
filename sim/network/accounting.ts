/**
 * Bytes by node and by kind of message, chunk by chunk: sent when a chunk has left the sender, received
 * when it has reached the receiver, lost otherwise. At any moment
 * `sent + carried = received + lost + underWay`, summed over the nodes.
 */
export class Accounting {
  readonly nodes: number;
  readonly sent: Float64Array;
  readonly received: Float64Array;
  /** Bytes that left a sender and were lost on the way or at a dead receiver. */
  lost = 0;
  /** Bytes that have left a sender and have not arrived. */
  underWay = 0;
  /** What of `underWay` had left before the last reset, and so is in no node's `sent`. */
  carried = 0;
  private readonly kindNames: string[] = [];
  private readonly kindSent: number[] = [];
  private readonly kindReceived: number[] = [];
  private readonly kindMessages: number[] = [];

  constructor(nodes: number) {
    this.nodes = nodes;
    this.sent = new Float64Array(nodes);
    this.received = new Float64Array(nodes);
  }

  /** Registers a kind of message; returns its number. */
  kind(name: string): number {
    this.kindSent.push(0);
    this.kindReceived.push(0);
    this.kindMessages.push(0);
    return this.kindNames.push(name) - 1;
  }

  /** @param complete the last chunk of its message */
  left(node: number, kind: number, bytes: number, complete: boolean): void {
    this.sent[node] += bytes;
    this.kindSent[kind] += bytes;
    if (complete) this.kindMessages[kind]++;
    this.underWay += bytes;
  }

  arrived(node: number, kind: number, bytes: number): void {
    this.received[node] += bytes;
    this.kindReceived[kind] += bytes;
    this.underWay -= bytes;
  }

  dropped(bytes: number): void {
    this.lost += bytes;
    this.underWay -= bytes;
  }

  /** Totals of a kind since the start or the last reset; `messages` are those that left whole. */
  ofKind(kind: number): { name: string; messages: number; sent: number; received: number } {
    return {
      name: this.kindNames[kind],
      messages: this.kindMessages[kind],
      sent: this.kindSent[kind],
      received: this.kindReceived[kind],
    };
  }

  /** Bytes that no column explains: 0, unless the network has a defect. */
  imbalance(): number {
    let rest = this.carried - this.lost - this.underWay;
    for (let node = 0; node < this.nodes; node++) rest += this.sent[node] - this.received[node];
    return rest;
  }

  /** Sums over all nodes. */
  totals(): { sent: number; received: number } {
    let sent = 0;
    let received = 0;
    for (let node = 0; node < this.nodes; node++) {
      sent += this.sent[node];
      received += this.received[node];
    }
    return { sent, received };
  }

  /** Sums over the nodes of each role. */
  byRole(role: readonly string[]): Map<string, { nodes: number; sent: number; received: number }> {
    const totals = new Map<string, { nodes: number; sent: number; received: number }>();
    for (let node = 0; node < this.nodes; node++) {
      let total = totals.get(role[node]);
      if (total === undefined) {
        total = { nodes: 0, sent: 0, received: 0 };
        totals.set(role[node], total);
      }
      total.nodes++;
      total.sent += this.sent[node];
      total.received += this.received[node];
    }
    return totals;
  }

  /** Starts counting anew, after a warm-up. Bytes under way stay under way and are `carried` over. */
  reset(): void {
    this.sent.fill(0);
    this.received.fill(0);
    this.lost = 0;
    this.carried = this.underWay;
    this.kindSent.fill(0);
    this.kindReceived.fill(0);
    this.kindMessages.fill(0);
  }
}
