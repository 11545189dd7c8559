/** An object type without `undefined` in its values: such fields become optional. */
export type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The object without the fields that are `undefined`: a field that was not read is absent, not present and empty. */
export function defined<T extends object>(value: T): Defined<T> {
  const fields = value as Readonly<Record<string, unknown>>;
  const kept: Record<string, unknown> = {};
  // Every resource passes here: a plain loop is several times as fast as entries and back.
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept as Defined<T>;
}
