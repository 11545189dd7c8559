import type { Family } from '../model/cidr.ts';
import type { Json } from '../model/json.ts';

/*
 * The one model between the inventory and every format: what the code says, before it says it in a language. A planner
 * fills it (plan*.ts), a renderer per format writes it down. Whatever is not generated comes in through an input; whatever
 * is generated is referred to, so that no id stands in the code twice.
 */

export type InputType =
  | 'vpc'
  | 'subnets'
  | 'routed-subnets'
  | 'security-groups'
  | 'security-group'
  | 'prefix-list'
  | 'route-tables'
  | 'load-balancers'
  | 'target-group'
  | 'certificate'
  | 'principals'
  | 'topic'
  | 'service-name'
  | 'resource-configuration'
  | 'service-network'
  | 'resource-gateway'
  | 'resource-group'
  | 'resource-configuration-id'
  | 'endpoint'
  | 'log-destination'
  | 'log-role'
  | 'targets'
  | 'client-cidr';

/** Something that a target group sends traffic to: an instance, an address or an Application Load Balancer. */
export interface Target {
  readonly id: string;
  readonly port?: number;
  readonly availabilityZone?: string;
}

/** A value that the code takes from outside: a Terraform variable, a template parameter, a property of a construct. */
export interface Input {
  /** Unique in the plan. */
  readonly key: string;
  /** The name in words, for example `['vpc', 'id']`; a renderer joins them in its own style. */
  readonly words: readonly string[];
  /** The words to put in front where the bare name is taken, or where all names share one space. */
  readonly prefix: readonly string[];
  readonly type: InputType;
  readonly list: boolean;
  readonly description: string;
  /** What it is now: one value, or any number of them where it is a list. */
  readonly current: readonly string[];
  /** The same with ports and zones, where `type` is `targets`. */
  readonly targets: readonly Target[];
}

/** A value in a resource: written down, taken from an input (whole, or one of its list), or another resource's. */
export type Term =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'input'; readonly input: string }
  | { readonly kind: 'item'; readonly input: string; readonly index: number }
  /** Without an attribute it is what others refer to the resource by. */
  | { readonly kind: 'own'; readonly resource: string; readonly attribute?: OwnAttribute };

/** `service-name` is of an endpoint service, `group-id` of a security group, the others of what has both an id and an ARN. */
export type OwnAttribute = 'service-name' | 'group-id' | 'id' | 'arn';

/** What every planned resource has. */
export interface Planned {
  /** The id or ARN of what it describes: unique in the plan, and what `own` refers to. */
  readonly key: string;
  /** The name in words, from the Name tag where there is one. */
  readonly words: readonly string[];
  /** What explains the code; one line each. */
  readonly comments: readonly string[];
  /** What could not be read, and is therefore missing; each one also stands as a comment. */
  readonly notes: readonly string[];
  /** Why the resource that exists must not be taken over by an import. */
  readonly keptFrom?: string;
}

export type Tags = readonly { readonly key: string; readonly value: string }[];

export interface PlannedEndpoint extends Planned {
  readonly kind: 'endpoint';
  readonly type: string;
  readonly vpc: Term;
  readonly service?: EndpointTarget;
  readonly serviceRegion?: string;
  readonly subnets?: Term;
  /** The zone names of `subnets`, in their order, where all are known. */
  readonly subnetZones?: readonly string[];
  readonly securityGroups?: readonly Term[];
  readonly routeTables?: Term;
  /** A subnet of each of `routeTables`, in their order, where each has one: second-level constructs ask for them. */
  readonly routedSubnets?: Term;
  readonly policy?: Json;
  readonly privateDnsEnabled?: boolean;
  readonly ipAddressType?: string;
  readonly dnsRecordIpType?: string;
  readonly privateDnsOnlyForInboundResolverEndpoint?: boolean;
  /** In the API's own words, `VERIFIED_DOMAINS_ONLY` for one. */
  readonly privateDnsPreference?: string;
  readonly privateDnsSpecifiedDomains?: readonly string[];
  readonly tags: Tags;
}

/** What an endpoint leads to. */
export type EndpointTarget =
  | { readonly kind: 'aws-service'; readonly name: string; readonly prefix: string; readonly short: string }
  | { readonly kind: 'service'; readonly name: Term }
  | { readonly kind: 'resource-configuration'; readonly arn: Term }
  | { readonly kind: 'service-network'; readonly arn: Term };

