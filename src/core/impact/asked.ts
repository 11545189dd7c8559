import { isGathered } from '../graph/collapse.ts';
import type { GraphNode } from '../graph/types.ts';

/* What of a picture the question "what depends on this?" can be put to. */

/** Frames of accounts and Regions, names, and what is drawn for things that are not AWS’s own: no path is lost with them. */
const UNASKED: ReadonlySet<GraphNode['kind']> = new Set(['account', 'region', 'dns-name', 'gateway', 'resource']);

/**
 * The id that an impact is asked for by, of a node of a picture: a zone is drawn once in each VPC, and a service that was not
 * read under its name.
 *
 * @returns `undefined` for what has no impact of its own
 */
export function askedId(node: Pick<GraphNode, 'id' | 'kind'>): string | undefined {
  const { id, kind } = node;
  if (UNASKED.has(kind) || isGathered(node)) return undefined;
  if (kind === 'zone') return id.split('/').at(-1);
  // `stub/REGION/NAME` and `amazon/REGION/NAME` stand for a service; no other stub is anything that others depend on.
  const service = /^(?:stub|amazon)\/[^/]+\/([^/]+)$/.exec(id)?.[1];
  return kind === 'stub' ? service : (service ?? id);
}
