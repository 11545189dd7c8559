import { evidence, type EndpointContext } from '../../context.ts';
import { everyAddress, type AddressRange } from '../../model/cidr.ts';
import type { Gap } from '../../needs.ts';
import {
  aclBlocksEveryone,
  aclPorts,
  aclPortsForSome,
  aclShare,
  describeEntry,
} from '../../reachability/network-acl.ts';
import { ALL_PORTS, countPorts } from '../../reachability/ports.ts';
import { guardedZones, zoneInstance, zoneLabel, type GuardedZone } from '../endpoint-acl.ts';
import { inspectionOf, rangesOfSubnet, ROUTES } from '../gwlb/senders.ts';
import { repliesThrough } from '../replies.ts';
import type { CheckResult, Draft } from '../rule.ts';
import { openingCommand } from './entry-command.ts';

/*
 * The network ACL of a Gateway Load Balancer endpoint's subnet stands in the way of everything that is inspected, in both
 * directions each way: requests and replies come in and go out again. It holds for senders in the same subnet as well.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html
 */

const TRANSPORTS = ['tcp', 'udp'] as const;

/** What the ACL makes of inspected traffic in one direction: pass only where it is plain that nothing is lost. */
export function inspectedAcl(context: EndpointContext, direction: 'inbound' | 'outbound'): CheckResult {
  const zones = guardedZones(context);
  if ('gap' in zones) return zones;
  const clients = clientRanges(context);
  const judged = zones.map((zone) => ({ zone, verdict: judge(zone, direction, clients, context.options.port) }));
  const gap = judged.flatMap(({ verdict }) => (typeof verdict === 'object' ? [verdict] : []))[0];
  return {
    instances: judged.map(({ zone, verdict }) =>
      zoneInstance(zone.zone, zone.acl.id, typeof verdict === 'object' ? 'unknown' : verdict),
    ),
    findings: judged.filter(({ verdict }) => verdict === 'fail').map(({ zone }) => draft(context, zone, direction)),
    statement: `Inspected traffic ${direction === 'inbound' ? 'enters' : 'leaves'} the endpoint’s subnet.`,
    ...(gap === undefined ? {} : { gap }),
  };
}

/** The addresses of the subnets that send to the endpoint, or why they are not known. */
function clientRanges(context: EndpointContext): readonly AddressRange[] | { readonly gap: Gap } {
  for (const { operation } of ROUTES.slice(1)) {
    const unread = context.need(operation, { 'vpc-id': context.vpcId });
    if (unread !== undefined) return { gap: unread };
  }
  const inspection = inspectionOf(context);
  if ('gap' in inspection) return inspection;
  return inspection.senders.flatMap(({ subnet }) => (subnet === undefined ? [] : rangesOfSubnet(subnet)));
}

function judge(
  { acl, entries }: GuardedZone,
  direction: 'inbound' | 'outbound',
  clients: readonly AddressRange[] | { readonly gap: Gap },
  port: number | undefined,
): 'pass' | 'fail' | Gap {
  const egress = direction === 'outbound';
  const everybody = everyAddress(4);
  const isOpen = TRANSPORTS.every(
    (transport) => countPorts(aclPorts(entries, egress, transport, everybody)) === countPorts(ALL_PORTS),
  );
  if (isOpen) return 'pass';
  if (TRANSPORTS.every((transport) => aclBlocksEveryone(entries, egress, transport, ALL_PORTS))) return 'fail';
  if ('gap' in clients) return clients.gap;
  const isShut = (range: AddressRange): boolean =>
    TRANSPORTS.every((transport) => aclPortsForSome(entries, egress, transport, range).length === 0);
  if (clients.length > 0 && clients.every(isShut)) return 'fail';
  if (port === undefined) {
    return { reason: 'input-missing', missing: [`the port of the traffic: ${acl.id} admits a part of it (--port)`] };
  }
  // Requests of the clients to anybody, and replies of anybody to the clients, both in and out again.
  const requests = egress ? [everybody] : clients;
  const replies = egress ? clients : [everybody];
  const isThrough =
    requests.length > 0 &&
    requests.every((range) => aclShare(entries, egress, 'tcp', port, range) === 'full') &&
    repliesThrough(entries, egress, 'tcp', replies, 'assumed').state === 'full';
  return isThrough
    ? 'pass'
    : { reason: 'input-missing', missing: [`the addresses and ports of the traffic: ${acl.id} admits a part of it`] };
}

function draft({ region }: EndpointContext, { zone, acl, entries }: GuardedZone, direction: string): Draft {
  const egress = direction === 'outbound';
  const own = entries.filter((entry) => entry.egress === egress);
  return {
    resource: acl.id,
    message: `${acl.id} lets no ${direction} traffic of the senders through ${zone.subnetId} in ${zoneLabel(zone)}: nothing is inspected there.`,
    evidence: [
      evidence(
        acl.id,
        `Entries (${direction})`,
        [...own]
          .sort((a, b) => (a.ruleNumber ?? 0) - (b.ruleNumber ?? 0))
          .slice(0, 8)
          .map(describeEntry)
          .join('; ') || 'none: denied',
      ),
    ],
    commands: [
      openingCommand(acl, entries, egress, region, {
        protocol: '-1',
        cidr: '0.0.0.0/0',
        impact: `opens every subnet of ${acl.id} in that direction: the appliances decide then; takes effect at once`,
      }),
    ],
  };
}
