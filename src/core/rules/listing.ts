/**
 * The first texts of a list, and how many more there are: `a, b, and 3 more`.
 *
 * @param shown at most so many are written out
 */
export function firstOf(texts: readonly string[], shown: number, separator = ', '): string {
  const rest = texts.length - shown;
  return [...texts.slice(0, shown), ...(rest > 0 ? [`and ${rest} more`] : [])].join(separator);
}
