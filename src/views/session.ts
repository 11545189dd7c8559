import type { Event } from 'vscode';
import type { NodeDetails } from '../core/graph/details.ts';
import type { PlacedView, SearchHit } from '../core/graph/view.ts';
import type { ViewRequest } from '../core/graph/request.ts';
import type { ImpactView } from '../core/impact/view.ts';

/**
 * What a topology panel asks of the session: the panel itself holds no state but which subject it shows. Every id that a
 * webview sends is resolved here, against the session's own inventory.
 */
export interface TopologySource {
  /** Fires when what was loaded has changed; `revision` has then grown. */
  readonly onDidChange: Event<void>;
  readonly revision: number;
  /** What the picture is called, where its subject does not say. */
  readonly title?: () => string;
  /** A laid-out picture of a subject's path, or of everything loaded. Rejects with an AppError for an unknown id. */
  placedView(request: ViewRequest): Promise<PlacedView>;
  /** What of the picture a text stands in, in closed frames too. */
  searchView(request: ViewRequest, text: string): Promise<readonly SearchHit[]>;
  nodeDetails(id: string): Promise<NodeDetails>;
  /** What depends on a resource or a zone, and where that is in the picture. Rejects with an AppError for an unknown id. */
  impact(request: ViewRequest, id: string): Promise<ImpactView>;
}
