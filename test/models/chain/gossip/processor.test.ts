import { describe, expect, it } from 'vitest';
import { MessageProcessor } from '../../../../models/chain/consensus/processor.ts';
import { lehmer } from '../../../sim/network/support.ts';

describe('bulk', () => {
  it('is worked off in order, one piece after another', () => {
    const processor = new MessageProcessor(100);
    expect(processor.bulk(0, 30)).toBe(30);
    expect(processor.bulk(10, 5)).toBe(35);
    // Idle from 35 to 100.
    expect(processor.bulk(100, 5)).toBe(105);
  });

  it('waits behind consensus messages that came before', () => {
    const processor = new MessageProcessor(100);
    processor.bulk(0, 1000);
    processor.consensus(0, 10);
    expect(processor.bulk(0, 1)).toBe(1011);
  });
});

describe('a consensus message', () => {
  it('is looked at once when the processor is idle', () => {
    expect(new MessageProcessor(100).consensus(7, 10)).toBe(17);
  });

  it('waits behind bulk that its socket holds', () => {
    const processor = new MessageProcessor(100);
    processor.bulk(0, 50);
    expect(processor.consensus(0, 10)).toBe(60);
    // At 20 there are 40 left of both.
    expect(processor.consensus(20, 10)).toBe(70);
  });

  it('waits behind no more bulk than the socket holds, however much there is', () => {
    const processor = new MessageProcessor(100);
    processor.bulk(0, 5000);
    expect(processor.consensus(0, 10)).toBe(110);
    expect(processor.consensus(0, 10)).toBe(120);
    expect(processor.consensus(500, 10)).toBe(610);
  });

  it.each([1, 2, 3, 4])(
    'never takes longer than socket and consensus before it, seed %i',
    (seed) => {
      const random = lehmer(seed * 104_729);
      const processor = new MessageProcessor(40);
      let [now, last] = [0, 0];
      for (let i = 0; i < 2000; i++) {
        now += Math.floor(random() * 12);
        const work = 1 + Math.floor(random() * 10);
        if (random() < 0.6) {
          processor.bulk(now, work);
          continue;
        }
        const done = processor.consensus(now, work);
        expect(done).toBeGreaterThanOrEqual(Math.max(now, last) + work);
        expect(done).toBeLessThanOrEqual(Math.max(now + 40, last) + work);
        last = done;
      }
    },
  );
});

describe('the time that a processor worked', () => {
  it('counts what is done, not what waits', () => {
    const processor = new MessageProcessor(100);
    processor.bulk(0, 30);
    processor.consensus(0, 20);
    expect([10, 50, 90].map((now) => processor.busy(now))).toEqual([10, 50, 50]);
    expect([10, 50, 90].map((now) => processor.backlog(now))).toEqual([40, 0, 0]);
  });
});
