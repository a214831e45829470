import { Signal } from '../../../sim/engine/signal.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';
import { seconds } from '../../../sim/time.ts';
import { transactionBill } from '../../chain/evm/bill.ts';
import { TRANSACTION_GAS } from '../../chain/evm/gas.ts';
import { transactionKind } from '../../chain/evm/transactions.ts';
import type { ChainLane } from '../../chain/lane.ts';
import { type FileEntry, type FlowLog, rootCount } from './flow-log.ts';
import { Timers } from './timers.ts';

/*
 * The publishing lane: submissions as transactions through consensus. Their entries take their place in
 * the flow in the order of the blocks, and nodes see them so many blocks later. Left out: nonces, fees,
 * contract reverts.
 */

/** A client looks for its receipt once a second, and gives up after so long. Estimate: as the DA client. */
const RECEIPT_POLL = seconds(1);
export const RECEIPT_PATIENCE = seconds(180);

/** What a transaction for these entries takes; a batch saves the base gas of all but one. Estimate. */
export function submissionBill(entries: readonly FileEntry[]): { bytes: number; gas: number } {
  const kind = transactionKind('file-submission');
  const bills = entries.map((entry) => transactionBill(kind, rootCount(entry)));
  return {
    bytes: bills.reduce((sum, bill) => sum + bill.bytes, 0),
    gas: bills.reduce((sum, bill) => sum + bill.gas, 0) - (bills.length - 1) * TRANSACTION_GAS,
  };
}

export interface CommitmentOptions {
  readonly simulation: Simulation;
  readonly network: MessageNetwork;
  readonly lane: ChainLane;
  readonly validators: number;
  readonly flow: FlowLog;
  /** Blocks on top of an entry's before nodes take it. */
  readonly confirmations: number;
  /** Entries became visible to nodes. */
  readonly seen: () => void;
}

export class Commitments {
  /** Bytes of transactions in blocks. */
  bytes = 0;
  private readonly options: CommitmentOptions;
  private readonly timers: Timers;
  private readonly kind: number;

  constructor(options: CommitmentOptions) {
    this.options = options;
    this.timers = new Timers(options.simulation, 'storage/commitments');
    this.kind = options.network.kind('storage.transaction', ({ to, payload }) =>
      (payload as (validator: number) => void)(to),
    );
  }

  /**
   * Submits entries in one transaction.
   * @param client node that sends it
   * @param entry validator that it talks to; the next one that is up stands in
   * @returns fires with whether the client saw it in a block in time; a late one still counts on chain
   */
  submit(client: number, entry: number, entries: readonly FileEntry[]): Signal<boolean> {
    const { network, validators, lane } = this.options;
    const done = new Signal<boolean>();
    const bill = submissionBill(entries);
    const started = this.options.simulation.now;
    const end = (isIncluded: boolean) => {
      if (!done.fired) done.fire(isIncluded);
    };
    this.timers.after(RECEIPT_PATIENCE, () => end(false));
    let node = entry % validators;
    for (let i = 1; i < validators && !network.isAlive(node); i++) node = (entry + i) % validators;
    const enter = (validator: number) => {
      lane.submit(validator, bill, ({ height }) => {
        this.included(entries, bill.bytes, height);
        this.timers.atTurn(RECEIPT_POLL, started, () => end(true));
      });
    };
    network.send(client, node, this.kind, bill.bytes, 0, enter, true);
    return done;
  }

  private included(entries: readonly FileEntry[], bytes: number, height: number): void {
    const { flow, simulation, lane, confirmations, seen } = this.options;
    this.bytes += bytes;
    for (const each of entries) flow.commit(each, simulation.now);
    lane.whenCommitted(height + confirmations, () => {
      flow.visible.push(...entries);
      seen();
    });
  }
}
