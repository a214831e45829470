import type { ModeName } from '../compute/verification/mode-names.ts';
import type { DaiosValues } from './parameters.ts';
import { type Parts, type Savings, type StackName, savingNames, stacks } from './stacks.ts';

/** A stack as one run has it. */
export interface Plan {
  readonly name: StackName;
  readonly parts: Parts;
  readonly savings: Savings;
}

/** The stack of the section with its changes. */
export function chosenPlan(values: DaiosValues): Plan {
  const { parts, savings } = stacks[values.stack];
  const { settlement, log, store, compute } = values;
  return {
    name: values.stack,
    parts: {
      settlement: settlement ?? parts.settlement,
      log: log ?? parts.log,
      store: store ?? parts.store,
      compute: compute ?? parts.compute,
    },
    savings: Object.fromEntries(
      savingNames.map((name) => [name, values.savings[name] ?? savings[name]]),
    ) as unknown as Savings,
  };
}

/** A stack as it is listed. */
export function listedPlan(name: StackName): Plan {
  const { parts, savings } = stacks[name];
  return { name, parts, savings };
}

/** How answers are verified: as the section says, or else in enclaves by a market and not at all by a cloud. */
export function verificationOf({ verification }: DaiosValues, { parts }: Plan): ModeName {
  return verification ?? (parts.compute === 'market' ? 'tee' : 'none');
}
