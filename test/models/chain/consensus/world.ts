import {
  type RoundMachine,
  Step,
  VoteType,
} from '../../../../models/chain/consensus/round-machine.ts';
import { NIL, type Powers, powersOf } from '../../../../models/chain/consensus/tally.ts';
import { ProposerRotation } from '../../../../models/chain/proposer.ts';
import type { Stream } from '../../../../sim/random.ts';
import { Faulty } from './faulty.ts';
import { type Message, type ProposedBlock, Violation } from './message.ts';
import { Participant } from './participant.ts';
import { DELAY_MAX, type Schedule } from './schedule.ts';

/*
 * A world that runs round machines under a schedule, without the simulator: messages in any order, late
 * or twice, time-outs in any order until stabilisation. What an honest validator receives reaches every
 * honest validator (the gossip that the paper supposes), by stabilisation or `DELAY_MAX` later.
 */

interface Event {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

/** Without a decision of everybody by so long after stabilisation there will be none. */
const PATIENCE = 100_000;

export class World {
  readonly schedule: Schedule;
  readonly stream: Stream;
  readonly powers: Powers;
  readonly blocks: ProposedBlock[] = [];
  readonly honest: Participant[] = [];
  readonly faulty: Faulty;
  /** Messages sent so far, for replays. */
  readonly sent: Message[] = [];
  /** Called before a machine is told anything. */
  readonly tamper: (machine: RoundMachine) => void;
  now = 0;
  /** Highest round that was entered. */
  roundMax = 0;
  private readonly decisions: number[] = [];
  private readonly rotations: ProposerRotation[];
  private readonly heap: Event[] = [];
  private scheduled = 0;

  constructor(schedule: Schedule, stream: Stream, tamper: World['tamper'] = () => {}) {
    this.schedule = schedule;
    this.stream = stream;
    this.tamper = tamper;
    this.powers = powersOf(schedule.powers);
    this.rotations = [new ProposerRotation(schedule.powers)];
    for (const id of schedule.powers.keys()) {
      if (!schedule.faulty.has(id)) this.honest.push(new Participant(this, id));
    }
    this.faulty = new Faulty(this);
  }

  /** @throws Violation */
  run(): void {
    for (const participant of this.honest) participant.startHeight(1);
    for (let event = this.next(); event !== undefined; event = this.next()) {
      this.now = event.at;
      if (this.now > this.schedule.stable + PATIENCE) break;
      event.act();
      if (this.honest.every(({ height }) => height > this.schedule.heights)) return;
    }
    throw new Violation(
      `progress: heights ${this.honest.map(({ height }) => height)} at ${this.now}`,
    );
  }

  proposer(height: number, round: number): number {
    while (this.rotations.length < height) {
      const next = this.rotations[this.rotations.length - 1].copy();
      next.increment();
      this.rotations.push(next);
    }
    return this.rotations[height - 1].proposerAt(round);
  }

  newBlock(height: number, valid: boolean): number {
    return this.blocks.push({ height, valid }) - 1;
  }

  /** To every honest validator but its sender. */
  broadcast(from: number, message: Message): void {
    this.sent.push(message);
    for (const to of this.honest) if (to.id !== from) this.send(from, to, message);
  }

  send(from: number, to: Participant, message: Message): void {
    const { stream, schedule } = this;
    this.after(this.delay(from, to.id, message), () => to.receive(message));
    if (schedule.twice > 0 && stream.chance(schedule.twice)) {
      this.after(this.delay(from, to.id, message), () => to.receive(message));
    }
  }

  after(wait: number, act: () => void): void {
    const { heap } = this;
    const event = { at: this.now + wait, order: this.scheduled++, act };
    let hole = heap.length;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!isBefore(event, heap[parent])) break;
      heap[hole] = heap[parent];
      hole = parent;
    }
    heap[hole] = event;
  }

  /** How long a step waits in a round: anything before stabilisation, growing with the round after it. */
  timeout(step: Step, round: number): number {
    const orderly = (step === Step.Propose ? 4 : 3) * DELAY_MAX + round * DELAY_MAX;
    return this.now < this.schedule.stable ? 1 + this.stream.below(2 * orderly) : orderly;
  }

  /** @throws Violation when it contradicts another decision or what may be decided */
  decided(height: number, value: number): void {
    const known = this.decisions[height];
    if (known !== undefined && known !== value) {
      throw new Violation(`agreement: blocks ${known} and ${value} at height ${height}`);
    }
    this.decisions[height] = value;
    const block = this.blocks[value];
    if (value === NIL || block === undefined || block.height !== height || !block.valid) {
      throw new Violation(`validity: block ${value} at height ${height}`);
    }
  }

  /** Steps until a message arrives. */
  private delay(from: number, to: number, message: Message): number {
    const { stream, now } = this;
    const { stable, delayBefore, loss, hidden, side, partitions } = this.schedule;
    const soon = 1 + stream.below(DELAY_MAX);
    if (now >= stable) return soon;
    const latest = stable - now + soon;
    if (stream.chance(isPrecommit(message) ? Math.max(loss, hidden) : loss)) return latest;
    let wait = 1 + stream.below(delayBefore);
    if (side[from] !== side[to]) {
      for (const [begin, end] of partitions) {
        if (now + wait >= begin && now < end) wait = end - now + stream.below(delayBefore);
      }
    }
    return Math.min(wait, latest);
  }

  private next(): Event | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let hole = 0;
    for (let child = 1; child < heap.length; child = 2 * hole + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
      if (!isBefore(heap[child], last)) break;
      heap[hole] = heap[child];
      hole = child;
    }
    heap[hole] = last;
    return first;
  }
}

function isPrecommit(message: Message): boolean {
  return message.kind === 'vote' && message.type === VoteType.Precommit && message.value !== NIL;
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
