import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

/** PL-ACC-002: only the manual approval stands before the service. */
export const plAcc002: ProviderRule = {
  id: 'PL-ACC-002',
  title: 'Anyone may request a connection',
  hop: 'acceptance',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'exposure',
  severity: 'medium',
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
  condition: 'An allowed principal is * and AcceptanceRequired is true.',
  why: 'Only the manual approval protects the service; one wrong click opens it to a stranger.',
  fix: 'Name the accounts that may request connections.',
  examples: {
    bad: '"Principal": "*", "AcceptanceRequired": true',
    good: '"Principal": "arn:aws:iam::111122223333:root", "AcceptanceRequired": true',
  },
  check: ({ service, lookup, region }) => {
    if (service.acceptanceRequired === undefined) return malformed('AcceptanceRequired');
    const everyone = lookup.permissionsOfService(service.id).some((item) => item.principal === '*');
    if (!everyone || !service.acceptanceRequired) return pass('Principals are named, or acceptance is automatic.');
    return remark({
      resource: service.id,
      message: `${service.id} lets every principal (*) request a connection; approval is manual.`,
      evidence: [
        evidence(service.id, 'AllowedPrincipals[].Principal', '*'),
        evidence(service.id, 'AcceptanceRequired', 'true'),
      ],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint-service-permissions',
          region,
          {
            'service-id': service.id,
            'remove-allowed-principals': '*',
            'add-allowed-principals': `arn:${service.partition}:iam::ACCOUNT_ID:root`,
          },
          'consumers that are not named can create no new endpoint; existing connections stay',
        ),
      ],
    });
  },
};
