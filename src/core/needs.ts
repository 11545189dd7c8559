import { isEntry } from './configuration/suppress.ts';
import type { UnknownReason } from './diagnosis.ts';
import { NEUTRAL_PARAMETERS, type CoverageRow } from './model/coverage.ts';
import type { Inventory } from './model/inventory.ts';
import { isJsonObject, type Json } from './model/json.ts';

/*
 * "Was it asked, by whom, and did the answer come whole?" Every absence and every pass rests on a yes. A listing answers
 * for what its parameters ask and for nothing else.
 */

/** What an operation must have answered about. */
export interface Need {
  readonly operation: string;
  /** Accounts whose view would do; the first is the one that is named when none was asked. */
  readonly accounts: readonly string[];
  readonly region: string;
  /**
   * What it is about, by request parameter and by filter name: `{ VpcId: 'vpc-1', 'vpc-id': 'vpc-1' }`. A request that
   * was restricted to something else does not answer.
   */
  readonly about?: Readonly<Record<string, string>>;
}

/** Why something could not be judged, and what would decide it. */
export interface Gap {
  readonly reason: UnknownReason;
  readonly missing: readonly string[];
  /** True where somebody asked for it, and no whole answer came. */
  readonly unanswered?: true;
}

/** `undefined` when a complete answer covers the need. */
export function gapOf(inventory: Inventory, need: Need): Gap | undefined {
  const { coverage } = inventory;
  const about = need.about ?? {};
  const values = Object.values(about);
  const answering = need.accounts.flatMap((account) =>
    coverage.rowsAbout(account, need.region, need.operation, values).filter((row) => answers(row, about)),
  );
  if (answering.some((row) => row.complete && row.status === 'ok')) return undefined;
  const relevant =
    answering.length > 0
      ? answering
      : need.accounts.flatMap((account) => coverage.rowsOf(account, need.region, need.operation));
  if (relevant.length > 0) {
    const denied = relevant.every((row) => row.status === 'denied' || row.status === 'not-asked');
    const reason = denied && relevant.some((row) => row.status === 'denied') ? 'denied' : 'not-asked';
    // What answered in full was asked about something else.
    const isUnanswered = relevant.some((row) => row.status !== 'not-asked' && !(row.complete && row.status === 'ok'));
    return { reason, missing: [need.operation], ...(isUnanswered ? { unanswered: true as const } : {}) };
  }
  const known = inventory.scopes.filter((scope) => need.accounts.includes(scope.account));
  if (known.length === 0) {
    return { reason: 'other-account', missing: [`account ${need.accounts[0] ?? 'of the other side'}`] };
  }
  const region = known.some((scope) => scope.region === need.region);
  return {
    reason: 'not-asked',
    missing: region ? [need.operation] : [`${need.operation} in ${need.region}`],
  };
}

/** True when the request was either unrestricted or restricted to what the need is about. */
function answers(row: CoverageRow, about: Readonly<Record<string, string>>): boolean {
  return Object.entries(row.params).every(([name, value]) => {
    if (NEUTRAL_PARAMETERS.has(name) || value === undefined) return true;
    if (name === 'Filters' || name === 'Filter') return asList(value).every((filter) => filterAnswers(filter, about));
    return holds(value, about[name] ?? about[singular(name)]);
  });
}

function filterAnswers(filter: Json, about: Readonly<Record<string, string>>): boolean {
  if (!isJsonObject(filter) || typeof filter['Name'] !== 'string') return false;
  return holds(filter['Values'] ?? null, about[filter['Name']]);
}

function holds(value: Json, wanted: string | undefined): boolean {
  return wanted !== undefined && asList(value).some((item) => item === wanted);
}

function asList(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** `ServiceNames` asks for several `ServiceName`. */
function singular(name: string): string {
  return name.replace(/s$/, '');
}

/** The gaps as one: the reason that a user can do most about comes first. */
export function joinGaps(gaps: readonly Gap[]): Gap | undefined {
  const order: readonly UnknownReason[] = [
    'denied',
    'not-asked',
    'malformed',
    'input-missing',
    'other-account',
    'unsupported',
    'suppressed',
  ];
  const reason = order.find((candidate) => gaps.some((gap) => gap.reason === candidate));
  if (reason === undefined) return undefined;
  const missing = gaps.filter((gap) => gap.reason === reason).flatMap((gap) => gap.missing);
  const isUnanswered = gaps.some((gap) => gap.unanswered === true);
  return { reason, missing: [...new Set(missing)].sort(), ...(isUnanswered ? { unanswered: true as const } : {}) };
}

/** A gap in words for a hop's statement. */
export function describeGap(gap: Gap): string {
  const what = gap.missing.join(', ');
  switch (gap.reason) {
    case 'denied':
      return `Not permitted to read it: ${what} was denied.`;
    case 'other-account':
      return `It is on the other side, which was not read: ${what}.`;
    case 'not-asked':
      return `It was not read, or not completely: ${what}.`;
    case 'input-missing':
      return `An input would decide it: ${what}.`;
    case 'malformed':
      return `The answer lacks a usable ${what}.`;
    case 'unsupported':
      return `This release does not judge it: ${what}.`;
    case 'suppressed':
      return gap.missing.some(isEntry) ? `It is suppressed: ${what}.` : `It follows from another finding: ${what}.`;
  }
}
