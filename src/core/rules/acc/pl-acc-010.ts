import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

/** `arn:aws:iam::111122223333:role/teams/network/deploy`: something stands between the kind and the name. */
const WITH_PATH = /^arn:[^:]*:iam::\d{12}:(?:role|user)\/.+\//;

/** PL-ACC-010: a grant that rots, or that never matches. */
export const plAcc010: ProviderRule = {
  id: 'PL-ACC-010',
  title: 'Principal granted to a user or a role with a path',
  hop: 'acceptance',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    { operation: 'ec2:DescribeVpcEndpointServicePermissions', about: ({ service }) => [{ ServiceId: service.id }] },
  ],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}configure-endpoint-service.html`],
  condition: 'An allowed principal is of type User, or is the ARN of a role or user with a path.',
  why: 'Grants to persons are forgotten when they leave; an ARN with a path is not a form that AWS supports here.',
  fix: 'Allow the account, or a role without a path.',
  examples: {
    bad: '"Principal": "arn:aws:iam::111122223333:role/teams/network"',
    good: '"Principal": "arn:aws:iam::111122223333:role/network"',
  },
  check: ({ service, lookup, region }) => {
    const bad = lookup
      .permissionsOfService(service.id)
      .filter((item) => item.principalType?.toLowerCase() === 'user' || WITH_PATH.test(item.principal));
    if (bad.length === 0) return pass('No principal is a user or has a path.');
    return remark({
      resource: service.id,
      message: `${service.id} allows ${bad.map((item) => item.principal).join(', ')}: ${bad.length === 1 ? 'a user, or a role with a path' : 'users, or roles with a path'}.`,
      evidence: bad.map((item) => evidence(service.id, 'AllowedPrincipals[].Principal', item.principal)),
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint-service-permissions',
          region,
          {
            'service-id': service.id,
            'add-allowed-principals': `arn:${service.partition}:iam::ACCOUNT_ID:root`,
            'remove-allowed-principals': bad.map((item) => item.principal),
          },
          'these principals can create no new endpoint; existing connections stay',
        ),
      ],
    });
  },
};
