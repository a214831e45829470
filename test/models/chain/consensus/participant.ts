import {
  RoundMachine,
  Step,
  type VoteType,
} from '../../../../models/chain/consensus/round-machine.ts';
import { type Message, Violation } from './message.ts';
import type { World } from './world.ts';

/** An honest validator: one round machine a height, one height after the other. */
export class Participant {
  readonly id: number;
  height = 0;
  private readonly world: World;
  private machine!: RoundMachine;
  private readonly received = new Set<Message>();
  /** Messages of heights to come. */
  private readonly early: Message[] = [];
  private readonly cast = new Map<string, number>();

  constructor(world: World, id: number) {
    this.world = world;
    this.id = id;
  }

  startHeight(height: number): void {
    const { world, id } = this;
    this.height = height;
    if (height > world.schedule.heights) return;
    const machine = new RoundMachine(
      { powers: world.powers, self: id, proposer: (round) => world.proposer(height, round) },
      {
        entered: (round, step) => {
          if (round > world.roundMax) world.roundMax = round;
          if (step === Step.Propose) world.faulty.roundBegan(height, round);
        },
        propose: (round, valid, validRound) => this.propose(round, valid, validRound),
        vote: (type, round, value) => this.vote(type, round, value),
        startTimeout: (step, round) =>
          world.after(world.timeout(step, round), () =>
            this.tell(height, () => machine.timeout(step, round)),
          ),
        decide: (_round, value) => {
          world.decided(height, value);
          world.after(0, () => this.startHeight(height + 1));
        },
      },
    );
    this.machine = machine;
    const waits = world.stream.below(40);
    world.after(waits, () => this.tell(height, () => machine.begin()));
    for (const message of this.early.splice(0)) this.take(message);
  }

  /** What is new is passed on to the others, unless it came from one that tells everybody itself. */
  receive(message: Message): void {
    if (this.received.has(message)) {
      this.take(message);
      return;
    }
    this.received.add(message);
    if (this.world.faulty.made.has(message)) {
      for (const to of this.world.honest) {
        if (to !== this && !to.received.has(message)) this.world.send(this.id, to, message);
      }
    }
    this.take(message);
  }

  private take(message: Message): void {
    if (message.height > this.height) {
      this.early.push(message);
      return;
    }
    this.tell(message.height, () => {
      const { machine } = this;
      if (message.kind === 'block') {
        machine.available(message.value, this.world.blocks[message.value].valid);
      } else if (message.kind === 'proposal') {
        machine.proposal(message.round, message.value, message.validRound);
      } else {
        machine.vote(message.type, message.round, message.validator, message.value);
      }
    });
  }

  private tell(height: number, act: () => void): void {
    if (height !== this.height || height > this.world.schedule.heights) return;
    this.world.tamper(this.machine);
    act();
  }

  private propose(round: number, valid: number, validRound: number): void {
    const { world, id, height } = this;
    const value = valid >= 0 ? valid : world.newBlock(height, true);
    const block: Message = { kind: 'block', height, value };
    const proposal: Message = { kind: 'proposal', height, round, value, validRound };
    world.broadcast(id, proposal);
    world.broadcast(id, block);
    world.faulty.sawProposal(height, round, value);
    this.take(block);
    this.take(proposal);
  }

  private vote(type: VoteType, round: number, value: number): void {
    const { world, id, height } = this;
    const name = `${height}/${round}/${type}`;
    const before = this.cast.get(name);
    if (before !== undefined) {
      throw new Violation(`one vote: ${id} voted ${before} and ${value} in ${name}`);
    }
    this.cast.set(name, value);
    const vote: Message = { kind: 'vote', height, type, round, validator: id, value };
    world.broadcast(id, vote);
    if (world.schedule.ownVotesAtOnce) this.take(vote);
    else world.after(1 + world.stream.below(5), () => this.take(vote));
  }
}
