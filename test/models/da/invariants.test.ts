import { describe, expect, it } from 'vitest';
import {
  assertBelow,
  assertBytesConserved,
  assertEnoughReceived,
  assertOrder,
} from '../../../models/da/invariants.ts';
import { Accounting } from '../../../sim/network/accounting.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';

describe('invariants of every run', () => {
  it('bytes that leave and never arrive or get lost are noticed', () => {
    const accounting = new Accounting(2);
    const network = { accounting } as unknown as MessageNetwork;
    const kind = accounting.kind('test');
    accounting.left(0, kind, 100, true);
    accounting.arrived(1, kind, 60);
    accounting.dropped(40);
    expect(() => assertBytesConserved(network)).not.toThrow();
    accounting.received[1] -= 10;
    expect(() => assertBytesConserved(network)).toThrow(/10 B do not add up/);
  });

  it('a throughput above a closed form is a defect that names it', () => {
    const ceilings = [
      { name: 'links', rate: 100 },
      { name: 'coding', rate: 50 },
    ];
    expect(assertBelow(49, ceilings)).toBe(49);
    // Half a per cent is what the edges of a window can add.
    expect(assertBelow(50.25, ceilings)).toBe(50);
    expect(() => assertBelow(51, ceilings)).toThrow('at most 50 B/s (coding), got 51 B/s');
  });

  it('data that fewer bytes arrived for than it has is noticed', () => {
    expect(() => assertEnoughReceived(100, 100)).not.toThrow();
    expect(() => assertEnoughReceived(99, 100)).toThrow('at least the 100 B available, got 99 B');
  });

  it('nobody has all before a quorum has it', () => {
    expect(() => assertOrder(5, 5)).not.toThrow();
    expect(() => assertOrder(6, 5)).toThrow('expected a quorum before all');
  });
});
