import { describe, expect, it } from 'vitest';

describe('the SIM.JS adapter', () => {
  it('finds the classes although the package exports nothing, and leaves no global behind', async () => {
    const before = Object.getOwnPropertyNames(globalThis).sort();
    const { SimJs } = await import('../../../sim/engine/simjs.ts');
    expect(Object.getOwnPropertyNames(globalThis).sort()).toEqual(before);
    expect('window' in globalThis).toBe(false);
    const simulation = new SimJs.Sim();
    const seen: number[] = [];
    class Clock extends SimJs.Entity {
      start(): void {
        for (const delay of [3, 1, 2]) this.setTimer(delay).done(this.due, this, delay);
      }
      due(delay: number): void {
        seen.push(delay, simulation.time());
      }
    }
    simulation.addEntity(Clock, 'clock');
    while (simulation.step());
    expect(seen).toEqual([1, 1, 2, 2, 3, 3]);
  });
});
