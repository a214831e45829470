import { describe, expect, it } from 'vitest';
import { createColours, wantsColour } from '../../reports/colour.ts';

const terminal = { isTTY: true };
const pipe = { isTTY: false };

describe('colour is decided once', () => {
  it.each([
    ['a terminal', terminal, {}, true],
    ['a pipe', pipe, {}, false],
    ['a pipe in CI', pipe, { CI: 'true' }, false],
    ['NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
    ['a dumb terminal', terminal, { TERM: 'dumb' }, false],
    ['FORCE_COLOR in a pipe', pipe, { FORCE_COLOR: '1' }, true],
    ['NO_COLOR over FORCE_COLOR', terminal, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    ['FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
  ])('%s', (_, stream, env, colour) => {
    expect(wantsColour('auto', stream, env)).toBe(colour);
  });

  it('obeys the command line before anything else', () => {
    expect(wantsColour('always', pipe, { NO_COLOR: '1' })).toBe(true);
    expect(wantsColour('never', terminal, { FORCE_COLOR: '1' })).toBe(false);
  });

  it('prints no escape sequence when off', () => {
    expect(createColours(false).red('x')).toBe('x');
    expect(createColours(true).red('x')).toBe('\u001b[31mx\u001b[39m');
  });
});
