import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';
import { accountOf } from './principals.ts';

/** PL-ACC-004: named principals of other accounts connect without being looked at. */
export const plAcc004: ProviderRule = {
  id: 'PL-ACC-004',
  title: 'Approval is automatic',
  hop: 'acceptance',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'exposure',
  severity: 'low',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    { operation: 'ec2:DescribeVpcEndpointServicePermissions', about: ({ service }) => [{ ServiceId: service.id }] },
  ],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}configure-endpoint-service.html`],
  condition:
    'AcceptanceRequired is false, and a principal of another account is allowed by name. The principal * is PL-ACC-001.',
  why: 'Nobody sees new consumers: fine inside one team, not for customers.',
  fix: 'Require acceptance and write down who approves.',
  examples: {
    bad: '"AcceptanceRequired": false, "Principal": "arn:aws:iam::111122223333:root" of another account',
    good: '"AcceptanceRequired": true',
  },
  check: ({ service, lookup, region }) => {
    if (service.acceptanceRequired === undefined) return malformed('AcceptanceRequired');
    if (service.acceptanceRequired) return pass('Connections are accepted by hand.');
    const principals = lookup.permissionsOfService(service.id);
    if (principals.some(({ principal }) => principal === '*')) return 'not-applicable';
    const others = principals.filter(({ principal }) => accountOf(principal) !== service.account);
    if (others.length === 0) return pass('Only the owner’s own account may connect.');
    return remark({
      resource: service.id,
      message: `${service.id} accepts connections of ${others.length} named principal${others.length === 1 ? '' : 's'} of other accounts by itself.`,
      evidence: [
        evidence(service.id, 'AcceptanceRequired', 'false'),
        ...others.slice(0, 5).map(({ principal }) => evidence(service.id, 'AllowedPrincipals[].Principal', principal)),
      ],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint-service-configuration',
          region,
          { 'service-id': service.id, 'acceptance-required': true },
          'new requests wait for approval; existing connections stay',
        ),
      ],
    });
  },
};
