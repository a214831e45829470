import type { Objection, Setting } from '../component.ts';
import type { AlignmentValues } from './parameters.ts';
import { listTargets } from './targets.ts';
import { eligible } from './world.ts';

/** What contradicts itself in a section, found before the run. */
export function checkAlignment({ sections, duration }: Setting): Objection[] {
  const values = sections.alignment as AlignmentValues;
  const { licences, operators, watch, fault, targets } = values;
  const objections: Objection[] = [];
  const object = (path: string, expected: string, found: unknown): void => {
    objections.push({ path, expected, found: String(found) });
  };
  const least = watch.window + fault.lasts;
  if (duration === null) {
    object('duration', 'a time such as "6 h", since watching never ends', 'none');
  } else if (!(duration > least)) {
    object('duration', 'more than alignment.watch.window and alignment.fault.lasts', 'less');
  }
  if (watch.agree > watch.of) {
    object('alignment.watch.agree', `at most the ${watch.of} that count`, watch.agree);
  }
  if (operators.count < watch.of) {
    const expected = `at least the ${watch.of} of alignment.watch.of`;
    object('alignment.operators.count', expected, operators.count);
  }
  if (operators.count > licences.sold) {
    const expected = `at most the ${licences.sold} licences sold`;
    object('alignment.operators.count', expected, operators.count);
  }
  if (operators.lazy + operators.colluding > 1) {
    object('alignment.operators.lazy', 'at most 1 with colluding', operators.lazy);
  }
  const all = listTargets(targets).length;
  if (watch.sampled > all) {
    object('alignment.watch.sampled', `at most the ${all} targets there are`, watch.sampled);
  }
  const able = eligible(values).length;
  if (fault.count > able) {
    const expected = `at most the ${able} targets that may have "${fault.kind}"`;
    object('alignment.fault.count', expected, fault.count);
  }
  const { tries, timeout } = values.network;
  if (fault.lasts <= watch.report + tries * timeout) {
    object('alignment.fault.lasts', 'longer than a probe and its report', 'less');
  }
  return objections;
}
