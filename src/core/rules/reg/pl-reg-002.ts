import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { malformed, pass, PRIVATELINK_DOCS, type Instance, type ProviderRule } from '../rule.ts';

/** PL-REG-002: a Region was added to the service, and is not served. */
export const plReg002: ProviderRule = {
  id: 'PL-REG-002',
  title: 'Supported Region is not available',
  hop: 'service',
  side: 'provider',
  appliesTo: ['Interface', 'Service'],
  owner: 'provider',
  effect: 'impairs',
  severity: 'high',
  confidence: 'deterministic',
  requires: [SERVICE],
  suppressedBy: ['PL-SVC-002'],
  docs: [`${PRIVATELINK_DOCS}create-endpoint-service.html`],
  condition:
    'The ServiceState of one of the service’s SupportedRegions is not Available. Of an endpoint only its own Region counts, and only when that is not the service’s.',
  why: 'Consumers in that Region cannot connect.',
  fix: 'Wait while it is pending; else remove the Region and add it again.',
  examples: {
    bad: '"SupportedRegions": [{ "Region": "eu-west-1", "ServiceState": "Failed" }]',
    good: '"SupportedRegions": [{ "Region": "eu-west-1", "ServiceState": "Available" }]',
  },
  check: ({ service, consumer, region }) => {
    const regions = (service.supportedRegions ?? []).filter(
      (item) => consumer === undefined || (item.region === consumer.region && consumer.region !== region),
    );
    if (regions.length === 0) return 'not-applicable';
    const vague = regions.filter((item) => item.state === undefined);
    if (vague.length > 0) return malformed(...vague.map((item) => `ServiceState of ${item.region}`));
    const bad = regions.filter((item) => item.state !== 'available');
    const instances: readonly Instance[] = [{ resource: service.id, state: bad.length === 0 ? 'pass' : 'warn' }];
    if (bad.length === 0) return pass('The Regions that it supports are available.', instances);
    return {
      instances,
      findings: bad.map((item) => ({
        resource: service.id,
        message: `${service.id} is ${item.state ?? ''} in ${item.region}: consumers there cannot connect.`,
        evidence: [evidence(service.id, `SupportedRegions[${item.region}].ServiceState`, item.state ?? '')],
        commands: [
          awsCommand(
            'ec2 modify-vpc-endpoint-service-configuration',
            region,
            { 'service-id': service.id, 'remove-supported-regions': item.region },
            'no new endpoint can be created in that Region',
          ),
          awsCommand(
            'ec2 modify-vpc-endpoint-service-configuration',
            region,
            { 'service-id': service.id, 'add-supported-regions': item.region },
            'consumers in that Region may request connections',
          ),
        ],
      })),
    };
  },
};
