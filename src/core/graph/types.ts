/* The graph of `privatelink graph --format json`, version 1. */

/** Worst first: what a node or edge is coloured, drawn and announced by. */
export type GraphState = 'fail' | 'warn' | 'unknown' | 'pass' | 'none';

export type NodeKind =
  | 'account'
  | 'region'
  | 'vpc'
  | 'zone'
  | 'subnet'
  | 'dns-name'
  | 'network-acl'
  | 'security-group'
  | 'route-table'
  | 'prefix-list'
  | 'gateway'
  | 'vpc-endpoint'
  | 'network-interface'
  | 'endpoint-service'
  | 'load-balancer'
  | 'listener'
  | 'target-group'
  | 'target'
  | 'service-network'
  | 'resource-configuration'
  | 'resource-gateway'
  | 'resource'
  | 'stub';

export type EdgeKind =
  | 'uses'
  | 'resolves'
  | 'guards'
  | 'has-interface'
  | 'routes'
  | 'destination'
  | 'continues'
  | 'connects'
  | 'served-by'
  | 'listens'
  | 'forwards'
  | 'targets'
  | 'associates'
  | 'reached-through'
  | 'reaches';

/** What a picture of two readings says of an element that both do not have alike. */
export type GraphChange = 'added' | 'removed' | 'changed' | 'not-comparable';

/** What of a changed element was another before. */
export interface GraphWas {
  readonly state?: GraphState;
  readonly label?: string;
  readonly detail?: string;
}

export interface GraphNode {
  /** Unique in the graph and stable between readings: AWS's own id or ARN where there is one. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  /** The compound that it lies in: an account, a Region of it, a VPC or a zone of it. */
  readonly parent?: string;
  readonly account: string;
  readonly region: string;
  readonly state: GraphState;
  /** The second line: an id, an AZ id, a port, a health state. */
  readonly detail?: string;
  /** The endpoint or service that a diagnosis of this node is about. */
  readonly subject?: string;
  /** Of an endpoint or service whose metrics were read: what went through it in the last day. */
  readonly traffic?: string;
  /** Of a frame that is closed: how many nodes it hides, frames not counted. */
  readonly inside?: number;
  /** In a picture of two readings: how they differ in it. */
  readonly change?: GraphChange;
  readonly was?: GraphWas;
}

export interface GraphEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly kind: EdgeKind;
  readonly state: GraphState;
  readonly label?: string;
  readonly change?: GraphChange;
  readonly was?: GraphWas;
}

export interface Graph {
  readonly version: 1;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** A node with its place: centre and size in pixels, absolute. */
export interface PlacedNode extends GraphNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge extends GraphEdge {
  /** The route, absolute: from the source's border over each bend to the target's border; at least two points. */
  readonly points: readonly Point[];
  /** The centre of the label, where there is one. */
  readonly labelAt?: Point;
  /** It leads back to where its path came from, so it runs from right to left. */
  readonly closesCycle?: true;
}

export interface PlacedGraph {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}
