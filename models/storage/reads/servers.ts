import type { RequestOptions } from '../../../sim/hardware/disk.ts';
import { sustainedIops } from '../../../sim/hardware/queue-depth.ts';
import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import type { Answered, Read, Server } from './fabric.ts';
import type { Limit, ReadContext } from './layer.ts';

/** Reads from a drive, in the way an answer is produced. */
export function fromDrive(
  { disk }: Server,
  bytes: number,
  options: RequestOptions = {},
): (ready: Answered) => void {
  return (ready) => {
    disk.read(bytes, () => ready(true), options);
  };
}

/** Gets one piece from a server's drive to the reader. @param proof bytes that come with it */
export function fetchPiece(
  { fabric, simulation, segment }: ReadContext,
  read: Read,
  server: Server,
  bytes: number,
  done: Answered,
  proof = 0,
): void {
  const begun = simulation.now;
  const ask = { from: read.node, to: server.node, bytes, proof, read };
  fabric.ask({ ...ask, produce: fromDrive(server, bytes) }, (ok) => {
    if (ok) segment(read, begun, server);
    done(ok);
  });
}

/** Whether a machine keeps a piece when each keeps one of so many parts. */
export function keeps(machine: number, piece: number, shards: number): boolean {
  return machine % shards === piece % shards;
}

/** Servers in the order of their distance from a node; of equal ones the first. */
export function nearest(
  { fabric }: ReadContext,
  node: number,
  servers: readonly Server[],
): Server[] {
  const { latency } = fabric.network;
  return servers.toSorted((a, b) => latency.rtt(node, a.node) - latency.rtt(node, b.node));
}

/** What the uplinks and the drives of all these servers can give in pieces of that size. */
export function serverLimits(
  { fabric }: ReadContext,
  servers: readonly Server[],
  pieceBytes: number,
): { uplink: Limit; disk: Limit } {
  let uplink = 0;
  let drives = 0;
  for (const { node, disk } of servers) {
    uplink += fabric.network.uplinks[node].rate * TICKS_PER_SECOND;
    drives += sustainedIops(disk.profile, disk.queueDepth, pieceBytes) * pieceBytes;
  }
  return {
    uplink: { name: 'holder uplink', rate: uplink },
    disk: { name: 'disk', rate: drives, mean: true },
  };
}
