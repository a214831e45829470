import type { Misbehaviour } from '../../../../models/chain/misbehaviour.ts';
import type { Fault } from '../../../../sim/network/faults.ts';
import { type Stream, Streams } from '../../../../sim/random.ts';
import { seconds, type Tick, toSeconds } from '../../../../sim/time.ts';
import { type ChainRun, range, runChain } from './chain-run.ts';

/*
 * Small chains at message level under random faults of the network and of validators below a third, and
 * what they must show once the faults are over.
 */

/** By so long after the last fault, seconds, a chain must be in order again, and for how long it is watched. */
const RECOVERY = 80;
const WATCHED = 40;

const time = (value: number): Tick => seconds(value, 'nearest');

function randomFault(stream: Stream, nodes: number): Fault {
  const start = stream.between(1, 40);
  const from = time(start);
  const to = time(start + stream.between(0.05, stream.chance(0.5) ? 1 : 20));
  const kind = stream.below(3);
  if (kind === 0) {
    const groups = range(0, nodes).map(() => stream.below(2));
    return { fault: 'partition', from, to, groups };
  }
  if (kind === 1) {
    return { fault: 'outage', from, to, nodes: stream.sample(1 + stream.below(nodes), nodes) };
  }
  const meanUp = time(stream.between(0.2, 10));
  const meanDown = time(stream.between(0.02, 2));
  const end = time(toSeconds(to) + 10);
  return { fault: 'churn', from, to: end, nodes: range(0, nodes), meanUp, meanDown };
}

function randomMisbehaviour(stream: Stream, nodes: number): Partial<Misbehaviour> {
  const most = Math.floor((nodes - 1) / 3);
  const some = new Set(stream.sample(stream.below(most + 1), nodes));
  const lateBy = time(stream.between(0, 5));
  const kinds: Partial<Misbehaviour>[] = [
    {},
    { doubleSigning: some },
    { withholding: some },
    { late: some, lateBy },
    { silent: some },
  ];
  return kinds[stream.below(kinds.length)];
}

/** What is wrong with the chain of a seed; undefined when all is well. */
export function faultOfChain(seed: number): string | undefined {
  const stream = new Streams('random chain', seed).stream('plan');
  const validators = 4 + stream.below(20);
  const faults = range(0, 1 + stream.below(5)).map(() => randomFault(stream, validators));
  const misbehaviour = randomMisbehaviour(stream, validators);
  const end = Math.ceil(Math.max(...faults.map(({ to }) => toSeconds(to))));
  const run: ChainRun = {
    validators,
    seconds: end + RECOVERY + WATCHED,
    seed: `${seed}`,
    preset: stream.chance(0.7) ? '0g' : 'cometbft-0.38',
    misbehaviour,
    faults,
    load: stream.chance(0.5) ? 300 : 0,
    outbound: 2 + stream.below(9),
  };
  const { between, heights, accused } = runChain(run);
  const where = `seed ${seed}, ${validators} validators, ${Object.keys(misbehaviour).join()}`;
  if (between(end + RECOVERY, run.seconds) === 0) return `${where}: stalls`;
  const lag = Math.max(...heights) - Math.min(...heights);
  if (lag > 2) return `${where}: somebody lags by ${lag}`;
  const innocent = accused.filter((validator) => !misbehaviour.doubleSigning?.has(validator));
  if (innocent.length > 0) return `${where}: accuses ${innocent}`;
  return undefined;
}
