import { evidence, type EndpointContext } from '../../context.ts';
import { latticePath, publishedPorts, type ReachedResource } from '../../lattice.ts';
import { joinGaps } from '../../needs.ts';
import { describePorts, hasPort, type PortSet } from '../../reachability/ports.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, PRIVATELINK_DOCS, type Draft, type EndpointRule, type Instance } from '../rule.ts';
import { ASSOCIATIONS } from './reach.ts';

/** PL-RES-005: the client uses a port that the resource's owner did not publish. */
export const plRes005: EndpointRule = {
  id: 'PL-RES-005',
  title: 'Port is outside the published ranges',
  hop: 'resource-configuration',
  side: 'consumer',
  appliesTo: ['Resource', 'ServiceNetwork'],
  owner: 'both',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT, ASSOCIATIONS],
  alsoReads: ['vpc-lattice:ListResourceConfigurations', 'vpc-lattice:GetResourceConfiguration'],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}resource-configuration.html`],
  condition:
    'A port was given (`--port`), and it lies in no range of portRanges of any resource configuration behind the endpoint. Where something behind it does not tell its ports (a service of VPC Lattice, an Amazon resource), another port is unknown.',
  why: 'The endpoint lets through only the ports that the resource configuration names.',
  fix: 'Use a published port, or have the resource’s owner extend portRanges.',
  examples: { bad: '"portRanges": ["5432"], --port 5433', good: '"portRanges": ["5432", "6432-6440"], --port 6440' },
  check: (context) => {
    const { port } = context.options;
    const { resources, services } = latticePath(context);
    if (port === undefined || resources.length === 0) return 'not-applicable';
    const judged = resources.map((resource) => ({ resource, published: publishedPorts(context, resource) }));
    const known = judged.flatMap(({ resource, published }) =>
      typeof published === 'object' && 'ports' in published ? [{ resource, ports: published.ports }] : [],
    );
    const open = known.filter(({ ports }) => hasPort(ports, port));
    if (open.length > 0) {
      return {
        instances: open.map(({ resource }): Instance => ({ resource: resource.arn, state: 'pass' })),
        findings: [],
        statement: `${open.map(({ resource }) => nameOf(resource)).join(', ')} publish${open.length === 1 ? 'es' : ''} tcp/${port}.`,
      };
    }
    const gap = joinGaps(
      judged.flatMap(({ published }) => (typeof published === 'object' && 'gap' in published ? [published.gap] : [])),
    );
    if (gap !== undefined) return { gap };
    if (services.length > 0 || known.length < judged.length) {
      return { gap: { reason: 'input-missing', missing: [`what behind the endpoint takes tcp/${port}`] } };
    }
    return {
      instances: known.map(({ resource }): Instance => ({ resource: resource.arn, state: 'fail' })),
      findings: known.map(({ resource, ports }) => draftOf(context, resource, ports, port)),
    };
  },
};

function nameOf({ configuration, id }: ReachedResource): string {
  return configuration?.name ?? id;
}

function draftOf({ region }: EndpointContext, resource: ReachedResource, ports: PortSet, port: number): Draft {
  const published = resource.configuration?.portRanges ?? [];
  return {
    resource: resource.arn,
    message: `${nameOf(resource)} publishes ${describePorts(ports)}, not tcp/${port}.`,
    evidence: [evidence(resource.id, 'portRanges', published.join(', '))],
    commands: [
      awsCommand(
        'vpc-lattice update-resource-configuration',
        region,
        { 'resource-configuration-identifier': resource.id, 'port-ranges': [...published, String(port)] },
        'opens that port of the resource to everybody who has an endpoint to it; takes the place of the list',
      ),
    ],
  };
}
