import type { Objection } from '../../../component.ts';
import type { Schedule } from '../../unlocks/schedule.ts';
import type { TokenValues } from '../parameters.ts';

/** What is wrong with a treasury company and with users who lock tokens; paths are below the section. */
export function checkDesks({ buckets }: Schedule, values: TokenValues): Objection[] {
  const { company, iai, treasury, model } = values;
  const found: Objection[] = [];
  const object = (path: string, expected: string, got: string): void => {
    found.push({ path: `token.${path}`, expected, found: got });
  };
  if (model === 'supply') {
    if (company.bucket !== null) object('company.bucket', 'none without a market', company.bucket);
    if (iai.target !== null) object('iai.target', 'none without a market', `${iai.target}`);
  }
  const end = Math.floor(values.years * 365);
  const before = (path: string, day: number | null): void => {
    if (day !== null && day >= end) object(path, `a day before day ${end}`, `day ${day}`);
  };
  const free = buckets.filter(({ governed }) => !governed).map(({ id }) => id);
  const giver = (path: string, id: string | null): void => {
    if (id === null || free.includes(id)) return;
    const expected = `a bucket about which no vote decides: one of ${free.join(', ')}`;
    object(path, expected, JSON.stringify(id));
  };
  if (company.bucket !== null) {
    giver('company.bucket', company.bucket);
    giver('company.note.bucket', company.note.bucket);
    before('company.at', company.at);
    if (company.note.tokens > 0) before('company.note.at', company.note.at);
    before('company.sale.at', company.sale.at);
  }
  if (iai.target !== null) {
    before('iai.from', iai.from);
    before('iai.run.at', iai.run.at);
    if (iai.yield > 0 && treasury.bucket === null) {
      object(
        'treasury.bucket',
        'the bucket whose class gets the rewards of iAI collateral',
        'none',
      );
    }
  }
  return found;
}
