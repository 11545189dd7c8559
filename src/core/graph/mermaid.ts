import { STATE_MARKS } from './icons.ts';
import { displayText, isFrame } from './size.ts';
import type { Graph, GraphEdge, GraphNode, GraphState, NodeKind } from './types.ts';

/*
 * The graph as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html). Ids are counted, not AWS's own, and
 * every character that Mermaid or the page it is shown on could read as markup is written as an entity.
 */

const MAX_TEXT = 120;

const STYLES: Readonly<Record<GraphState, string>> = {
  fail: 'fill:#fde8e8,stroke:#c62828,stroke-width:3px,color:#1f2328',
  warn: 'fill:#fff4dc,stroke:#a86200,stroke-width:2px,color:#1f2328',
  unknown: 'fill:#f3f4f6,stroke:#6b7280,stroke-width:1.5px,stroke-dasharray:5 4,color:#1f2328',
  pass: 'fill:#e9f6ec,stroke:#2e7d32,stroke-width:1.5px,color:#1f2328',
  none: 'fill:#ffffff,stroke:#8b949e,stroke-width:1px,color:#1f2328',
};

/** A Mermaid flowchart of the graph, left to right, frames as subgraphs in each other. Ends with a newline. */
export function renderMermaid(graph: Graph): string {
  const ids = new Map(graph.nodes.map((node, i) => [node.id, `n${i + 1}`]));
  const id = (node: string): string => ids.get(node) ?? 'n0';
  const children = new Map<string | undefined, GraphNode[]>();
  for (const node of graph.nodes) children.set(node.parent, [...(children.get(node.parent) ?? []), node]);
  const block = (node: GraphNode, indent: string): readonly string[] => {
    const inside = children.get(node.id);
    if (!isFrame(node) || inside === undefined) return [`${indent}${id(node.id)}${shape(node)}`];
    return [
      `${indent}subgraph ${id(node.id)}["${nodeText(node)}"]`,
      `${indent}  direction LR`,
      ...inside.flatMap((child) => block(child, `${indent}  `)),
      `${indent}end`,
    ];
  };
  const lines = [
    'flowchart LR',
    ...(children.get(undefined) ?? []).flatMap((node) => block(node, '  ')),
    ...graph.edges.map((edge) => `  ${id(edge.source)} ${arrow(edge)} ${id(edge.target)}`),
    ...states(graph.nodes).flatMap(([state, nodes]) => [
      `  classDef ${state} ${STYLES[state]}`,
      `  class ${nodes.map((node) => id(node.id)).join(',')} ${state}`,
    ]),
    ...linkStyles(graph.edges),
  ];
  return `${lines.join('\n')}\n`;
}

function states(nodes: readonly GraphNode[]): readonly [GraphState, readonly GraphNode[]][] {
  return (Object.keys(STYLES) as GraphState[])
    .map((state): [GraphState, readonly GraphNode[]] => [
      state,
      nodes.filter((node) => node.state === state && !isFrame(node)),
    ])
    .filter(([, found]) => found.length > 0);
}

function linkStyles(edges: readonly GraphEdge[]): readonly string[] {
  const colours: Partial<Record<GraphState, string>> = {
    fail: 'stroke:#c62828,stroke-width:3px',
    warn: 'stroke:#a86200,stroke-width:2px',
    pass: 'stroke:#2e7d32',
  };
  return edges.flatMap((edge, i) => {
    const style = colours[edge.state];
    return style === undefined ? [] : [`  linkStyle ${i} ${style}`];
  });
}

/** A shape for each kind, as the canvas has an icon for each. */
function shape(node: GraphNode): string {
  const text = `"${nodeText(node)}"`;
  const shapes: Partial<Record<NodeKind, string>> = {
    'endpoint-service': `([${text}])`,
    'vpc-endpoint': `{{${text}}}`,
    'network-interface': `(${text})`,
    'route-table': `[/${text}/]`,
    'target-group': `[[${text}]]`,
    stub: `>${text}]`,
  };
  return shapes[node.kind] ?? `[${text}]`;
}

function nodeText(node: GraphNode): string {
  const detail = node.detail === undefined ? '' : `<br/>${plain(node.detail)}`;
  return `${STATE_MARKS[node.state]}${plain(node.label)}${detail}`;
}

function arrow(edge: GraphEdge): string {
  const mark = STATE_MARKS[edge.state].trim();
  const label = [mark, edge.label === undefined ? '' : plain(edge.label)].filter((word) => word !== '').join(' ');
  const line = edge.state === 'unknown' ? '-.->' : '-->';
  return label === '' ? line : `${line}|"${label}"|`;
}

/** Anything but letters, digits and harmless punctuation becomes `#code;`, Mermaid's own entity notation. */
function plain(text: string): string {
  const characters = Array.from(displayText(text.slice(0, 1000)));
  const cut = characters.length > MAX_TEXT ? `${characters.slice(0, MAX_TEXT).join('')}…` : characters.join('');
  // Between two dollar signs Mermaid reads mathematics, in entities too: an invisible character keeps them apart.
  const parted = cut.replace(/\$(?=\$)/g, '$\u2060');
  return parted.replace(/[^\p{L}\p{M}\p{N} .,:/_·…-]/gu, (character) => `#${character.codePointAt(0) ?? 63};`);
}
