import { ReadDesk } from '../../storage/reads/desk.ts';
import type { Answered } from '../../storage/reads/fabric.ts';
import { readLayers } from '../../storage/reads/layers.ts';
import { storeValues } from '../machines.ts';
import type { ResourceUse } from '../resources.ts';
import type { LaneRequest, StackContext, StackLane, WorkOf } from './context.ts';

/** Memory and data sets are read from the store. */
export class ReadLane implements StackLane<WorkOf<'read'>> {
  private readonly context: StackContext;
  private readonly desk: ReadDesk;

  constructor(context: StackContext) {
    this.context = context;
    const { simulation, fabric, machines, values, plan } = context;
    const open = readLayers[plan.parts.store].open({
      simulation,
      fabric,
      values: storeValues(values, plan),
      holders: machines.holders,
      stations: machines.store,
      readers: machines.users,
      readsInFlight: null,
      segment: () => {},
    });
    this.desk = new ReadDesk(
      open,
      () => simulation.now,
      () => {},
    );
  }

  perform({ user, node, work }: LaneRequest<WorkOf<'read'>>, done: Answered): void {
    const { reach } = this.context;
    const { object, offset, bytes } = work;
    const objectBytes = offset + bytes;
    const read = { reader: user, node: reach.reader(node), object, objectBytes, offset, bytes };
    this.desk.read(read, (ok) => {
      if (ok) reach.forward(node, bytes, done);
      else done(false);
    });
  }

  /** Reads are not charged for: no store here publishes a price by the read. */
  cost(): number {
    return 0;
  }

  uses(seconds: number): ResourceUse[] {
    const { machines, network, values } = this.context;
    const { holders, store } = machines;
    const uses: ResourceUse[] = [];
    const busiest = (name: string, shares: readonly number[]) => {
      if (shares.length > 0) uses.push({ name, lane: 'read', use: Math.max(...shares) });
    };
    const servers = [...holders, ...Object.values(store).flat()];
    busiest(
      'store drives',
      servers.map(({ disk }) => disk.statistics().completed / seconds / disk.profile.maxReadIops),
    );
    const { sent } = network.accounting;
    busiest(
      'store uplinks',
      holders.map(({ node }) => sent[node] / seconds / values.storage.link),
    );
    return uses;
  }
}
