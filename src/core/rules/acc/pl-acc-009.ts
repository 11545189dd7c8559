import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, unknown, type EndpointRule } from '../rule.ts';
import { knownAccounts } from './principals.ts';

/** PL-ACC-009: data flow to a company that nobody has named. */
export const plAcc009: EndpointRule = {
  id: 'PL-ACC-009',
  title: 'Endpoint leads to a service of an unknown account',
  hop: 'service',
  side: 'consumer',
  appliesTo: ['Interface', 'GatewayLoadBalancer'],
  owner: 'consumer',
  effect: 'exposure',
  severity: 'high',
  confidence: 'heuristic',
  requires: [ENDPOINT],
  alsoReads: ['ec2:DescribeVpcEndpointServices'],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}privatelink-access-saas.html`, `${PRIVATELINK_DOCS}privatelink-share-your-services.html`],
  condition:
    'Known accounts were given (--known-accounts), and the owner of the endpoint’s service is neither AWS, nor among them, nor among the accounts that were read.',
  why: 'Data leave for a third party; a contract should say so.',
  fix: 'Add the owner to the known accounts, or delete the endpoint.',
  examples: {
    bad: '"Owner": "999988887777", known accounts 444455556666',
    good: '"Owner": "444455556666", known accounts 444455556666',
  },
  check: (context) => {
    const { endpoint, serviceOwner, region } = context;
    if (serviceOwner.kind === 'aws') return 'not-applicable';
    const known = knownAccounts(context);
    if (known === undefined) return unknown('input-missing', '--known-accounts');
    if (serviceOwner.kind === 'unknown') return unknown('other-account', 'the account that owns the service');
    if (known.has(serviceOwner.account)) return pass(`The service belongs to ${serviceOwner.account}, which is known.`);
    const name = endpoint.serviceName ?? '';
    return remark({
      resource: endpoint.id,
      message: `${endpoint.id} leads to ${name} of account ${serviceOwner.account}, which is not among the known accounts.`,
      evidence: [evidence(name, 'Owner', serviceOwner.account)],
      commands: [
        awsCommand(
          'ec2 describe-vpc-endpoint-services',
          region,
          { filters: `Name=service-name,Values=${name}`, query: 'ServiceDetails[].[ServiceName,Owner]' },
          READS_ONLY,
        ),
      ],
    });
  },
};
