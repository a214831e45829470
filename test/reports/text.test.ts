import { describe, expect, it } from 'vitest';
import {
  displayWidth,
  escapeHtml,
  escapeMarkdown,
  escapeXml,
  truncate,
  valueText,
  visible,
  visibleLines,
} from '../../reports/text.ts';

describe('text from outside stays text', () => {
  it.each([
    ['plain', 'plain'],
    ['\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
    ['a\nb\tc\r', 'a␊b␉c␍'],
    ['\u0000\u0007\u007f', '␀␇␡'],
    ['\u009b2J', '<U+009B>2J'],
    ['abc\u202etxt.exe', 'abc<U+202E>txt.exe'],
    ['zero\u200bwidth', 'zero<U+200B>width'],
    ['half \ud83d pair', 'half \ufffd pair'],
    ['whole 😀 pair', 'whole 😀 pair'],
  ])('makes control characters of %j visible', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('keeps lines and tabs in texts of several lines', () => {
    expect(visibleLines('a: 1\r\n\tb: \u001b2\n')).toBe('a: 1\n\tb: ␛2\n');
  });

  it.each([
    ['<img src=x onerror="a(\'b\')">', '&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;'],
    ['&lt;', '&amp;lt;'],
    ['</script>', '&lt;/script&gt;'],
  ])('escapes %j for HTML', (text, escaped) => {
    expect(escapeHtml(text)).toBe(escaped);
  });

  it('leaves no character in XML that XML 1.0 forbids', () => {
    const everything = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
    const escaped = escapeXml(everything.join(' '));
    expect(escaped).not.toMatch(/[^\u0020-\ud7ff\ue000-\ufffd]/u);
    expect(escaped).not.toMatch(/[<"']|&(?!(amp|lt|gt|quot|#39);)/);
  });

  it.each([
    ['a|b', 'a\\|b'],
    ['`code`', '\\`code\\`'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['[x](javascript:y)', '\\[x\\](javascript:y)'],
    ['line\nbreak', 'line␊break'],
    ['da.time_to_available', 'da.time_to_available'],
    ['_emphasis_ *strong*', '\\_emphasis\\_ \\*strong\\*'],
    ['\\|', '\\\\\\|'],
  ])('escapes %j for Markdown', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it('writes swept values as the scenario does, the rest as JSON', () => {
    expect(valueText('64 KiB')).toBe('64 KiB');
    expect(valueText(0.25)).toBe('0.25');
    expect(valueText(['a', 1])).toBe('["a",1]');
    expect(valueText(null)).toBe('null');
    expect(valueText(undefined)).toBe('');
  });

  it('measures and cuts by terminal columns, not by code units', () => {
    expect(displayWidth('abc')).toBe(3);
    expect(displayWidth('日本')).toBe(4);
    expect(displayWidth('e\u0301')).toBe(1);
    expect(truncate('abcdef', 6)).toBe('abcdef');
    expect(truncate('abcdefg', 6)).toBe('abcde…');
    expect(truncate('日本語', 4)).toBe('日…');
  });
});
