/** What prints nothing and changes how the rest is read: controls, marks of direction, separators, half characters. */
const UNSEEN = /(?![\t\r\n])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/**
 * A text for people, on one line. Names come from tags and files that anyone may have written: what would move a cursor,
 * colour a terminal or turn the direction of what follows is written out, as in `\u202e`. A line end or a tab is a space.
 * https://trojansource.codes
 */
export function visible(text: string): string {
  return visibleLines(text.replace(/[\t-\r\u0085\u2028\u2029]+/g, ' '));
}

/** The same with its tabs and lines as they are, for what keeps them apart from its own. */
export function visibleLines(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
  });
}

/**
 * A value as JSON for a terminal or a file, with a line end: it reads back the same, and what changes how text is shown is
 * written as an escape.
 */
export function visibleJson(value: unknown): string {
  const units = (character: string): string =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join('');
  return `${JSON.stringify(value, null, 2).replace(UNSEEN, units)}\n`;
}
