import { evidence, type EndpointContext } from '../../context.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import { routeEntries } from '../../reachability/inspection-routes.ts';
import type { TransitGatewayAttachment } from '../../resources/transit-gateway-attachment.ts';
import { awsCommand } from '../command.ts';
import { LIFECYCLE, type Draft, type EndpointRule, type Instance } from '../rule.ts';
import { inspectionOf, ROUTES, type Inspection } from './senders.ts';
import { attachmentsOf, inspectedPairs, TRANSIT_READS, type TransitPair } from './transit.ts';

/** PL-GWLB-008: a transit gateway picks another zone for the way back. */
export const plGwlb008: EndpointRule = {
  id: 'PL-GWLB-008',
  title: 'Transit gateway attachment of the inspection VPC without appliance mode',
  hop: 'route-table',
  side: 'consumer',
  appliesTo: ['GatewayLoadBalancer'],
  owner: 'consumer',
  effect: 'impairs',
  severity: 'high',
  confidence: 'deterministic',
  requires: [...ROUTES, { operation: 'ec2:DescribeNetworkInterfaces', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  alsoReads: TRANSIT_READS,
  suppressedBy: LIFECYCLE,
  docs: [
    'https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-appliance-scenario.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/introduction.html',
  ],
  condition:
    'Networks behind a transit gateway talk to each other through the endpoints of this VPC, the attachment’s subnets send to different endpoints of the service, and appliance mode of the attachment is off. Egress alone needs no appliance mode: there the NAT gateway’s subnet brings the flow back to its zone.',
  why: 'Without appliance mode the transit gateway stays in the zone that a packet comes from: where client and server are in different zones, the way back meets another zone’s appliances, which drop it.',
  fix: 'Turn appliance mode on for the inspection VPC’s attachment.',
  examples: {
    bad: '"SubnetIds": two zones, "Options": { "ApplianceModeSupport": "disable" }',
    good: '"Options": { "ApplianceModeSupport": "enable" }',
  },
  check: (context) => {
    const inspection = inspectionOf(context);
    if ('gap' in inspection) return inspection;
    const senders = new Set(inspection.senders.map(({ id }) => id));
    const isAttached = context.lookup
      .interfacesOf(context.vpcId)
      .some((item) => item.interfaceType === 'transit_gateway' && senders.has(item.subnetId ?? ''));
    if (!isAttached) return 'not-applicable';
    const attachments = attachmentsOf(context);
    if ('gap' in attachments) return attachments;
    const judged = attachments
      .filter(({ subnetIds }) => subnetIds?.some((id) => senders.has(id)) === true)
      .map((attachment) => ({ attachment, verdict: judge(context, inspection, attachment) }));
    const gap = joinGaps(
      judged.flatMap(({ verdict }) => (typeof verdict === 'object' && 'gap' in verdict ? [verdict.gap] : [])),
    );
    return {
      instances: judged.map(({ attachment, verdict }): Instance => ({
        resource: attachment.id,
        state: verdict === 'pass' ? 'pass' : 'gap' in verdict ? 'unknown' : 'warn',
      })),
      findings: judged.flatMap(({ attachment, verdict }) =>
        verdict === 'pass' || 'gap' in verdict ? [] : [draft(attachment, verdict, context.region)],
      ),
      gap,
    };
  },
};

function judge(
  context: EndpointContext,
  inspection: Inspection,
  attachment: TransitGatewayAttachment,
): 'pass' | TransitPair | { readonly gap: Gap } {
  const mode = attachment.applianceModeSupport;
  if (mode === 'enable' || endpointsBehind(context, inspection, attachment).size < 2) return 'pass';
  if (mode !== 'disable')
    return { gap: { reason: 'malformed', missing: [`ApplianceModeSupport of ${attachment.id}`] } };
  const pairs = inspectedPairs(context, attachment.id);
  return 'gap' in pairs ? pairs : (pairs[0] ?? 'pass');
}

/** The endpoints of the service that the attachment's subnets send to. */
function endpointsBehind(
  { lookup, inventory }: EndpointContext,
  { siblings }: Inspection,
  { subnetIds }: TransitGatewayAttachment,
): ReadonlySet<string> {
  return new Set(
    (subnetIds ?? []).flatMap((id) => {
      const table = lookup.routeTableOf(id);
      const entries = table === undefined ? [] : routeEntries(table, inventory);
      return 'gap' in entries ? [] : entries.flatMap(({ hop }) => (siblings.has(hop.id) ? [hop.id] : []));
    }),
  );
}

function draft(attachment: TransitGatewayAttachment, { from, to }: TransitPair, region: string): Draft {
  return {
    resource: attachment.id,
    message: `Appliance mode of ${attachment.id} is off, and ${from.destination} talks to ${to.destination} through the endpoints of several zones: flows between zones meet one zone’s appliances on the way there and another’s on the way back.`,
    evidence: [
      evidence(attachment.id, 'Options.ApplianceModeSupport', attachment.applianceModeSupport ?? ''),
      evidence(attachment.id, 'SubnetIds', attachment.subnetIds ?? []),
    ],
    commands: [
      awsCommand(
        'ec2 modify-transit-gateway-vpc-attachment',
        region,
        { 'transit-gateway-attachment-id': attachment.id, options: 'ApplianceModeSupport=enable' },
        'open flows through the inspection VPC may move to another zone’s appliances once',
      ),
    ],
  };
}
