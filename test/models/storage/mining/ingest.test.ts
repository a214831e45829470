import { describe, expect, it } from 'vitest';
import { paddedSectors, submissionHeights } from '../../../../models/storage/flow/padding.ts';
import { placeSubmission } from '../../../../models/storage/flow/placement.ts';
import { Ingest, placeFiles } from '../../../../models/storage/mining/ingest.ts';
import { Streams } from '../../../../sim/random.ts';

const SEED = 'ingest';

/** The same files placed one after the other. */
function oneByOne(length: number, fileBytes: number, files: number) {
  const sectors = Math.ceil(fileBytes / 256);
  let end = length;
  let paid = 0;
  for (let file = 0; file < files; file++) {
    end = placeSubmission(end, submissionHeights(sectors)).end;
    paid += paddedSectors(sectors);
  }
  return { start: length, end, paid };
}

describe('many files of one size', () => {
  it('end where they end one by one, from any length', () => {
    const stream = new Streams(SEED, 0).stream('files');
    for (let round = 0; round < 2000; round++) {
      // Lengths and sizes of all magnitudes: up to 2^20 sectors and 4 MiB.
      const length = 1 + stream.below(1 << stream.below(21));
      const bytes = 1 + stream.below(1 << stream.below(23));
      const files = stream.below(60);
      expect(placeFiles(length, bytes, files), `${SEED} ${round}: ${length} ${bytes}`).toEqual(
        oneByOne(length, bytes, files),
      );
    }
  });

  it('a file of 3 sectors from an odd multiple of 2 moves once, at the end of the segment', () => {
    // Starts 2, 6, ... 1018; 1022 would cross, so 1024; then every 4.
    expect(placeFiles(2, 768, 257)).toEqual({ start: 2, end: 1031, paid: 771 });
  });

  it('none leave the flow as it is', () => {
    expect(placeFiles(77, 5, 0)).toEqual({ start: 77, end: 77, paid: 0 });
  });
});

describe('arrivals', () => {
  it('are the same however time is cut: whole files, the rest waits', () => {
    const stream = new Streams(SEED, 1).stream('cuts');
    for (let round = 0; round < 200; round++) {
      const bytes = 1 + stream.below(1_000_000);
      const cut = new Ingest(1024, bytes);
      let arrived = 0;
      let paid = 0;
      for (let call = 0; call < 20; call++) {
        const more = stream.below(5_000_000);
        const growth = cut.add(more);
        arrived += more;
        paid += growth.paid;
        expect(growth.end).toBe(cut.length);
      }
      const files = Math.floor(arrived / bytes);
      const whole = oneByOne(1024, bytes, files);
      expect(cut.length, `${SEED} ${round}`).toBe(whole.end);
      expect(paid).toBe(whole.paid);
      expect(cut.payload).toBe(files * bytes);
    }
  });
});
