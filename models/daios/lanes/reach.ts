import { seconds, type Tick } from '../../../sim/time.ts';
import type { Answered, Ask, Fabric } from '../../storage/reads/fabric.ts';

/** What waits in queues is not given up; choice. */
const PATIENCE: Tick = seconds(3600);

/** How users get to the parts of a stack. */
export interface Reach {
  /** As `Fabric.ask`, by way of the gateway if the stack has one. */
  ask(ask: Omit<Ask, 'patience' | 'read' | 'pace'>, done: Answered): void;
  /** The node that reads for a user, and what it then does with the bytes. */
  reader(user: number): number;
  forward(user: number, bytes: number, done: Answered): void;
}

export function directReach(fabric: Fabric): Reach {
  return {
    ask: (ask, done) => fabric.ask({ ...ask, patience: PATIENCE }, done),
    reader: (user) => user,
    forward: (_user, _bytes, done) => done(true),
  };
}

/** Requests and answers pass a gateway whole, each way. */
export function gatewayReach(fabric: Fabric, gateway: number): Reach {
  return {
    ask: (ask, done) => {
      const produce = (ready: Answered) =>
        fabric.ask({ ...ask, from: gateway, patience: PATIENCE }, ready);
      const sends = ask.sends === undefined ? {} : { sends: ask.sends };
      const { from, bytes } = ask;
      fabric.ask({ from, to: gateway, ...sends, bytes, produce, patience: PATIENCE }, done);
    },
    reader: () => gateway,
    forward: (user, bytes, done) =>
      fabric.ask({ from: user, to: gateway, bytes, patience: PATIENCE }, done),
  };
}
