/** Observable Plot on a document without a browser, and its output made fit for one strict page. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { displayWidth, escapeHtml, visible } from './text.ts';

export const FONT_SIZE = 12;
/** Mean width of a character at {@link FONT_SIZE}, on the wide side. */
const CHARACTER = 6.9;
const NUMBERS = ['d', 'transform', 'x', 'x1', 'x2', 'y', 'y1', 'y2', 'cx', 'cy', 'width', 'height'];

/** The few things of the DOM that are used here; the project compiles without the DOM's types. */
interface SvgElement {
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  remove(): void;
  querySelectorAll(selector: string): Iterable<SvgElement>;
  readonly outerHTML: string;
}

/** Pixels a label takes at {@link FONT_SIZE}, estimated. */
export function textWidth(text: string): number {
  return displayWidth(text) * CHARACTER;
}

/**
 * The SVG element of a plot as text.
 *
 * Styles and classes of the library are taken out (the page forbids inline styles and brings its
 * own), likewise labels on inner groups, which screen readers reject; coordinates keep two decimals.
 * @param description read instead of the picture; null hides a decorative picture.
 */
export function plotSvg(options: Plot.PlotOptions, description: string | null): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg: SvgElement = Plot.plot({ ...options, document });
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const element of svg.querySelectorAll('*')) {
    for (const name of ['aria-label', 'aria-hidden', 'class', 'style']) {
      element.removeAttribute(name);
    }
    for (const name of NUMBERS) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, shortNumbers(value));
    }
  }
  for (const name of ['style', 'class', 'fill', 'font-size', 'font-family']) {
    svg.removeAttribute(name);
  }
  const label =
    description === null
      ? 'class="swatch" aria-hidden="true"'
      : `class="plot" role="img" aria-label="${escapeHtml(visible(description))}"`;
  return svg.outerHTML.replace('<svg', () => `<svg ${label}`);
}

function shortNumbers(text: string): string {
  return text.replace(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
}
