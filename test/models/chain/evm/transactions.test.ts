import { describe, expect, it } from 'vitest';
import { transactionBill } from '../../../../models/chain/evm/bill.ts';
import { calldataBytes } from '../../../../models/chain/evm/calldata.ts';
import { transactionKind, transactionKinds } from '../../../../models/chain/evm/transactions.ts';

const bill = (name: string, count = 1) => transactionBill(transactionKind(name), count);

describe('transactions summed by hand', () => {
  it('transfer', () => expect(bill('transfer').gas).toBe(21_000));

  it('token transfer', () => {
    // Selector 4 * 16; address 12 * 4 + 20 * 16 = 368; amount 23 * 4 + 9 * 16 = 236: 668 of calldata.
    // Two updates 10,000; event 375 + 3 * 375 + 256 = 1,756; other opcodes 1,000.
    expect(bill('token-transfer').gas).toBe(21_000 + 668 + 10_000 + 1_756 + 1_000);
  });

  it('file of one subtree', () => {
    // Non-zero bytes: selector 4, then the words 0x20 1, size 4, 96 1, 128 1, 0 0, count 1, root 32, height 1:
    // 45. Zero bytes of the same words: 31 + 28 + 31 + 31 + 32 + 31 + 0 + 31 = 215.
    const calldata = 45 * 16 + 215 * 4;
    // 2 + 1 + 2 updates 25,000; parent 42; identity 36; price 2,100; two payments 23,200;
    // event 375 + 3 * 375 + 8 * 320 = 4,060; other opcodes 30,000.
    const execution = 25_000 + 42 + 36 + 2_100 + 23_200 + 4_060 + 30_000;
    expect(bill('file-submission').gas).toBe(21_000 + calldata + execution);
  });

  it('proof of random access: 0.2 M measured, and calldata and reward keep it in 0.30 to 0.35 M', () => {
    // 173 words and the selector: 5,540 bytes. Zero bytes: 31 (start) + 3 * 27 (sectors) + 31 (shard) + 24
    // (mask) + 31 (chunk) + 30 (start of the path, 0x1160) + 31 (its length) = 259.
    const calldata = 259 * 4 + (5_540 - 259) * 16;
    // Reward: call 2,600, three updates 15,000, payment 11,600.
    expect(bill('pora-proof', 32).gas).toBe(21_000 + calldata + 200_000 + 29_200);
    expect(bill('pora-proof', 32).gas).toBeGreaterThan(300_000);
    expect(bill('pora-proof', 32).gas).toBeLessThan(350_000);
  });

  it('blobs announced', () => {
    // Calldata for 3: selector 64; 0x20 and 3: 2 * (31 * 4 + 16) = 280; roots 3 * 512.
    // epochNumber 1,000 by a warm call 100; index 5,000; two reads 4,200; events 3 * (750 + 1,280);
    // other opcodes 5,000 + 3,000.
    const execution = 1_100 + 5_000 + 4_200 + 3 * 2_030 + 8_000;
    expect(bill('da-submit-original-data', 3).gas).toBe(21_000 + 64 + 280 + 1_536 + execution);
  });

  it('one blob confirmed: 800 bytes, and a million for the aggregated key', () => {
    // Selector 4, where the array starts, its length, where its one entry starts, 25 words.
    const data = transactionKind('da-submit-verified-commit-roots').calldata(1);
    expect(calldataBytes(data)).toBe(4 + 3 * 32 + 800);
    // Zero bytes: 3 * 31; epoch 30, quorum 31, start of the bitmap 30 and its length 30 (both 0x0180).
    const calldata = 214 * 4 + (900 - 214) * 16;
    // Pairing 113,000; 2 * 6,000 + 2 * 150; 6 warm calls; two new words; hashes 30 + 30 and 30 + 18;
    // event 750 + 768; other opcodes 10,000.
    const execution = 1_000_000 + 113_000 + 12_300 + 600 + 44_200 + 108 + 1_518 + 10_000;
    expect(bill('da-submit-verified-commit-roots').gas).toBe(21_000 + calldata + execution);
  });

  it('the published limit of 2 M gas holds one confirmed blob, a block of 120 M holds 100', () => {
    expect(bill('da-submit-verified-commit-roots', 2).gas).toBeGreaterThan(2_000_000);
    expect(bill('da-submit-verified-commit-roots', 100).gas).toBeLessThan(120_000_000);
  });

  it('a settled user costs between 60,000 and 90,000, as estimated', () => {
    // Beside calldata: recovery 3,000 + 100, hashes 66 + 48, three updates, event 375 + 1,125 + 768, and
    // 51,250; calldata 11 words: hash 32, nonce 6, addresses 40, fee 8, offset 1, length 1, signature 65 =
    // 153 non-zero bytes of 320, and where the user starts.
    const user = 3_100 + 114 + 15_000 + 2_268 + 51_250 + 153 * 16 + 167 * 4;
    // One user: selector 64, then 0x20, 1, 0x20: 3 * 140; payment 11,600.
    expect(bill('compute-settlement').gas).toBe(21_000 + 64 + 3 * 140 + user + 11_600);
    const marginal = (bill('compute-settlement', 50).gas - bill('compute-settlement', 1).gas) / 49;
    expect(marginal).toBeGreaterThan(60_000);
    expect(marginal).toBeLessThan(90_000);
  });
});

describe('every kind', () => {
  const cases = transactionKinds.flatMap((kind) =>
    [...new Set([1, kind.usual, kind.most])].map((count) => ({ name: kind.name, kind, count })),
  );

  it.each(cases)('$name with $count: lines sum to the gas, each with its source', (each) => {
    const { gas, items, bytes } = transactionBill(each.kind, each.count);
    expect(items.reduce((sum, line) => sum + line.gas, 0)).toBe(gas);
    for (const line of items) {
      expect(Number.isInteger(line.gas) && line.gas > 0, line.name).toBe(true);
      expect(line.source, line.name).not.toBe('');
    }
    const data = each.kind.calldata(each.count);
    expect(bytes).toBeGreaterThan(calldataBytes(data) + 100);
    expect(bytes).toBeLessThan(calldataBytes(data) + 140);
    // EIP-7623 by its own formula: no transaction pays less per byte.
    expect(gas).toBeGreaterThanOrEqual(21_000 + 10 * (data.zeroBytes + 4 * data.nonZeroBytes));
  });

  it('names are distinct', () => {
    const names = transactionKinds.map((kind) => kind.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('pays up to the floor where data outweighs work, and shows it', () => {
    const heavy = {
      ...transactionKind('transfer'),
      calldata: () => ({ zeroBytes: 0, nonZeroBytes: 1_000 }),
    };
    // 16,000 standard, 40,000 floor.
    const { gas, items } = transactionBill(heavy, 1);
    expect(gas).toBe(61_000);
    expect(items.map(({ name, gas: amount }) => [name, amount])).toEqual([
      ['transaction', 21_000],
      ['calldata', 16_000],
      ['calldata up to its floor', 24_000],
    ]);
  });

  it('refuses more than a contract takes, and unknown names', () => {
    expect(() => bill('compute-settlement', 51)).toThrow(
      'compute-settlement, expected 1 to 50 users, got 51',
    );
    expect(() => bill('transfer', 0)).toThrow('transfer, expected 1 to 1 transfers, got 0');
    expect(() => bill('swap')).toThrow(/transaction kind, expected one of transfer, .* got "swap"/);
  });
});
