import type { Hop } from '../diagnosis.ts';
import { defined } from '../model/defined.ts';
import type { GraphEdge, GraphNode, GraphState } from './types.ts';

/* What a path is made of before anyone has judged it. */

/** How an element finds its state in a diagnosis. */
export interface Judged {
  /** The hops that this element stands for. */
  readonly hops: readonly Hop[];
  /** Ids that hop instances and findings may name when they mean this element: its own, its groups', its ACL's. */
  readonly resources: readonly string[];
  readonly zoneId?: string;
  /** Hops that it does not stand for, but whose findings may name it. */
  readonly namedBy?: readonly Hop[];
  /** What AWS itself says of it: the health of a target, the state of a connection. */
  readonly own?: GraphState;
}

export interface DraftNode extends Omit<GraphNode, 'state'> {
  readonly judged: Judged;
}

export interface DraftEdge extends Omit<GraphEdge, 'state'> {
  readonly judged: Judged;
}

/** The path of one subject, from its clients to its backends. */
export interface Path {
  readonly subject: string;
  readonly nodes: readonly DraftNode[];
  readonly edges: readonly DraftEdge[];
}

export type Part = Omit<Path, 'subject'>;

/** The node as the graph holds it. */
export function judgedNode(draft: DraftNode, state: GraphState): GraphNode {
  const { id, kind, label, detail, parent, account, region, subject, traffic } = draft;
  return defined({ id, kind, label, detail, parent, account, region, state, subject, traffic });
}

/** The edge as the graph holds it. */
export function judgedEdge(draft: DraftEdge, state: GraphState): GraphEdge {
  const { id, source, target, kind, label } = draft;
  return defined({ id, source, target, kind, state, label });
}

/** An element that no hop stands for: only findings that name it give it a state. */
export function notAHop(...resources: readonly string[]): Judged {
  return { hops: [], resources };
}

/** An edge with the id that its ends and kind determine. */
export function draftEdge(
  kind: GraphEdge['kind'],
  source: string,
  target: string,
  judged: Judged,
  label?: string,
): DraftEdge {
  return { id: `${source} ${kind} ${target}`, source, target, kind, judged, ...(label === undefined ? {} : { label }) };
}

/** `a · b`, without what is missing; `undefined` when everything is. */
export function joinDetail(...parts: readonly (string | undefined)[]): string | undefined {
  const present = parts.filter((part) => part !== undefined && part !== '');
  return present.length === 0 ? undefined : present.join(' · ');
}

/** Name first, then id; the id alone where there is no name. */
export function named(
  id: string,
  name: string | undefined,
  extra?: string,
): { readonly label: string; readonly detail?: string } {
  const detail = joinDetail(name === undefined ? undefined : id, extra);
  return { label: name ?? id, ...(detail === undefined ? {} : { detail }) };
}
