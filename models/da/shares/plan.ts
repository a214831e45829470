import type { NodeGroup } from '../../../sim/network/section.ts';
import { type Tick, toSeconds } from '../../../sim/time.ts';
import type { LayerContext } from '../layer.ts';
import type { SettingName, Settings } from '../settings.ts';

/*
 * What differs between the layers that send coded shares straight to their holders: a list of steps
 * until the shares are ready, who sends or serves them, how many bytes each holder gets, how much its
 * signature weighs, and how the certificate is made.
 */

/** Machines beside the holders, which are the validators. */
export const roles = ['client', 'disperser', 'encoder', 'relay', 'reader'] as const;
export type Role = (typeof roles)[number];

/** What happens to one blob before its shares are ready. */
export type Step =
  | { readonly step: 'work'; readonly at: Role; readonly seconds: number }
  /** `local`: between machines of one data centre, whose connections no window limits. */
  | {
      readonly step: 'move';
      readonly from: Role;
      readonly to: Role;
      readonly bytes: number;
      readonly local?: boolean;
    }
  | { readonly step: 'wait'; readonly seconds: number }
  /** Until the next whole multiple of an interval: somebody looks for work that often. */
  | { readonly step: 'poll'; readonly seconds: number };

/** Holders learn of the batch from the sender and fetch their shares from relays. */
export interface Pull {
  /** What the sender tells a holder of a batch, and of each blob in it. */
  readonly batchBytes: number;
  readonly blobBytes: number;
  /** What a holder asks of a relay. */
  readonly requestBytes: number;
  /** Reads of each blob that its relay serves too. */
  readonly reads: number;
  /** Bytes per second that one relay gives out as shares and as whole blobs, where it is limited. */
  readonly shareRate?: number;
  readonly readRate?: number;
}

export interface SharesPlan {
  readonly steps: readonly Step[];
  /** Seconds between batches; without it each blob goes on its own. */
  readonly batchEvery?: number;
  /** Sends shares or headers and collects signatures. */
  readonly sender: 'client' | 'disperser';
  /** Shares come from relays; without it the sender sends them. */
  readonly pull?: Pull;
  /** Bytes on the wire of the share of each holder, for one blob; 0 for a holder without a share. */
  readonly shareBytes: readonly number[];
  /** What every holder must have acknowledged before its share is sent; 0 for none. */
  readonly firstBytes: number;
  /** Weight of the signature of each holder, whole numbers. */
  readonly weights: readonly number[];
  /** Seconds after which nobody waits for an answer any more. */
  readonly timeout: number;
  /** Seconds from signatures to a final certificate, after the wait for a block. */
  readonly certifySeconds: number;
  /** Blocks in which certificates are recorded, and how many fit. */
  readonly blocks?: { readonly seconds: number; readonly mostBlobs?: number };
  /** A client goes on with its next blob when this one is certified, not when all have answered. */
  readonly untilCertified: boolean;
  /** Blobs that one client keeps in flight; without it as many as fill the links. */
  readonly perClient?: number;
}

/** Stake in whole units, for rules that deal by integers. */
const STAKE_UNITS = 1e12;

export function stakeUnits({ stake }: LayerContext): bigint[] {
  return stake.map((share) => BigInt(Math.round(share * STAKE_UNITS)));
}

/** Blobs above the largest that a protocol takes go as several: the sum of `of` over the pieces. */
export function overPieces(bytes: number, largest: number, of: (piece: number) => number): number {
  const whole = Math.floor(bytes / largest);
  const rest = bytes - whole * largest;
  return (whole > 0 ? whole * of(largest) : 0) + (rest > 0 ? of(rest) : 0);
}

/** Publishers with the link of a validator; 0 stands for as many as there are validators. */
export function clientStations(
  settings: Settings,
  { up, down, nodes }: { up: number; down: number; nodes: number },
): NodeGroup {
  return { name: 'client', count: settings.get('clients') || nodes, up, down };
}

/** A setting that is a time, in seconds. */
export function secondsOf(settings: Settings, name: SettingName): number {
  return toSeconds(settings.get(name) as Tick);
}

/** Seconds to code a blob on one core. */
export function codingSeconds(settings: Settings, blobBytes: number): number {
  return secondsOf(settings, 'encodeDelay') + blobBytes / settings.get('encodeRate');
}
