import { OPERATIONS, type Operation } from './operations.ts';

/** What a policy is for, each with all that those before it allow. */
export const POLICY_PURPOSES = ['read', 'diagnose', 'act'] as const;
export type PolicyPurpose = (typeof POLICY_PURPOSES)[number];

/** An IAM action with the first policy that allows it. */
export interface Permission {
  readonly action: string;
  readonly policy: PolicyPurpose;
  /** When it is used: a tier of the collection, or the fix of a finding. */
  readonly tier: Operation['tier'] | 'fix';
  /** What it is for, in words that end a sentence starting with "for". */
  readonly purposes: readonly string[];
}

/** An identity-based policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: '*';
  }[];
}

/** The actions that the commands in findings take. Nothing here is ever called: who runs a command needs its action. */
const FIX_ACTIONS: Readonly<Record<string, string>> = {
  'cloudtrail:GetEventSelectors': 'looking at which events a trail records',
  'cloudwatch:GetMetricStatistics': 'looking at a metric hour by hour',
  'cloudwatch:PutMetricAlarm': 'being told when an endpoint or a service fails',
  'ec2:AcceptVpcEndpointConnections': 'accepting a connection request',
  'ec2:AssociateRouteTable': 'giving an internet gateway a route table',
  'ec2:AuthorizeSecurityGroupEgress': 'letting traffic out of a security group',
  'ec2:AuthorizeSecurityGroupIngress': 'letting traffic into a security group',
  'ec2:CreateFlowLogs': 'recording what reaches an endpoint',
  'ec2:CreateNetworkAclEntry': 'letting traffic through a network ACL',
  'ec2:CreateRoute':
    'routing between a client’s network and an endpoint’s subnets, and to a Gateway Load Balancer endpoint',
  'ec2:CreateTags': 'naming and tagging endpoints and services',
  'ec2:CreateVpcEndpointConnectionNotification': 'being told of connection requests',
  'ec2:CreateVpcEndpoint': 'creating the endpoint that is missing',
  'ec2:DeleteNetworkAclEntry': 'taking away the entry of a network ACL that denies first',
  'ec2:DeleteRoute': 'removing a route that bypasses an endpoint',
  'ec2:DeleteVpcEndpointServiceConfigurations': 'deleting an endpoint service that nobody uses',
  'ec2:DeleteVpcEndpoints': 'deleting an endpoint that cannot recover',
  'ec2:ModifyTransitGatewayVpcAttachment':
    'attaching one more zone to a transit gateway, and turning on appliance mode',
  'ec2:ModifyVpcAttribute': 'turning on DNS in a VPC',
  'ec2:ModifyVpcEndpoint': 'changing an endpoint’s subnets, route tables, security groups or policy',
  'ec2:ModifyVpcEndpointConnectionNotification': 'switching a notification on again',
  'ec2:ModifyVpcEndpointServiceConfiguration':
    'changing how an endpoint service accepts, which load balancers and Regions it offers, and its private name',
  'ec2:ModifyVpcEndpointServicePermissions': 'changing who may connect to an endpoint service',
  'ec2:RejectVpcEndpointConnections': 'rejecting a connection request',
  'ec2:ReplaceRoute': 'leading inspected traffic on from an endpoint',
  'ec2:RevokeSecurityGroupIngress': 'closing a security group',
  'ec2:StartVpcEndpointServicePrivateDnsVerification': 'proving that a private name is one’s own',
  'elasticloadbalancing:AddListenerCertificates': 'adding a certificate to a listener',
  'elasticloadbalancing:CreateListener': 'adding a listener',
  'elasticloadbalancing:ModifyListenerAttributes': 'changing a listener’s idle timeout',
  'elasticloadbalancing:ModifyLoadBalancerAttributes': 'turning on cross-zone load balancing',
  'elasticloadbalancing:ModifyTargetGroupAttributes': 'turning Proxy Protocol on or off',
  'elasticloadbalancing:RegisterTargets': 'registering targets',
  'elasticloadbalancing:SetIpAddressType': 'giving a load balancer IPv6',
  'elasticloadbalancing:SetSecurityGroups':
    'changing whether a load balancer’s security groups apply to PrivateLink traffic',
  'elasticloadbalancing:SetSubnets': 'adding a zone to a load balancer',
  'organizations:ListPolicies': 'looking at what limits the accounts of an organization',
  'ram:AcceptResourceShareInvitation': 'accepting what another account shares',
  'ram:CreateResourceShare': 'sharing a resource configuration or service network',
  'ram:GetResourceShareInvitations': 'looking for invitations that nobody accepted',
  'route53:ChangeResourceRecordSets': 'pointing a record at an endpoint that exists',
  'route53:DisassociateVPCFromHostedZone': 'taking a private hosted zone out of a VPC',
  'route53resolver:AssociateResolverQueryLogConfig': 'recording the DNS queries of a VPC',
  'route53resolver:DisassociateResolverRule': 'taking a forwarding rule out of a VPC',
  'route53resolver:ListFirewallRules': 'looking at what a DNS Firewall blocks',
  'servicequotas:RequestServiceQuotaIncrease': 'asking for room for more endpoints',
  'sns:GetTopicAttributes': 'looking at who may publish to a notification’s topic',
  'vpc-lattice:CreateServiceNetworkResourceAssociation': 'putting a resource into a service network',
  'vpc-lattice:GetResourceGateway': 'looking at a resource gateway',
  'vpc-lattice:StartDomainVerification': 'proving that a custom domain is one’s own',
  'vpc-lattice:UpdateResourceConfiguration': 'publishing another port of a resource',
  'ssm:SendCommand': 'looking a name up on an instance',
};

