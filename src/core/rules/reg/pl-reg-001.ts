import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';

/** PL-REG-001: the endpoint lives in a Region that the service no longer offers. */
export const plReg001: ProviderRule = {
  id: 'PL-REG-001',
  title: 'Consumer Region is not enabled on the service',
  hop: 'service',
  side: 'provider',
  appliesTo: ['Interface'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  optional: true,
  requires: [SERVICE],
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}create-endpoint-service.html`, `${PRIVATELINK_DOCS}privatelink-share-your-services.html`],
  condition:
    'The endpoint is in another Region than the service, and that Region is not among the service’s SupportedRegions. An endpoint that is available keeps working without it, so there it is a remark of low severity; in other states the state decides.',
  why: 'Access from another Region has to be switched on for each Region.',
  fix: 'Add the Region to the service (vpce:AllowMultiRegion is needed).',
  examples: {
    bad: 'endpoint in eu-west-1, service in us-east-1, "SupportedRegions": [{ "Region": "us-east-1" }]',
    good: 'endpoint in eu-west-1, "SupportedRegions": [{ "Region": "us-east-1" }, { "Region": "eu-west-1" }]',
  },
  check: ({ service, consumer, region }) => {
    if (consumer === undefined || consumer.region === region) return 'not-applicable';
    const supported = service.supportedRegions ?? [];
    if (supported.some((item) => item.region === consumer.region)) return pass(`${consumer.region} is enabled.`);
    if (consumer.endpoint.state !== 'available') return 'not-applicable';
    return remark({
      resource: service.id,
      effect: 'hygiene',
      severity: 'low',
      message: `${consumer.region} is no longer among the Regions of ${service.id}. The existing connection of ${consumer.endpoint.id} is unaffected; an endpoint that is created again would be refused.`,
      evidence: [
        evidence(
          service.id,
          'SupportedRegions',
          supported.map((item) => item.region),
        ),
      ],
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint-service-configuration',
          region,
          { 'service-id': service.id, 'add-supported-regions': consumer.region },
          'consumers in that Region may request connections',
        ),
      ],
    });
  },
};
