import type { Event } from 'vscode';
import type { NodeDetails } from '../core/graph/details.ts';
import type { TreeNode } from '../core/tree/types.ts';

/** A source that has nothing to show yet, or whose last reading failed: it stands at the root, beside the scopes. */
export interface SourceNode {
  readonly kind: 'source';
  readonly id: string;
  readonly label: string;
  readonly status: 'loading' | 'failed' | 'cancelled';
  /** Why, in one sentence. */
  readonly message?: string;
}

export type ExplorerNode = TreeNode | SourceNode;

/** What the sidebar asks of the session. */
export interface ExplorerSource {
  readonly onDidChange: Event<void>;
  readonly roots: () => readonly ExplorerNode[];
  /** What stands above the tree, and beside the view's title. */
  readonly header: () => { readonly message?: string; readonly description?: string };
  readonly members: (subject: string, parent: string) => Promise<readonly TreeNode[]>;
  readonly locate: (resource: string, subject?: string) => Promise<readonly TreeNode[] | undefined>;
  readonly details: (id: string) => Promise<NodeDetails>;
  /** Reads what was loaded the last time, when the view is first shown. */
  readonly restore: () => Promise<void>;
}

/** True for a node that stands for an endpoint, a service or something on the path of one. */
export function hasSubject(node: ExplorerNode): node is TreeNode & { readonly subject: string } {
  return node.kind !== 'source' && node.subject !== undefined;
}

/** The endpoints and services that the nodes are about, each once. */
export function subjectsOf(nodes: readonly ExplorerNode[]): readonly string[] {
  return [...new Set(nodes.filter(hasSubject).map((node) => node.subject))];
}
