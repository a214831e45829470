/** fees + bonus = paid + claimable + locked + treasury, and donated = basePaid + basePool. */
export interface PoolTotals {
  readonly fees: bigint;
  readonly bonus: bigint;
  /** Paid out of fees and bonus. */
  readonly paid: bigint;
  readonly claimable: bigint;
  /** Not yet released, also in chunks that are not full. */
  readonly locked: bigint;
  readonly treasury: bigint;
  readonly donated: bigint;
  /** Paid as base rewards. */
  readonly basePaid: bigint;
  readonly basePool: bigint;
}

/** What one pricing chunk has and had: total = locked + claimable + paid. */
interface Parts {
  readonly total: bigint;
  readonly locked: bigint;
  readonly claimable: bigint;
  readonly paid: bigint;
}

/**
 * Compares running sums with the sums over all pools, and both with what came in.
 * @throws RangeError with the figures when a wei is missing or too many
 */
export function checkConserved(sums: PoolTotals, pools: readonly Parts[]): void {
  const all = { locked: 0n, claimable: 0n, paid: 0n };
  for (const [index, { total, locked, claimable, paid }] of pools.entries()) {
    if (total !== locked + claimable + paid || locked < 0n || claimable < 0n || paid < 0n) {
      throw unequal(`chunk ${index}`, `${total} wei`, stateOf({ locked, claimable, paid }));
    }
    all.locked += locked;
    all.claimable += claimable;
    all.paid += paid;
  }
  const { fees, bonus, paid, claimable, locked, treasury, donated, basePaid, basePool } = sums;
  if (all.locked !== locked || all.claimable !== claimable || all.paid !== paid) {
    throw unequal('sums of all chunks', stateOf(sums), stateOf(all));
  }
  if (fees + bonus !== paid + claimable + locked + treasury) {
    throw unequal(
      'pools',
      `${fees} fees, ${bonus} bonus`,
      `${stateOf(sums)}, ${treasury} treasury`,
    );
  }
  if (donated !== basePaid + basePool || basePool < 0n) {
    throw unequal('base rewards', `${donated} donated`, `${basePaid} paid, ${basePool} left`);
  }
}

function stateOf(state: Pick<PoolTotals, 'locked' | 'claimable' | 'paid'>): string {
  return `${state.paid} paid, ${state.claimable} claimable, ${state.locked} locked`;
}

function unequal(what: string, expected: string, found: string): RangeError {
  return new RangeError(`${what}, expected ${expected}, got ${found}`);
}
