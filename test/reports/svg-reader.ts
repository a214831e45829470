/** Reads a picture back as a person would: places on paper become numbers through the labelled ticks. */
import { parseHTML } from 'linkedom';
import { renderReport } from '../../reports/html.ts';
import type { ReportInput } from '../../reports/input.ts';

type Node = ReturnType<typeof parseHTML>['document'];
export type Element = NonNullable<ReturnType<Node['querySelector']>>;
export type Place = readonly [x: number, y: number];

export function pageOf(input: ReportInput): Node {
  return parseHTML(renderReport(input)).document;
}

/** The figure whose heading starts so. */
export function figureOf(page: Node, heading: string): Element {
  const found = [...page.querySelectorAll('section.figure')].filter((section) =>
    section.querySelector('h3')!.textContent!.startsWith(heading),
  );
  if (found.length !== 1)
    throw new Error(`expected one figure "${heading}", found ${found.length}`);
  return found[0]!;
}

export const all = (element: Element, selector: string): Element[] => [
  ...element.querySelectorAll(selector),
];

/** `translate(12,34)` */
export function placeOf(element: Element): Place {
  const [, x, y] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(element.getAttribute('transform')!)!;
  return [Number(x), Number(y)];
}

/** What stands at a place of an axis, from its first and its last tick. */
export function axisOf(svg: Element, side: 'x' | 'y', log = false): (pixel: number) => number {
  const index = side === 'x' ? 0 : 1;
  const selector = side === 'x' ? ':not([text-anchor])' : '[text-anchor="end"]';
  const ticks = all(svg, `g[font-variant]${selector} > text`).map((text) => ({
    pixel: placeOf(text)[index],
    value: Number(text.textContent),
  }));
  const [a, b] = [ticks[0]!, ticks.at(-1)!];
  const level = log ? Math.log : (value: number) => value;
  const back = log ? Math.exp : (value: number) => value;
  const slope = (level(b.value) - level(a.value)) / (b.pixel - a.pixel);
  return (pixel) => back(level(a.value) + slope * (pixel - a.pixel));
}

/** The corners of a path, in their order. */
export function corners(path: Element): Place[] {
  return [...path.getAttribute('d')!.matchAll(/[ML]([-\d.]+),([-\d.]+)/g)].map(
    ([, x, y]) => [Number(x), Number(y)] as const,
  );
}

/** The lower and upper edge of an area at each of its places, in the axis' numbers. */
export function edges(path: Element, values: (pixel: number) => number): [number, number][] {
  const places = new Map<number, number[]>();
  for (const [x, y] of corners(path)) places.set(x, [...(places.get(x) ?? []), values(y)]);
  return [...places]
    .sort(([a], [b]) => a - b)
    .map(([, found]) => [Math.min(...found), Math.max(...found)]);
}
