import { fftCode } from '../../../sim/kernels/reed-solomon/fft-code.ts';
import type { CodeKernels } from '../../../sim/kernels/reed-solomon/kernels.ts';
import { matrixCode } from '../../../sim/kernels/reed-solomon/matrix-code.ts';
import { splitSymbols } from '../../../sim/kernels/reed-solomon/symbols.ts';
import type { Stream } from '../../../sim/random.ts';
import {
  type Assignment,
  ceilDivide,
  dealByStake,
  dealUnits,
  inOrder,
  totalStake,
  unitsPerHolder,
} from '../assignment/assignment.ts';
import { EIGENDA_CONFIRMATION, eigendaAssignment } from '../assignment/eigenda.ts';
import { espressoAssignment, espressoCertificate } from '../assignment/espresso.ts';
import { fibreAssignment } from '../assignment/fibre.ts';
import { nearAssignment } from '../assignment/near.ts';
import { peerdasAssignment, validatorCustody } from '../assignment/peerdas.ts';
import { shardsToCertify, WALRUS_SHARDS, walrusAssignment } from '../assignment/walrus.ts';
import type { Publish } from '../coding/published.ts';
import { publishColumns } from '../coding/published-columns.ts';
import { publishRows, SCALED_DATA_ROWS, SCALED_ROWS } from '../coding/published-rows.ts';
import { sharesOf } from '../coding/published-shares.ts';
import { pairCode, publishSlivers } from '../coding/published-slivers.ts';
import { publishSquare } from '../coding/published-square.ts';
import type { RetrievalLayerName } from './layer-names.ts';
import type { RetrievalValues } from './parameters.ts';
import { coverageByHolders } from './recovery-law.ts';

/** A quorum that must sign; weights by holder, whole numbers whose sum is below 2^53. */
export interface Certificate {
  readonly weights: readonly number[];
  readonly needed: number;
}

/** How one layer keeps a blob, as far as reading it back is concerned. */
export interface RetrievalLayer {
  /** Units by holder. @param stakes of the holders, in any integer unit */
  assign(stakes: readonly bigint[], values: RetrievalValues, stream: Stream): Assignment;
  /** Placement is chance and matters for what is left: every trial draws its own. */
  readonly random: boolean;
  /** Quorums that must all be reached before a blob counts as available. */
  certificates(assignment: Assignment, stakes: readonly bigint[]): readonly Certificate[];
  /**
   * Probability that x random holders rebuild, x from 0 on, averaged over placements; null where it is
   * not known. Absent where the number of units of every holder says it.
   */
  byHolders?(assignment: Assignment): Float64Array | null;
  /** Units by holder at the scale at which bytes are coded; absent where that is the layer's own. */
  scaled?(stakes: readonly bigint[]): Assignment;
  /** The layer's code on real bytes, into as many units as the assignment deals at that scale. */
  publisher(assignment: Assignment, kernels: CodeKernels): Publish;
}

/** At least this share of the stake. */
function stakeQuorum(stakes: readonly bigint[], numerator: bigint, denominator: bigint) {
  const needed = Number(ceilDivide(numerator * totalStake(stakes), denominator));
  return [{ weights: stakes.map(Number), needed }];
}

const twoThirds = (_: Assignment, stakes: readonly bigint[]) => stakeQuorum(stakes, 2n, 3n);

/** Codes over GF(2^16) whose shares are multiples of 64 bytes, as those of Leopard. */
const wideCode = ({ needed, total }: Assignment, kernels: CodeKernels) =>
  sharesOf(fftCode(needed, total - needed, splitSymbols, kernels), 64);

/** A share for each holder; a code has a share of parity at least, if nobody to keep it. */
function shareForEach({ needed, total }: Assignment, kernels: CodeKernels): Publish {
  const shares = Math.max(total, needed + 1);
  if (shares <= 256) return sharesOf(matrixCode(needed, shares - needed, kernels), 1);
  return sharesOf(pairCode(needed, shares, kernels), 2);
}

/** Rows of the encoded blob and of the blob itself. Source: 0g-da-chain-compute 1.1. */
const ZEROG_ROWS = 3072;
const ZEROG_NEEDED = 1024;
/** An ETH validator. */
const VALIDATOR_ETH = 32;

export const retrievalLayers: Readonly<Record<RetrievalLayerName, RetrievalLayer>> = {
  // Seats are taken in proportion to stake; which rows they are does not matter, any 1,024 rebuild.
  '0g': {
    random: false,
    assign: (stakes) => dealByStake(stakes, ZEROG_ROWS, ZEROG_NEEDED),
    // 3 hit >= 2 total rows: 0g-da-chain-compute 1.3.
    certificates: (assignment) => [
      { weights: unitsPerHolder(assignment), needed: Math.ceil((2 * assignment.total) / 3) },
    ],
    scaled: (stakes) => dealByStake(stakes, SCALED_ROWS, SCALED_DATA_ROWS),
    publisher: () => publishRows,
  },
  // Every validator downloads the block before it votes: da-layers 2.1. CometBFT: more than two thirds.
  celestia: {
    random: false,
    assign: ({ length }) => dealUnits(new Array<number>(length).fill(1), inOrder(1), 1),
    certificates: (_, stakes) => {
      const needed = Number((2n * totalStake(stakes)) / 3n + 1n);
      return [{ weights: stakes.map(Number), needed }];
    },
    publisher: () => publishSquare,
  },
  fibre: {
    random: false,
    assign: (stakes, _, stream) => fibreAssignment(stakes, stream),
    certificates: twoThirds,
    publisher: wideCode,
  },
  'eigenda-v2': {
    random: false,
    assign: eigendaAssignment,
    certificates: (_, stakes) => stakeQuorum(stakes, BigInt(EIGENDA_CONFIRMATION), 100n),
    publisher: wideCode,
  },
  walrus: {
    random: false,
    assign: (stakes) => walrusAssignment(stakes),
    certificates: (assignment) => [
      { weights: unitsPerHolder(assignment), needed: shardsToCertify(WALRUS_SHARDS) },
    ],
    publisher: () => publishSlivers,
  },
  // Attesters vote for a block once they have their own columns; two thirds of them make it final.
  peerdas: {
    random: true,
    assign: (stakes, { validators }, stream) => {
      const all = stakes.length * validators * VALIDATOR_ETH;
      const unit = all / Number(totalStake(stakes));
      const custodies = stakes.map((stake) => validatorCustody(Math.round(Number(stake) * unit)));
      return peerdasAssignment(custodies, stream);
    },
    certificates: twoThirds,
    byHolders: ({ total, needed, units }) => {
      const [{ length: custody }] = units;
      if (units.some(({ length }) => length !== custody)) return null;
      return coverageByHolders(total, custody, units.length, needed);
    },
    publisher: () => publishColumns,
  },
  // Producers approve a block whose parts they have (estimate), two thirds of the stake at least.
  near: {
    random: false,
    assign: ({ length }) => nearAssignment(length),
    certificates: twoThirds,
    publisher: shareForEach,
  },
  // 2f + 1 of the committee and as many of all nodes: da-layers 2.7.
  espresso: {
    random: true,
    assign: ({ length }, { committee }, stream) => espressoAssignment(length, committee, stream),
    certificates: ({ total, units }) => {
      const members = units.map(({ length }) => (length === total ? 1 : 0));
      const seats = members.reduce<number>((sum, member) => sum + member, 0);
      const all = { weights: units.map(() => 1), needed: espressoCertificate(total) };
      if (seats === 0) return [all];
      return [all, { weights: members, needed: espressoCertificate(seats) }];
    },
    publisher: shareForEach,
  },
};
