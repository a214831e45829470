import { describe, expect, it } from 'vitest';
import { runSimgrid, simgridAvailable } from '../../bench/peers/simgrid.ts';

const found = simgridAvailable();
const reason = 'skipped' in found ? `, skipped: ${found.skipped}` : '';

describe.skipIf('skipped' in found)(`SimGrid as a peer of the fluid network${reason}`, () => {
  const links = [
    { id: 'a', bandwidth: 1e6, latency: 0.25 },
    { id: 'b', bandwidth: 3e6, latency: 0.5 },
  ];

  it('one flow pays latency and then its bytes at the narrowest link', () => {
    const [finish] = runSimgrid({ links }, [{ links: ['a', 'b'], start: 2, size: 4_000_000 }]);
    expect(finish).toBeCloseTo(2 + 0.75 + 4, 9);
  });

  it('shares max-min fairly: the long flow takes half of a, the other the rest of b', () => {
    const free = links.map((link) => ({ ...link, latency: 0 }));
    const finish = runSimgrid({ links: free }, [
      { links: ['a', 'b'], start: 0, size: 500_000 },
      { links: ['a'], start: 0, size: 500_000 },
      { links: ['b'], start: 0, size: 2_500_000 },
    ]);
    // Half a second each on a at 0.5 MB/s takes 1 s; b leaves 2.5 MB/s, which is 1 s too.
    expect(finish[0]).toBeCloseTo(1, 9);
    expect(finish[1]).toBeCloseTo(1, 9);
    expect(finish[2]).toBeCloseTo(1, 9);
  });

  it('no window caps a long fat path', () => {
    const fat = [{ id: 'x', bandwidth: 1e9, latency: 1 }];
    const flow = [{ links: ['x'], start: 0, size: 1e9 }];
    expect(runSimgrid({ links: fat }, flow)[0]).toBeCloseTo(2, 9);
    expect(runSimgrid({ links: fat, sharing: 'latency' }, flow)[0]).toBeCloseTo(2, 9);
  });

  it('refuses a flow over a link that is not there', () => {
    expect(() => runSimgrid({ links }, [{ links: ['c'], start: 0, size: 1 }])).toThrow();
  });
});
