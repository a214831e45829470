/**
 * `npm run certify`: every library scenario ends with one certificate on every Node version and
 * processor, with both engines, any number of workers, and in Chromium.
 *
 *   node test/certify/certify.mjs [--full] [--require-all] [--scenario NAME]…
 *
 * --full runs scenarios whole instead of at the size of a test; --require-all fails when an environment
 * cannot be had. Exit code 1 at the first inequality.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { libraryNames, loadScenario } from '../../dist/scenarios/index.js';
import { bundleCore, missingChromium, runInChromium } from '../browser/chromium.mjs';
import { certificateOf, environments } from './environments.mjs';
import { smallSets } from './sizes.mjs';

const { values: options } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    'require-all': { type: 'boolean', default: false },
    scenario: { type: 'string', multiple: true },
  },
});
const names = options.scenario ?? libraryNames();
const sets = (name) => (options.full ? [] : smallSets(name));
const folder = mkdtempSync(join(tmpdir(), 'droptower-certify-'));
const width = Math.max(...names.map((name) => name.length));
const expected = new Map();
const skipped = [];
let compared = 0;

try {
  for (const environment of environments(folder)) {
    const command = ready(environment);
    if (command === undefined) continue;
    for (const variant of environment.variants) {
      for (const name of names) {
        const given = sets(name).flatMap((set) => ['--set', set]);
        check(
          `${environment.name} ${variant.join(' ')}`,
          name,
          certificateOf(command, [name, ...given, ...variant]),
        );
      }
    }
  }
  if (missingChromium !== undefined) skip('chromium', missingChromium);
  else {
    const all = names.map((name) => loadScenario(name, sets(name)));
    const bundles = all.map(({ resolved, attachments }) => ({ text: resolved.text, attachments }));
    const { version, results } = await runInChromium(await bundleCore(), bundles);
    results.forEach(({ certificate }, i) => {
      check(`chromium ${version} web worker`, names[i], certificate);
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const gone = skipped.length === 0 ? '' : `; skipped: ${skipped.join(', ')}`;
console.log(`\n${compared} certificates of ${names.length} scenarios, all equal${gone}`);
process.exitCode = options['require-all'] && skipped.length > 0 ? 1 : 0;

function ready({ name, command }) {
  try {
    return command();
  } catch (error) {
    skip(name, error.message);
    return undefined;
  }
}

function skip(name, reason) {
  skipped.push(name);
  console.log(`${name}: skipped: ${reason}`);
}

function check(where, name, certificate) {
  compared++;
  const before = expected.get(name);
  if (before === undefined) expected.set(name, { where, certificate });
  console.log(`${where.padEnd(44)}  ${name.padEnd(width)}  ${certificate}`);
  if (before === undefined || before.certificate === certificate) return;
  console.log(
    `\n${name} differs: ${before.where} has ${before.certificate}, ${where} has ${certificate}`,
  );
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
}
