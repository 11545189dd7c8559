/** What was computed before, by the text that it was computed from. */
export interface Memory<T> {
  get(key: string): T | undefined;
  /** @returns the value */
  put(key: string, value: T): T;
}

/** Forgets what was not asked for the longest when the keys get longer than the limit, in characters. */
export function createMemory<T>(limit: number): Memory<T> {
  const known = new Map<string, T>();
  let length = 0;
  return {
    get(key) {
      const value = known.get(key);
      if (value === undefined) return undefined;
      known.delete(key);
      known.set(key, value);
      return value;
    },
    put(key, value) {
      if (!known.has(key)) length += key.length;
      known.set(key, value);
      for (const oldest of known.keys()) {
        if (length <= limit || oldest === key) break;
        known.delete(oldest);
        length -= oldest.length;
      }
      return value;
    },
  };
}
