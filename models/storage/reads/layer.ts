import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { NodeGroup } from '../../../sim/network/section.ts';
import type { Status } from '../../../sim/parameters.ts';
import type { Answered, Fabric, Read, Server } from './fabric.ts';
import type { ReadsValues } from './parameters.ts';

/** Machines beside the holders, each with a drive of that profile. */
export interface StationGroup extends NodeGroup {
  readonly profile: string;
}

/** What an open layer works with. */
export interface ReadContext {
  readonly simulation: Simulation;
  readonly fabric: Fabric;
  readonly values: ReadsValues;
  /** Nodes that hold the data. */
  readonly holders: readonly Server[];
  /** The layer's own machines, by name of the group. */
  readonly stations: Readonly<Record<string, readonly Server[]>>;
  /** Nodes of the readers. */
  readonly readers: readonly number[];
  /** Reads that all readers have in flight at most; null when arrivals do not wait. */
  readonly readsInFlight: number | null;
  /** Calls with the time of each segment or block that a reader got. */
  readonly segment: (read: Read, begun: number, server: Server) => void;
}

/** A bound on the bytes per second that all readers get, in closed form. */
export interface Limit {
  readonly name: 'disk' | 'holder uplink' | 'reader downlink' | 'rate limit';
  readonly rate: number;
  /** A mean that chance may pass a little in a short run. */
  readonly mean?: boolean;
}

/** A layer at work in one replication. */
export interface OpenLayer {
  /** Fetches a range of an object; calls once, with true when all of it is there. */
  read(read: Read, done: Answered): void;
  /** Bounds beside the links of the readers. */
  limits(): Limit[];
}

/** A drive that a layer's machines usually have. */
export interface UsualDrive {
  readonly profile: string;
  readonly status: Status;
  readonly source: string;
}

/** How data are fetched from one kind of storage. A new one is a file and a line in `layers.ts`. */
export interface ReadLayer {
  readonly name: string;
  readonly about: string;
  /** What of it has been published, and what is an estimate. */
  readonly knowledge: string;
  /** Drive of the holders unless `reads.profile` names one; null without holders. */
  readonly drive: UsualDrive | null;
  /** A part of an object takes the whole of it. */
  readonly whole?: boolean;
  /** The layer's machines are in the region of the readers. */
  readonly local?: boolean;
  stations(values: ReadsValues): readonly StationGroup[];
  open(context: ReadContext): OpenLayer;
}
