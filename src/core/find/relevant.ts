import { COMPARED_KINDS } from '../compare/kinds.ts';
import type { Interpretation } from './types.ts';

/* Which kinds could hold what was asked for: only their listings can have hidden a match. */

export interface Relevant {
  readonly kinds: readonly string[];
  /** Whether an operation that was never called counts as a gap. */
  readonly isCertain: (operation: string) => boolean;
  /** The account and the Region that the query itself names. */
  readonly place?: { readonly account?: string; readonly region?: string };
  /** True when nothing outside that place could hold it. */
  readonly isOnlyThere?: boolean;
}

/**
 * Asked only when something refers to what they list, or when somebody wants it: a whole reading does without them. For
 * words and tags, which anything may have, they count only where they were asked and did not answer.
 */
const ON_DEMAND: ReadonlySet<string> = new Set([
  'ec2:DescribeRegions',
  'ec2:DescribeSecurityGroupRules',
  'ec2:DescribePrefixLists',
  'ec2:DescribeManagedPrefixLists',
  'ec2:GetManagedPrefixListEntries',
  'ec2:DescribeTransitGatewayRouteTables',
  'route53resolver:ListResolverRules',
  'route53resolver:ListResolverRuleAssociations',
  'route53resolver:ListFirewallRuleGroupAssociations',
  'cloudwatch:DescribeAlarms',
]);

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html; the others as their APIs show them. */
const KINDS_BY_PREFIX: Readonly<Record<string, readonly string[]>> = {
  vpce: ['vpc-endpoint'],
  'vpce-svc': ['endpoint-service'],
  'vpce-nfn': ['connection-notification'],
  vpc: ['vpc'],
  subnet: ['subnet'],
  rtb: ['route-table'],
  acl: ['network-acl'],
  sg: ['security-group'],
  sgr: ['security-group-rule'],
  eni: ['network-interface'],
  pl: ['prefix-list', 'managed-prefix-list'],
  dopt: ['dhcp-options'],
  nat: ['nat-gateway'],
  fl: ['flow-log'],
  pcx: ['peering-connection'],
  'tgw-attach': ['transit-gateway-attachment'],
  'tgw-rtb': ['transit-gateway-route-table'],
  'rslvr-rr': ['resolver-rule'],
  'rslvr-in': ['resolver-endpoint'],
  'rslvr-out': ['resolver-endpoint'],
  rgw: ['resource-gateway'],
  rcfg: ['resource-configuration'],
  sn: ['service-network'],
};

/** By the service and the type in an ARN. */
const KINDS_BY_ARN: Readonly<Record<string, readonly string[]>> = {
  'ec2 vpc-endpoint': ['vpc-endpoint'],
  'ec2 vpc-endpoint-service': ['endpoint-service'],
  'ec2 vpc': ['vpc'],
  'ec2 subnet': ['subnet'],
  'ec2 route-table': ['route-table'],
  'ec2 network-acl': ['network-acl'],
  'ec2 security-group': ['security-group'],
  'ec2 security-group-rule': ['security-group-rule'],
  'ec2 network-interface': ['network-interface'],
  'ec2 prefix-list': ['prefix-list', 'managed-prefix-list'],
  'ec2 dhcp-options': ['dhcp-options'],
  'ec2 natgateway': ['nat-gateway'],
  'elasticloadbalancing loadbalancer': ['load-balancer'],
  'elasticloadbalancing listener': ['listener'],
  'elasticloadbalancing listener-rule': ['listener-rule'],
  'elasticloadbalancing targetgroup': ['target-group'],
  'acm certificate': ['certificate'],
  'vpc-lattice resourcegateway': ['resource-gateway'],
  'vpc-lattice resourceconfiguration': ['resource-configuration'],
  'vpc-lattice servicenetwork': ['service-network'],
};

