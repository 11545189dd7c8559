import type { Diagnosis } from '../diagnosis.ts';
import { framesAmong } from '../graph/frames.ts';
import type { ViewRequest } from '../graph/request.ts';
import type { Graph } from '../graph/types.ts';
import { filteredGraph } from '../graph/view.ts';
import type { Inventory } from '../model/inventory.ts';
import { impactOf } from './impact.ts';
import type { Impact } from './types.ts';

/** Where a node of an impact is in a picture: the frames that must be open to see it, from the outside to the inside. */
export interface ImpactPlace {
  readonly id: string;
  readonly frames: readonly string[];
}

/** An impact as a picture shows it: it is about everything that was read, and says what of that the picture has. */
export interface ImpactView extends Omit<Impact, 'version' | 'nodes'> {
  readonly places: readonly ImpactPlace[];
}

/**
 * The blast radius of a resource in a picture, whichever of its layers are on and frames are open.
 *
 * @param id as for `impactOf`
 * @param graphOf as for `viewOf`
 * @throws AppError as `impactOf` and `viewOf`
 */
export function impactView(
  inventory: Inventory,
  diagnosis: Diagnosis | undefined,
  request: ViewRequest,
  id: string,
  graphOf?: (subject: string | undefined) => Graph,
): ImpactView {
  const { of, summary, affected, nodes, gaps, complete } = impactOf(inventory, diagnosis, id);
  const graph = filteredGraph(inventory, diagnosis, request, graphOf);
  const framesOf = framesAmong(graph.nodes);
  const between = new Set(nodes);
  const places = graph.nodes.flatMap((node) =>
    between.has(node.id) ? [{ id: node.id, frames: framesOf(node.id) }] : [],
  );
  return { of, summary, affected, gaps, complete, places };
}
