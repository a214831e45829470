import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createProgress } from '../../reports/progress.ts';

class Capture extends Writable {
  text = '';
  isTTY: boolean;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }

  // What cli-progress asks of a terminal stream.
  cursorTo(): boolean {
    return true;
  }
  clearLine(): boolean {
    return true;
  }
  clearScreenDown(): boolean {
    return true;
  }
  moveCursor(): boolean {
    return true;
  }
}

function clock() {
  let time = 0;
  return { now: () => time, advance: (seconds: number) => (time += seconds * 1000) };
}

describe('progress', () => {
  it('writes one plain line about every five seconds into a pipe', () => {
    const stream = new Capture(false);
    const { now, advance } = clock();
    const progress = createProgress({ label: 'sweep', total: 40, stream, now });
    for (let done = 1; done <= 12; done++) {
      advance(1);
      progress.update(done, `cell ${done}`);
    }
    progress.stop();
    expect(stream.text).toBe(
      'sweep: 5/40 (12 %), 35 s left, cell 5\nsweep: 10/40 (25 %), 30 s left, cell 10\n',
    );
  });

  it('writes nothing after it was stopped', () => {
    const stream = new Capture(false);
    const { now, advance } = clock();
    const progress = createProgress({ label: 'sweep', total: 2, stream, now });
    progress.stop();
    advance(60);
    progress.update(1);
    expect(stream.text).toBe('');
  });

  it('is silent when asked to be quiet', () => {
    const stream = new Capture(true);
    const { now, advance } = clock();
    const progress = createProgress({ label: 'sweep', total: 2, quiet: true, stream, now });
    advance(60);
    progress.update(1);
    progress.stop();
    expect(stream.text).toBe('');
  });

  it('shows a bar on a terminal and gives the cursor back', () => {
    const stream = new Capture(true);
    const progress = createProgress({ label: 'sweep', total: 2, stream });
    progress.update(1, 'half');
    progress.stop();
    progress.stop();
    expect(stream.text).toContain('sweep');
    expect(stream.text).toContain('0/2');
    const hidden = stream.text.split('\u001b[?25l').length;
    const shown = stream.text.split('\u001b[?25h').length;
    expect(shown).toBe(hidden);
  });

  it('does not let a label steer the terminal', () => {
    const stream = new Capture(false);
    const { now, advance } = clock();
    const progress = createProgress({ label: 'a\u001b[2J\n', total: 2, stream, now });
    advance(5);
    progress.update(1, 'b\rc');
    expect(stream.text).toBe('a␛[2J␊: 1/2 (50 %), 5 s left, b␍c\n');
  });
});
