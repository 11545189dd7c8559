/* Sets of ports as sorted, disjoint, closed intervals. */

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export type PortSet = readonly PortRange[];

export const ALL_PORTS: PortSet = [{ from: 0, to: 65535 }];

/** The same ports as sorted intervals that neither overlap nor touch. */
export function normalizePorts(ranges: readonly PortRange[]): PortSet {
  const sorted = ranges.filter((range) => range.from <= range.to).sort((a, b) => a.from - b.from || a.to - b.to);
  const merged: { from: number; to: number }[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
    else merged.push({ ...range });
  }
  return merged;
}

export function intersectPorts(a: PortSet, b: PortSet): PortSet {
  const common = a.flatMap((left) =>
    b.map((right) => ({ from: Math.max(left.from, right.from), to: Math.min(left.to, right.to) })),
  );
  return normalizePorts(common);
}

export function subtractPorts(a: PortSet, b: PortSet): PortSet {
  let left: readonly PortRange[] = a;
  for (const hole of b) {
    left = left.flatMap((part) => [
      { from: part.from, to: Math.min(part.to, hole.from - 1) },
      { from: Math.max(part.from, hole.to + 1), to: part.to },
    ]);
    left = left.filter((range) => range.from <= range.to);
  }
  return normalizePorts(left);
}

export function hasPort(set: PortSet, port: number): boolean {
  return set.some((range) => range.from <= port && port <= range.to);
}

export function countPorts(set: PortSet): number {
  return set.reduce((sum, range) => sum + range.to - range.from + 1, 0);
}

/** `443`, `1024-65535`, `any port`, `no port`. */
export function describePorts(set: PortSet): string {
  if (set.length === 0) return 'no port';
  const [only] = set;
  if (set.length === 1 && only !== undefined && only.from <= 1 && only.to === 65535) return 'any port';
  return set.map((range) => (range.from === range.to ? String(range.from) : `${range.from}-${range.to}`)).join(', ');
}
