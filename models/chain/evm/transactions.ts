import {
  addressWord,
  byteString,
  hashWord,
  joined,
  numberWord,
  repeated,
  selector,
  structures,
  uintWord,
} from './calldata.ts';
import { blake2bGas, type Calldata, WARM_ACCESS_GAS } from './gas.ts';
import {
  type Basis,
  calls,
  curveSteps,
  events,
  type GasItem,
  hashes,
  newWords,
  otherOpcodes,
  pairings,
  payments,
  precompileCalls,
  readWords,
  signatureRecoveries,
  times,
  updatedWords,
} from './gas-items.ts';
import { daSigners } from './precompiles.ts';

/** A kind of transaction: what it sends and what its execution costs. */
export interface TransactionKind {
  readonly name: string;
  readonly about: string;
  /** What a transaction of this kind holds a number of. */
  readonly unit: string;
  readonly most: number;
  readonly usual: number;
  /** Value it carries, wei; only its length matters here. */
  readonly value: bigint;
  calldata(count: number): Calldata;
  execution(count: number): readonly GasItem[];
}

const NOTHING: Calldata = { zeroBytes: 0, nonZeroBytes: 0 };
/** An amount of 18 decimals: 1 token takes 8 bytes, 18.5 to 4,722 take 9. */
const AMOUNT = uintWord(9);
const ONE_TOKEN = 1_000_000_000_000_000_000n;

const transfer: TransactionKind = {
  name: 'transfer',
  about: 'Tokens from one account to another',
  unit: 'transfers',
  most: 1,
  usual: 1,
  value: ONE_TOKEN,
  calldata: () => NOTHING,
  execution: () => [],
};

const ERC20: Basis = { status: 'estimate', source: 'ERC-20 transfer between two holders' };

const tokenTransfer: TransactionKind = {
  name: 'token-transfer',
  about: 'A transfer of an ERC-20 token to an account that already holds some',
  unit: 'transfers',
  most: 1,
  usual: 1,
  value: 0n,
  calldata: () => joined([selector, addressWord, AMOUNT]),
  execution: () => [
    updatedWords(2, 'both balances', ERC20),
    events(1, 3, 32, 'sender, receiver, amount', ERC20),
    otherOpcodes(1_000, 'control flow and two mapping keys'),
  ],
};

const FLOW: Basis = {
  status: 'estimate',
  source: 'storage sheet 1, 2, 6 (what a submission does); the count of words is ours',
};

const fileSubmission: TransactionKind = {
  name: 'file-submission',
  about: 'A file enters the storage flow: its subtree roots, and its fee',
  unit: 'subtree roots',
  // Strictly decreasing heights, at most 4 levels from the first to the last: storage sheet 1.
  most: 5,
  usual: 2,
  value: ONE_TOKEN,
  calldata: (roots) =>
    joined([
      selector,
      numberWord(32),
      // Bytes of the file, where the empty tags and where the roots start, the tags' length.
      uintWord(4),
      numberWord(96),
      numberWord(128),
      numberWord(0),
      numberWord(roots),
      repeated(roots, joined([hashWord, uintWord(1)])),
    ]),
  execution: (roots) => [
    updatedWords(2, 'length of the flow, number of submissions', FLOW),
    updatedWords(roots, 'open subtrees of the flow', FLOW),
    hashes(roots, 64, 'one parent for each root, amortised', FLOW),
    hashes(1, 32 * roots, 'identity', FLOW),
    readWords(1, 'price of a sector', FLOW),
    payments(2, 'market, reward', FLOW),
    updatedWords(2, 'pricing pool', FLOW),
    events(1, 3, 32 * (8 + 2 * roots), 'index, place and the submission itself', FLOW),
    otherOpcodes(30_000, 'placement and padding of the tree, copying'),
  ],
};

const PORA: Basis = { status: 'from source', source: 'storage sheet 3.5, 3.7, 3.8' };
const PORA_WORDS: Basis = { status: 'estimate', source: 'storage sheet 3.8, 6 (what is done)' };

const storageProof: TransactionKind = {
  name: 'pora-proof',
  about: 'A proof of random access: one sealed chunk of 4 KiB with its Merkle path',
  unit: 'hashes of the Merkle path',
  // Depth of the flow tree; about 1 kB of path as measured: storage sheet 1, 3.8.
  most: 64,
  usual: 32,
  value: 0n,
  calldata: (path) =>
    joined([
      selector,
      numberWord(32),
      // Context, nonce, miner, context of the seal.
      repeated(4, hashWord),
      // Start and length of the range, position, in sectors.
      repeated(3, uintWord(5)),
      // Shard, its mask, number of the chunk.
      uintWord(1),
      uintWord(8),
      uintWord(1),
      repeated(128, hashWord),
      numberWord(139 * 32),
      numberWord(path),
      repeated(path, hashWord),
    ]),
  execution: (path) => [
    hashes(513, 64, 'scratchpad of 512 and the recall seed', PORA),
    hashes(128, 32, 'unsealing', PORA),
    hashes(16, 256, 'sectors', PORA),
    hashes(15 + path, 64, 'path to the root of the flow', PORA),
    // The seed of the pad is one block, the quality 33, each a call of the precompile.
    {
      name: 'Blake2b of 34 blocks',
      gas: blake2bGas(34) + 34 * WARM_ACCESS_GAS,
      status: 'estimate',
      source: 'storage sheet 3.5 (blocks); by the precompile of EIP-152, EIP-2929',
    },
    readWords(3, 'miner, target, context', PORA_WORDS),
    newWords(1, 'output used', PORA_WORDS),
    updatedWords(1, 'submissions of the epoch', PORA_WORDS),
    // 200,000 less the lines above with a path of 32 hashes: 21,546 + 4,608 + 1,248 + 1,974 + 3,808 +
    // 6,300 + 22,100 + 5,000 = 66,584.
    otherOpcodes(133_416, 'storage sheet 3.8: 0.2 M measured without reward, less the other lines'),
    calls(1, 'reward', PORA_WORDS),
    updatedWords(3, 'pricing pool, escrow', PORA_WORDS),
    payments(1, 'escrow of the beneficiary', PORA_WORDS),
  ],
};

