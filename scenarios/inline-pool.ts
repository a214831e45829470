import type { PendingEvents } from '../sim/engine/pending-events.ts';
import { inlineJobs } from '../sim/kernels/jobs/jobs.ts';
import { type Pool, taskOf } from './experiment.ts';
import { type Replication, replicate } from './replicate.ts';
import type { Resolved } from './resolve.ts';

/**
 * Runs replications in this thread, one after another.
 * @param pause called before each; a host lets signals and progress through here, and ends the run by
 *   throwing
 * @param jobs who does the work on real bytes
 */
export function inlinePool(
  resolved: Resolved,
  attachments: Readonly<Record<string, string>>,
  freshEvents: () => PendingEvents | undefined = () => undefined,
  pause: () => Promise<void> = async () => {},
  jobs = inlineJobs,
): Pool {
  return {
    width: 1,
    run: async (point: number, replication: number): Promise<Replication> => {
      await pause();
      const events = freshEvents();
      return replicate(taskOf(resolved, attachments, point, replication), {
        jobs,
        ...(events === undefined ? {} : { events }),
      });
    },
  };
}
