/**
 * Keeps what a pure function makes of an object for as long as the object is there: what is read of a network ACL or of a
 * VPC is asked for by each endpoint that stands behind it.
 *
 * @param compute must be pure, and its argument must not change
 * @returns the same function, which computes once for each object
 */
export function weakly<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const before = known.get(key) ?? { value: compute(key) };
    known.set(key, before);
    return before.value;
  };
}

/** The same for texts, such as ids. */
export function byText<V>(compute: (key: string) => V): (key: string) => V {
  const known = new Map<string, { readonly value: V }>();
  return (key) => {
    const before = known.get(key) ?? { value: compute(key) };
    known.set(key, before);
    return before.value;
  };
}