const DA_SUBMIT: Basis = {
  status: 'estimate',
  source: 'chain sheet 1.2, 1.3 (quorum index, event per root); the count of words is ours',
};

const daSubmission: TransactionKind = {
  name: 'da-submit-original-data',
  about: 'Blobs are announced; each gets epoch and quorum',
  unit: 'blobs',
  // Encoded bytes of one batch are at most 10^9, which is 9 full blobs: chain sheet 1.4.
  most: 9,
  usual: 1,
  // The price of a blob is 0 by default: chain sheet 1.5.
  value: 0n,
  calldata: (roots) =>
    joined([selector, numberWord(32), numberWord(roots), repeated(roots, hashWord)]),
  execution: (roots) => [
    daSigners.epochNumber,
    precompileCalls(1, DA_SUBMIT),
    updatedWords(1, 'quorum index', DA_SUBMIT),
    readWords(2, 'price of a blob, epoch', DA_SUBMIT),
    events(roots, 1, 160, 'sender, root, epoch, quorum, price', DA_SUBMIT),
    otherOpcodes(5_000 + 1_000 * roots, 'lazy loop of the epoch, loop over roots'),
  ],
};

const DA_VERIFY: Basis = { status: 'from source', source: 'chain sheet 1.3' };
const DA_VERIFY_WORDS: Basis = { status: 'estimate', source: 'chain sheet 1.3 (what is done)' };

const daVerification: TransactionKind = {
  name: 'da-submit-verified-commit-roots',
  about: 'Blobs are confirmed by the aggregated signature of two thirds of their quorum',
  unit: 'blobs',
  // What a block of 120 M gas holds; the published gas limit of 2 M a transaction (chain sheet 1.4) holds one.
  most: 100,
  usual: 1,
  value: 0n,
  // Root, epoch, quorum, commitment, where the bitmap starts, aggregated key (G2), signature (G1), then the
  // bitmap of 3072 seats: 25 words, the sheet's 800 bytes.
  calldata: (roots) =>
    joined([
      selector,
      structures(
        roots,
        joined([
          hashWord,
          uintWord(2),
          uintWord(1),
          repeated(2, hashWord),
          numberWord(12 * 32),
          repeated(6, hashWord),
          byteString(384),
        ]),
      ),
    ]),
  execution: (roots) => [
    times(roots, daSigners.getAggPkG1),
    pairings(roots, 2, DA_VERIFY),
    ...curveSteps(2 * roots, 2 * roots, DA_VERIFY),
    precompileCalls(6 * roots, DA_VERIFY),
    newWords(2 * roots, 'verified commitment', DA_VERIFY),
    hashes(roots, 160, 'signed message', DA_VERIFY),
    hashes(roots, 96, 'key of the commitment', DA_VERIFY),
    events(roots, 1, 96, 'root, epoch, quorum', DA_VERIFY_WORDS),
    otherOpcodes(10_000 * roots, 'hash to the curve, checks, copying'),
  ],
};

const SETTLE: Basis = {
  status: 'estimate',
  source: 'chain sheet 6.3: recovery, 3 words, an event and about 300 B of calldata for each user',
};

const settlement: TransactionKind = {
  name: 'compute-settlement',
  about: 'A provider settles the TEE-signed totals of its users',
  unit: 'users',
  // Chain sheet 3.1.
  most: 50,
  usual: 50,
  value: 0n,
  // Hash of the requests, nonce, provider, user, fee, where the signature of 65 bytes starts.
  calldata: (users) =>
    joined([
      selector,
      structures(
        users,
        joined([
          hashWord,
          uintWord(6),
          repeated(2, addressWord),
          uintWord(8),
          numberWord(6 * 32),
          byteString(65),
        ]),
      ),
    ]),
  execution: (users) => [
    signatureRecoveries(users, SETTLE),
    precompileCalls(users, SETTLE),
    hashes(users, 192, 'signed structure', SETTLE),
    hashes(users, 66, 'signed message', SETTLE),
    updatedWords(3 * users, 'nonce, balance, ledger of the user', SETTLE),
    events(users, 3, 96, 'user, provider, fee and outcome', SETTLE),
    // 75,000 less 3,000 + 100 + 66 + 48 + 15,000 + 2,268 and about 3,268 of calldata.
    otherOpcodes(51_250 * users, 'refund locks, signer checks: to the middle of 60,000 to 90,000'),
    payments(1, 'the provider, in one sum', SETTLE),
  ],
};

/** Every kind of transaction. Add one here. */
export const transactionKinds: readonly TransactionKind[] = [
  transfer,
  tokenTransfer,
  fileSubmission,
  storageProof,
  daSubmission,
  daVerification,
  settlement,
];

/** @throws RangeError for an unknown name */
export function transactionKind(name: string): TransactionKind {
  const kind = transactionKinds.find((candidate) => candidate.name === name);
  if (kind === undefined) {
    const names = transactionKinds.map((each) => each.name).join(', ');
    throw new RangeError(`transaction kind, expected one of ${names}, got "${name}"`);
  }
  return kind;
}
