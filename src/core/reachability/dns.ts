/*
 * Which of the things that answer for a VPC's clients answers for a name, as the Amazon DNS server picks it: the most
 * specific domain wins, at equal domains a forwarding rule before a private hosted zone, and nothing falls through to the
 * next.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network-domain-name-matches.html
 */

/** Something that answers for a domain and all names below it. */
export interface Authority {
  readonly kind: 'rule' | 'zone' | 'hidden-zone';
  readonly id: string;
  /** Lower case, without a trailing dot; `.` is every name. */
  readonly domain: string;
}

/**
 * True when the name is the domain or lies below it, by whole labels.
 *
 * @param domain lower case, without a trailing dot; `.` is every name
 * @param name lower case, without a trailing dot
 */
export function covers(domain: string, name: string): boolean {
  return domain === '.' || name === domain || name.endsWith(`.${domain}`);
}

/** The number of labels: 0 for `.`. */
export function depth(domain: string): number {
  return domain === '.' ? 0 : domain.split('.').length;
}

/**
 * Those that answer for a name. More than one zone can have the most specific domain: AWS refuses that inside one VPC, so
 * it is for the caller to say what it means.
 *
 * @returns none when the public DNS answers
 */
export function answering(name: string, authorities: readonly Authority[]): readonly Authority[] {
  const candidates = authorities.filter(({ domain }) => covers(domain, name));
  const deepest = Math.max(...candidates.map(({ domain }) => depth(domain)));
  const best = candidates.filter(({ domain }) => depth(domain) === deepest);
  const rules = best.filter(({ kind }) => kind === 'rule');
  return rules.length > 0 ? rules : best;
}

/**
 * The names under which a record for `name` can stand in a zone: itself, then the wildcards that cover it, the nearest
 * first (https://datatracker.ietf.org/doc/html/rfc4592).
 *
 * @param apex the zone's own name
 */
export function recordNames(name: string, apex: string): readonly string[] {
  const labels = name.split('.');
  const above = labels.slice(1).map((_, i) => labels.slice(i + 1).join('.'));
  return [name, ...above.filter((parent) => covers(apex, parent)).map((parent) => `*.${parent}`)];
}

/** True for a name that a private name stands for: the name itself, or any below it for `*.…`. */
export function stands(privateName: string, name: string): boolean {
  return privateName.startsWith('*.')
    ? name !== privateName.slice(2) && covers(privateName.slice(2), name)
    : name === privateName;
}

/** The zone that AWS makes for a private name: the name itself, without the wildcard's label. */
export function hiddenDomain(privateName: string): string {
  return privateName.replace(/^\*\./, '');
}
