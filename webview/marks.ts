import type cytoscape from 'cytoscape';
import type { Palette } from '../src/core/graph/card.ts';
import { DETAIL_SIZE, DIAGRAM_FONT } from '../src/core/graph/size.ts';

/* What a question lays over the drawing: words on some nodes, and everything else dimmed. */

/** How a word stands on a node; the word itself says the same. */
export type Tone = 'loss' | 'part' | 'unsure' | 'gain' | 'asked';

export interface Flag {
  readonly text: string;
  readonly tone: Tone;
}

export interface Marks {
  /** By the id of the node. */
  readonly flags: ReadonlyMap<string, Flag>;
  /** Nodes and edges that are not dimmed, and edges between such nodes. Open frames never are: what lies in them would go too. */
  readonly lit: ReadonlySet<string>;
}

const TONES: Readonly<Record<Tone, (palette: Palette) => string>> = {
  loss: ({ states }) => states.fail,
  part: ({ states }) => states.warn,
  unsure: ({ states }) => states.unknown,
  gain: ({ states }) => states.pass,
  asked: ({ selection }) => selection,
};

/** Lays marks over what is drawn, in place of those that lay there. */
export function applyMarks(cy: cytoscape.Core, marks: Marks | undefined): void {
  cy.batch(() => {
    cy.elements()
      .removeClass(`dimmed flagged ${Object.keys(TONES).join(' ')}`)
      .removeData('flag');
    if (marks === undefined) return;
    const isLit = (id: string): boolean => marks.lit.has(id);
    cy.nodes()
      .not('.frame')
      .filter((node) => !isLit(node.id()))
      .addClass('dimmed');
    cy.edges()
      .filter((edge) => !isLit(edge.id()) && (!isLit(edge.source().id()) || !isLit(edge.target().id())))
      .addClass('dimmed');
    for (const [id, { text, tone }] of marks.flags)
      cy.getElementById(id).data('flag', text).addClass(`flagged ${tone}`);
  });
}

/** How marks look, for the end of a style sheet. */
export function markStyles(palette: Palette): readonly object[] {
  return [
    { selector: '.dimmed', style: { opacity: 0.38 } },
    {
      selector: 'node.flagged',
      style: {
        label: 'data(flag)',
        'font-family': DIAGRAM_FONT,
        'font-size': DETAIL_SIZE,
        'font-weight': 'bold',
        color: palette.foreground,
        // On the upper border of the card, where nothing is written.
        'text-valign': 'top',
        'text-halign': 'center',
        'text-margin-y': DETAIL_SIZE / 2 + 1,
        'text-background-color': palette.background,
        'text-background-opacity': 1,
        'text-background-padding': '3px',
        'text-background-shape': 'roundrectangle',
        'text-border-width': 1.5,
        'text-border-opacity': 1,
        'z-index': 20,
      },
    },
    ...Object.entries(TONES).map(([tone, colourOf]) => {
      const colour = colourOf(palette);
      return {
        selector: `node.${tone}`,
        style: { 'text-border-color': colour, 'outline-width': 1.5, 'outline-color': colour, 'outline-offset': 2 },
      };
    }),
  ];
}