/**
 * A security group that is made for new endpoints. It lets nothing out: an endpoint's interfaces open no connections.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
export interface PlannedNewGroup extends Planned {
  readonly kind: 'new-group';
  readonly vpc: Term;
  /** The zone names of the VPC, where all are known. */
  readonly zones?: readonly string[];
  readonly description: string;
  readonly ingress: readonly NewIngress[];
  readonly tags: Tags;
}

/** What a new group lets in: one port from one CIDR. */
export interface NewIngress {
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly family: Family;
  readonly cidr: Term;
  readonly description: string;
}

export interface PlannedService extends Planned {
  readonly kind: 'service';
  readonly acceptanceRequired: boolean;
  readonly networkLoadBalancers: readonly Term[];
  readonly gatewayLoadBalancers: readonly Term[];
  readonly allowedPrincipals?: Term;
  readonly privateDnsName?: string;
  readonly supportedIpAddressTypes: readonly string[];
  readonly supportedRegions: readonly string[];
  readonly payerResponsibility?: string;
  readonly tags: Tags;
}

export interface SubnetMapping {
  readonly subnet: Term;
  readonly privateIpv4Address?: string;
  readonly ipv6Address?: string;
  readonly allocationId?: string;
}

/** An attribute of a load balancer or target group whose value differs from AWS's default. */
export interface Attribute {
  readonly key: string;
  readonly value: string;
}

export interface PlannedLoadBalancer extends Planned {
  readonly kind: 'load-balancer';
  readonly type: 'network' | 'gateway';
  readonly name: string;
  /** Only of a Network Load Balancer. */
  readonly internal?: boolean;
  readonly vpc: Term;
  readonly subnets?: Term;
  readonly subnetZones?: readonly string[];
  /** In place of `subnets` where an address was chosen for a zone. */
  readonly subnetMappings: readonly SubnetMapping[];
  readonly securityGroups?: readonly Term[];
  /** `on` or `off`; only with security groups. */
  readonly enforcePrivateLinkInbound?: string;
  readonly ipAddressType?: string;
  readonly attributes: readonly Attribute[];
  readonly tags: Tags;
}

export interface HealthCheck {
  readonly protocol?: string;
  readonly port?: string;
  readonly path?: string;
  readonly intervalSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly healthyThreshold?: number;
  readonly unhealthyThreshold?: number;
  readonly matcher?: string;
}

export interface PlannedTargetGroup extends Planned {
  readonly kind: 'target-group';
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly targetType: string;
  readonly ipAddressType?: string;
  readonly vpc: Term;
  readonly healthCheck: HealthCheck;
  readonly attributes: readonly Attribute[];
  /** The key of the input that holds what is registered. */
  readonly targets?: string;
  readonly tags: Tags;
}

export interface Forward {
  readonly targetGroup: Term;
  readonly weight: number;
}

export interface ListenerCertificateTerm {
  readonly arn: string;
  readonly certificate: Term;
}

export interface PlannedListener extends Planned {
  readonly kind: 'listener';
  readonly loadBalancer: string;
  /** A listener of a Gateway Load Balancer has neither port nor protocol: it takes all. */
  readonly port?: number;
  readonly protocol?: string;
  readonly forwards: readonly Forward[];
  readonly certificate?: Term;
  /** The certificates besides the default one, with their ARNs. */
  readonly moreCertificates: readonly ListenerCertificateTerm[];
  readonly sslPolicy?: string;
  readonly alpnPolicy?: string;
  /** In seconds, where it is not AWS's default. */
  readonly tcpIdleTimeout?: number;
}

export interface PlannedNotification extends Planned {
  readonly kind: 'notification';
  /** The endpoint or endpoint service that it reports on. */
  readonly about: { readonly kind: 'endpoint' | 'service'; readonly resource: string };
  readonly topic: Term;
  readonly events: readonly string[];
}

/** Where traffic enters the VPC of a resource that VPC Lattice shares. */
export interface PlannedResourceGateway extends Planned {
  readonly kind: 'resource-gateway';
  readonly arn?: string;
  readonly name: string;
  readonly vpc: Term;
  readonly subnets?: Term;
  readonly securityGroups?: readonly Term[];
  /** In the API's own words, `IPV4` for one. */
  readonly ipAddressType?: string;
}

