/** Segments on their way, in the order in which they were sent. */
export class Inbox {
  length = 0;
  receivers = new Uint16Array(256);
  /** The receiver's edge to the sender, or past all edges the place that the builder seeds. */
  carriers = new Uint32Array(256);
  /** Where in the line each lies. */
  offsets = new Uint16Array(256);

  push(receiver: number, carrier: number, offset: number): void {
    const at = this.length++;
    if (at === this.carriers.length) this.reserve(at + 1);
    this.receivers[at] = receiver;
    this.carriers[at] = carrier;
    this.offsets[at] = offset;
  }

  clear(): void {
    this.length = 0;
  }

  /** Fills itself from others, by receiver, numbered below `nodes`; those of one keep their order. */
  collect(nodes: number, sources: readonly Inbox[]): void {
    const next = new Uint32Array(nodes + 1);
    this.length = 0;
    for (const { receivers, length } of sources) {
      this.length += length;
      for (let i = 0; i < length; i++) next[receivers[i] + 1]++;
    }
    for (let node = 1; node < nodes; node++) next[node] += next[node - 1];
    this.reserve(this.length);
    for (const { receivers, carriers, offsets, length } of sources) {
      for (let i = 0; i < length; i++) {
        const at = next[receivers[i]]++;
        this.receivers[at] = receivers[i];
        this.carriers[at] = carriers[i];
        this.offsets[at] = offsets[i];
      }
    }
  }

  private reserve(length: number): void {
    const { receivers, carriers, offsets } = this;
    if (length <= carriers.length) return;
    const capacity = Math.max(length, 2 * carriers.length);
    this.receivers = new Uint16Array(capacity);
    this.carriers = new Uint32Array(capacity);
    this.offsets = new Uint16Array(capacity);
    this.receivers.set(receivers);
    this.carriers.set(carriers);
    this.offsets.set(offsets);
  }
}
