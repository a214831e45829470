import { transactionBill } from '../../chain/evm/bill.ts';
import { addressWord, hashWord, joined, repeated, selector } from '../../chain/evm/calldata.ts';
import { gasUsed } from '../../chain/evm/gas.ts';
import { curveSteps, pairings, payments, updatedWords } from '../../chain/evm/gas-items.ts';
import { transactionKind } from '../../chain/evm/transactions.ts';

/*
 * Gas of settlement. The live contract takes totals that a trusted environment signed; proofs of chunks of
 * requests are announced and configured, not used. Source: 0g-da-chain-compute 3.1, 6.3.
 */

/** Requests that one settlement proof covers. */
export const PROOF_CHUNK = 40;

const ESTIMATE = {
  status: 'estimate',
  source: 'a Groth16 check with one public input; 0g-da-chain-compute names no proof system',
} as const;

/** Gas of a transaction with the signed totals of so many users. @throws RangeError outside 1 to 50 */
export function totalsGas(users: number): number {
  return transactionBill(transactionKind('compute-settlement'), users).gas;
}

/** Proofs that so many requests of one user need. */
export function proofsFor(requests: number): number {
  return Math.ceil(requests / PROOF_CHUNK);
}

/**
 * Gas of a transaction with so many proofs of chunks, each of one user's requests: four pairings, one
 * multiplication and addition, three words of the user.
 */
export function proofsGas(proofs: number): number {
  const items = [
    pairings(proofs, 4, ESTIMATE),
    ...curveSteps(proofs, proofs, ESTIMATE),
    updatedWords(3 * proofs, 'nonce, balance, ledger of the user', ESTIMATE),
    payments(1, 'the provider, in one sum', ESTIMATE),
  ];
  // Proof of 8 words, hash of the chunk, user.
  const call = joined([selector, repeated(proofs, joined([repeated(9, hashWord), addressWord]))]);
  return gasUsed(
    call,
    items.reduce((sum, { gas }) => sum + gas, 0),
  );
}
