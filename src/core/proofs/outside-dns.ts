import type { EndpointContext } from '../context.ts';
import { joinGaps, type Gap } from '../needs.ts';
import { originOf } from '../origin.ts';
import { answering } from '../reachability/dns.ts';
import { needAt } from '../reachability/way.ts';
import type { Vpc } from '../resources/vpc.ts';
import { leadOf } from '../rules/dns/leads.ts';
import { authorities, givenName, isOwnName, privateNames, userZones } from '../rules/dns/names.ts';
import { dnsAttribute, resolverGap } from '../rules/vpc-dns.ts';
import type { Proof } from './proof.ts';

/**
 * Who answers a client outside the endpoint's VPC; `undefined` for any other client. Private DNS answers inside that VPC
 * only: elsewhere the endpoint's own names resolve, and what a private hosted zone of the client's VPC leads there.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
export function outsideDns(context: EndpointContext): Proof | undefined {
  const origin = originOf(context);
  if (origin.kind === 'elsewhere') {
    return gapProof({
      reason: 'input-missing',
      missing: [`what the DNS servers in the network of ${origin.source.id} answer`],
    });
  }
  return origin.kind === 'vpc' ? fromVpc(context, origin.vpc) : undefined;
}

function fromVpc(context: EndpointContext, vpc: Vpc): Proof {
  const there: EndpointContext = {
    ...context,
    vpc,
    vpcId: vpc.id,
    region: vpc.region,
    accounts: [...new Set([vpc.account, vpc.seenBy])],
    need: needAt(context, vpc),
  };
  const unread =
    there.need('ec2:DescribeVpcAttribute', { VpcId: vpc.id, Attribute: 'enableDnsSupport' }) ?? resolverGap(there);
  if (unread !== undefined) return gapProof(unread);
  const support = dnsAttribute(there, 'enableDnsSupport');
  if (typeof support !== 'boolean') return gapProof(support.gap);
  if (!support) return gapProof({ reason: 'unsupported', missing: [`names in ${vpc.id}, whose DNS support is off`] });
  if (context.endpoint.privateDnsEnabled === undefined) {
    return gapProof({ reason: 'malformed', missing: ['PrivateDnsEnabled'] });
  }
  const name = givenName(context);
  const used = name === undefined ? privateNames(context, context.endpoint) : isOwnName(name) ? [] : [name];
  if (used.length === 0) {
    return { kind: 'pass', statement: `The endpoint’s own vpce names lead to it, and these resolve in ${vpc.id} too.` };
  }
  const gap = authorityGap(there) ?? joinGaps(used.flatMap((one) => leadGap(there, one) ?? []));
  return gap === undefined
    ? { kind: 'pass', statement: `A private hosted zone of ${vpc.id} leads ${used.join(', ')} to the endpoint.` }
    : gapProof(gap);
}

/** What answers for names in the client's VPC and was not read. */
function authorityGap({ need, vpcId, region }: EndpointContext): Gap | undefined {
  const unread = [
    need('route53:ListHostedZonesByVPC', { VPCId: vpcId, VPCRegion: region }),
    need('route53resolver:ListResolverRules'),
    need('route53resolver:ListResolverRuleAssociations'),
    need('ec2:DescribeVpcEndpoints', { 'vpc-id': vpcId }),
  ];
  return joinGaps(unread.filter((gap) => gap !== undefined));
}

/** Why a name is not known to lead to the endpoint from the client's VPC. */
function leadGap(there: EndpointContext, name: string): Gap | undefined {
  const [winner, ...others] = answering(name, authorities(there));
  const elsewhere = (what: string): Gap => ({
    reason: 'input-missing',
    missing: [`the name that clients in ${there.vpcId} use (--name): ${name} ${what}`],
  });
  if (winner === undefined) return elsewhere('is answered by the public DNS there');
  const zone = userZones(there).find((item) => item.hostedZoneId === winner.id);
  if (winner.kind !== 'zone' || zone === undefined || others.length > 0)
    return elsewhere(`is ${winner.id}’s to answer`);
  const lead = leadOf(there, zone, name);
  if (lead.kind === 'unread') return lead.gap;
  return lead.kind === 'endpoint' && lead.ids.every((id) => id === there.endpoint.id)
    ? undefined
    : elsewhere(`does not lead to the endpoint${lead.kind === 'split' ? ' alone' : ''} by zone ${zone.hostedZoneId}`);
}

function gapProof(gap: Gap): Proof {
  return { kind: 'gap', gap };
}
