import type { PendingEvents } from '../sim/engine/pending-events.ts';

export const engineNames = ['native', 'simjs'] as const;
export type EngineName = (typeof engineNames)[number];

/** A maker of fresh pending events for an engine; undefined stands for the native queue. */
export async function freshEvents(engine: EngineName): Promise<() => PendingEvents | undefined> {
  if (engine === 'native') return () => undefined;
  // Loaded only on demand: SIM.JS needs a global lent to it.
  const { SimJsEvents } = await import('../sim/engine/simjs-events.ts');
  return () => new SimJsEvents();
}
