/** HTML as a value of its own type, so that text can not be taken for it by mistake. */
import { escapeHtml } from './text.ts';

export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | readonly Part[];

/** Tag for templates: text and numbers put into it are escaped, markup and lists of it are not. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: String.raw({ raw: texts }, ...parts.map(render)) };
}

/** Declares that a string is HTML already, such as an SVG picture drawn here. */
export function trusted(markup: string): Markup {
  return { markup };
}

export const nothing: Markup = { markup: '' };

function render(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if ('markup' in part) return part.markup;
  return part.map(render).join('');
}
