/*
 * Gas of the EVM as of Pectra, which 0G Chain runs (chain sheet 2.1, 2.3). All amounts are whole units of
 * gas. Left out: refunds for cleared storage, access lists, contract creation, memory expansion.
 */

/** Bytes of a call's input by what they cost. */
export interface Calldata {
  readonly zeroBytes: number;
  readonly nonZeroBytes: number;
}

/** Every transaction; Yellow Paper, G_transaction. */
export const TRANSACTION_GAS = 21_000;
/** A call that carries value, beside the access to the account; Yellow Paper, G_callvalue. */
export const CALL_VALUE_GAS = 9_000;
/** The precompile that recovers a signer; Yellow Paper, appendix E. */
export const ECRECOVER_GAS = 3_000;
/** Addition and scalar multiplication on BN254; EIP-1108. */
export const BN254_ADD_GAS = 150;
export const BN254_MUL_GAS = 6_000;
/** First touch of an account or a word in a transaction, and every later touch; EIP-2929. */
export const COLD_ACCOUNT_GAS = 2_600;
export const COLD_WORD_GAS = 2_100;
export const WARM_ACCESS_GAS = 100;

/** A word of storage goes from zero to a value, or from one value to another; EIP-2200 with EIP-2929. */
const NEW_WORD_GAS = 20_000;
const UPDATED_WORD_GAS = 2_900;

/** Calldata at the standard price, 4 and 16 gas per byte; EIP-2028. */
export function standardCalldataGas(data: Calldata): number {
  return 4 * data.zeroBytes + 16 * data.nonZeroBytes;
}

/** Calldata at the floor price, 10 and 40 gas per byte; EIP-7623. */
export function floorCalldataGas(data: Calldata): number {
  return 10 * data.zeroBytes + 40 * data.nonZeroBytes;
}

/**
 * Least gas limit with which a transaction is valid: it must cover the calldata at the standard price and
 * at the floor price; EIP-7623.
 */
export function intrinsicGas(data: Calldata): number {
  return gasUsed(data, 0);
}

/**
 * Gas that a transaction pays: max(standard calldata + execution, floor calldata), and 21,000; EIP-7623.
 * @param execution gas of the call itself
 * @throws RangeError for an execution that is no whole number of gas
 */
export function gasUsed(data: Calldata, execution: number): number {
  if (!Number.isSafeInteger(execution) || execution < 0) {
    throw new RangeError(`execution gas, expected a whole number from 0, got ${execution}`);
  }
  return TRANSACTION_GAS + Math.max(standardCalldataGas(data) + execution, floorCalldataGas(data));
}

/**
 * Writing one word of storage; EIP-2929: new 22,100 cold and 20,000 warm, update 5,000 and 2,900.
 * @param before whether the word held zero
 * @param access whether the transaction touched it before
 */
export function writeWordGas(before: 'zero' | 'value', access: 'cold' | 'warm'): number {
  const write = before === 'zero' ? NEW_WORD_GAS : UPDATED_WORD_GAS;
  return access === 'cold' ? write + COLD_WORD_GAS : write;
}

/** An event: 375, 375 for each topic (the event's own signature is one) and 8 per byte; Yellow Paper. */
export function logGas(topics: number, bytes: number): number {
  return 375 + 375 * topics + 8 * bytes;
}

/** Hashing `bytes` bytes: 30 and 6 for each word of 32 bytes begun; Yellow Paper. */
export function keccakGas(bytes: number): number {
  return 30 + 6 * Math.ceil(bytes / 32);
}

/** Checking a product of `pairs` pairings on BN254: 45,000 and 34,000 for each; EIP-1108. */
export function pairingGas(pairs: number): number {
  return 45_000 + 34_000 * pairs;
}

/** Blake2b by its precompile, 12 rounds of 1 gas for each block of 128 bytes; EIP-152. */
export function blake2bGas(blocks: number): number {
  return 12 * blocks;
}
