import { renderDrawio } from '../core/graph/drawio.ts';
import type { DiagramFormat } from '../core/graph/formats.ts';
import { withTraffic } from '../core/graph/layers.ts';
import { renderMermaid } from '../core/graph/mermaid.ts';
import { renderSvg, type SvgOptions } from '../core/graph/svg.ts';
import type { Graph, PlacedGraph } from '../core/graph/types.ts';
import { layoutGraph } from './layout.ts';
import { visibleJson } from '../core/report/visible.ts';

/**
 * The graph as a file of a format. Only SVG has a theme and a subtitle. Ends with a newline.
 *
 * @param place lays the graph out; who keeps a layout gives its own
 */
export async function renderDiagram(
  graph: Graph,
  format: DiagramFormat,
  options: SvgOptions,
  place: (graph: Graph) => Promise<PlacedGraph> = layoutGraph,
): Promise<string> {
  switch (format) {
    case 'json':
      return visibleJson(graph);
    case 'mermaid':
      return renderMermaid(withTraffic(graph));
    case 'svg':
      return renderSvg(await place(withTraffic(graph)), options);
    case 'drawio':
      return renderDrawio(await place(withTraffic(graph)), options);
  }
}
