import { evidence, type EndpointContext } from '../../context.ts';
import { latticePath } from '../../lattice.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type Draft, type EndpointRule } from '../rule.ts';
import { ASSOCIATIONS } from './reach.ts';

/** PL-RES-008: there is nothing behind a service-network endpoint. */
export const plRes008: EndpointRule = {
  id: 'PL-RES-008',
  title: 'Service network behind the endpoint is empty',
  hop: 'service-network',
  side: 'consumer',
  appliesTo: ['ServiceNetwork'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT, ASSOCIATIONS],
  alsoReads: ['vpc-lattice:ListServiceNetworks'],
  suppressedBy: [...LIFECYCLE, 'PL-RES-004'],
  docs: [
    `${PRIVATELINK_DOCS}privatelink-access-service-networks.html`,
    `${PRIVATELINK_DOCS}resource-configuration-associations.html`,
  ],
  condition:
    'The endpoint has no association, and the service network holds neither services nor resource configurations. Where nobody who was read sees the network, that the endpoint has no association is a suspicion.',
  why: 'The endpoint leads to nothing.',
  fix: 'Associate resource configurations or services with the service network.',
  examples: {
    bad: '"numberOfAssociatedServices": 0, "numberOfAssociatedResourceConfigurations": 0',
    good: '"numberOfAssociatedServices": 0, "numberOfAssociatedResourceConfigurations": 1',
  },
  check: (context) => {
    const { associations, network } = latticePath(context);
    if (associations.length > 0) return pass(`The endpoint has ${associations.length} associations.`);
    if (network === undefined) return malformed('ServiceNetworkArn');
    if (network.network === undefined)
      return fails({ ...draftOf(context, network.id), confidence: 'heuristic' }, { resource: network.id });
    const { numberOfAssociatedServices: services, numberOfAssociatedResourceConfigurations: resources } =
      network.network;
    if (services === undefined || resources === undefined) {
      return malformed(`numberOfAssociatedServices and numberOfAssociatedResourceConfigurations of ${network.id}`);
    }
    return services + resources === 0
      ? fails(draftOf(context, network.id), { resource: network.id })
      : malformed(`agreement: ${network.id} holds ${services + resources}, the endpoint has no association`);
  },
};

function draftOf({ endpoint, region }: EndpointContext, id: string): Draft {
  return {
    resource: id,
    message: `${endpoint.id} has no association: nothing is reached through ${id}.`,
    evidence: [evidence(endpoint.id, 'VpcEndpointAssociations', '[]')],
    commands: [
      awsCommand(
        'vpc-lattice create-service-network-resource-association',
        region,
        { 'resource-configuration-identifier': 'RCFG_ID', 'service-network-identifier': id },
        'lets everybody who uses the service network reach that resource',
      ),
    ],
  };
}
