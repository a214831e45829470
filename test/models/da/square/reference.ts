import type { SpreadOptions } from '../../../../models/da/square/spread.ts';

/*
 * The same protocol told slowly, with a set for everything that somebody knows, to compare with.
 */

interface Link {
  readonly from: Peer;
  readonly to: Peer;
  readonly line: number;
  /** Segments `row,column` that went over this link, either way. */
  readonly known: Set<string>;
  back?: Link;
}

interface Peer {
  readonly number: number;
  readonly down: boolean;
  readonly lines: number[];
  readonly has: Set<string>;
  links: Link[];
  turn: number;
  upRest: number;
  downRest: number;
  inbox: Parcel[];
  sent: number;
  received: number;
  duplicates: number;
  repaired: number;
  lost: number;
}

interface Parcel {
  readonly segment: string;
  readonly arrives: number;
  readonly over: Link | null;
  readonly to: Peer;
}

export class ReferenceSpread {
  readonly peers: Peer[];
  /** `node/line` of the lines that became complete in the last step, sorted. */
  completed: string[] = [];
  builderSent = 0;
  private steps = 0;
  private builderRest = 0;
  private parcels: Parcel[] = [];
  private readonly options: SpreadOptions;

  constructor(options: SpreadOptions) {
    this.options = options;
    const { layout, down } = options;
    this.peers = Array.from({ length: layout.nodes }, (_, number) => ({
      number,
      down: down[number] === 1,
      lines: [],
      has: new Set<string>(),
      links: [],
      turn: 0,
      upRest: 0,
      downRest: 0,
      inbox: [],
      sent: 0,
      received: 0,
      duplicates: 0,
      repaired: 0,
      lost: 0,
    }));
    layout.placeNode.forEach((node, place) => {
      this.peers[node].lines.push(layout.placeLine[place]);
    });
    const all = Array.from(layout.edgeFrom, (place, edge): Link => {
      const from = this.peers[layout.placeNode[place]];
      const to = this.peers[layout.edgeNode[edge]];
      return { from, to, line: layout.placeLine[place], known: new Set() };
    });
    for (const link of all) {
      link.from.links.push(link);
      const isBack = (other: Link) =>
        other.from === link.to && other.to === link.from && other.line === link.line;
      link.back = all.find(isBack);
    }
  }

  get inFlight(): number {
    return this.parcels.length + this.peers.reduce((sum, { inbox }) => sum + inbox.length, 0);
  }

  /** Segments held, counted in each line that their node holds. */
  get held(): number {
    const heldBy = (peer: Peer) =>
      peer.lines.reduce((sum, line) => sum + this.heldOf(peer, line).length, 0);
    return this.peers.reduce((sum, peer) => sum + heldBy(peer), 0);
  }

  step(): void {
    const before = new Set(this.peers.flatMap((peer) => this.completeLines(peer)));
    this.seed();
    for (const peer of this.peers) if (!peer.down) this.send(peer);
    this.steps++;
    for (const peer of this.peers) this.take(peer);
    for (const peer of this.peers) this.repair(peer);
    this.completed = this.peers
      .flatMap((peer) => this.completeLines(peer))
      .filter((name) => !before.has(name))
      .sort();
  }

  private segmentsOf(line: number): string[] {
    const { size } = this.options.layout;
    return Array.from({ length: size }, (_, i) =>
      line < size ? `${line},${i}` : `${i},${line - size}`,
    );
  }

  private heldOf(peer: Peer, line: number): string[] {
    return this.segmentsOf(line).filter((segment) => peer.has.has(segment));
  }

  private completeLines(peer: Peer): string[] {
    const { size } = this.options.layout;
    return peer.lines
      .filter((line) => this.heldOf(peer, line).length === size)
      .map((line) => `${peer.number}/${line}`);
  }

  private seed(): void {
    const { seeding, layout, links } = this.options;
    const credit = this.builderRest + links.builderUp;
    let count = 0;
    while (count + 1 <= credit && this.builderSent < seeding.places.length) {
      const place = seeding.places[this.builderSent];
      const to = this.peers[layout.placeNode[place]];
      const segment = this.segmentsOf(layout.placeLine[place])[seeding.offsets[this.builderSent]];
      count++;
      this.builderSent++;
      const leaves = Math.min(1, count / links.builderUp);
      const delay = links.builderDelay + links.delay[to.number];
      this.parcels.push({
        segment,
        to,
        over: null,
        arrives: this.steps + Math.ceil(leaves + delay),
      });
    }
    this.builderRest = credit - count < 1 ? credit - count : 0;
  }

  private send(peer: Peer): void {
    const { links, draw, enough } = this.options;
    const credit = peer.upRest + links.up[peer.number];
    let count = 0;
    let passed = 0;
    while (count + 1 <= credit && passed < peer.links.length) {
      if (peer.turn >= peer.links.length) peer.turn = 0;
      const link = peer.links[peer.turn];
      if (link.known.size >= enough) {
        peer.links.splice(peer.turn, 1);
        continue;
      }
      peer.turn++;
      const news = this.heldOf(peer, link.line).filter((segment) => !link.known.has(segment));
      if (news.length === 0) {
        passed++;
        continue;
      }
      passed = 0;
      count++;
      peer.sent++;
      const segment = news[draw(peer.number, news.length)];
      link.known.add(segment);
      const delay = links.delay[peer.number] + links.delay[link.to.number];
      const arrives = this.steps + Math.ceil(Math.min(1, count / links.up[peer.number]) + delay);
      this.parcels.push({ segment, to: link.to, over: link, arrives });
    }
    peer.upRest = credit - count < 1 ? credit - count : 0;
  }

  private take(peer: Peer): void {
    const isHere = (parcel: Parcel) => parcel.to === peer && parcel.arrives === this.steps;
    peer.inbox.push(...this.parcels.filter(isHere));
    this.parcels = this.parcels.filter((parcel) => !isHere(parcel));
    if (peer.down) {
      peer.lost += peer.inbox.length;
      peer.inbox = [];
      return;
    }
    let credit = (peer.downRest < 1 ? peer.downRest : 0) + this.options.links.down[peer.number];
    while (peer.inbox.length > 0 && credit >= 1) {
      const { segment, over } = peer.inbox.shift() as Parcel;
      credit--;
      peer.received++;
      over?.back?.known.add(segment);
      if (peer.has.has(segment)) peer.duplicates++;
      peer.has.add(segment);
    }
    peer.downRest = credit;
  }

  private repair(peer: Peer): void {
    const { size } = this.options.layout;
    let line: number | undefined;
    do {
      line = peer.lines.find((each) => {
        const count = this.heldOf(peer, each).length;
        return count >= size / 2 && count < size;
      });
      if (line === undefined) return;
      for (const segment of this.segmentsOf(line)) {
        if (!peer.has.has(segment)) peer.repaired++;
        peer.has.add(segment);
      }
    } while (line !== undefined);
  }
}
