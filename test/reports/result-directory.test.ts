import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../../reports/input.ts';
import {
  digest,
  manifestReport,
  readResult,
  rebuildReport,
  writeReportFiles,
} from '../../reports/result-directory.ts';
import { ResultError } from '../../reports/result-error.ts';
import type { Series } from '../../scenarios/results.ts';
import { sampleInput, sampleSeries, sampleSummary } from './sample.ts';

/** A small result, written once; each test works on its own copy. */
let original: string;
let dir: string;
const path = (name: string) => join(dir, name);
const text = (name: string) => readFileSync(path(name), 'utf8');
const manifest = (): Manifest => JSON.parse(text('manifest.json'));

function writeManifest(change: (manifest: Manifest) => void): void {
  const changed = manifest();
  change(changed);
  writeFileSync(path('manifest.json'), JSON.stringify(changed));
}

function smallInput() {
  const summary = sampleSummary();
  summary.cells = summary.cells.slice(0, 4);
  summary.expectations = summary.expectations.slice(0, 4);
  const parts = ['near', 'far'].map((key): Series => {
    const points: Series['points'] = [
      [0, 1],
      [60, 2],
    ];
    return { cell: 0, name: `da.held[${key}]`, xUnit: 's', yUnit: 'B', stack: true, points };
  });
  return { ...sampleInput(summary), series: [...sampleSeries(summary, 20), ...parts] };
}

beforeAll(() => {
  original = mkdtempSync(join(tmpdir(), 'droptower-original-'));
  dir = original;
  const input = smallInput();
  const summary = JSON.stringify(input.summary);
  writeFileSync(path('summary.json'), summary);
  const files = { 'summary.json': digest(summary), ...writeReportFiles(dir, input) };
  const report = manifestReport(input);
  writeFileSync(path('manifest.json'), JSON.stringify({ ...input.manifest, files, report }));
});

afterAll(() => rmSync(original, { recursive: true, force: true }));

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'droptower-result-'));
  cpSync(original, dir, { recursive: true });
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function failure(run: () => unknown): ResultError {
  try {
    run();
  } catch (error) {
    if (error instanceof ResultError) return error;
    throw error;
  }
  throw new Error('expected a ResultError');
}

describe('a result directory', () => {
  it('reads back what it was written from', () => {
    expect(readResult(dir)).toEqual(smallInput());
  });

  it('knows SHA-256 (FIPS 180-4, "abc")', () => {
    expect(digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('leaves no partial files behind', () => {
    expect(readdirSync(dir).sort()).toEqual([
      'manifest.json',
      'metrics.csv',
      'report.html',
      'series.csv',
      'summary.json',
    ]);
  });

  it('rebuilds lost and damaged tables and pages from the sources, to the same bytes', () => {
    const before = { csv: text('metrics.csv'), html: text('report.html') };
    rmSync(path('report.html'));
    writeFileSync(path('metrics.csv'), 'damaged');
    expect(() => readResult(dir)).toThrow(ResultError);
    expect(rebuildReport(dir).summary).toEqual(smallInput().summary);
    expect({ csv: text('metrics.csv'), html: text('report.html') }).toEqual(before);
    expect(readResult(dir)).toEqual(smallInput());
  });

  it('knows which series are parts of a whole, and draws them so again', () => {
    expect(manifest().report.stacks).toEqual(['da.held']);
    expect(text('series.csv').split('\n')[0]).toBe('cell,name,x_unit,y_unit,x,y');
    expect(text('report.html')).toContain('da.held: parts of the whole');
    // A result of before does not say so.
    writeManifest((changed) => {
      delete changed.report.stacks;
    });
    rebuildReport(dir);
    expect(text('report.html')).not.toContain('parts of the whole');
    expect(text('report.html')).toContain('Data of da.held<');
  });

  it('is complete again after a rebuild that makes other bytes', () => {
    writeManifest((changed) => {
      changed.report.highlights = ['da.utilisation'];
    });
    const before = text('report.html');
    rebuildReport(dir);
    expect(text('report.html')).not.toBe(before);
    expect(readResult(dir).highlights).toEqual(['da.utilisation']);
  });
});

describe('a directory that is no result', () => {
  it('names the manifest when the run was not finished', () => {
    rmSync(path('manifest.json'));
    const error = failure(() => readResult(dir));
    expect(error.message).toBe(
      `${path('manifest.json')}: expected the manifest of a finished result, found no file`,
    );
    expect(failure(() => readResult(path('nowhere'))).found).toBe('no file');
  });

  it.each(['summary.json', 'series.csv'])(
    'names %s when it was changed, and rebuilds nothing',
    (name) => {
      const expected = manifest().files[name];
      writeFileSync(path(name), `${text(name)} `);
      const page = text('report.html');
      for (const run of [readResult, rebuildReport]) {
        const error = failure(() => run(dir));
        expect(error.file).toBe(path(name));
        expect(error.expected).toBe(`SHA-256 ${expected}`);
      }
      expect(text('report.html')).toBe(page);
    },
  );

  it('names a listed file that is missing', () => {
    rmSync(path('series.csv'));
    expect(failure(() => rebuildReport(dir)).message).toBe(
      `${path('series.csv')}: expected the file that the manifest lists, found no file`,
    );
  });

  it('says where the manifest is wrong', () => {
    writeFileSync(path('manifest.json'), '{ "seed": ');
    expect(failure(() => readResult(dir)).expected).toBe('JSON');
    writeFileSync(path('manifest.json'), '[]');
    expect(failure(() => readResult(dir))).toMatchObject({ expected: 'object', found: '[]' });
  });

  it('says which value of the manifest is wrong', () => {
    writeManifest((changed) => Object.assign(changed, { tickSeconds: '100 ns' }));
    expect(failure(() => readResult(dir)).message).toBe(
      `${path('manifest.json')} at tickSeconds: expected number, found "100 ns"`,
    );
  });

  it('does not follow file names out of the directory', () => {
    writeManifest((changed) => {
      changed.files['../secret'] = digest('');
    });
    expect(failure(() => readResult(dir)).message).toBe(
      `${path('manifest.json')} at files.../secret: expected a file name without folder, found "../secret"`,
    );
  });

  it('wants the summary among the listed files', () => {
    writeManifest((changed) => {
      delete changed.files['summary.json'];
    });
    expect(failure(() => readResult(dir)).expected).toBe('summary.json among its files');
  });

  it('notices a summary that belongs to another run', () => {
    writeManifest((changed) => {
      changed.certificate = 'other';
    });
    expect(failure(() => readResult(dir)).expected).toBe("the manifest's certificate other");
  });

  it('says which value of the summary is wrong', () => {
    const summary = JSON.parse(text('summary.json'));
    summary.cells[3].metrics['da.throughput'].mean = null;
    const changed = JSON.stringify(summary);
    writeFileSync(path('summary.json'), changed);
    writeManifest((each) => {
      each.files['summary.json'] = digest(changed);
    });
    expect(failure(() => readResult(dir)).message).toBe(
      `${path('summary.json')} at cells.3.metrics.da.throughput.mean: expected number, found null`,
    );
  });
});