const ON_ADDRESSES = [
  ...['network-interface', 'vpc-endpoint', 'load-balancer', 'target-health', 'nat-gateway', 'subnet', 'vpc'],
  ...['security-group', 'network-acl', 'route-table', 'prefix-list', 'peering-connection', 'transit-gateway-route'],
  ...['resolver-rule', 'dhcp-options', 'resource-configuration'],
];
const ON_NAMES = [
  ...['vpc-endpoint', 'endpoint-service', 'service-detail', 'load-balancer', 'hosted-zone', 'record-set'],
  ...['resolver-rule', 'certificate', 'listener-rule', 'endpoint-association', 'resource-configuration'],
  'domain-verification',
];
const ON_PORTS = [
  'listener',
  'target-group',
  'target-health',
  'security-group',
  'network-acl',
  'resource-configuration',
];
const NAMING_ACCOUNTS = [
  ...['vpc-endpoint', 'endpoint-connection', 'service-permission', 'service-detail', 'peering-connection'],
  ...['security-group', 'resource-share-association', 'transit-gateway-attachment', 'resource-configuration'],
];

const always = (): boolean => true;
const whenReadAsARule = (operation: string): boolean => !ON_DEMAND.has(operation);

/** What a query is about decides what could have hidden a match. */
export function relevantTo(asked: Interpretation): Relevant {
  switch (asked.kind) {
    case 'everything':
      return { kinds: ['vpc-endpoint', 'endpoint-service'], isCertain: always };
    case 'id':
      return ofId(asked.id, asked.whole);
    case 'arn':
      return ofArn(asked.arn);
    case 'account':
      return { kinds: NAMING_ACCOUNTS, isCertain: whenReadAsARule, place: { account: asked.account } };
    case 'region':
      return {
        kinds: ['vpc-endpoint', 'endpoint-service'],
        isCertain: always,
        place: { region: asked.region },
        isOnlyThere: true,
      };
    case 'address':
    case 'cidr':
      return { kinds: ON_ADDRESSES, isCertain: whenReadAsARule };
    case 'dns-name':
      return { kinds: ON_NAMES, isCertain: always, ...placeIn(asked.name) };
    case 'service-name':
      return {
        kinds: ['vpc-endpoint', 'endpoint-service', 'service-detail'],
        isCertain: always,
        ...placeIn(asked.serviceName),
      };
    case 'port':
      return { kinds: ON_PORTS, isCertain: always };
    case 'zone':
      return {
        kinds: ['availability-zone', 'subnet', 'load-balancer', 'endpoint-service'],
        isCertain: always,
        ...placeIn(asked.zone),
      };
    case 'tag':
    case 'words':
      return ANYTHING;
  }
}

/** Whether every listing that could hold a match counts, those that a reading asks for only on demand included. */
export function isCertain(asked: Interpretation): boolean {
  return relevantTo(asked).isCertain === always;
}

/** The Region that a name of AWS's holds: a service's, an endpoint's, a zone's. */
function placeIn(name: string): Pick<Relevant, 'place'> {
  const region = /(?:^|\.)([a-z]{2}(?:-[a-z]+)+-\d)[a-z]?(?:\.|$)/.exec(name.toLowerCase())?.[1];
  return region === undefined ? {} : { place: { region } };
}

/** Names and tags may be anybody's. */
const ANYTHING: Relevant = {
  kinds: [...COMPARED_KINDS.map(({ kind }) => kind), 'elb-tags'],
  isCertain: whenReadAsARule,
};

function ofId(id: string, whole: boolean): Relevant {
  const kinds = KINDS_BY_PREFIX[id.slice(0, id.lastIndexOf('-'))];
  // The beginning of an id may as well be a name.
  return whole && kinds !== undefined ? { kinds, isCertain: always } : ANYTHING;
}

function ofArn(arn: string): Relevant {
  const [, , service = '', region = '', account = '', resource = ''] = arn.split(':');
  const kinds = KINDS_BY_ARN[`${service} ${resource.split('/')[0] ?? ''}`];
  if (kinds === undefined) return ANYTHING;
  return {
    kinds,
    isCertain: always,
    place: { ...(account === '' ? {} : { account }), ...(region === '' ? {} : { region }) },
    isOnlyThere: true,
  };
}
