import type { Graph, GraphChange, GraphWas } from './types.ts';

/* How a picture of two readings says what differs, in texts. */

/** How each change is marked, beside any colour. */
export const CHANGE_MARKS: Readonly<Record<GraphChange, string>> = {
  added: '+',
  removed: '−',
  changed: '~',
  'not-comparable': '≟',
};

/**
 * The picture with its changes written into its texts, for whatever draws texts: a mark before the label, and what it was
 * behind the detail.
 */
export function withMarks(graph: Graph): Graph {
  return {
    version: 1,
    nodes: graph.nodes.map((node) => {
      if (node.change === undefined) return node;
      const detail = [node.detail, wasWords(node.was)].filter((part) => part !== undefined && part !== '').join(' · ');
      const label = `${CHANGE_MARKS[node.change]} ${node.label}`;
      return { ...node, label, ...(detail === '' ? {} : { detail }) };
    }),
    edges: graph.edges.map((edge) => {
      if (edge.change === undefined) return edge;
      const text = [edge.label, wasWords(edge.was)].filter((part) => part !== undefined && part !== '').join(' · ');
      return { ...edge, label: `${CHANGE_MARKS[edge.change]} ${text}`.trim() };
    }),
  };
}

function wasWords(was: GraphWas | undefined): string | undefined {
  if (was === undefined) return undefined;
  const parts = [was.label, was.detail, was.state].filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? undefined : `was ${parts.join(', ')}`;
}
