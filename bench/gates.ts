import { BLAKE_GROUP, LINK_GROUP, PAIRED_GROUP, TREE_GROUP } from './hash.ts';
import { HAND_OFF_GROUP, HELPED_GROUP } from './helped.ts';
import type { GateResult, SuiteName, Timing } from './report.ts';

interface Side {
  readonly group: string;
  readonly contender: string;
}

/** A ratio of speeds that is expected on machines with vectors like those it was set on. */
interface Gate {
  readonly suite: SuiteName;
  readonly what: string;
  readonly own: Side;
  readonly against: Side;
  /** Null where the ratio is told and not judged. */
  readonly least: number | null;
  readonly good: number | null;
  /** Wants a second core that nobody else uses. */
  readonly twoCores?: true;
}

/*
 * Source: facts, hot-paths section 5: best of at least seven rounds over best of as many, interleaved, one
 * thread, kernels in place. Measured on an EPYC of the Zen 4 generation with ISA-L 2.30, which has no GFNI path.
 * Its ratio to ISA-L's SSE path is told without its gate of 1.5: see README.md.
 */
const tree: Side = { group: TREE_GROUP, contender: 'droptower' };
const rs: Side = { group: 'matrix 10+4, 64 KiB, encode', contender: 'plain vectors, in place' };
const rsRelaxed: Side = { ...rs, contender: 'relaxed vectors, in place' };
const isal: Side = { ...rs, contender: 'ISA-L, best path' };
const fft = (group: string, vectors: 'plain' | 'relaxed'): Side => ({
  group: `${group}, encode`,
  contender: `${vectors} vectors, in place`,
});

export const GATES: readonly Gate[] = [
  {
    suite: 'hash',
    what: 'Keccak Merkle tree / noble',
    own: tree,
    against: { ...tree, contender: 'noble' },
    least: 18,
    good: 24,
  },
  {
    suite: 'hash',
    what: 'Keccak Merkle tree / hash-wasm, a call a node',
    own: tree,
    against: { ...tree, contender: 'hash-wasm, a call a node' },
    least: 2.5,
    good: 3.2,
  },
  {
    suite: 'hash',
    what: 'Keccak Merkle tree / node sha3-256, a call a node',
    own: tree,
    against: { ...tree, contender: 'node sha3-256, a call a node' },
    least: 3,
    good: 4,
  },
  {
    suite: 'hash',
    what: 'Keccak-256, two at a time / node sha3-256',
    own: { group: PAIRED_GROUP, contender: 'droptower, two at a time' },
    against: { group: PAIRED_GROUP, contender: 'node sha3-256, one message' },
    least: 1,
    good: 1.25,
  },
  {
    suite: 'hash',
    what: 'BLAKE2b-512, 64 KiB / node',
    own: { group: BLAKE_GROUP, contender: 'droptower' },
    against: { group: BLAKE_GROUP, contender: 'node blake2b512' },
    least: 0.95,
    good: 1.15,
  },
  {
    suite: 'hash',
    what: 'BLAKE2b-512, chain of 64 KiB / node, a call a link',
    own: { group: LINK_GROUP, contender: 'droptower' },
    against: { group: LINK_GROUP, contender: 'node blake2b512, a call a link' },
    least: 6,
    good: 12,
  },
  {
    suite: 'coding',
    what: 'RS 10+4, 64 KiB, plain / ISA-L best',
    own: rs,
    against: isal,
    least: 0.33,
    good: 0.41,
  },
  {
    suite: 'coding',
    what: 'RS 10+4, 64 KiB, plain / ISA-L SSE',
    own: rs,
    against: { ...rs, contender: 'ISA-L, SSE' },
    least: null,
    good: null,
  },
  {
    suite: 'coding',
    what: 'RS 10+4, 64 KiB, relaxed / ISA-L best',
    own: rsRelaxed,
    against: isal,
    least: 0.48,
    good: 0.6,
  },
  {
    suite: 'coding',
    what: 'RS 10+4, 64 KiB, plain / without WebAssembly',
    own: rs,
    against: { ...rs, contender: 'without WebAssembly' },
    least: 10,
    good: 15,
  },
  {
    suite: 'coding',
    what: 'FFT 1024+1024, 32 KiB, plain / ISA-L 10+4',
    own: fft('fft 1024+1024, 32 KiB', 'plain'),
    against: isal,
    least: 0.05,
    good: 0.067,
  },
  {
    suite: 'coding',
    what: 'FFT 1024+1024, 32 KiB, relaxed / ISA-L 10+4',
    own: fft('fft 1024+1024, 32 KiB', 'relaxed'),
    against: isal,
    least: 0.065,
    good: 0.086,
  },
  {
    suite: 'coding',
    what: 'FFT 1024+2048, 32 KiB, plain / ISA-L 10+4',
    own: fft('fft 1024+2048, 32 KiB', 'plain'),
    against: isal,
    least: 0.03,
    good: 0.041,
  },
  {
    suite: 'coding',
    what: '2D 128 to 256, 512 B, plain / ISA-L 10+4',
    own: fft('2D 128 to 256, 512 B', 'plain'),
    against: isal,
    least: 0.026,
    good: 0.035,
  },
  {
    suite: 'coding',
    what: 'FFT 1024+1024, 32 KiB, this thread and a helper / this thread',
    own: { group: HELPED_GROUP, contender: 'and a helper' },
    against: { group: HELPED_GROUP, contender: 'this thread' },
    least: 1.4,
    good: 1.9,
    twoCores: true,
  },
  {
    suite: 'coding',
    what: 'empty job, ring / Piscina',
    own: { group: HAND_OFF_GROUP, contender: 'ring' },
    against: { group: HAND_OFF_GROUP, contender: 'Piscina' },
    least: 10,
    good: 20,
    twoCores: true,
  },
];

/** Fewer rounds of either side make no verdict. */
const ROUNDS_MIN = 7;

/**
 * Judges the gates of the suites that were measured; those that lack a side say which and why.
 * @param busy why those of two cores cannot be judged
 */
export function judgeGates(
  timings: readonly Timing[],
  suites: readonly SuiteName[],
  busy: string | undefined,
  gates: readonly Gate[] = GATES,
): GateResult[] {
  const find = ({ group, contender }: Side) =>
    timings.find((timing) => timing.group === group && timing.contender === contender);
  return gates
    .filter(({ suite }) => suites.includes(suite))
    .map(({ suite, what, own, against, least, good, twoCores }) => {
      const base = { suite, what, least, good };
      const sides = [own, against].map((side) => ({ side, timing: find(side) }));
      const lame = sides.find(({ timing }) => (timing?.rate?.rounds.length ?? 0) < ROUNDS_MIN);
      if (lame !== undefined) {
        const { side, timing } = lame;
        const rounds = timing?.rate?.rounds.length;
        const reason =
          timing?.skipped ?? (rounds === undefined ? 'not measured' : `only ${rounds} rounds`);
        return { ...base, verdict: 'skipped' as const, reason: `${side.contender}: ${reason}` };
      }
      const [a, b] = sides.map(({ timing }) => timing?.rate?.best ?? Number.NaN);
      const found = a / b;
      if (twoCores && busy !== undefined)
        return { ...base, found, verdict: 'skipped' as const, reason: busy };
      return { ...base, found, verdict: verdictOf(found, least) };
    });
}

function verdictOf(found: number, least: number | null): GateResult['verdict'] {
  if (least === null) return 'told';
  return found >= least ? 'held' : 'missed';
}