/** Every action that any of the policies allows, sorted: what the operations take, and what the fixes take. */
export function permissions(): readonly Permission[] {
  const found = new Map<string, Permission>();
  for (const operation of Object.values<Operation>(OPERATIONS)) {
    for (const action of operation.actions ?? [operation.name]) {
      const known = found.get(action);
      const earlier = known !== undefined && rank(known.tier) <= rank(operation.tier);
      const { tier } = earlier ? known : operation;
      const purposes = [...(known?.purposes ?? []), operation.purpose];
      found.set(action, { action, policy: rank(tier) <= rank(1) ? 'read' : 'diagnose', tier, purposes });
    }
  }
  const fixes = Object.entries(FIX_ACTIONS).map(([action, purpose]): Permission => ({
    action,
    policy: 'act',
    tier: 'fix',
    purposes: [purpose],
  }));
  return [...found.values(), ...fixes].sort((a, b) => (a.action < b.action ? -1 : a.action > b.action ? 1 : 0));
}

function rank(tier: Permission['tier']): number {
  return ([0, 1, 2, 'asked', 'fix'] as const).indexOf(tier);
}

/**
 * The least that IAM has to allow for a purpose, a statement a service. Resources are not narrowed: of the actions that
 * read, most know no resource-level permissions
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html).
 */
export function policyFor(purpose: PolicyPurpose): PolicyDocument {
  const included = POLICY_PURPOSES.slice(0, POLICY_PURPOSES.indexOf(purpose) + 1);
  const byStatement = new Map<string, string[]>();
  for (const { action, policy } of permissions()) {
    if (!included.includes(policy)) continue;
    const sid = `${policy === 'act' ? 'Change' : 'Read'}${sidOf(action)}`;
    byStatement.set(sid, [...(byStatement.get(sid) ?? []), action]);
  }
  return {
    Version: '2012-10-17',
    Statement: [...byStatement].map(([Sid, Action]) => ({ Sid, Effect: 'Allow', Action, Resource: '*' })),
  };
}

/** A Sid has letters and digits only. */
function sidOf(action: string): string {
  return action
    .slice(0, action.indexOf(':'))
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
