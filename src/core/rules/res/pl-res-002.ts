import { evidence, type EndpointContext } from '../../context.ts';
import { gatewayGap, groupGap, resourcesOnPath, type ReachedResource } from '../../lattice.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import type { ResourceGateway } from '../../resources/resource-gateway.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, PRIVATELINK_DOCS, type Draft, type EndpointRule, type Instance } from '../rule.ts';
import { ASSOCIATIONS, meaningOf, statusGap } from './reach.ts';

/** PL-RES-002: the way into the resource's VPC is closed. */
export const plRes002: EndpointRule = {
  id: 'PL-RES-002',
  title: 'Resource gateway is not active',
  hop: 'resource-gateway',
  side: 'consumer',
  appliesTo: ['Resource', 'ServiceNetwork'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT, ASSOCIATIONS],
  alsoReads: ['vpc-lattice:ListResourceConfigurations', 'vpc-lattice:ListResourceGateways'],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}resource-gateway.html`],
  condition:
    'The status of the resource gateway of a configuration behind the endpoint is CREATE_FAILED. UPDATE_FAILED, DELETE_IN_PROGRESS and DELETE_FAILED are a suspicion: AWS does not say whether they carry traffic. While it is created or updated, it is unknown. Only the gateway’s owner can read it.',
  why: 'Traffic enters the resource’s VPC through the gateway, for all resources behind it.',
  fix: 'Look at the gateway’s subnets and security groups; create it again where it could not be made.',
  examples: { bad: '"status": "CREATE_FAILED"', good: '"status": "ACTIVE"' },
  check: (context) => {
    const resources = resourcesOnPath(context);
    if (resources.length === 0) return 'not-applicable';
    const gateways = [
      ...new Map(resources.flatMap(({ gateway }) => (gateway ? [[gateway.id, gateway]] : []))).values(),
    ];
    const faulty = gateways.filter(({ status }) => ['failed', 'doubtful'].includes(meaningOf(status ?? '')));
    const gap = joinGaps([
      ...resources.filter(({ gateway }) => gateway === undefined).map((resource) => unreadGap(context, resource)),
      ...gateways.flatMap((gateway) => statusGap(gateway) ?? []),
    ]);
    return {
      instances: gateways.map((gateway): Instance => ({
        resource: gateway.id,
        state: faulty.includes(gateway) ? 'fail' : statusGap(gateway) === undefined ? 'pass' : 'unknown',
      })),
      findings: faulty.map((gateway) => draftOf(context, gateway)),
      gap,
    };
  },
};

function unreadGap(context: EndpointContext, resource: ReachedResource): Gap {
  return groupGap(context, resource) ?? gatewayGap(context, resource);
}

function draftOf({ region }: EndpointContext, { id, name, status = '' }: ResourceGateway): Draft {
  return {
    resource: id,
    ...(meaningOf(status) === 'doubtful' ? { confidence: 'heuristic' } : {}),
    message: `${name ?? id} is ${status.toUpperCase()}.`,
    evidence: [evidence(id, 'status', status.toUpperCase())],
    commands: [
      awsCommand('vpc-lattice get-resource-gateway', region, { 'resource-gateway-identifier': id }, READS_ONLY),
    ],
  };
}
