import type { Status } from '../../../sim/parameters.ts';
import {
  BN254_ADD_GAS,
  BN254_MUL_GAS,
  CALL_VALUE_GAS,
  COLD_ACCOUNT_GAS,
  COLD_WORD_GAS,
  ECRECOVER_GAS,
  keccakGas,
  logGas,
  pairingGas,
  WARM_ACCESS_GAS,
  writeWordGas,
} from './gas.ts';

/** One line of a transaction's bill. The price is the schedule's; the status is that of the count. */
export interface GasItem {
  readonly name: string;
  readonly gas: number;
  readonly status: Status;
  /** Where the count comes from, and the rule of the price. */
  readonly source: string;
}

/** How well the count of an item is known. */
export interface Basis {
  readonly status: Status;
  readonly source: string;
}

function item(name: string, gas: number, basis: Basis, rule: string): GasItem {
  return { name, gas, status: basis.status, source: `${basis.source}; ${rule}` };
}

/** Words that were zero and get a value, each touched for the first time. */
export function newWords(count: number, what: string, basis: Basis): GasItem {
  return item(`new words: ${what}`, count * writeWordGas('zero', 'cold'), basis, 'EIP-2929');
}

/** Words that go from one value to another, each touched for the first time. */
export function updatedWords(count: number, what: string, basis: Basis): GasItem {
  return item(`updated words: ${what}`, count * writeWordGas('value', 'cold'), basis, 'EIP-2929');
}

/** Words read for the first time. */
export function readWords(count: number, what: string, basis: Basis): GasItem {
  return item(`words read: ${what}`, count * COLD_WORD_GAS, basis, 'EIP-2929');
}

/** Calls of other contracts, each for the first time. */
export function calls(count: number, what: string, basis: Basis): GasItem {
  return item(`calls: ${what}`, count * COLD_ACCOUNT_GAS, basis, 'EIP-2929');
}

/** Calls that hand on value, each to an account touched for the first time. */
export function payments(count: number, what: string, basis: Basis): GasItem {
  const gas = count * (COLD_ACCOUNT_GAS + CALL_VALUE_GAS);
  return item(`payments: ${what}`, gas, basis, 'EIP-2929, Yellow Paper G_callvalue');
}

/** Calls of precompiles, whose addresses are always warm. */
export function precompileCalls(count: number, basis: Basis): GasItem {
  return item('calls of precompiles', count * WARM_ACCESS_GAS, basis, 'EIP-2929');
}

/** @param topics the event's signature is one of them */
export function events(
  count: number,
  topics: number,
  bytes: number,
  what: string,
  basis: Basis,
): GasItem {
  return item(`events: ${what}`, count * logGas(topics, bytes), basis, 'Yellow Paper G_log');
}

export function hashes(count: number, bytes: number, what: string, basis: Basis): GasItem {
  return item(`keccak256: ${what}`, count * keccakGas(bytes), basis, 'Yellow Paper G_keccak256');
}

export function signatureRecoveries(count: number, basis: Basis): GasItem {
  return item('recovered signatures', count * ECRECOVER_GAS, basis, 'Yellow Paper, appendix E');
}

/** `count` checks of `pairs` pairings each. */
export function pairings(count: number, pairs: number, basis: Basis): GasItem {
  return item(`BN254 pairings, ${pairs} each`, count * pairingGas(pairs), basis, 'EIP-1108');
}

export function curveSteps(multiplications: number, additions: number, basis: Basis): GasItem[] {
  return [
    item('BN254 multiplications', multiplications * BN254_MUL_GAS, basis, 'EIP-1108'),
    item('BN254 additions', additions * BN254_ADD_GAS, basis, 'EIP-1108'),
  ];
}

/** Plain opcodes that nobody itemised: control flow, copying, checks. */
export function otherOpcodes(gas: number, source: string): GasItem {
  return { name: 'other opcodes', gas, status: 'estimate', source };
}

/** The same line `count` times over. */
export function times(count: number, line: GasItem): GasItem {
  return { ...line, gas: count * line.gas };
}
