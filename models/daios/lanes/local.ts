import { seconds } from '../../../sim/time.ts';
import type { Answered } from '../../storage/reads/fabric.ts';
import type { LaneRequest, StackContext, StackLane, WorkOf } from './context.ts';

/** Work on the user's own machine, which has room for all of it. */
export class LocalLane implements StackLane<WorkOf<'local'>> {
  private readonly context: StackContext;

  constructor(context: StackContext) {
    this.context = context;
  }

  perform({ node, work }: LaneRequest<WorkOf<'local'>>, done: Answered): void {
    this.context.fabric.wait(node, seconds(work.seconds, 'nearest'), () => done(true));
  }

  cost(): number {
    return 0;
  }

  uses() {
    return [];
  }
}
