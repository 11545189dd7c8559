import { permissions, POLICY_PURPOSES, policyFor, type Permission } from './permissions.ts';

const WHEN: Readonly<Record<Permission['tier'], string>> = {
  0: 'the tree',
  1: 'a topology',
  2: 'a diagnosis',
  asked: 'on request',
  fix: 'a fix',
};

const ABOUT = {
  read: 'the tree and the topology',
  diagnose: 'these, the diagnosis, and what is read on request',
  act: 'these, and the commands that findings print for you to run',
} as const;

/** The page of permissions as Markdown. */
export function permissionsPage(): string {
  const rows = permissions().map(
    ({ action, policy, tier, purposes }) => `| \`${action}\` | ${WHEN[tier]} | ${policy} | ${purposes.join('; ')} |`,
  );
  const policies = POLICY_PURPOSES.map(
    (purpose) => `## Policy: ${purpose}

For ${ABOUT[purpose]}: \`privatelink policy --for ${purpose}\`.

\`\`\`json
${JSON.stringify(policyFor(purpose), null, 2)}
\`\`\`
`,
  );
  return `# Permissions

What PrivateLink Explorer asks AWS for, and the least that IAM has to allow for it. This page is written by \`node scripts/permissions-doc.mjs\` from the list of operations itself.

The product calls nothing but the reading actions below; an action that is denied leaves what it would have shown _unknown_. The changing actions of the policy "act" are called by nobody but you, when you run a command that a finding prints. \`sts:GetCallerIdentity\` is called too and needs no permission.

Each policy is within the 6,144 characters of a [managed policy](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).

| action | used by | policy | purpose |
| --- | --- | --- | --- |
${rows.join('\n')}

${policies.join('\n')}`;
}
