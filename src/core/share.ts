/**
 * Gives one object for all that are equal: thousands of endpoints of a VPC have hops that are the same to the letter.
 *
 * @returns what is given to it, or an equal value that was given before; only for plain data
 */
export function sharer(): <T extends object>(value: T) => T {
  const known = new Map<string, object>();
  return <T extends object>(value: T): T => {
    const key = JSON.stringify(value);
    const before = known.get(key) as T | undefined;
    if (before !== undefined) return before;
    known.set(key, value);
    return value;
  };
}
