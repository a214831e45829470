import type { Message } from '../../sim/network/messages.ts';
import { seconds, TICKS_PER_SECOND } from '../../sim/time.ts';
import { NEAR_PARTS_MAX, nearDataParts } from './assignment/near.ts';
import type { AvailabilityLayer, LayerContext } from './layer.ts';
import { known } from './settings.ts';
import { type Block, SlotLayer, type SlotWindow, type Spreading } from './slots/slots.ts';

const core = 'nearcore; da-layers 2.6';

/** Header, Merkle path and signature of a part. Estimate. */
const PART_ENVELOPE = 500;

interface Chunk {
  /** Owners of parts that are up, in their order. */
  readonly rank: ReadonlyMap<number, number>;
  readonly data: number;
  readonly partBytes: number;
  /** Validators that rebuild the chunk to check it, and how many parts each has. */
  readonly checkers: ReadonlyMap<number, { held: number }>;
  readonly done: (validator: number) => void;
}

interface Progress {
  left: number;
  readonly held: (validator: number) => void;
}

/*
 * The producer of each shard codes its chunk into one part for each validator, any third of which
 * rebuild it. The owners of parts pass them on to the validators that check the shard. A validator
 * vouches when it has its part of every chunk and, if it checks a shard, the parts that rebuild it.
 *
 * Left out: receipts between shards, the second chunk that a state witness can hold.
 */
export const nearLayer: AvailabilityLayer = {
  name: 'near',
  about: "each shard's chunk goes in parts to all producers, any third rebuild it",
  settings: {
    quorum: known('published', 'Doomslug and finality: two thirds')(2 / 3),
    signatureBytes: known('estimate', 'ed25519 endorsement with its chunk header')(150),
    shards: known('published', 'four shards in January 2024; da-layers 2.6')(4),
    blockInterval: known('published', 'docs.near.org: about 600 ms')(seconds(0.6)),
    deadline: known('estimate', 'endorsements go into the next block')(seconds(0.6)),
    finality: known('published', 'docs.near.org: about 1.2 s')(seconds(1.2)),
    blobUnit: known('from source', 'arguments of a call are not padded')(1),
    blockBytes: known(
      'estimate',
      `${core}: 4 MB a chunk is claimed, the witness counts two chunks, so 2 MB each in four shards`,
    )(8_000_000),
  },
  build: (context) => new SlotLayer(context, new ChunkParts(context)),
};

class ChunkParts implements Spreading {
  private readonly context: LayerContext;
  private readonly shards: number;
  private readonly parts: number;
  private readonly owned: number;
  private readonly passed: number;
  private uploaded = 0;

  constructor(context: LayerContext) {
    this.context = context;
    const { network, settings, validators } = context;
    this.shards = Math.min(settings.get('shards'), validators);
    this.parts = Math.min(validators, NEAR_PARTS_MAX);
    this.owned = network.kind('da.part', (message) => this.onOwned(message));
    this.passed = network.kind('da.passed', ({ to, payload }) => this.check(to, payload as Chunk));
  }

  spread(block: Block, held: (validator: number) => void): void {
    const { validators } = this.context;
    const progress: Progress[] = Array.from({ length: validators }, (_, validator) => ({
      left: (validator < this.parts ? this.shards : 0) + 1,
      held,
    }));
    const step = (validator: number) => {
      if (--progress[validator].left === 0) held(validator);
    };
    for (let shard = 0; shard < this.shards; shard++) this.produce(block, shard, step);
  }

  private produce(block: Block, shard: number, step: (validator: number) => void): void {
    const { network, validators } = this.context;
    const producer = this.online(block.leader + shard);
    const bytes = Math.ceil(block.bytes / this.shards);
    const data = nearDataParts(this.parts);
    const checkers = new Map<number, { held: number }>();
    // Each validator checks one shard; the assignment changes with every block.
    for (let i = 0; i < validators; i++) {
      if ((i + block.height) % this.shards === shard) checkers.set(i, { held: 0 });
    }
    const partBytes = Math.ceil(bytes / data) + PART_ENVELOPE;
    const owners: number[] = [];
    for (let part = 0; part < this.parts; part++) if (network.isAlive(part)) owners.push(part);
    const rank = new Map(owners.map((owner, at) => [owner, at]));
    const chunk: Chunk = { rank, data, partBytes, checkers, done: step };
    for (let part = 0; part < this.parts; part++) {
      if (part === producer) continue;
      network.send(producer, part, this.owned, partBytes, part, chunk);
      this.uploaded += partBytes;
    }
    if (producer < this.parts) step(producer);
    if (checkers.delete(producer)) step(producer);
    this.pass(producer, chunk);
  }

  /** A producer that is down leaves its turn to the next one. */
  private online(from: number): number {
    const { network, validators } = this.context;
    let node = from % validators;
    for (let i = 0; i < validators && !network.isAlive(node); i++) node = (node + 1) % validators;
    return node;
  }

  private onOwned({ to, payload }: Message): void {
    const chunk = payload as Chunk;
    chunk.done(to);
    this.check(to, chunk);
    this.pass(to, chunk);
  }

  /** Each checker is served by as many owners in a row as it needs parts, from a place of its own. */
  private pass(owner: number, chunk: Chunk): void {
    const at = chunk.rank.get(owner);
    if (at === undefined) return;
    const { size } = chunk.rank;
    for (const checker of chunk.checkers.keys()) {
      if (checker === owner) continue;
      const turn = (at - (checker % size) + size) % size;
      if (turn > chunk.data) continue;
      this.context.network.send(owner, checker, this.passed, chunk.partBytes, owner, chunk);
    }
  }

  private check(validator: number, chunk: Chunk): void {
    const checker = chunk.checkers.get(validator);
    if (checker !== undefined && ++checker.held === chunk.data) chunk.done(validator);
  }

  /** Producers upload three bytes a byte in the time that the deadline leaves. */
  largest(): number {
    const { up, settings } = this.context;
    const expansion = this.parts / nearDataParts(this.parts);
    const usable = settings.get('deadline') / TICKS_PER_SECOND;
    return (this.shards * up * usable) / expansion;
  }

  resetStatistics(): void {
    this.uploaded = 0;
  }

  roles({ payload }: SlotWindow) {
    return { producer: { egress: this.uploaded / payload } };
  }

  /** shards B / 3 at the producers, and the links of all. */
  ceilings({ payload }: SlotWindow) {
    const { network, validators, up, down } = this.context;
    const uploads = payload / this.uploaded;
    let received = 0;
    for (let node = 0; node < validators; node++) received += network.accounting.received[node];
    return [
      { name: 'chunk producers, shards B / 3', rate: this.shards * up * uploads },
      { name: 'validator downlinks', rate: (down * validators * payload) / received },
    ];
  }

  resources({ seconds: span }: SlotWindow) {
    const { up } = this.context;
    const busy = this.uploaded / this.shards / up / span;
    return [{ name: 'producer uplink', utilisation: busy }];
  }
}
