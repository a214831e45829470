import { type Tick, toSeconds } from '../../../sim/time.ts';
import { longestStep } from './client.ts';
import { throughputOf } from './report.ts';
import type { Upload } from './upload.ts';
import type { World } from './world.ts';

/*
 * What must hold at the end of every run.
 */

/** Rounding of sums of bytes. */
const SLACK = 1e-9;

/** @throws Error that says what does not add up */
export function assertConserved(world: World, uploads: readonly Upload[]): void {
  const { fabric, network, ceiling } = world;
  const { now } = fabric.simulation;
  fabric.ledger.check();
  const bound = fabric.values.giveUp + longestStep(fabric);
  for (const { id, state, startedAt } of uploads) {
    if (state !== 'pending' || now - startedAt <= bound) continue;
    const age = toSeconds((now - startedAt) as Tick);
    throw new Error(`storage, expected upload ${id} to have ended, got one of ${age} s`);
  }
  const rest = network.accounting.imbalance();
  if (Math.abs(rest) > SLACK * (network.accounting.totals().sent + 1))
    throw new Error(`storage, expected sent = received + lost + under way, got ${rest} B more`);
  const rate = throughputOf(uploads.filter(({ state }) => state === 'finalised'));
  // After a failure, peers may have brought data to nodes that a client chose anew.
  if (fabric.counts.reselections === 0 && rate > ceiling * (1 + SLACK))
    throw new Error(`storage, expected at most ${ceiling} B/s, got ${rate} B/s`);
}
