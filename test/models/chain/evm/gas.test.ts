import { describe, expect, it } from 'vitest';
import {
  addressWord,
  byteString,
  calldataBytes,
  numberWord,
  structures,
  uintWord,
} from '../../../../models/chain/evm/calldata.ts';
import { type Envelope, wireBytes } from '../../../../models/chain/evm/envelope.ts';
import * as evm from '../../../../models/chain/evm/gas.ts';
import { daSigners } from '../../../../models/chain/evm/precompiles.ts';
import { Stream } from '../../../../sim/random.ts';

const data = (zeroBytes: number, nonZeroBytes: number) => ({ zeroBytes, nonZeroBytes });

describe('gas of a transaction, EIP-2028 and EIP-7623', () => {
  it('a bare call costs 21,000', () => expect(evm.intrinsicGas(data(0, 0))).toBe(21_000));

  it('data without work pays the floor', () => {
    // 100 * 4 + 1000 * 16 = 16,400 standard; 100 * 10 + 1000 * 40 = 41,000 floor.
    expect(evm.standardCalldataGas(data(100, 1_000))).toBe(16_400);
    expect(evm.floorCalldataGas(data(100, 1_000))).toBe(41_000);
    expect(evm.gasUsed(data(100, 1_000), 0)).toBe(21_000 + 41_000);
    expect(evm.intrinsicGas(data(100, 1_000))).toBe(21_000 + 41_000);
  });

  it('the floor hides work until standard calldata and work exceed it', () => {
    // Floor - standard = 41,000 - 16,400 = 24,600.
    expect(evm.gasUsed(data(100, 1_000), 24_599)).toBe(62_000);
    expect(evm.gasUsed(data(100, 1_000), 24_600)).toBe(62_000);
    expect(evm.gasUsed(data(100, 1_000), 24_601)).toBe(62_001);
  });

  it('work with little data pays the standard price', () => {
    // 21,000 + 4 * 4 + 32 * 16 + 500,000.
    expect(evm.gasUsed(data(4, 32), 500_000)).toBe(521_528);
  });

  it('refuses a part of a gas', () =>
    expect(() => evm.gasUsed(data(0, 0), 0.5)).toThrow(
      'execution gas, expected a whole number from 0, got 0.5',
    ));
});

describe('gas of operations, chain sheet 2.3', () => {
  it.each([
    ['new word, cold', evm.writeWordGas('zero', 'cold'), 22_100],
    ['new word, warm', evm.writeWordGas('zero', 'warm'), 20_000],
    ['update, cold', evm.writeWordGas('value', 'cold'), 5_000],
    ['update, warm', evm.writeWordGas('value', 'warm'), 2_900],
    // An ERC-20 transfer event: 375 + 3 * 375 + 32 * 8.
    ['event', evm.logGas(3, 32), 1_756],
    ['hash of nothing', evm.keccakGas(0), 30],
    ['hash of one word', evm.keccakGas(32), 36],
    ['hash of a byte more', evm.keccakGas(33), 42],
    ['pairing of two', evm.pairingGas(2), 113_000],
    // 33 blocks of 12 rounds.
    ['Blake2b of 4,224 bytes', evm.blake2bGas(33), 396],
    ['recovery', evm.ECRECOVER_GAS, 3_000],
    ['BN254 addition', evm.BN254_ADD_GAS, 150],
    ['BN254 multiplication', evm.BN254_MUL_GAS, 6_000],
    ['cold account', evm.COLD_ACCOUNT_GAS, 2_600],
    ['cold word', evm.COLD_WORD_GAS, 2_100],
    ['warm access', evm.WARM_ACCESS_GAS, 100],
  ])('%s', (_name, found, expected) => expect(found).toBe(expected));

  it('DASigners, chain sheet 1.3', () => {
    const gas = Object.entries(daSigners).map(([name, method]) => [name, method.gas]);
    expect(Object.fromEntries(gas)).toEqual({
      getAggPkG1: 1_000_000,
      registerNextEpoch: 100_000,
      registerSigner: 100_000,
      getQuorum: 100_000,
      getSigner: 100_000,
      getQuorumRow: 10_000,
      epochNumber: 1_000,
    });
  });
});

