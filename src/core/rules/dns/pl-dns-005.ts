import { evidence } from '../../context.ts';
import { hiddenDomain } from '../../reachability/dns.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type Draft, type EndpointRule } from '../rule.ts';
import { leadOf } from './leads.ts';
import { OFFERED_NAMES, serviceNames, userZones, ZONES } from './names.ts';

/** PL-DNS-005: a zone of the service's own name keeps private DNS off and leads nowhere. */
export const plDns005: EndpointRule = {
  id: 'PL-DNS-005',
  title: 'Private DNS cannot be enabled: the VPC already has that domain',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT, ZONES, OFFERED_NAMES],
  alsoReads: ['route53:ListResourceRecordSets'],
  suppressedBy: [...LIFECYCLE, 'PL-DNS-001', 'PL-DNS-002', 'PL-DNS-004'],
  docs: [`${PRIVATELINK_DOCS}interface-endpoints.html`, `${PRIVATELINK_DOCS}manage-dns-names.html`],
  condition:
    'Private DNS of the endpoint is off, a private hosted zone of exactly the service’s private name is associated with the VPC, and no record at its top leads to a live endpoint of the service.',
  why: 'Two zones of one name cannot be in one VPC, so private DNS cannot be turned on; and the zone that is there answers for the name without leading to the service.',
  fix: 'Add an alias to the endpoint in that zone, or dissociate it and enable private DNS.',
  examples: {
    bad: '"PrivateDnsEnabled": false, and a private zone api.ecr.us-east-1.amazonaws.com without an A record',
    good: 'the same zone with an alias record at its top that leads to the endpoint',
  },
  check: (context) => {
    const { endpoint, region, vpcId } = context;
    if (endpoint.privateDnsEnabled === undefined) return malformed('PrivateDnsEnabled');
    if (endpoint.privateDnsEnabled) return 'not-applicable';
    const names = new Map(serviceNames(context).map((name) => [hiddenDomain(name), name]));
    const same = userZones(context).filter((zone) => names.has(zone.zoneName ?? ''));
    if (same.length === 0) return pass('No private hosted zone of the VPC has the service’s private name.');
    const leads = same.map((zone) => {
      const name = names.get(zone.zoneName ?? '') ?? '';
      // Of `*.example.com` any name below stands for all.
      const probe = name.startsWith('*.') ? name : (zone.zoneName ?? '');
      return { zone, lead: leadOf(context, zone, probe) };
    });
    const faulty = leads.flatMap(({ zone, lead }) =>
      lead.kind === 'endpoint' || lead.kind === 'unread' ? [] : [{ zone, lead }],
    );
    const drafts = faulty.map(({ zone, lead }): Draft => {
      const zoneName = zone.zoneName ?? '';
      return {
        resource: endpoint.id,
        message: `${vpcId} has a private zone ${zoneName} (${zone.hostedZoneId}) that ${lead.kind === 'none' ? 'has no record for it' : `leads to ${lead.target}`}: ${zoneName} ${lead.kind === 'split' ? 'reaches the service only in part' : `does not reach ${endpoint.id}`}, and its private DNS cannot be enabled beside that zone.`,
        evidence: [
          evidence(endpoint.id, 'PrivateDnsEnabled', 'false'),
          evidence(zone.hostedZoneId, 'Name', zoneName),
          evidence(zone.hostedZoneId, zoneName, lead.kind === 'none' ? 'no record' : lead.target),
        ],
        commands: [
          awsCommand('route53 list-resource-record-sets', region, { 'hosted-zone-id': zone.hostedZoneId }, READS_ONLY),
          awsCommand(
            'route53 disassociate-vpc-from-hosted-zone',
            region,
            { 'hosted-zone-id': zone.hostedZoneId, vpc: `VPCRegion=${region},VPCId=${vpcId}` },
            'every name of that zone stops resolving in the VPC',
          ),
        ],
      };
    });
    const [unread] = leads.flatMap(({ lead }) => (lead.kind === 'unread' ? [lead.gap] : []));
    if (drafts.length === 0) {
      return unread === undefined
        ? pass('The zone of the service’s name leads to an endpoint of it.')
        : { gap: unread };
    }
    const state = faulty.every(({ lead }) => lead.kind === 'split') ? 'warn' : 'fail';
    return { instances: [{ resource: endpoint.id, state }], findings: drafts };
  },
};
