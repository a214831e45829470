/** The report in a real browser. Needs Chromium: CHROMIUM_PATH, or /usr/bin/chromium. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../reports/html.ts';
import type { ReportInput } from '../../reports/input.ts';
import { designInput, EFFECTS, economyInput, INDICES, RANKS, TORNADO } from './economy.ts';
import { hostileInput } from './hostile.ts';
import { sampleInput, samplePoints, sampleSeries, sampleSummary } from './sample.ts';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const missing = !existsSync(CHROMIUM);
if (missing) {
  process.stderr.write(
    `skipping the report's browser tests: no Chromium at ${CHROMIUM}; set CHROMIUM_PATH to its executable\n`,
  );
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const PAGES: Record<string, () => ReportInput> = {
  sweep: () => {
    const summary = sampleSummary();
    summary.cells = summary.cells.filter((cell) =>
      [16, 64, 256].includes(cell.set['network.nodes'] as number),
    );
    summary.expectations = summary.expectations.slice(0, 15);
    return { ...sampleInput(summary), series: sampleSeries(summary, 200).slice(0, 3) };
  },
  single: () => {
    const input = sampleInput();
    const summary = { ...input.summary, cells: input.summary.cells.slice(0, 1), expectations: [] };
    return { ...input, summary, series: input.series.slice(0, 1) };
  },
  names: () => {
    const input = sampleInput();
    const cells = input.summary.cells
      .filter((cell) => cell.set['network.nodes'] === 64)
      .map((cell) => ({
        ...cell,
        set: { 'da.layer': cell.set['da.layer'], link: `a${cell.set['network.bandwidth']}` },
      }));
    return { ...input, summary: { ...input.summary, cells, expectations: [] }, series: [] };
  },
  points: samplePoints,
  economy: economyInput,
  design: () => designInput([TORNADO, EFFECTS, INDICES, RANKS]),
  hostile: hostileInput,
};

interface AxeResult {
  violations: { id: string; nodes: { html: string }[] }[];
}

describe.skipIf(missing)('report.html in Chromium, offline and from disk', () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'droptower-report-'));
    for (const [name, input] of Object.entries(PAGES)) {
      writeFileSync(join(folder, `${name}.html`), renderReport(input()));
    }
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  async function open(name: string, colorScheme: 'light' | 'dark', width = 1280) {
    const context = await browser.newContext({
      colorScheme,
      offline: true,
      viewport: { width, height: 900 },
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => requests.push(request.url()));
    const url = pathToFileURL(join(folder, `${name}.html`)).href;
    await page.goto(url);
    return { page, complaints, requests, url, close: () => context.close() };
  }

  it.each(Object.keys(PAGES))(
    '%s: asks for nothing, complains of nothing, passes axe in both schemes',
    async (name) => {
      const { page, complaints, requests, url, close } = await open(name, 'light');
      const svg = await page.locator('svg.plot').first().boundingBox();
      expect(svg!.width).toBeGreaterThan(200);
      expect(svg!.height).toBeGreaterThan(50);
      expect(await page.locator('main > section > .scroll > table').first().isVisible()).toBe(true);
      await page.evaluate('for (const d of document.querySelectorAll("details")) d.open = true');
      await page.evaluate(axe);
      const found: string[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        // All violations; of what passes only a sample, which is what takes longest to describe.
        const run = 'axe.run({ resultTypes: ["violations"] })';
        const { violations } = (await page.evaluate(run)) as AxeResult;
        found.push(...violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes[0]?.html}`));
      }
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([url]);
      await close();
    },
    120_000,
  );

  it('runs nothing that hostile text brings along', async () => {
    const { page, close } = await open('hostile', 'light');
    await page.mouse.move(200, 200);
    expect(await page.evaluate('globalThis.__attacked')).toBeUndefined();
    expect(await page.locator('h1').textContent()).toContain('<img src=x onerror=');
    expect(await page.locator('script, img, a').count()).toBe(0);
    await close();
  }, 120_000);

  it('follows the colour scheme, pictures included', async () => {
    const paint = `[getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.querySelector('svg.plot text')).fill]`;
    const schemes = await Promise.all(
      (['light', 'dark'] as const).map(async (scheme) => {
        const { page, close } = await open('sweep', scheme);
        const colours = (await page.evaluate(paint)) as string[];
        await close();
        return colours;
      }),
    );
    expect(schemes).toEqual([
      ['rgb(255, 255, 255)', 'rgb(27, 29, 33)'],
      ['rgb(22, 24, 28)', 'rgb(230, 232, 236)'],
    ]);
  }, 120_000);

  it.each([
    ['sweep', 390],
    ['sweep', 1280],
    ['points', 390],
    ['points', 1280],
    ['economy', 390],
    ['economy', 1280],
    ['design', 390],
  ])(
    '%s: cuts no label off and does not scroll sideways at %d px',
    async (name, width) => {
      const { page, close } = await open(name, 'light', width);
      const outside =
        await page.evaluate(`[...document.querySelectorAll('svg.plot')].flatMap((svg) => {
      const frame = svg.getBoundingClientRect();
      return [...svg.querySelectorAll('text')]
        .filter((text) => {
          const box = text.getBoundingClientRect();
          return box.left < frame.left - 1 || box.right > frame.right + 1 ||
            box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
        })
        .map((text) => text.textContent);
    })`);
      expect(outside).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
        width,
      );
      await close();
    },
    120_000,
  );
});
