import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { SERVICE } from '../requirements.ts';
import { fails, malformed, pass, PRIVATELINK_DOCS, type ProviderRule } from '../rule.ts';

const UNAVAILABLE: ReadonlySet<string> = new Set(['pending', 'deleting', 'deleted', 'failed']);

/** PL-SVC-002: the service itself is not available. */
export const plSvc002: ProviderRule = {
  id: 'PL-SVC-002',
  title: 'Endpoint service is not available',
  hop: 'service',
  side: 'provider',
  appliesTo: ['Interface', 'GatewayLoadBalancer', 'Service'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [SERVICE],
  suppressedBy: [],
  docs: [
    `${PRIVATELINK_DOCS}privatelink-share-your-services.html`,
    `${PRIVATELINK_DOCS}configure-endpoint-service.html`,
  ],
  condition: 'The service’s ServiceState is pending, deleting, deleted or failed.',
  why: 'Endpoints of the service cannot be created or used.',
  fix: 'Repair or recreate the service; look at its load balancers first.',
  examples: {
    bad: '"ServiceState": "Failed"',
    good: '"ServiceState": "Available"',
  },
  check: ({ service, region }) => {
    if (service.state === undefined) return malformed('ServiceState');
    if (service.state === 'available')
      return pass(`${service.id} is available.`, [{ resource: service.id, state: 'pass' }]);
    if (!UNAVAILABLE.has(service.state)) return malformed(`ServiceState ("${service.state}")`);
    return fails(
      {
        resource: service.id,
        message: `${service.id} is ${service.state}.`,
        evidence: [evidence(service.id, 'ServiceState', service.state)],
        commands: [
          awsCommand(
            'ec2 describe-vpc-endpoint-service-configurations',
            region,
            { 'service-ids': service.id, query: 'ServiceConfigurations[].ServiceState' },
            READS_ONLY,
          ),
        ],
      },
      { resource: service.id },
    );
  },
};
