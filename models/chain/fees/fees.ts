import { Lane } from '../../../sim/engine/order.ts';
import { type Tick, toSeconds } from '../../../sim/time.ts';
import { type Component, type Experiment, type Finish, sectionOf } from '../../component.ts';
import type { Measures } from '../../measures.ts';
import { advance, type FeeMarket } from '../evm/fee-market.ts';
import { openFeeMarket } from '../evm/parameters.ts';
import { Accounts } from './accounts.ts';
import { checkFees } from './check.ts';
import { demandAt, restingBaseFee } from './equilibrium.ts';
import { type FeesValues, feesParameters } from './parameters.ts';
import { type MixedKind, mixedKinds, type User, Users } from './users.ts';

const GWEI_PER_WEI = 1e-9;
/** Points of the curve over time. */
const CURVE_POINTS = 500;

export const feesComponent: Component = {
  about: 'Users with limited means and patience bid for the gas of blocks (EIP-1559)',
  parameters: feesParameters,
  highlights: [
    'fees.base_fee',
    'fees.utilisation',
    'fees.inclusion_delay',
    'fees.included_share',
    'fees.priced_out_share',
    'fees.burnt_share',
  ],
  companions: {
    'fees.base_fee': 'fees.base_fee_theory',
    'fees.utilisation': 'fees.utilisation_theory',
  },
  check: (setting) => checkFees(sectionOf(setting, 'fees', feesParameters)),
  start: (experiment) => startFees(experiment),
};

function startFees(experiment: Experiment): Finish {
  const { simulation, measures } = experiment;
  const values = sectionOf(experiment, 'fees', feesParameters);
  const { blocks, warmup, blockTime } = values;
  const { gasLimit } = values.feeMarket;
  const kinds = mixedKinds(values.mix);
  const users = new Users(simulation, values, kinds);
  const whole = new Accounts(kinds.length);
  const measured = new Accounts(kinds.length);
  const observeFee = measures.observe('fees.base_fee', 'gwei', GWEI_PER_WEI);
  const observeDelay = measures.durations('fees.inclusion_delay');
  const step = Math.ceil((warmup + blocks) / CURVE_POINTS);
  const curve: [number, number][] = [];
  let market: FeeMarket<User> = openFeeMarket(values.feeMarket);
  const entity = simulation.entity('fees/blocks');
  const build = simulation.handler('fees.block', (_entity, number) => {
    const block = advance(market, users.take(), gasLimit);
    const gone = block.market.pending.filter(({ lastBlock }) => lastBlock <= number);
    const pending = block.market.pending.filter(({ lastBlock }) => lastBlock > number);
    market = { ...block.market, pending };
    whole.add(block, gone, pending.length);
    const baseFee = Number(block.baseFee);
    if ((number - 1) % step === 0) curve.push([toSeconds(simulation.now), baseFee * GWEI_PER_WEI]);
    if (number > warmup) {
      measured.add(block, gone, pending.length);
      observeFee(baseFee);
      for (const { arrivedAt } of block.included) {
        observeDelay((simulation.now - arrivedAt) as Tick);
      }
    }
    if (number === warmup + blocks) simulation.stop();
    else next(number + 1);
  });
  const next = (number: number) => {
    users.nextBlock = number;
    // After the arrivals of the same tick.
    simulation.scheduleAt((number * blockTime) as Tick, Lane.Timer, entity, build, number);
  };
  next(1);
  return () => {
    const kept = users.take().length + market.pending.length;
    if (users.arrived !== whole.settled + kept) {
      throw new RangeError(
        `users, expected ${users.arrived} as arrived, got ${whole.settled} settled and ${kept} waiting`,
      );
    }
    measures.series({ name: 'fees.base_fee', xUnit: 's', yUnit: 'gwei', points: curve });
    report(measures, measured, kinds, gasLimit);
    reportTheory(measures, values);
  };
}

function report(
  measures: Measures,
  accounts: Accounts,
  kinds: readonly MixedKind[],
  gasLimit: number,
): void {
  const { blocks, gasUsed, settled, paid } = accounts;
  if (blocks === 0) return;
  measures.value('fees.base_fee_peak', 'gwei', Number(accounts.peak) * GWEI_PER_WEI);
  measures.value('fees.utilisation', '1', gasUsed / (blocks * gasLimit));
  measures.value('fees.waiting', '1', accounts.waiting / blocks);
  if (settled > 0) {
    measures.value('fees.included_share', '1', accounts.included / settled);
    measures.value('fees.evicted_share', '1', accounts.evicted / settled);
    measures.value('fees.priced_out_share', '1', accounts.pricedOut / settled);
    measures.value('fees.crowded_out_share', '1', accounts.crowdedOut / settled);
  }
  if (paid > 0n) {
    measures.value('fees.burnt_share', '1', Number(accounts.burnt) / Number(paid));
    measures.value('fees.tip_share', '1', Number(accounts.tips) / Number(paid));
  }
  if (gasUsed === 0) return;
  kinds.forEach(({ name }, kind) => {
    measures.value(`fees.gas_share[${name}]`, '1', accounts.gasByKind[kind] / gasUsed);
  });
}

/** The closed forms, where they hold: steady demand, and a block that can hold more than its target. */
function reportTheory(measures: Measures, values: FeesValues): void {
  const { demand, maxFee, surge, feeMarket } = values;
  const steady = surge.multiple === 1 || surge.from === surge.to;
  if (!steady || feeMarket.elasticity < 2) return;
  const curve = { demand, ...maxFee };
  const minimum = feeMarket.minimumBaseFee * GWEI_PER_WEI;
  measures.value('fees.base_fee_theory', 'gwei', restingBaseFee(curve, minimum));
  const used = Math.min(1, demandAt(curve, minimum));
  measures.value('fees.utilisation_theory', '1', used / feeMarket.elasticity);
}
