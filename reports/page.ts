/** The frame of a self-contained HTML page that may load nothing and run nothing. */
import { createHash } from 'node:crypto';
import { html, type Markup, trusted } from './markup.ts';
import { STYLE } from './style.ts';

/**
 * A whole document. The content policy forbids scripts, images, frames, forms and every request; the
 * one style sheet is admitted by its hash.
 * @param title shown by the browser; escaped.
 */
export function page(title: string, body: Markup): string {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
${body}
</body>
</html>
`.markup;
}
