/* What the sidebar shows, as plain data: the view adds words in the user's language, icons and colours. */

/** A verdict where something was judged; `none` for what nobody judges. */
export type TreeState = 'broken' | 'degraded' | 'healthy' | 'unknown' | 'none';

/** The kinds that stand for something in AWS. */
export type ResourceNodeKind =
  | 'vpc'
  | 'service'
  | 'endpoint'
  | 'connection'
  | 'load-balancer'
  | 'target-group'
  | 'target'
  | 'subnet'
  | 'route-table'
  | 'network-interface';

/** The kinds that group or explain; the view names them. */
export type TreeNodeKind = ResourceNodeKind | 'scope' | 'services' | 'endpoints' | 'connections' | 'gap';

/** Why something is not shown: an empty group would be a lie. */
export interface TreeGap {
  readonly reason: 'denied' | 'not-asked' | 'failed' | 'other-account';
  /** `service:Operation`, which is also the IAM action, or what else would have to be read. */
  readonly missing: readonly string[];
}

export interface TreeNode {
  /** Unique over all scopes and the same after every reading: the path of keys from the root. */
  readonly id: string;
  /** Absent at the root. */
  readonly parent?: string;
  readonly kind: TreeNodeKind;
  /** The Name tag, or the name that the API gives, or the id. Empty for kinds that the view names. */
  readonly label: string;
  /** What stands behind the label, in AWS's own words: the id first where the label is a name. */
  readonly details: readonly string[];
  readonly state: TreeState;
  /** The id or ARN that the node stands for. */
  readonly resource?: string;
  /** The endpoint or endpoint service that a diagnosis of the node is about. */
  readonly subject?: string;
  /** How many a group holds; absent where that is not known. */
  readonly count?: number;
  readonly gap?: TreeGap;
  /** Children that are at hand. */
  readonly children?: readonly TreeNode[];
  /** True when the children are built on demand (`buildMembers`). */
  readonly late?: true;
}

/** What a node has beside its place in the tree. */
export type TreeNodeBody = Omit<TreeNode, 'id' | 'parent' | 'children'>;

/** A node below `parent`; `key` is unique among its siblings. */
export function child(parent: string, key: string, body: TreeNodeBody): TreeNode {
  return { ...body, id: `${parent}/${key}`, parent };
}
