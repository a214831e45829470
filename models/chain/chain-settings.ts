import type { Tick } from '../../sim/time.ts';
import { transactionBill } from './evm/bill.ts';
import { gasUsed } from './evm/gas.ts';
import { transactionKind } from './evm/transactions.ts';
import type { ChainValues } from './parameters.ts';
import { presetSettings } from './presets.ts';
import type { ChainSettings, Timeout } from './settings.ts';

/** The preset of a section with the section's own values. */
export function chainSettings(values: ChainValues): ChainSettings {
  const preset = presetSettings(values.preset);
  const timeout = (of: Timeout, first: number | null): Timeout => ({
    first: (first ?? of.first) as Tick,
    delta: (values.timeoutDelta ?? of.delta) as Tick,
  });
  return {
    ...preset,
    propose: timeout(preset.propose, values.timeoutPropose),
    prevote: timeout(preset.prevote, values.timeoutVote),
    precommit: timeout(preset.precommit, values.timeoutVote),
    commit: (values.timeoutCommit ?? preset.commit) as Tick,
    blockInterval: values.blockTime as Tick | null,
    maxBlockBytes: values.maxBlockBytes ?? preset.maxBlockBytes,
    gasLimit: values.gasLimit ?? preset.gasLimit,
    gasPerSecond: values.gasPerSecond ?? preset.gasPerSecond,
    pipelined: values.pipelined ?? preset.pipelined,
    outbound: values.outbound ?? preset.outbound,
    inbound: values.inbound ?? preset.inbound,
  };
}

/** Bytes on the wire and gas of one transaction of the load. */
export function transactionSize(
  { transaction }: Pick<ChainValues, 'transaction'>,
  payloadBytes: number,
): { bytes: number; gas: number } {
  if (transaction === 'payload') {
    const gas = gasUsed({ zeroBytes: 0, nonZeroBytes: payloadBytes }, 0);
    return { bytes: payloadBytes, gas };
  }
  return transactionBill(transactionKind(transaction), 1);
}
