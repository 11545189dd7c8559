import type { Rule } from '../rules/rule.ts';
import { hopsOf } from '../hops.ts';

/* The pages of docs/rules, written from what the rules say of themselves. */

const EFFECTS: Readonly<Record<Rule['effect'], string>> = {
  breaks: 'breaks the path',
  impairs: 'impairs the path',
  exposure: 'exposure: the path works, and is open to more than it should be',
  resilience: 'resilience: the path works until something fails',
  hygiene: 'hygiene: the path works',
  note: 'a note about the diagnosis itself',
};

/** The file name and text of every page: one a rule, and the index. */
export function rulePages(rules: readonly Rule[]): ReadonlyMap<string, string> {
  const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const pages = sorted.map((rule): [string, string] => [`${rule.id}.md`, rulePage(rule)]);
  return new Map([['README.md', indexPage(sorted)], ...pages]);
}

function rulePage(rule: Rule): string {
  const operations = [
    ...new Set([...rule.requires.map((requirement) => requirement.operation), ...(rule.alsoReads ?? [])]),
  ].sort();
  const lines = [
    `# ${rule.id}: ${rule.title}`,
    '',
    `- Hop: \`${rule.hop}\``,
    `- Effect: ${EFFECTS[rule.effect]}`,
    `- Severity: ${rule.severity}, confidence: ${rule.confidence}`,
    `- Owner: ${rule.owner}`,
    `- Applies to: ${rule.appliesTo.map(subjectName).join(', ')}`,
    '',
    '## When it fires',
    '',
    rule.condition,
    '',
    ...examplesOf(rule),
    '## Why it matters',
    '',
    rule.why,
    '',
    '## How to fix it',
    '',
    rule.fix,
    ...(operations.length === 0
      ? []
      : [
          '',
          '## What it reads',
          '',
          'Where one of these did not answer completely, the rule is unknown and says so.',
          '',
          ...operations.map((operation) => `- \`${operation}\``),
        ]),
    ...(rule.suppressedBy.length === 0
      ? []
      : [
          '',
          '## What explains it',
          '',
          `When one of these fires for the same subject, this rule is only noted: ${rule.suppressedBy.map((id) => `[${id}](${id}.md)`).join(', ')}.`,
        ]),
    '',
    '## Sources',
    '',
    ...rule.docs.map((url) => `- <${url}>`),
  ];
  return `${lines.join('\n')}\n`;
}

function examplesOf({ examples }: Rule): readonly string[] {
  const block = (title: string, text: string): readonly string[] => [`### ${title}`, '', '```', text, '```', ''];
  return [...block('It fires here', examples.bad), ...block('It is silent here', examples.good)];
}

/** The index as lists by hop, in the order in which traffic meets them. */
function indexPage(rules: readonly Rule[]): string {
  const order = [...new Set([...hopsOf('Interface'), ...hopsOf('Gateway'), ...rules.map((rule) => rule.hop)])];
  const hops = order.filter((hop) => rules.some((rule) => rule.hop === hop));
  const lines = [
    '# Rules',
    '',
    'What a diagnosis looks for, by the hop at which traffic meets it. These pages are written by `node scripts/rule-docs.mjs` from the rules themselves.',
    ...hops.flatMap((hop) => [
      '',
      `## ${hop}`,
      '',
      ...rules
        .filter((rule) => rule.hop === hop)
        .map((rule) => `- [${rule.id}](${rule.id}.md): ${rule.title} (${rule.effect}, ${rule.severity})`),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function subjectName(type: Rule['appliesTo'][number]): string {
  switch (type) {
    case 'Interface':
      return 'interface endpoints';
    case 'Gateway':
      return 'gateway endpoints';
    case 'GatewayLoadBalancer':
      return 'Gateway Load Balancer endpoints';
    case 'Resource':
      return 'resource endpoints';
    case 'ServiceNetwork':
      return 'service-network endpoints';
    case 'Service':
      return 'endpoint services';
  }
}
