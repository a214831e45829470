/*
 * The only file that touches the `simjs` package.
 *
 * The published bundle (2.0.3) exports nothing: it assigns its classes to `window.Sim` when a global
 * `window` exists. So a `window` is lent to it for the import and taken away again.
 */

interface SimJsRequest {
  /** Calls `callback.call(context, argument)` when the timer is due. */
  done<A>(callback: (argument: A) => void, context: unknown, argument: A): SimJsRequest;
}

export interface SimJsEntity {
  setTimer(duration: number): SimJsRequest;
}

export interface SimJsSimulation {
  addEntity(entity: new (...parts: never[]) => SimJsEntity, name: string): SimJsEntity;
  time(): number;
  /** Fires the next event that is not cancelled. False when none is left. */
  step(): boolean;
}

interface SimJsModule {
  Sim: new () => SimJsSimulation;
  Entity: new () => SimJsEntity;
}

async function load(): Promise<SimJsModule> {
  const scope = globalThis as { window?: unknown };
  const before = Object.getOwnPropertyDescriptor(scope, 'window');
  const lent: { Sim?: SimJsModule } = {};
  if (before === undefined || before.configurable) {
    Object.defineProperty(scope, 'window', { value: lent, configurable: true, writable: true });
  }
  try {
    // @ts-expect-error the package has no type declarations
    await import('simjs');
  } finally {
    if (before === undefined) delete scope.window;
    else if (before.configurable) Object.defineProperty(scope, 'window', before);
  }
  if (lent.Sim === undefined)
    throw new Error('simjs, expected it to assign window.Sim, found nothing');
  return lent.Sim;
}

export const SimJs = await load();
