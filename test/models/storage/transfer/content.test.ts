import { describe, expect, it } from 'vitest';
import { FileTree } from '../../../../models/storage/flow/file-tree.ts';
import {
  drawContent,
  isGenuine,
  segmentData,
  tampered,
} from '../../../../models/storage/transfer/content.ts';
import { Streams } from '../../../../sim/random.ts';

describe('real bytes', () => {
  it('verify segment by segment against the root of the whole file, a changed byte never', () => {
    for (let seed = 0; seed < 4; seed++) {
      const draw = new Streams('content', seed).stream('bytes');
      const size = 1 + draw.below(700_000);
      const content = drawContent(draw, size);
      const whole = new FileTree();
      whole.update(content.bytes);
      expect(content.tree.root, `seed ${seed}`).toEqual(whole.finish().root);
      for (let i = 0; i < Math.ceil(size / 262_144); i++) {
        const data = segmentData(content, i);
        expect(isGenuine(content, i, data), `seed ${seed}, segment ${i}`).toBe(true);
        const wrong = data.slice();
        wrong[draw.below(wrong.length)] ^= 1 << draw.below(8);
        expect(isGenuine(content, i, wrong), `seed ${seed}, segment ${i}`).toBe(false);
        expect(isGenuine(content, i, tampered(data)), `seed ${seed}`).toBe(false);
        expect(isGenuine(content, i, data.subarray(1)), `seed ${seed}`).toBe(false);
      }
    }
  });
});
