import { type Tick, toSeconds } from '../../../sim/time.ts';
import type { Objection } from '../../component.ts';
import { transactionKinds } from '../evm/transactions.ts';
import type { FeesValues } from './parameters.ts';
import { mixedKinds } from './users.ts';

/** What is wrong with the values of a fee market, beyond what each parameter states. */
export function checkFees(values: FeesValues): Objection[] {
  return [...checkMarket(values), ...checkMix(values), ...checkSurge(values)];
}

function objection(path: string, expected: string, found: string): Objection {
  return { path: `fees.${path}`, expected, found };
}

function checkMarket({ feeMarket }: FeesValues): Objection[] {
  const { initialBaseFee, minimumBaseFee, elasticity, gasLimit } = feeMarket;
  const found: Objection[] = [];
  if (initialBaseFee < minimumBaseFee) {
    const expected = `at least the minimum base fee ${minimumBaseFee}`;
    found.push(objection('feeMarket.initialBaseFee', expected, `${initialBaseFee}`));
  }
  if (elasticity > gasLimit) {
    const expected = `at most the gas limit ${gasLimit}`;
    found.push(objection('feeMarket.elasticity', expected, `${elasticity}`));
  }
  return found;
}

function checkMix({ mix, feeMarket }: FeesValues): Objection[] {
  const names = transactionKinds.map(({ name }) => name);
  const unknown = Object.keys(mix).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const expected = `kinds of transaction: ${names.join(', ')}`;
    return unknown.map((name) => objection('mix', expected, JSON.stringify(name)));
  }
  const kinds = mixedKinds(mix);
  if (!kinds.some(({ weight }) => weight > 0)) {
    return [objection('mix', 'a kind with a weight above 0', 'none')];
  }
  return kinds
    .filter(({ gas }) => gas > feeMarket.gasLimit)
    .map(({ name, gas }) => {
      const expected = `at least the ${gas} gas of one ${name} in the mix`;
      return objection('feeMarket.gasLimit', expected, `${feeMarket.gasLimit}`);
    });
}

function checkSurge({ surge, blocks, warmup, blockTime }: FeesValues): Objection[] {
  if (surge.from > surge.to) {
    return [objection('surge.to', 'at or after `from`', 'before')];
  }
  const end = (warmup + blocks) * blockTime;
  if (surge.to > end) {
    const expected = `at most the ${toSeconds(end as Tick)} s of all blocks`;
    return [objection('surge.to', expected, `${toSeconds(surge.to as Tick)} s`)];
  }
  return [];
}
