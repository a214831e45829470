import { describe, expect, it } from 'vitest';
import { Uplink } from '../../../sim/network/nic.ts';
import { seconds } from '../../../sim/time.ts';
import { at, bench, MBIT } from './support.ts';

/* Batches of small messages that occupy links without an event. 100 Mbit/s are 1.25 bytes a tick. */

const line = { nodes: 3, rate: 100 * MBIT, delay: 0.01 };
/** 1 ms at 100 Mbit/s. */
const BATCH = 12_500;

describe('an uplink that carries a batch', () => {
  it('is busy with it from now, or after what is on the wire', () => {
    const uplink = new Uplink(1.25);
    expect(uplink.carry(BATCH, 5000)).toBe(15_000);
    expect(uplink.carry(125, 6000)).toBe(15_100);
    expect(uplink.busy(15_050)).toBe(10_050);
    expect(uplink.carry(125, 90_000)).toBe(90_100);
    expect(uplink.busy(200_000)).toBe(10_200);
  });

  it('counts no waiting bytes: the batch is on the wire at once', () => {
    const uplink = new Uplink(1.25);
    uplink.carry(BATCH, 0);
    expect([uplink.active, uplink.waitingBytes, uplink.backlogMax]).toEqual([0, 0, 0]);
  });
});

describe('a batch that is carried', () => {
  it('is received after its bytes and the way', () => {
    const { network, kind } = bench(line);
    // 10,000 ticks of bytes, 100,000 of delay.
    expect(network.carry(0, 1, kind, BATCH)).toBe(110_000);
    expect(network.carry(0, 1, kind, BATCH)).toBe(120_000);
    expect(network.carry(2, 0, kind, BATCH)).toBe(110_000);
  });

  it('is received at the speed of the slower link', () => {
    const { network, kind } = bench({ ...line, down: [10, 10, 10].map((rate) => rate * MBIT) });
    expect(network.carry(0, 1, kind, BATCH)).toBe(200_000);
    // The downlink of another node is free, the uplink has 1 ms of bytes before these.
    expect(network.carry(0, 2, kind, BATCH)).toBe(200_000);
    expect(network.carry(2, 1, kind, BATCH)).toBe(300_000);
  });

  it('waits for more when writes do', () => {
    const { network, kind } = bench({ ...line, writeDelay: seconds(0.005) });
    expect(network.carry(0, 1, kind, BATCH)).toBe(160_000);
  });

  it('does not call the receiver', () => {
    const { simulation, network, kind, arrivals } = bench(line);
    network.carry(0, 1, kind, BATCH);
    simulation.run();
    expect(arrivals).toEqual([]);
  });

  it('is accounted for as sent and received', () => {
    const { network, kind } = bench(line);
    network.carry(0, 1, kind, BATCH);
    network.carry(0, 2, kind, 500);
    const { accounting } = network;
    expect([...accounting.sent]).toEqual([13_000, 0, 0]);
    expect([...accounting.received]).toEqual([0, 12_500, 500]);
    expect(accounting.ofKind(kind)).toMatchObject({ messages: 2, sent: 13_000, received: 13_000 });
    expect([accounting.lost, accounting.underWay, accounting.imbalance()]).toEqual([0, 0, 0]);
  });

  it('keeps both links busy for its bytes', () => {
    const { simulation, network, kind } = bench(line);
    network.carry(0, 1, kind, BATCH);
    at(simulation, 0.004, () => {});
    simulation.run();
    expect(network.utilisation(0, 'up')).toBeCloseTo(0.25, 9);
    expect(network.utilisation(1, 'down')).toBeCloseTo(0.25, 9);
    expect(network.utilisation(1, 'up')).toBe(0);
    expect(network.utilisation(0, 'down')).toBe(0);
  });

  it('goes after the chunk on the wire and ahead of those that wait', () => {
    const { simulation, network, kind, arrivals } = bench({ ...line, chunkBytes: 125_000 });
    // Eight chunks of 10 ms.
    network.send(0, 1, kind, 1_000_000);
    let received: number | undefined;
    at(simulation, 0.005, () => {
      received = network.carry(0, 2, kind, BATCH);
    });
    simulation.run();
    // The first chunk ends at 10 ms, the batch at 11, and the other seven chunks at 81 ms.
    expect(received).toBeCloseTo(110_000 + 100_000, 3);
    expect(arrivals[0].at).toBeCloseTo(0.091, 6);
  });

  it('is part of the certificate', () => {
    const certificates = [[], [BATCH], [BATCH + 1]].map((batches) => {
      const { simulation, network, kind } = bench(line);
      for (const bytes of batches) network.carry(0, 1, kind, bytes);
      at(simulation, 1, () => {});
      simulation.run();
      return simulation.certify('carry').certificate;
    });
    expect(new Set(certificates).size).toBe(3);
  });
});

describe('a batch is lost', () => {
  it('on its way to a node that is down: it was sent', () => {
    const { network, kind } = bench(line);
    network.setAlive(1, false);
    expect(network.carry(0, 1, kind, BATCH)).toBeUndefined();
    const { accounting } = network;
    expect([accounting.sent[0], accounting.received[1], accounting.lost]).toEqual([
      BATCH,
      0,
      BATCH,
    ]);
    expect(accounting.imbalance()).toBe(0);
    // Its bytes kept the uplink busy all the same.
    expect(network.carry(0, 2, kind, BATCH)).toBe(120_000);
  });

  it('between the groups of a partition', () => {
    const { network, kind } = bench(line);
    network.partition([0, 0, 1]);
    expect(network.carry(0, 2, kind, BATCH)).toBeUndefined();
    expect(network.carry(0, 1, kind, BATCH)).toBe(120_000);
    expect(network.accounting.lost).toBe(BATCH);
    network.heal();
    expect(network.carry(0, 2, kind, BATCH)).toBe(130_000);
    expect(network.accounting.imbalance()).toBe(0);
  });

  it('before a byte has left, when its sender is down', () => {
    const { network, kind } = bench(line);
    network.setAlive(0, false);
    expect(network.carry(0, 1, kind, BATCH)).toBeUndefined();
    expect([network.accounting.sent[0], network.accounting.lost]).toEqual([0, 0]);
    network.setAlive(0, true);
    expect(network.carry(0, 1, kind, BATCH)).toBe(110_000);
  });

  it('and its bytes leave the wire, when its sender goes down', () => {
    const { simulation, network, kind } = bench(line);
    network.carry(0, 1, kind, BATCH);
    at(simulation, 0.0005, () => {
      network.setAlive(0, false);
      network.setAlive(0, true);
    });
    at(simulation, 0.002, () => {});
    simulation.run();
    expect(network.utilisation(0, 'up')).toBeCloseTo(0.25, 9);
  });
});
