import { evidence } from '../../context.ts';
import { answering, hiddenDomain } from '../../reachability/dns.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';
import { authorities, ENDPOINTS_OF_VPC, OFFERED_NAMES, serviceNames, ZONES } from './names.ts';

/** PL-DNS-022: the second step after acceptance was forgotten. */
export const plDns022: EndpointRule = {
  id: 'PL-DNS-022',
  title: 'Private DNS is offered and still off',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'medium',
  confidence: 'deterministic',
  requires: [ENDPOINT, ENDPOINTS_OF_VPC, ZONES, OFFERED_NAMES],
  suppressedBy: ['PL-DNS-003', 'PL-DNS-005'],
  docs: [`${PRIVATELINK_DOCS}manage-dns-names.html`],
  condition:
    'The endpoint for another company’s service is available, the service accepts connections by hand and offers a verified private name, private DNS of the endpoint is off, and nothing in the VPC answers for that name.',
  why: 'Private DNS can be turned on only after the provider has accepted the connection: a step that is easily forgotten.',
  fix: 'Enable private DNS.',
  examples: {
    bad: '"State": "available", "PrivateDnsEnabled": false, "PrivateDnsNameVerificationState": "verified", "AcceptanceRequired": true',
    good: '"State": "available", "PrivateDnsEnabled": true',
  },
  check: (context) => {
    const { endpoint, detail, provider, region } = context;
    if (provider.kind === 'aws' || endpoint.state !== 'available') return 'not-applicable';
    if (endpoint.privateDnsEnabled === undefined) return malformed('PrivateDnsEnabled');
    const names = serviceNames(context);
    const isOffered = detail?.privateDnsNameVerificationState === 'verified' && names.length > 0;
    if (!isOffered || detail.acceptanceRequired !== true) return 'not-applicable';
    if (endpoint.privateDnsEnabled) return pass('Private DNS is on.');
    const open = names.filter((name) => answering(hiddenDomain(name), authorities(context)).length === 0);
    if (open.length === 0) return pass('The VPC answers for the service’s name by other means.');
    return remark({
      resource: endpoint.id,
      message: `${endpoint.id} is accepted and its service offers ${open.join(', ')}, but its private DNS is off.`,
      evidence: [
        evidence(endpoint.id, 'PrivateDnsEnabled', 'false'),
        evidence(detail.serviceName, 'PrivateDnsNameVerificationState', 'verified'),
      ],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint',
          region,
          { 'vpc-endpoint-id': endpoint.id, 'private-dns-enabled': true },
          `all clients of the VPC that use ${open.join(', ')} go through the endpoint from then on`,
        ),
      ],
    });
  },
};
