import type { Event } from 'vscode';
import type { NodeDetails } from '../core/graph/details.ts';
import type { PlacedGraph } from '../core/graph/types.ts';

/**
 * What a topology panel asks of the session: the panel itself holds no state but which subject it shows. Every id that a
 * webview sends is resolved here, against the session's own inventory.
 */
export interface TopologySource {
  /** Fires when what was loaded has changed; `revision` has then grown. */
  readonly onDidChange: Event<void>;
  readonly revision: number;
  /** The laid-out picture of one subject's path, or of everything loaded. Rejects with an AppError for an unknown id. */
  placedGraph(subject: string | undefined): Promise<PlacedGraph>;
  nodeDetails(id: string): Promise<NodeDetails>;
}