describe('calldata words', () => {
  it.each([
    ['address', addressWord, 12, 20],
    ['integer of 9 bytes', uintWord(9), 23, 9],
    ['0', numberWord(0), 32, 0],
    ['255', numberWord(255), 31, 1],
    // 0x0100 and 0x0180.
    ['256', numberWord(256), 31, 1],
    ['384', numberWord(384), 30, 2],
    // Length 65 is one byte; 65 bytes fill 3 words but for 31.
    ['signature', byteString(65), 31 + 31, 1 + 65],
    ['no bytes', byteString(0), 32, 0],
    ['whole words', byteString(64), 31, 1 + 64],
  ])('%s', (_name, found, zero, nonZero) => expect(found).toEqual(data(zero, nonZero)));

  it('an array of structures starts with 0x20, its length, and where each starts', () => {
    // 8 structures of 32 bytes: start 32, count 8, offsets 256, 288, ... 480: 0x0100 has one byte that is
    // not zero, 0x0120 to 0x01e0 have two.
    const found = structures(8, uintWord(32));
    expect(calldataBytes(found)).toBe(32 * (2 + 8 + 8));
    expect(found.nonZeroBytes).toBe(1 + 1 + (1 + 7 * 2) + 8 * 32);
  });
});

/** RLP written out, to compare lengths with. */
function rlp(item: bigint | Uint8Array | readonly unknown[]): Buffer {
  if (typeof item === 'bigint') return rlp(item === 0n ? Buffer.alloc(0) : bigEndian(item));
  const isList = Array.isArray(item);
  const body = Buffer.concat(isList ? item.map((each) => rlp(each)) : [item as Uint8Array]);
  if (!isList && body.length === 1 && body[0] < 128) return body;
  const base = isList ? 0xc0 : 0x80;
  if (body.length <= 55) return Buffer.concat([Buffer.of(base + body.length), body]);
  const length = bigEndian(body.length);
  return Buffer.concat([Buffer.of(base + 55 + length.length), length, body]);
}

function bigEndian(value: bigint | number): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}

function written(envelope: Envelope): number {
  const word = (1n << 256n) - 1n;
  const fields = [
    envelope.chainId,
    envelope.nonce,
    envelope.maxPriorityFeePerGas,
    envelope.maxFeePerGas,
    envelope.gasLimit,
    new Uint8Array(20).fill(0xaa),
    envelope.value,
    new Uint8Array(envelope.dataBytes).fill(0xbb),
    [],
    1n,
    word,
    word,
  ];
  return 1 + rlp(fields).length;
}

describe('bytes of a transaction, EIP-1559', () => {
  it('a transfer by hand', () => {
    // Chain id 16661 = 0x4115: 3; nonce 5: 1; tip 3e9 = 0xb2d05e00: 5; cap 1e10 = 0x02540be400: 6;
    // gas 21000 = 0x5208: 3; receiver 21; value 1e18: 9; no data 1; no list 1; parity 1; r, s 66.
    // Sum 117, which needs a header of 2, and the type is 1 more.
    const transfer = {
      chainId: 16_661n,
      nonce: 5n,
      maxPriorityFeePerGas: 3_000_000_000n,
      maxFeePerGas: 10_000_000_000n,
      gasLimit: 21_000n,
      value: 1_000_000_000_000_000_000n,
      dataBytes: 0,
    };
    expect(wireBytes(transfer)).toBe(120);
    expect(written(transfer)).toBe(120);
  });

  it('any length is that of the bytes written out', () => {
    const seed = '7'.repeat(64);
    const stream = new Stream('test/envelope', seed);
    const integer = () => BigInt(stream.below(4_294_967_296)) >> BigInt(stream.below(33));
    for (let i = 0; i < 300; i++) {
      const envelope = {
        chainId: integer(),
        nonce: integer(),
        maxPriorityFeePerGas: integer(),
        maxFeePerGas: integer() * integer(),
        gasLimit: integer(),
        value: integer() * integer(),
        // Around the lengths at which headers grow: 55, 255, 65535.
        dataBytes: [0, 4, 55, 56, 255, 256, 65_535, 65_536][i % 8] + (i % 8 > 1 ? 0 : 68),
      };
      const fields = `seed ${seed}, round ${i}: ${Object.values(envelope)}`;
      expect(wireBytes(envelope), fields).toBe(written(envelope));
    }
  });
});
