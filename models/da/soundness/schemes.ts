import type { Stream } from '../../../sim/random.ts';
import type { Objection } from '../../component.ts';
import { lnCaptured, lnCapturedLoose, seatsOf, thresholds } from './committee.ts';
import { lnMiss } from './hypergeometric.ts';
import { cellsForConfidence, confidence } from './light-client.ts';
import {
  columnsWithheld,
  fractionExponentDistinct,
  fractionExponentWithReplacement,
  lnColumnsLoose,
} from './one-dimension.ts';
import type { SamplingValues } from './parameters.ts';
import type { Scheme } from './scheme.ts';
import {
  lightNodesSufficient,
  lnSquareLoose,
  squareShares,
  squareWithheld,
  sufficientShares,
} from './two-dimensions.ts';
import {
  lnUniqueDecodingBound,
  rowsBeyondRadius,
  rowsForUniqueDecoding,
} from './unique-decoding.ts';

type Sized = Pick<Scheme, 'total' | 'withheld'>;

/** A node that samples is fooled when nothing that it draws is missing. */
function sampler({ total, withheld }: Sized): Sized & Pick<Scheme, 'fooled' | 'lnLaw' | 'check'> {
  return {
    ...{ total, withheld },
    check: () => [],
    fooled: (_values, hits) => hits === 0,
    lnLaw: (values) => lnMiss(total(values), withheld(values), values.samples),
  };
}

/** Marks the crossings of random rows and random columns of a matrix that is stored by rows. */
function crossings(
  [height, rows]: readonly [number, number],
  [width, columns]: readonly [number, number],
  stream: Stream,
): Uint8Array {
  const mask = new Uint8Array(height * width);
  const across = stream.sample(columns, width);
  for (const row of stream.sample(rows, height)) {
    for (const column of across) mask[row * width + column] = 1;
  }
  return mask;
}

function scattered(marked: number, total: number, stream: Stream): Uint8Array {
  return crossings([1, 1], [total, marked], stream);
}

const columnsSized: Sized = {
  total: ({ size }) => size,
  withheld: ({ size }) => columnsWithheld(size),
};

/** PeerDAS. A column is withheld whole: sampling nodes take columns, not cells. */
const columns: Scheme = {
  ...sampler(columnsSized),
  check: ({ size }) =>
    size % 2 === 0
      ? []
      : [{ path: 'sampling.size', expected: 'an even number of columns', found: String(size) }],
  attack: ({ size }, stream) => scattered(columnsWithheld(size), size, stream),
  lnBound: ({ samples }) => lnColumnsLoose(samples),
  report: ({ size, nodes, samples, fooledShare }, measures) => {
    const fraction = { nodes, fooled: Math.round(fooledShare * nodes), columns: size, samples };
    const name = 'sampling.all_fooled_exponent';
    measures.value(`${name}[with-replacement]`, '1', fractionExponentWithReplacement(fraction));
    const distinct = fractionExponentDistinct(fraction);
    if (distinct > -Infinity) measures.value(`${name}[distinct]`, '1', distinct);
  },
};

/** Celestia. Whole lines are k + 1 rows of 2k. */
const square: Scheme = {
  ...sampler({
    total: ({ size }) => squareShares(size),
    withheld: ({ size, attack }) =>
      attack === 'least' ? squareWithheld(size) : (size + 1) * 2 * size,
  }),
  attack: ({ size, attack }, stream) =>
    crossings([2 * size, size + 1], [2 * size, attack === 'least' ? size + 1 : 2 * size], stream),
  lnBound: ({ samples }) => lnSquareLoose(samples),
  report: ({ size, samples }, measures) => {
    measures.value('sampling.sufficient_shares', '1', sufficientShares(size));
    measures.value('sampling.light_nodes_sufficient', '1', lightNodesSufficient(size, samples));
  },
};

/**
 * Avail. The least that hides data is just over half of one column; the published confidence is about
 * an attacker who withholds half of everything.
 */
const grid: Scheme = {
  ...sampler({
    total: ({ size, grid }) => 2 * size * grid.columns,
    withheld: ({ size, grid, attack }) => (size + 1) * (attack === 'least' ? 1 : grid.columns),
  }),
  attack: ({ size, grid, attack }, stream) =>
    crossings([2 * size, size + 1], [grid.columns, attack === 'least' ? 1 : grid.columns], stream),
  lnBound: ({ samples }) => lnColumnsLoose(samples),
  report: ({ samples, grid }, measures) => {
    measures.value('sampling.confidence', '1', confidence(samples));
    measures.value('sampling.cells_needed', '1', cellsForConfidence(grid.confidence));
  },
};

const codedRows = ({ size, uniqueDecoding }: SamplingValues): number =>
  Math.ceil(size / uniqueDecoding.rate);

/** Celestia Fibre. Rows that are wrong stand for rows that are withheld. */
const uniqueDecoding: Scheme = {
  ...sampler({
    total: codedRows,
    withheld: (values) => rowsBeyondRadius(codedRows(values), values.size),
  }),
  attack: (values, stream) => {
    const total = codedRows(values);
    return scattered(rowsBeyondRadius(total, values.size), total, stream);
  },
  lnBound: ({ samples, uniqueDecoding }) => lnUniqueDecodingBound(uniqueDecoding.rate, samples),
  report: ({ uniqueDecoding: { bits, rate } }, measures) =>
    measures.value('sampling.rows_needed', '1', rowsForUniqueDecoding(bits, rate)),
};

const badMembers = ({ size, committee }: SamplingValues): number =>
  Math.round(committee.bad * size);

const fallingSeats = ({ samples, committee }: SamplingValues): number =>
  seatsOf(thresholds(committee).safety, samples);

function checkThresholds({ committee }: SamplingValues): Objection[] {
  const { chunks, operators, confirmation } = committee;
  if (operators >= chunks) {
    const path = 'sampling.committee.operators';
    return [{ path, expected: `fewer than the ${chunks} chunks`, found: String(operators) }];
  }
  const { reconstruction, safety } = thresholds(committee);
  if (safety > 0) return [];
  const expected = `more than the ${reconstruction} that rebuilds a blob`;
  return [{ path: 'sampling.committee.confirmation', expected, found: String(confirmation) }];
}

/** A random committee instead of all operators: it falls once bad members fill the safety threshold. */
const committee: Scheme = {
  check: checkThresholds,
  total: ({ size }) => size,
  withheld: badMembers,
  attack: (values, stream) => scattered(badMembers(values), values.size, stream),
  fooled: (values, hits) => hits >= fallingSeats(values),
  lnLaw: (values) =>
    lnCaptured(values.size, badMembers(values), values.samples, fallingSeats(values)),
  lnBound: (values) =>
    lnCapturedLoose(values.size, badMembers(values), values.samples, fallingSeats(values)),
  report: ({ committee }, measures) => {
    for (const [key, share] of Object.entries(thresholds(committee))) {
      measures.value(`sampling.threshold[${key}]`, '1', share);
    }
  },
};

/** Every scheme. Add one here and in the options of `parameters.ts`. */
export const schemes: Readonly<Record<SamplingValues['scheme'], Scheme>> = {
  columns,
  square,
  grid,
  'unique-decoding': uniqueDecoding,
  committee,
};
