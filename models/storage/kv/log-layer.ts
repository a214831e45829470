import { TICKS_PER_SECOND, type Tick, transferTicks } from '../../../sim/time.ts';
import { transactionBill } from '../../chain/evm/bill.ts';
import { transactionKind } from '../../chain/evm/transactions.ts';
import { AGENT, PROMPT_BYTES, RECORD_BYTES } from '../../workloads/agents.ts';
import type { MemoryValues } from './parameters.ts';

/*
 * How an entry passes the log layer: submission, block, confirmations, and its bytes beside: 0g-storage 2.
 * Pure but for how full the last block is.
 */

/** Up to here bytes and transaction go at the same time; beyond, bytes wait for the entry: 0g-storage 2. */
const PARALLEL_BYTES = 2_097_152;

/** Instants of one entry, in ticks. */
export interface Passage {
  readonly sentAt: number;
  /** First block that it could be in. */
  readonly dueAt: number;
  /** Block that it is in: its place in the log is taken. */
  readonly includedAt: number;
  readonly confirmedAt: number;
}

/** First whole multiple of `interval` after `phase` that is not before `at`. */
export function turnAt(at: number, interval: number, phase: number): number {
  return phase + Math.ceil((at - phase) / interval) * interval;
}

/** Log entries that the gas of a block allows; each is a submission with the usual number of roots. */
export function entriesInBlock(gasLimit: number): number {
  const kind = transactionKind('file-submission');
  return Math.max(1, Math.floor(gasLimit / transactionBill(kind, kind.usual).gas));
}

/** Gives entries their blocks, first come, first served. */
export class LogLayer {
  private readonly values: MemoryValues;
  private readonly most: number;
  private height = 0;
  private filled = 0;

  constructor(values: MemoryValues) {
    this.values = values;
    this.most = entriesInBlock(values.gasLimit);
  }

  /** Takes an entry that is sent at `sentAt`, which is not before the last one. */
  append(sentAt: number): Passage {
    const { submit, blockTime, confirmations } = this.values;
    const due = Math.floor((sentAt + submit) / blockTime) + 1;
    if (due > this.height) [this.height, this.filled] = [due, 0];
    else if (this.filled === this.most) [this.height, this.filled] = [this.height + 1, 0];
    this.filled++;
    const includedAt = this.height * blockTime;
    const confirmedAt = includedAt + confirmations * blockTime;
    return { sentAt, dueAt: due * blockTime, includedAt, confirmedAt };
  }
}

/**
 * When storage nodes have the bytes of an entry.
 * @param seenAt when they see the entry
 */
export function uploadedAt(
  { clientPoll, uplink }: MemoryValues,
  bytes: number,
  sentAt: number,
  seenAt: number,
): number {
  const isParallel = bytes <= PARALLEL_BYTES;
  return (isParallel ? sentAt : turnAt(seenAt, clientPoll, sentAt)) + transferTicks(bytes, uplink);
}

/** No entry is replayed sooner after its commit: submission and confirmations. */
export function leastLatency({ submit, confirmations, blockTime }: MemoryValues): Tick {
  return (submit + confirmations * blockTime) as Tick;
}

/** Mean bytes of an entry: those of its values. */
export function meanEntryBytes({ valueBytes, writeKeys, batch, log }: MemoryValues): number {
  if (valueBytes !== null) return batch * writeKeys * valueBytes;
  const mean = ([least, most]: readonly [number, number]) => (least + most) / 2;
  const records = mean(RECORD_BYTES) * (1 + AGENT.toolsPerTurn / AGENT.callsPerTurn);
  return batch * (records + mean(PROMPT_BYTES[log]));
}

/** Mean ticks of an entry without queues: commit to block, block to replay, replay to the agent's look. */
export function meanPassage(values: MemoryValues): { send: number; lag: number; look: number } {
  const { submit, blockTime, confirmations, nodePoll, clientPoll, sync, uplink, link } = values;
  const bytes = meanEntryBytes(values);
  const ticks = (rate: number) => (bytes * TICKS_PER_SECOND) / rate;
  const send = submit + blockTime / 2;
  const seen = confirmations * blockTime + nodePoll / 2;
  const upload =
    bytes <= PARALLEL_BYTES
      ? Math.max(0, ticks(uplink) - send - seen)
      : clientPoll / 2 + ticks(uplink);
  return { send, lag: seen + upload + sync + ticks(link), look: clientPoll / 2 };
}
