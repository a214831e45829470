import { TICKS_PER_SECOND, type Tick } from '../time.ts';
import { Lane } from './order.ts';
import type { FiredEvent, Simulation } from './simulation.ts';

/*
 * A structured trace in the Trace Event format that Perfetto and chrome://tracing open: one thread for
 * each entity, one instant for each event. `args` carries ordinal and cause, so that two traces can be
 * compared by `divergence.ts`.
 */

export interface TraceFilter {
  /** Keeps entities whose name starts with one of these; all when empty. */
  readonly components: readonly string[];
  readonly from: Tick;
  readonly to: Tick;
}

/** An event with names instead of numbers, as a trace holds it. */
export interface TracedEvent {
  readonly ordinal: number;
  readonly cause: number;
  readonly tick: number;
  readonly lane: string;
  readonly entity: string;
  readonly kind: string;
  readonly argument: number;
}

const LANE_NAMES = Object.keys(Lane);
const TICKS_PER_MICROSECOND = TICKS_PER_SECOND / 1e6;

export function traced(event: FiredEvent, simulation: Simulation): TracedEvent {
  return {
    ordinal: event.ordinal,
    cause: event.cause,
    tick: event.tick,
    lane: LANE_NAMES[event.lane] ?? String(event.lane),
    entity: simulation.entityName(event.entity),
    kind: simulation.handlerName(event.kind),
    argument: event.argument,
  };
}

/**
 * Writes a trace piece by piece through `write`.
 * The pieces form one JSON document once `end` was called.
 */
export class TraceWriter {
  private readonly write: (text: string) => void;
  private readonly filter: TraceFilter;
  private readonly threads = new Set<number>();
  private separator = '{"displayTimeUnit":"ns","traceEvents":[\n';

  constructor(write: (text: string) => void, filter: TraceFilter) {
    this.write = write;
    this.filter = filter;
  }

  readonly record = (event: FiredEvent, simulation: Simulation): void => {
    const { components, from, to } = this.filter;
    if (event.tick < from || event.tick > to) return;
    const { ordinal, cause, tick, lane, entity, kind, argument } = traced(event, simulation);
    if (components.length > 0 && !components.some((prefix) => entity.startsWith(prefix))) return;
    const tid = event.entity + 1;
    if (!this.threads.has(tid)) {
      this.threads.add(tid);
      this.line({ name: 'thread_name', ph: 'M', pid: 1, tid, args: { name: entity } });
    }
    // Trace Event time is in microseconds.
    this.line({
      name: kind,
      cat: lane,
      ph: 'i',
      s: 't',
      ts: tick / TICKS_PER_MICROSECOND,
      pid: 1,
      tid,
      args: {
        ordinal,
        cause,
        tick,
        argument: Number.isFinite(argument) ? argument : String(argument),
      },
    });
  };

  end(): void {
    this.write(this.threads.size === 0 ? `${this.separator}]}\n` : '\n]}\n');
  }

  private line(entry: object): void {
    this.write(this.separator + JSON.stringify(entry));
    this.separator = ',\n';
  }
}

interface TraceEntry {
  name: string;
  cat?: string;
  ph: string;
  tid: number;
  args: {
    name?: string;
    ordinal?: number;
    cause?: number;
    tick?: number;
    argument?: number | string;
  };
}

/**
 * Reads a trace written by `TraceWriter`.
 * @throws SyntaxError when the text is not JSON, TypeError when it is not such a trace
 */
export function readTrace(text: string): TracedEvent[] {
  const document = JSON.parse(text) as { traceEvents?: TraceEntry[] } | null;
  if (!Array.isArray(document?.traceEvents)) throw new TypeError('expected a list "traceEvents"');
  const names = new Map<number, string>();
  const events: TracedEvent[] = [];
  for (const { name, cat, ph, tid, args } of document.traceEvents) {
    if (ph === 'M') {
      names.set(tid, String(args.name));
      continue;
    }
    if (ph !== 'i' || args?.ordinal === undefined || args.tick === undefined) {
      throw new TypeError('expected events written by droptower, with args.ordinal and args.tick');
    }
    events.push({
      ordinal: args.ordinal,
      cause: args.cause ?? 0,
      tick: args.tick,
      lane: cat ?? '',
      entity: names.get(tid) ?? `thread ${tid}`,
      kind: name,
      argument: Number(args.argument),
    });
  }
  return events;
}
