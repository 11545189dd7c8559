import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

/** PL-ACC-001: every AWS account may connect, and nobody looks. */
export const plAcc001: ProviderRule = {
  id: 'PL-ACC-001',
  title: 'Anyone may connect without approval',
  hop: 'acceptance',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'exposure',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    {
      operation: 'ec2:DescribeVpcEndpointServicePermissions',
      about: ({ service }) => [{ ServiceId: service.id }],
    },
  ],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}configure-endpoint-service.html`],
  condition: 'An allowed principal is * and AcceptanceRequired is false.',
  why: 'Everyone with an AWS account who knows the service’s name can reach the load balancer: AWS calls that effectively public.',
  fix: 'Require acceptance and name the principals.',
  examples: {
    bad: '"Principal": "*", "AcceptanceRequired": false',
    good: '"Principal": "*", "AcceptanceRequired": true (PL-ACC-002)',
  },
  check: ({ service, lookup, region }) => {
    if (service.acceptanceRequired === undefined) return malformed('AcceptanceRequired');
    const everyone = lookup.permissionsOfService(service.id).some((item) => item.principal === '*');
    if (!everyone || service.acceptanceRequired) return pass('Not everyone may connect without approval.');
    return remark({
      resource: service.id,
      message: `${service.id} allows every principal (*) and accepts connections by itself.`,
      evidence: [
        evidence(service.id, 'AllowedPrincipals[].Principal', '*'),
        evidence(service.id, 'AcceptanceRequired', 'false'),
      ],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint-service-configuration',
          region,
          { 'service-id': service.id, 'acceptance-required': true },
          'new requests wait for approval; existing connections stay',
        ),
        awsCommand(
          'ec2 modify-vpc-endpoint-service-permissions',
          region,
          { 'service-id': service.id, 'remove-allowed-principals': '*' },
          'consumers that are not named can create no new endpoint; existing connections stay',
        ),
      ],
    });
  },
};
