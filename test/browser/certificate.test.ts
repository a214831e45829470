/**
 * The core in a Web Worker of headless Chromium ends with the certificates of Node. Needs Chromium:
 * CHROMIUM_PATH, or /usr/bin/chromium. Where CI is set, it has to be there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runExperiment } from '../../scenarios/experiment.ts';
import { inlinePool } from '../../scenarios/inline-pool.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { sizedNames, smallSets } from '../certify/sizes.mjs';
import { bundleCore, missingChromium, runInChromium } from './chromium.mjs';

const skip = missingChromium !== undefined && !process.env.CI;
if (skip) process.stderr.write(`skipping certificates in a browser: ${missingChromium}\n`);

describe('the core bundled for a browser', () => {
  it('holds nothing of Node', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'droptower-bundle-'));
    const core = await bundleCore(folder);
    rmSync(folder, { recursive: true, force: true });
    // Vite puts this name in the place of a module of Node.
    expect(core.includes('__vite-browser-external')).toBe(false);
    expect(/^import\b|^export .* from /m.test(core)).toBe(false);
  });

  it.skipIf(skip)(
    'runs every second library scenario in a Web Worker with the certificates of Node',
    async () => {
      expect(missingChromium).toBeUndefined();
      // `npm run certify` runs all of them.
      const names = sizedNames.filter((_, i) => i % 2 === 0);
      const all = names.map((name) => loadScenario(name, smallSets(name)));
      const expected = [];
      for (const { resolved, attachments } of all) {
        const pool = inlinePool(resolved, attachments);
        const { summary, runs } = await runExperiment(resolved, 'node', pool);
        expected.push({
          certificate: summary.certificate,
          replications: runs.map(({ certificates }) => certificates),
          isWorker: true,
        });
      }
      const scenarios = all.map(({ resolved, attachments }) => ({
        text: resolved.text,
        attachments,
      }));
      const { results } = await runInChromium(scenarios);
      const named = (list: readonly unknown[]) => list.map((result, i) => [names[i], result]);
      expect(named(results)).toEqual(named(expected));
    },
    180_000,
  );
});
