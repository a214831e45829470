import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../scenarios/bundle.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { libraryNames } from '../../scenarios/node-files.ts';
import { sizedNames } from '../certify/sizes.mjs';

const names = libraryNames();

describe('the library of scenarios', () => {
  it('has the first answer', () => expect(names).toContain('da-dissemination'));

  it('gives every scenario a size for tests in test/certify/sizes.mjs, and none that is gone', () =>
    expect([...sizedNames].sort()).toEqual(names));

  describe.each(names)('%s', (name) => {
    const { resolved, attachments } = loadScenario(name);

    it('is called like its file, asks a question and expects something', () => {
      expect(resolved.name).toBe(name);
      expect(resolved.question).toMatch(/\S.*\?$/);
      expect(resolved.expect.length).toBeGreaterThan(0);
    });

    it('is told whole by its canonical text', () => {
      const again = loadBundle(resolved.text, attachments).resolved;
      expect(again.text).toBe(resolved.text);
      expect(again.hash).toBe(resolved.hash);
      expect(again.points).toEqual(resolved.points);
    });
  });
});
