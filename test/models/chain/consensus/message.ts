import type { VoteType } from '../../../../models/chain/consensus/round-machine.ts';

export type Message =
  | { kind: 'proposal'; height: number; round: number; value: number; validRound: number }
  | { kind: 'block'; height: number; value: number }
  | {
      kind: 'vote';
      height: number;
      type: VoteType;
      round: number;
      validator: number;
      value: number;
    };

export interface ProposedBlock {
  readonly height: number;
  readonly valid: boolean;
}

/** A promise of consensus that was broken. */
export class Violation extends Error {}
