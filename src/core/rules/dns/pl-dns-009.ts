import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

/** PL-DNS-009: nobody has proved yet that the private name is the provider's. */
export const plDns009: ProviderRule = {
  id: 'PL-DNS-009',
  title: 'Provider has not verified the private DNS name',
  hop: 'service',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: [
    SERVICE,
    { operation: 'ec2:DescribeVpcEndpointConnections', about: ({ service }) => [{ 'service-id': service.id }] },
  ],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}manage-dns-names.html`, `${PRIVATELINK_DOCS}verify-domains.html`],
  condition:
    'The service has a private DNS name whose verification is not "verified". It breaks a service that nobody is connected to; connections that exist are not touched, so there it is a remark of low severity.',
  why: 'Until the name is verified, no consumer can turn on private DNS, and new connections may be refused.',
  fix: 'Publish the TXT record that AWS asks for, then start the verification.',
  examples: {
    bad: '"PrivateDnsName": "payments.example.com", "PrivateDnsNameConfiguration": { "State": "pendingVerification" }',
    good: '"PrivateDnsName": "payments.example.com", "PrivateDnsNameConfiguration": { "State": "verified" }',
  },
  check: ({ service, connections, consumer, region }) => {
    const name = service.privateDnsName;
    if (name === undefined) {
      // Only a private name has a state: AWS answers neither, or both.
      return service.privateDnsNameConfiguration?.state === undefined ? 'not-applicable' : malformed('PrivateDnsName');
    }
    const state = service.privateDnsNameConfiguration?.state;
    if (state === undefined) return malformed('PrivateDnsNameConfiguration.State');
    if (state === 'verified') return pass(`${name} is verified.`);
    if (consumer !== undefined && consumer.endpoint.state !== 'available') return 'not-applicable';
    const { name: record, value } = service.privateDnsNameConfiguration ?? {};
    const draft = {
      resource: service.id,
      message: `${name} of ${service.id} is not verified (${state}): no consumer can turn on private DNS for it.`,
      evidence: [
        evidence(service.id, 'PrivateDnsNameConfiguration.State', state),
        ...(record === undefined ? [] : [evidence(service.id, 'PrivateDnsNameConfiguration.Name', record)]),
        ...(value === undefined ? [] : [evidence(service.id, 'PrivateDnsNameConfiguration.Value', value)]),
      ],
      commands: [
        awsCommand(
          'ec2 start-vpc-endpoint-service-private-dns-verification',
          region,
          { 'service-id': service.id },
          'AWS looks for the TXT record again; no traffic is touched',
        ),
      ],
    };
    const isUsed = consumer !== undefined || connections.some((item) => item.state === 'available');
    return isUsed
      ? remark({ ...draft, effect: 'hygiene', severity: 'low' })
      : { instances: [{ resource: service.id, state: 'fail' }], findings: [draft] };
  },
};
