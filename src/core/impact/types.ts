import type { Step, Way } from '../dependents.ts';
import type { Verdict } from '../diagnosis.ts';

/*
 * The JSON of `privatelink impact --format json` and of `privatelink zones --format json`, version 1
 * (docs/impact-json.md, docs/zones-json.md).
 */

/** `all`: it stops without it. `part`: a part of it goes on. `unknown`: nobody can say. */
export type Extent = 'all' | 'part' | 'unknown';

/** An endpoint or a service that depends on what was asked about. */
export interface Affected {
  readonly kind: 'endpoint' | 'service';
  readonly id: string;
  readonly name?: string;
  /** Absent where the provider's list of connections does not tell it. */
  readonly account?: string;
  readonly region: string;
  readonly vpcId?: string;
  /** AWS's own word for its state, lower case. */
  readonly state?: string;
  /** `not-loaded`: only the provider's list of connections names it. */
  readonly verdict: Verdict | 'not-loaded';
  readonly extent: Extent;
  /** One sentence: what is left of it without the resource. */
  readonly why: string;
  /** The listeners that stop while others go on. */
  readonly listeners?: readonly string[];
  /** From it to the resource; the first is the most direct. */
  readonly ways: readonly Way[];
}

/** A listing that may hide something that depends on it. */
export interface ImpactGap {
  readonly operation: string;
  readonly account: string;
  readonly region: string;
}

export interface Impact {
  readonly version: 1;
  /** What was asked about. */
  readonly of: Step & { readonly account?: string; readonly region?: string };
  /** In one sentence. */
  readonly summary: string;
  /** Endpoints, those that only a provider knows, services; each by id. */
  readonly affected: readonly Affected[];
  /** The nodes of the graph that lie between it and what depends on it, both included. */
  readonly nodes: readonly string[];
  readonly gaps: readonly ImpactGap[];
  /** Whether nothing else depends on it: every listing that could show it was read whole. */
  readonly complete: boolean;
}

export type Known = 'yes' | 'no' | 'unknown';
export type CrossZone = 'on' | 'off' | 'mixed' | 'unknown';

/**
 * `keeps-working`: it does not enter through that zone, and what is behind it goes on. `loses-this-zone`: its way in there
 * is lost, and other zones go on. `stops`: altogether, or on the listeners that are named.
 */
export type ZoneAnswer = 'keeps-working' | 'loses-this-zone' | 'stops' | 'unknown';

export interface ZoneRow {
  /** The same in every account. */
  readonly zoneId: string;
  /** What the accounts on the path call it. */
  readonly names: readonly { readonly account: string; readonly name: string }[];
  /** Whether the endpoint has a network interface there; absent for a service, and in the Region of a remote service. */
  readonly endpoint?: Known;
  readonly subnetIds: readonly string[];
  /** Whether the service offers it; absent where it has no meaning. */
  readonly offered?: Known;
  /** Whether a load balancer of the service has a subnet there; absent where no load balancer is AWS’s customers’. */
  readonly loadBalancer?: Known;
  readonly loadBalancerSubnetIds: readonly string[];
  /** Targets that stand there; absent where that is not known. */
  readonly targets?: { readonly healthy: number; readonly total: number };
  /** Of the target groups of its load balancer. */
  readonly crossZone?: CrossZone;
  /** Whether its load balancer has taken the zone out of its name. */
  readonly withdrawn?: Known;
  readonly ifFails: {
    readonly answer: ZoneAnswer;
    readonly why: string;
    readonly listeners?: readonly string[];
  };
}

/** Whether a target group crosses zones, and which attribute says so. */
export interface GroupCrossing {
  readonly targetGroup: string;
  readonly loadBalancer: string;
  readonly crossZone: 'on' | 'off' | 'unknown';
  /** `target-type`: an Application Load Balancer as target has no zone. */
  readonly from?: 'target-group' | 'load-balancer' | 'target-type';
}

export interface ZonesOfSubject {
  readonly kind: 'endpoint' | 'service';
  readonly id: string;
  readonly name?: string;
  readonly type: string;
  readonly account: string;
  readonly region: string;
  readonly vpcId?: string;
  readonly verdict: Verdict;
  /** The service that an endpoint leads to. */
  readonly service?: string;
  /** Why there are no zones, where there are none. */
  readonly note?: string;
  /** Targets that stand in no zone of the load balancer’s VPC. */
  readonly outside?: { readonly healthy: number; readonly total: number };
  readonly targetGroups: readonly GroupCrossing[];
  readonly zones: readonly ZoneRow[];
}

export interface ZoneMatrix {
  readonly version: 1;
  readonly subjects: readonly ZonesOfSubject[];
}
