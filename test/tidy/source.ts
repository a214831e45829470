/** Reading TypeScript just well enough to judge it: what is code, and what it imports. */

export interface Source {
  /** Path from the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Erased by the compiler: no edge at run time. */
  readonly typeOnly: boolean;
}

/** Words after which a slash begins a regular expression and not a division. */
const BEFORE_REGEX = /(?:^|[=(,:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|throw))$/;

/**
 * The code of a source: comments and the insides of strings, templates and regular expressions become
 * spaces. Length and line breaks stay, so that positions keep their meaning.
 */
export function codeOf(text: string): string {
  const out = [...text.split('')];
  const blank = (from: number, to: number) => {
    for (let i = from; i < to && i < out.length; i++) if (out[i] !== '\n') out[i] = ' ';
  };
  /** Depths of braces at which a `${` of a template ends. */
  const templates: number[] = [];
  let depth = 0;
  let code = '';
  let i = 0;

  const skipString = (quote: string) => {
    let end = i + 1;
    while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1;
    blank(i + 1, end);
    i = end + 1;
    code += quote;
  };
  const skipTemplate = (from: number) => {
    let end = from;
    while (end < text.length && text[end] !== '`' && !text.startsWith('${', end)) {
      end += text[end] === '\\' ? 2 : 1;
    }
    blank(from, end);
    if (text[end] === '`') i = end + 1;
    else {
      templates.push(depth++);
      i = end + 2;
    }
    code += '`';
  };
  const skipRegex = () => {
    let end = i + 1;
    for (let inClass = false; end < text.length && text[end] !== '\n'; end++) {
      if (text[end] === '\\') end++;
      else if (text[end] === '[') inClass = true;
      else if (text[end] === ']') inClass = false;
      else if (text[end] === '/' && !inClass) break;
    }
    blank(i + 1, end);
    i = end + 1;
    code += '/';
  };

  while (i < text.length) {
    const char = text[i];
    if (text.startsWith('//', i) || (i === 0 && text.startsWith('#!'))) {
      const end = text.indexOf('\n', i);
      blank(i, end < 0 ? text.length : end);
      i = end < 0 ? text.length : end;
    } else if (text.startsWith('/*', i)) {
      const end = text.indexOf('*/', i + 2);
      blank(i, end < 0 ? text.length : end + 2);
      i = end < 0 ? text.length : end + 2;
    } else if (char === "'" || char === '"') skipString(char);
    else if (char === '`') skipTemplate(i + 1);
    else if (char === '/' && BEFORE_REGEX.test(code.trimEnd().slice(-10))) skipRegex();
    else if (char === '}' && templates.at(-1) === depth - 1) {
      depth = templates.pop() as number;
      skipTemplate(i + 1);
    } else {
      if (char === '{') depth++;
      if (char === '}') depth--;
      code += char;
      i++;
    }
  }
  return out.join('');
}

export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

const IMPORT = /\b(import|export)\b([^;'"()`]*?)\bfrom\s*['"]|\bimport\s*\(?\s*['"]/g;

/** Every module that a source names in `import`, `export … from` and `import()`. */
export function importsOf({ text }: Source): Import[] {
  const code = codeOf(text);
  return [...code.matchAll(IMPORT)].map((match) => {
    const start = match.index + match[0].length;
    const end = text.indexOf(text[start - 1], start);
    return {
      specifier: text.slice(start, end),
      line: lineAt(text, match.index),
      typeOnly: /^\s*type\b/.test(match[2] ?? ''),
    };
  });
}

/** The path that a relative specifier names, seen from the file `from`. */
export function resolved(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  // AssemblyScript names modules without a suffix.
  return parts.join('/') + (from.includes('/assembly/') ? '.ts' : '');
}
