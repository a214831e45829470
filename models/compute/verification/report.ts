import type { Tick } from '../../../sim/time.ts';
import type { Measures } from '../../measures.ts';
import { type Case, canRun } from './case.ts';
import { type CheatName, cheats } from './cheats.ts';
import { chanceCaught, chanceFound } from './detection.ts';
import {
  deterringBond,
  deterringChance,
  gainPerCheat,
  inspectionEquilibrium,
} from './deterrence.ts';
import { breakEven, verifiedSeconds } from './economics.ts';
import { verificationModes } from './modes.ts';
import type { VerificationValues } from './parameters.ts';

/** What happened to the answers. */
export interface Count {
  answers: number;
  /** Answers that pass, wrong ones included. */
  verified: number;
  cheated: number;
  caught: number;
  /** Sessions that ended before their first request. */
  refused: number;
  /** Bonds that were lost. */
  slashed: number;
  /** Of the last answer. */
  last: Tick;
}

/** What every mode that the machine can run costs on this work, in closed form; against the section's cheat, what it is worth. */
export function reportModes(measures: Measures, values: VerificationValues, chosen: Case): void {
  const { settings, work, plain, usdPerSecond } = chosen;
  for (const mode of Object.values(verificationModes)) {
    const { name } = mode;
    if (!canRun(name, values.machine)) continue;
    const slowdown = mode.slowdown(work, settings);
    const verdict = mode.verdictDelay(settings);
    measures.value(`compute.overhead[${name}]`, '1', slowdown - 1);
    measures.value(`compute.throughput_loss[${name}]`, '1', 1 - 1 / slowdown);
    measures.value(`compute.extra_bytes[${name}]`, 'B', mode.extraBytes(settings));
    if (verdict === null) continue;
    const cost = verifiedSeconds(mode, work, settings) * usdPerSecond;
    measures.value(`compute.cost_per_verified[${name}]`, 'USD', cost);
    measures.value(`compute.verdict_delay[${name}]`, 's', verdict);
    if (values.cheat === 'none') continue;
    const found = mode.catches(cheats[values.cheat as CheatName], settings);
    const worth = breakEven(cost - plain * usdPerSecond, found, verdict, values);
    if (worth < Infinity) measures.value(`compute.break_even[${name}]`, 'USD', worth);
  }
  const { opml, zkml } = settings;
  measures.value('compute.dispute_time', 's', opml.dispute);
  measures.value('compute.proof_bytes', 'B', zkml.proofBytes);
  measures.value('compute.proof_time', 's', plain * zkml.factor);
}

/** Numbers of requests after which the chance is told that a provider which cheats on all of them is found. */
const MILESTONES = [10, 100, 1000];

/** How the cheat of the section fared against its mode, beside the law. */
export function reportCheats(
  measures: Measures,
  values: VerificationValues,
  { mode, settings, found, stakes, usdPerSecond, plain }: Case,
  count: Count,
): void {
  if (stakes.rate === 0) return;
  const { sessionRequests } = values;
  const refused = count.refused * sessionRequests;
  const meant = count.cheated + refused;
  measures.value(`compute.cheat_caught_law[${mode.name}]`, '1', chanceCaught(found));
  for (const requests of MILESTONES) {
    const sessions = Math.ceil(requests / sessionRequests);
    const chance = chanceFound(found, { sessions, requests, seconds: requests / stakes.rate });
    measures.value(`compute.cheat_found_by[${requests}]`, '1', chance);
  }
  measures.value('compute.provider_gain_law', 'USD', gainPerCheat(found, stakes));
  const bond = deterringBond(found, stakes);
  if (bond < Infinity) measures.value('compute.deterring_bond', 'USD', bond);
  if (mode.name === 'opml') {
    const { rerun, dispute, rerunFactor } = settings.opml;
    measures.value('compute.deterring_chance', '1', deterringChance(stakes, rerun + dispute));
    const rerunCost = plain * rerunFactor * usdPerSecond;
    const equilibrium = inspectionEquilibrium(rerunCost, stakes.bond);
    measures.value('compute.inspection_equilibrium', '1', equilibrium);
  }
  const accepted = count.answers - count.caught;
  if (accepted > 0) {
    const wrong = (count.cheated - count.caught) / accepted;
    measures.value('compute.wrong_accepted', '1', wrong);
  }
  if (meant === 0) return;
  const saved = count.cheated * (stakes.honestCost - stakes.cheatCost);
  const forgone = refused * (stakes.fee - stakes.honestCost);
  const gain = saved - count.caught * stakes.fee - count.slashed * stakes.bond - forgone;
  measures.value(`compute.cheat_caught[${mode.name}]`, '1', (count.caught + refused) / meant);
  measures.value('compute.provider_gain', 'USD', gain / meant);
}
