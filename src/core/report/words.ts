import { isEntry } from '../configuration/suppress.ts';
import { measuredSentence } from '../measure/words.ts';
import type { Diagnosis, HopState, NotEvaluated, Suppressed, SubjectDiagnosis, Verdict } from '../diagnosis.ts';

/* Words that the text and the Markdown report share. */

/** An icon beside the word: never colour or shape alone. */
export const STATE_ICON: Readonly<Record<HopState, string>> = {
  pass: '✓',
  fail: '✗',
  warn: '!',
  unknown: '?',
  'not-applicable': '–',
};

const NOT_MEASURED = 'Configuration was read; traffic was not measured.';

/** Whether anybody tried the path, and where. */
export function trafficSentence({ measurements }: Diagnosis): string {
  return measurements === undefined ? NOT_MEASURED : measuredSentence(measurements);
}

export function stateWord(state: HopState): string {
  return `${STATE_ICON[state]} ${state}`;
}

/** Both sides in one sentence. */
export function sidesSentence(subject: SubjectDiagnosis): string {
  const { consumer, provider } = subject.sides;
  const alone = subject.kind === 'endpoint' && provider.verdict === 'not-visible';
  const first = `${alone ? 'Your' : 'Consumer'} side: ${sideWord(consumer.verdict)}.`;
  return usesAwsService(subject)
    ? `${first} The service is AWS’s own.`
    : `${first} Provider side: ${sideWord(provider.verdict)}.`;
}

/** An endpoint of an AWS service has no other account's hops. */
function usesAwsService(subject: SubjectDiagnosis): boolean {
  const behind = subject.hops.find((hop) => hop.hop === 'service');
  return (
    subject.kind === 'endpoint' &&
    (behind === undefined ? subject.type === 'Gateway' : behind.state === 'not-applicable')
  );
}

function sideWord(verdict: Verdict | 'not-visible'): string {
  switch (verdict) {
    case 'healthy':
      return 'no fault found';
    case 'not-visible':
      return 'not visible';
    case 'unknown':
      return 'no fault found in what could be read';
    case 'broken':
    case 'degraded':
      return verdict;
  }
}

/** Up to which hop everything is proven, where the first fault is, and what nobody saw. */
export function provenSentence(subject: SubjectDiagnosis): string {
  const applicable = subject.hops.filter((hop) => hop.state !== 'not-applicable');
  const firstBad = applicable.findIndex((hop) => hop.state !== 'pass');
  const good = firstBad < 0 ? applicable : applicable.slice(0, firstBad);
  const last = good.at(-1);
  const cause = subject.rootCause;
  const parts = [
    last === undefined ? 'Nothing is proven good from the start of the path.' : `Proven good up to ${last.hop}.`,
    ...(cause === undefined
      ? []
      : [
          `First ${cause.suspected ? 'suspected' : 'proven'} fault: ${cause.hop}, owner ${cause.owner} (${cause.rule}).`,
        ]),
  ];
  const unseen = applicable.filter((hop) => hop.state === 'unknown').map((hop) => hop.hop);
  return [...parts, ...(unseen.length === 0 ? [] : [`Not judged: ${unseen.join(', ')}.`])].join(' ');
}

/** A thing that was not judged, with what would decide it. */
export function gapLine(item: Pick<NotEvaluated, 'reason' | 'missing'>): string {
  const needs = item.missing.join(', ');
  switch (item.reason) {
    case 'denied':
      return `missing permission: ${needs}`;
    case 'other-account':
      return `on the other side: ${needs}`;
    case 'not-asked':
      return `not read, or not completely: ${needs}`;
    case 'input-missing':
      return `needs an input: ${needs}`;
    case 'malformed':
      return `missing or unusable in the answer: ${needs}`;
    case 'unsupported':
      return `not judged by this release: ${needs}`;
    case 'suppressed':
      return `${item.missing.some(isEntry) ? 'suppressed' : 'follows from another finding'}: ${needs}`;
  }
}

/** Why a finding is not counted, in words that follow its rule. */
export function suppressedBy({ by, reason, expires }: Suppressed): string {
  if (!isEntry(by)) return `follows from ${by}`;
  return `is suppressed by ${by} until ${expires ?? ''}: ${reason ?? ''}`;
}

/** Gaps of one hop with the same reason as one line with its rules. */
export function gapGroups(
  subject: SubjectDiagnosis,
): readonly { readonly hop: string; readonly line: string; readonly rules: readonly string[] }[] {
  const groups = new Map<string, { hop: string; line: string; rules: string[] }>();
  for (const item of subject.notEvaluated) {
    const line = gapLine(item);
    const key = `${item.hop} ${line}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { hop: item.hop, line, rules: [item.rule] });
    else if (!known.rules.includes(item.rule)) known.rules.push(item.rule);
  }
  return [...groups.values()];
}

/** The zones of a subject with the state of each hop that tells zones apart. */
export function zoneTable(subject: SubjectDiagnosis): {
  readonly hops: readonly string[];
  readonly rows: readonly (readonly [zone: string, states: readonly HopState[]])[];
} {
  const zonal = subject.hops.filter((hop) => hop.instances.some((instance) => instance.zoneId !== undefined));
  const zones = [...new Set(zonal.flatMap((hop) => hop.instances.flatMap((instance) => instance.zoneId ?? [])))].sort();
  return {
    hops: zonal.map((hop) => hop.hop),
    rows: zones.map((zone) => [
      zone,
      zonal.map(
        (hop): HopState => hop.instances.find((instance) => instance.zoneId === zone)?.state ?? 'not-applicable',
      ),
    ]),
  };
}

const VERDICTS: readonly Verdict[] = ['broken', 'degraded', 'unknown', 'healthy'];

/** The subjects that need someone first; within a verdict as they came. */
export function worstFirst(subjects: readonly SubjectDiagnosis[]): readonly SubjectDiagnosis[] {
  return [...subjects].sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict));
}

/** True for a path that another account serves: its two owners have to talk to each other. */
export function hasTwoOwners(subject: SubjectDiagnosis): boolean {
  return subject.kind === 'endpoint' && subject.type === 'Interface' && !usesAwsService(subject);
}

/** What an observed symptom allows to conclude, most useful first. */
export const SYMPTOMS: readonly (readonly [symptom: string, points: string])[] = [
  ['The name does not exist, or gives a public address', 'the consumer’s DNS'],
  ['Time-out', 'a network ACL, a security group, acceptance, the load balancer’s groups, or a port without a listener'],
  ['Reset after a while', 'an idle time-out, or the target'],
  ['TLS error', 'the certificate, or the ALPN policy'],
  ['403 or AccessDenied', 'a policy'],
];
