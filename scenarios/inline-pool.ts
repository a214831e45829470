import type { PendingEvents } from '../sim/engine/pending-events.ts';
import { type Pool, taskOf } from './experiment.ts';
import { type Replication, replicate } from './replicate.ts';
import type { Resolved } from './resolve.ts';

/** Runs replications in this thread, one after another. */
export function inlinePool(
  resolved: Resolved,
  attachments: Readonly<Record<string, string>>,
  freshEvents: () => PendingEvents | undefined = () => undefined,
): Pool {
  return {
    width: 1,
    run: async (point: number, replication: number): Promise<Replication> => {
      // Lets progress and interrupts through between two replications.
      await new Promise((resume) => queueMicrotask(() => resume(undefined)));
      const events = freshEvents();
      return replicate(
        taskOf(resolved, attachments, point, replication),
        events === undefined ? {} : { events },
      );
    },
  };
}
