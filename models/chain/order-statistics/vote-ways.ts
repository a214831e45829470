import type { ChainPlan } from '../message-chain.ts';
import { Calendar } from './calendar.ts';
import { type Links, lastLook, nextLook } from './links.ts';

/** A day of the calendar, ticks. */
const DAY = 20_000;

/** The ways of votes through the gossip routines of the graph. */
export class VoteWays {
  private readonly options: ChainPlan;
  private readonly links: Links;
  private readonly calendar = new Calendar(DAY);
  private readonly best: Float64Array;
  /** Of the other direction of each edge. */
  private readonly delayBack: Float64Array;
  private readonly phaseBack: Float64Array;
  /** Copies of a vote that each node gets: half of the last call of `copies`, a quarter of the one before. */
  readonly copiesTo: Float64Array;

  constructor(options: ChainPlan, links: Links) {
    this.options = options;
    this.links = links;
    const { reverse } = options.peers;
    this.delayBack = links.delay.map((_, edge) => links.delay[reverse[edge]]);
    this.phaseBack = links.votePhase.map((_, edge) => links.votePhase[reverse[edge]]);
    this.best = new Float64Array(options.peers.nodes);
    this.copiesTo = new Float64Array(options.peers.nodes).fill(1);
  }

  /**
   * How long before `at` a vote must be held at each node to reach `target` by then, its work there
   * apart: first passage against time.
   * @param hops ticks from the arrival of a vote at a node to its holding it
   * @param delays receives ticks by node; infinite where no way is
   */
  backward(
    target: number,
    at: number,
    hops: Float64Array,
    isUp: Uint8Array,
    delays: Float64Array,
  ): void {
    const { calendar, delayBack, phaseBack } = this;
    const { peers, settings } = this.options;
    const { first, to } = peers;
    const sleep = settings.gossipSleep;
    delays.fill(Number.POSITIVE_INFINITY);
    delays[target] = 0;
    calendar.push(0, target);
    while (calendar.first < Number.POSITIVE_INFINITY) {
      const behind = calendar.first;
      const node = calendar.pop();
      if (behind > delays[node]) continue;
      const arrives = at - behind - (node === target ? 0 : hops[node]);
      for (let edge = first[node]; edge < first[node + 1]; edge++) {
        const peer = to[edge];
        const read = arrives - delayBack[edge];
        // No look is later than the arrival needs: most edges cannot improve on what is known.
        if (isUp[peer] === 0 || delays[peer] <= at - read) continue;
        const sent = lastLook(read, phaseBack[edge], sleep);
        if (at - sent < delays[peer]) {
          delays[peer] = at - sent;
          calendar.push(at - sent, peer);
        }
      }
    }
  }

  /**
   * Counts copies of a vote that nodes get: each routine sends it at its first look after its node holds it,
   * unless the peer has sent it or its hint has been heard by then.
   */
  copies(
    source: number,
    at: number,
    hops: Float64Array,
    waits: Float64Array,
    isUp: Uint8Array,
  ): void {
    const { calendar, best } = this;
    const { delay, votePhase } = this.links;
    const { peers, settings } = this.options;
    const { first, to, reverse, from, edges } = peers;
    const sleep = settings.gossipSleep;
    best.fill(Number.POSITIVE_INFINITY);
    best[source] = at;
    calendar.push(at, source);
    while (calendar.first < Number.POSITIVE_INFINITY) {
      const time = calendar.first;
      const node = calendar.pop();
      if (time > best[node]) continue;
      for (let edge = first[node]; edge < first[node + 1]; edge++) {
        const peer = to[edge];
        if (isUp[peer] === 0 || best[peer] <= time + delay[edge] + hops[peer]) continue;
        const holds = nextLook(time, votePhase[edge], sleep) + delay[edge] + hops[peer];
        if (holds < best[peer]) {
          best[peer] = holds;
          calendar.push(holds, peer);
        }
      }
    }
    for (let n = 0; n < peers.nodes; n++) this.copiesTo[n] /= 2;
    for (let edge = 0; edge < edges; edge++) {
      const [node, peer] = [from[edge], to[edge]];
      if (isUp[peer] === 0 || best[node] === Number.POSITIVE_INFINITY) continue;
      const back = reverse[edge];
      const look = nextLook(best[node], votePhase[edge], sleep);
      // A routine hears its peer with the backlog of its own node before it.
      if (best[peer] + delay[back] + waits[node] <= look) continue;
      const reply = nextLook(best[peer], votePhase[back], sleep) + delay[back];
      if (reply <= look) continue;
      this.copiesTo[peer] += 0.5;
    }
  }
}