/** Which resource is shared, and on which ports. */
export interface PlannedResourceConfiguration extends Planned {
  readonly kind: 'resource-configuration';
  readonly arn?: string;
  readonly name: string;
  /** `SINGLE`, `GROUP`, `CHILD` or `ARN`. */
  readonly type: string;
  readonly protocol?: string;
  readonly portRanges: readonly string[];
  readonly gateway?: Term;
  readonly group?: Term;
  readonly allowShareable?: boolean;
  readonly definition?:
    | { readonly kind: 'arn'; readonly arn: string }
    | { readonly kind: 'ip'; readonly ipAddress: string }
    | { readonly kind: 'dns'; readonly domainName: string; readonly ipAddressType?: string };
}

/** Whom a rule of a security group lets in or out. */
export type GroupPeer =
  | { readonly kind: 'ipv4' | 'ipv6'; readonly cidr: string }
  | { readonly kind: 'prefix-list'; readonly list: Term }
  /** `owner`: the account of a group that is another account's. */
  | { readonly kind: 'group'; readonly group: Term; readonly owner?: string };

export interface GroupRule {
  readonly egress: boolean;
  /** `-1` for all, which has no ports. */
  readonly protocol: string;
  readonly from?: number;
  readonly to?: number;
  readonly peer: GroupPeer;
  readonly description?: string;
}

export interface PlannedSecurityGroup extends Planned {
  readonly kind: 'security-group';
  readonly name: string;
  readonly description: string;
  readonly vpc: Term;
  readonly rules: readonly GroupRule[];
  /** Where the ids of the rules were read, each of them is one of the plan’s resources too. */
  readonly hasRuleIds: boolean;
  readonly tags: Tags;
}

/** A rule that stands beside its group, so that groups can refer to each other. */
export interface PlannedSecurityGroupRule extends Planned {
  readonly kind: 'security-group-rule';
  readonly group: string;
  readonly rule: GroupRule;
  /** Whether the key is the id of the rule. */
  readonly hasId: boolean;
  /** Not `tags`: a template has no place for them. */
  readonly ruleTags: Tags;
}

/** What records the traffic of a VPC. */
export interface PlannedFlowLog extends Planned {
  readonly kind: 'flow-log';
  readonly vpc: Term;
  /** `ACCEPT`, `REJECT` or `ALL`. */
  readonly trafficType: string;
  readonly destinationType?: string;
  readonly destination: Term;
  readonly role?: Term;
  /** Where it is not AWS’s default. */
  readonly format?: string;
  /** In seconds. */
  readonly interval?: number;
  readonly options?: {
    readonly fileFormat?: string;
    readonly hiveCompatiblePartitions?: boolean;
    readonly perHourPartition?: boolean;
  };
  readonly tags: Tags;
}

/** That the owner of a service lets an endpoint in. */
export interface PlannedAccepter extends Planned {
  readonly kind: 'accepter';
  readonly service: string;
  readonly endpoint: Term;
}

/** A service network of VPC Lattice. */
export interface PlannedServiceNetwork extends Planned {
  readonly kind: 'service-network';
  readonly arn?: string;
  readonly name: string;
}

/** A resource configuration in a service network. */
export interface PlannedNetworkResource extends Planned {
  readonly kind: 'network-resource';
  readonly arn?: string;
  readonly network: string;
  readonly configuration: Term;
  readonly privateDnsEnabled?: boolean;
}

export type PlannedResource =
  | PlannedServiceNetwork
  | PlannedNetworkResource
  | PlannedFlowLog
  | PlannedAccepter
  | PlannedSecurityGroup
  | PlannedSecurityGroupRule
  | PlannedEndpoint
  | PlannedService
  | PlannedLoadBalancer
  | PlannedTargetGroup
  | PlannedListener
  | PlannedNotification
  | PlannedResourceGateway
  | PlannedResourceConfiguration
  | PlannedNewGroup;

export interface Plan {
  /** What the code is about, in words: names the file's class or template. */
  readonly words: readonly string[];
  /** The kind of the subject, for the same. */
  readonly subject: 'endpoint' | 'service' | 'resource' | 'several';
  /** What the code is, for a description field. */
  readonly title: string;
  /** The lines above everything: what this is, where and when it was read. */
  readonly header: readonly string[];
  readonly inputs: readonly Input[];
  /** In an order in which each one only refers to those before it. */
  readonly resources: readonly PlannedResource[];
}
