import type { Diagnosis, Finding, SubjectDiagnosis } from '../diagnosis.ts';
import { RULES } from '../rules/registry.ts';
import type { Rule } from '../rules/rule.ts';
import type { Severity } from '../severity.ts';
import { visibleJson } from './visible.ts';

/*
 * SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. What is found is in an account and not in a
 * file, so each result has a logical location only.
 */

type Level = 'error' | 'warning' | 'note';

const LEVELS: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** What GitHub and others sort by, from 0.0 to 10.0. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.0',
};

/** The findings as a SARIF log with the rules that they come from; suppressed ones are results that say so. */
export function renderSarif(diagnosis: Diagnosis, version: string): string {
  const { subjects, now, configuration } = diagnosis;
  const results = subjects.flatMap((subject) => [
    ...subject.findings.map((finding) => foundResult(subject, finding)),
    ...subject.suppressed.map((item) => ({
      ruleId: item.rule,
      level: LEVELS[RULES.find(({ id }) => id === item.rule)?.severity ?? 'info'],
      message: { text: `Not counted: ${item.reason ?? `it follows from ${item.by}`}.` },
      locations: [location(subject, item.resource ?? subject.id)],
      partialFingerprints: fingerprint(subject, item.rule, item.resource ?? subject.id),
      suppressions: [{ kind: 'external', justification: item.reason ?? `It follows from ${item.by}.` }],
    })),
  ]);
  const used = new Set(results.map(({ ruleId }) => ruleId));
  const rules = RULES.filter(({ id }) => used.has(id));
  const notes = (configuration?.notes ?? []).map((text) => ({ level: 'note', message: { text } }));
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'PrivateLink Explorer', semanticVersion: version, rules: rules.map(descriptor) },
        },
        invocations: [{ executionSuccessful: true, endTimeUtc: now, toolExecutionNotifications: notes }],
        results: results.map((result) => ({ ...result, ruleIndex: rules.findIndex(({ id }) => id === result.ruleId) })),
        columnKind: 'utf16CodeUnits',
        properties: { verdicts: Object.fromEntries(subjects.map(({ id, verdict }) => [id, verdict])) },
      },
    ],
  };
  return visibleJson(log);
}

function descriptor(rule: Rule): object {
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: `${rule.condition} ${rule.fix}` },
    ...(rule.docs[0] === undefined ? {} : { helpUri: rule.docs[0] }),
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: {
      tags: [rule.effect, rule.hop],
      ...(rule.effect === 'exposure' ? { 'security-severity': SECURITY_SEVERITY[rule.severity] } : {}),
    },
  };
}

function foundResult(subject: SubjectDiagnosis, finding: Finding): { readonly ruleId: string } {
  const { rule, hop, effect, severity, confidence, owner, resource, message, fix, evidence, commands } = finding;
  const result = {
    ruleId: rule,
    level: LEVELS[severity],
    message: { text: `${message} ${fix}` },
    locations: [location(subject, resource)],
    partialFingerprints: fingerprint(subject, rule, resource),
    properties: { hop, effect, severity, confidence, owner, evidence, commands },
  };
  return result;
}

function location(subject: SubjectDiagnosis, resource: string): object {
  const own = {
    name: subject.name ?? subject.id,
    fullyQualifiedName: qualified(subject, subject.id),
    kind: 'resource',
  };
  const other = { name: resource, fullyQualifiedName: qualified(subject, resource), kind: 'resource' };
  return { logicalLocations: resource === subject.id ? [own] : [other, own] };
}

/** The account and Region keep equal names of two accounts apart. */
function qualified({ account, region }: SubjectDiagnosis, id: string): string {
  return id.startsWith('arn:') ? id : `${account}/${region}/${id}`;
}

function fingerprint(subject: SubjectDiagnosis, rule: string, resource: string): Readonly<Record<string, string>> {
  return { 'finding/v1': `${rule} ${subject.id} ${resource}` };
}
