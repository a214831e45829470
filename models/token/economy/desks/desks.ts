import type { Chance } from '../chance.ts';
import type { Hands } from '../hands.ts';
import type { TokenValues } from '../parameters.ts';
import type { Plan } from '../plan.ts';
import type { Sellers } from '../sellers.ts';
import { CompanyDesk } from './company-desk.ts';
import type { Desk } from './desk.ts';
import { HolderDesk, sellsByMood } from './holder-desk.ts';
import { IaiDesk } from './iai-desk.ts';

/** Those who trade on a path only when a section asks for them. */
export function askedFor(
  values: TokenValues,
  plan: Plan,
  hands: Hands,
  sellers: Sellers,
  chance: Chance,
): Desk[] {
  const { company, iai, sell } = values;
  const desks: Desk[] = [];
  if (company.bucket !== null) desks.push(new CompanyDesk(company, hands));
  if (iai.target !== null) desks.push(new IaiDesk(iai, hands));
  if (sellsByMood(sell)) desks.push(new HolderDesk(values, plan, hands, sellers, chance.holders));
  return desks;
}
