import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, unknown, type ProviderRule } from '../rule.ts';
import { accountOf, knownAccounts } from './principals.ts';

/** PL-ACC-003: someone whom nobody has named may connect, or is connected. */
export const plAcc003: ProviderRule = {
  id: 'PL-ACC-003',
  title: 'A principal outside the known accounts may connect',
  hop: 'acceptance',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'exposure',
  severity: 'high',
  confidence: 'heuristic',
  requires: [
    SERVICE,
    { operation: 'ec2:DescribeVpcEndpointServicePermissions', about: ({ service }) => [{ ServiceId: service.id }] },
    { operation: 'ec2:DescribeVpcEndpointConnections', about: ({ service }) => [{ 'service-id': service.id }] },
  ],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}configure-endpoint-service.html`],
  condition:
    'Known accounts were given (--known-accounts), and the account of an allowed principal, or of an endpoint that is connected or waits, is neither among them nor among the accounts that were read. The principal * is PL-ACC-001 and PL-ACC-002.',
  why: 'A boundary of trust is crossed without a record of it.',
  fix: 'Confirm the partner and add it to the known accounts, or remove the principal and reject its endpoints.',
  examples: {
    bad: '"Principal": "arn:aws:iam::999988887777:root", known accounts 111122223333',
    good: '"Principal": "arn:aws:iam::111122223333:root", known accounts 111122223333',
  },
  check: (context) => {
    const { service, lookup, connections, region } = context;
    const known = knownAccounts(context);
    if (known === undefined) return unknown('input-missing', '--known-accounts');
    const principals = lookup.permissionsOfService(service.id);
    const strange = principals.filter(({ principal }) => {
      const account = accountOf(principal);
      return account !== undefined && !known.has(account);
    });
    const endpoints = connections.filter(
      (item) =>
        (item.state === 'available' || item.state === 'pendingacceptance') &&
        item.endpointOwner !== undefined &&
        !known.has(item.endpointOwner),
    );
    if (strange.length === 0 && endpoints.length === 0)
      return pass('Only known accounts may connect or are connected.');
    const accounts = new Set([
      ...strange.flatMap(({ principal }) => accountOf(principal) ?? []),
      ...endpoints.flatMap((item) => item.endpointOwner ?? []),
    ]);
    const ids = endpoints.map((item) => item.endpointId);
    return remark({
      resource: service.id,
      message: `${[...accounts].sort().join(', ')}: ${accounts.size === 1 ? 'this account is' : 'these accounts are'} not among the known ones, and ${strange.length > 0 ? 'may connect to' : 'already asked for or has'} ${strange.length > 0 ? service.id : `a connection to ${service.id}`}.`,
      evidence: [
        ...strange.map(({ principal }) => evidence(service.id, 'AllowedPrincipals[].Principal', principal)),
        ...endpoints.map((item) => evidence(item.endpointId, 'VpcEndpointOwner', item.endpointOwner ?? '')),
      ],
      commands: [
        ...(strange.length === 0
          ? []
          : [
              awsCommand(
                'ec2 modify-vpc-endpoint-service-permissions',
                region,
                { 'service-id': service.id, 'remove-allowed-principals': strange.map(({ principal }) => principal) },
                'these principals can create no new endpoint; existing connections stay',
              ),
            ]),
        ...(ids.length === 0
          ? []
          : [
              awsCommand(
                'ec2 reject-vpc-endpoint-connections',
                region,
                { 'service-id': service.id, 'vpc-endpoint-ids': ids },
                'cuts these consumers off at once',
              ),
            ]),
      ],
    });
  },
};
