import type { Shard } from './shards.ts';

/*
 * What storage nodes answer.
 */

/** A small reply on the wire. Estimate. */
export const REPLY_BYTES = 300;

export type UploadReply =
  | { readonly state: 'stored' | 'cached' | 'too-many-data' }
  /** Some segment belongs to another shard than the client thought. */
  | { readonly state: 'moved'; readonly shard: Shard };

export interface NodeStatus {
  readonly isKnown: boolean;
  readonly isFinal: boolean;
  readonly shard: Shard;
}

export type ReadReply =
  | { readonly state: 'data'; readonly data: Uint8Array | undefined; readonly isGenuine: boolean }
  | { readonly state: 'absent' | 'pruned' };
