import { CompanyDesk } from './company-desk.ts';
import type { Desk } from './desk.ts';
import type { Hands } from './hands.ts';
import { IaiDesk } from './iai-desk.ts';
import type { TokenValues } from './parameters.ts';

/** Those who trade on a path only when a section asks for them. */
export function askedFor({ company, iai }: TokenValues, hands: Hands): Desk[] {
  const desks: Desk[] = [];
  if (company.bucket !== null) desks.push(new CompanyDesk(company, hands));
  if (iai.target !== null) desks.push(new IaiDesk(iai, hands));
  return desks;
}
