import type { Answered, Server } from '../../storage/reads/fabric.ts';
import type { StackContext } from './context.ts';

const GIGABYTE = 1e9;

/** Machines that keep what users send to the store: the nearest holders, or the store itself where it is one service. */
export class Holders {
  private readonly context: StackContext;
  /** Sent to them so far, each copy. */
  bytes = 0;
  private readonly nearest = new Map<number, readonly Server[]>();

  constructor(context: StackContext) {
    this.context = context;
  }

  /** Sends bytes to all of them; calls with true once each has them on its drive. */
  upload(node: number, bytes: number, done: Answered): void {
    const targets = this.targets(node);
    let left = targets.length;
    let good = true;
    this.bytes += bytes * targets.length;
    for (const { node: to, disk } of targets) {
      const produce = (ready: Answered) => {
        disk.write(bytes, () => ready(true));
      };
      this.context.reach.ask({ from: node, to, sends: bytes, bytes: 0, produce }, (ok) => {
        good &&= ok;
        if (--left === 0) done(good);
      });
    }
  }

  /** USD for keeping that many bytes. */
  cost(bytes: number): number {
    const { values, machines } = this.context;
    const { storage, retention } = values.prices;
    const copies = machines.store.store === undefined ? values.copies : 1;
    return ((copies * bytes) / GIGABYTE) * storage * retention;
  }

  private targets(node: number): readonly Server[] {
    const { machines, values, network } = this.context;
    if (machines.store.store !== undefined) return machines.store.store;
    let targets = this.nearest.get(node);
    if (targets === undefined) {
      const distance = ({ node: other }: Server) => network.latency.rtt(node, other);
      targets = machines.holders
        .toSorted((a, b) => distance(a) - distance(b))
        .slice(0, values.copies);
      this.nearest.set(node, targets);
    }
    return targets;
  }
}
