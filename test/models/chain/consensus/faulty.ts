import { VoteType } from '../../../../models/chain/consensus/round-machine.ts';
import { NIL } from '../../../../models/chain/consensus/tally.ts';
import type { Message } from './message.ts';
import type { Habit } from './schedule.ts';
import type { World } from './world.ts';

/** Who gets a message of a faulty validator. */
type To = 0 | 1 | 'all' | 'some';

/** The faulty validators: one mind that sees everything and knows when a round begins anywhere. */
export class Faulty {
  /** Messages of faulty validators: whoever gets one passes it on. */
  readonly made = new Set<Message>();
  private readonly world: World;
  private readonly begun = new Set<string>();
  /** For a round, what each side is shown as proposed. */
  private readonly faces = new Map<string, [number, number]>();

  constructor(world: World) {
    this.world = world;
  }

  sawProposal(height: number, round: number, value: number): void {
    this.faces.set(`${height}/${round}`, [value, value]);
  }

  /** An honest validator has begun a round; the first time faulty ones act in it too. */
  roundBegan(height: number, round: number): void {
    const name = `${height}/${round}`;
    if (this.begun.has(name)) return;
    this.begun.add(name);
    const { world } = this;
    const proposer = world.proposer(height, round);
    for (const [validator, habit] of world.schedule.faulty) {
      if (habit === 'silent') continue;
      if (validator === proposer) this.propose(habit, height, round);
      for (const type of [VoteType.Prevote, VoteType.Precommit]) {
        const wait = world.stream.below(30);
        world.after(wait, () => this.vote(validator, habit, height, round, type));
      }
    }
  }

  private propose(habit: Habit, height: number, round: number): void {
    const { stream } = this.world;
    const first = this.value(height, habit);
    const two = habit === 'split' || stream.chance(0.5);
    const faces: [number, number] = [first, two ? this.value(height, habit) : first];
    this.faces.set(`${height}/${round}`, faces);
    const validRound = () => (stream.chance(0.3) ? -1 : stream.below(round + 3) - 1);
    const both = faces[0] === faces[1];
    for (const side of both ? (['all'] as const) : ([0, 1] as const)) {
      const value = faces[side === 'all' ? 0 : side];
      const to = habit === 'random' && stream.chance(0.3) ? 'some' : side;
      this.say(to, { kind: 'proposal', height, round, value, validRound: validRound() });
      // Without its block a proposal is void; the block may also come much later.
      if (habit === 'random' && stream.chance(0.3)) continue;
      this.say(to, { kind: 'block', height, value });
    }
  }

  /** A new block, an invalid one or one that was proposed before. */
  private value(height: number, habit: Habit): number {
    const { world } = this;
    const { stream } = world;
    const old = this.blocksOf(height);
    if (old.length > 0 && stream.chance(0.3)) return old[stream.below(old.length)];
    return world.newBlock(height, habit === 'split' || stream.chance(0.7));
  }

  private blocksOf(height: number): number[] {
    return this.world.blocks.flatMap((block, id) => (block.height === height ? [id] : []));
  }

  private vote(
    validator: number,
    habit: Habit,
    height: number,
    round: number,
    type: VoteType,
  ): void {
    const { stream, sent } = this.world;
    const vote = (to: To, value: number, at = round, as = type) =>
      this.say(to, { kind: 'vote', height, type: as, round: at, validator, value });
    if (habit === 'nil') {
      vote('all', NIL);
    } else if (habit === 'replay') {
      for (let i = 0; i < 3 && sent.length > 0; i++) {
        const old = sent[stream.below(sent.length)];
        for (const to of this.world.honest) this.world.send(validator, to, old);
      }
      const face = this.faces.get(`${height}/${round}`);
      if (face !== undefined && stream.chance(0.5)) vote('all', face[0]);
    } else if (habit === 'split') {
      const [zero, one] = this.faces.get(`${height}/${round}`) ?? [NIL, NIL];
      vote(0, zero);
      vote(1, zero === one && stream.chance(0.7) ? NIL : one);
    } else {
      for (let i = stream.below(4); i > 0; i--) {
        const ids = this.blocksOf(height);
        const value = ids.length > 0 && stream.chance(0.7) ? ids[stream.below(ids.length)] : NIL;
        const at = stream.chance(0.7) ? round : stream.below(round + 3);
        vote(stream.chance(0.5) ? 'some' : 'all', value, at, stream.below(2) as VoteType);
      }
    }
  }

  /** Faulty validators reach both sides of a partition. */
  private say(to: To, message: Message): void {
    const { world } = this;
    this.made.add(message);
    world.sent.push(message);
    for (const node of world.honest) {
      const isMeant =
        to === 'all' ||
        (to === 'some' ? world.stream.chance(0.5) : world.schedule.side[node.id] === to);
      if (isMeant) world.send(node.id, node, message);
    }
  }
}
