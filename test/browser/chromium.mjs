import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';

/** Where Chromium is looked for; nothing is ever downloaded. */
export const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Why there is no browser to run in, or undefined when there is one. */
export const missingChromium = existsSync(CHROMIUM)
  ? undefined
  : `no Chromium at ${CHROMIUM}; set CHROMIUM_PATH to its executable`;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Bundles the core of droptower for a browser.
 * @returns {Promise<string>} the text of the bundle
 */
export async function bundleCore() {
  const folder = mkdtempSync(join(tmpdir(), 'droptower-bundle-'));
  await build({
    configFile: false,
    root: fileURLToPath(new URL('../..', import.meta.url)),
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'es2023',
      lib: {
        entry: fileURLToPath(new URL('./core.ts', import.meta.url)),
        formats: ['es'],
        fileName: () => 'core.js',
      },
    },
  });
  const core = readFileSync(join(folder, 'core.js'), 'utf8');
  rmSync(folder, { recursive: true, force: true });
  return core;
}

/**
 * Runs scenarios one after the other in one Web Worker of headless Chromium.
 * @param {string} core what `bundleCore` gives
 * @param {readonly { text: string, attachments: Readonly<Record<string, string>> }[]} scenarios
 * @returns {Promise<{ version: string, results: { certificate: string, replications: string[][], isWorker: boolean }[] }>}
 * @throws when a worker fails or asks for anything but the bundle
 */
export async function runInChromium(core, scenarios) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    const script = request.url === '/core.js';
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
    response.end(
      script ? core : '<!doctype html><title>droptower</title><link rel="icon" href="data:,">',
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.evaluate("void (globalThis.worker = new Worker('/core.js', { type: 'module' }))");
    const results = [];
    for (const { text, attachments } of scenarios) {
      const result = await page.evaluate(
        (bundle) =>
          new Promise((resolve) => {
            const { worker } = globalThis;
            worker.onmessage = ({ data }) => resolve(data);
            worker.onerror = ({ message }) => resolve({ error: message ?? 'worker failed' });
            worker.postMessage(bundle);
          }),
        { text, attachments },
      );
      if (result.error !== undefined) throw new Error(`in Chromium: ${result.error}`);
      results.push(result);
    }
    const foreign = asked.filter((url) => url !== '/' && url !== '/core.js');
    if (foreign.length > 0) throw new Error(`the core asked for ${foreign.join(', ')}`);
    return { version: browser.version(), results };
  } finally {
    await browser.close();
    server.close();
  }
}
