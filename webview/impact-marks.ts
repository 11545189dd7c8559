import { isGathered } from '../src/core/graph/collapse.ts';
import { isFrame } from '../src/core/graph/size.ts';
import type { PlacedNode } from '../src/core/graph/types.ts';
import { fill } from '../src/core/graph/words.ts';
import { askedId } from '../src/core/impact/asked.ts';
import type { Extent } from '../src/core/impact/types.ts';
import type { ImpactPlace, ImpactView } from '../src/core/impact/view.ts';
import type { ImpactStrings } from '../src/protocol/strings.ts';
import type { Flag, Marks, Tone } from './marks.ts';

/* Where an impact is in the drawing. */

/** A sign before the word, so that colour is not what tells them apart. */
export const EXTENT_SIGNS: Readonly<Record<Extent, string>> = { all: '✕', part: '!', unknown: '?' };

const TONES: Readonly<Record<Extent, Tone>> = { all: 'loss', part: 'part', unknown: 'unsure' };

/** Worst first: what a closed frame says of several. */
const WORST: readonly Extent[] = ['all', 'unknown', 'part'];

/**
 * What is marked for an impact: each that depends on it with how much, a closed frame with how many are inside, and what was
 * asked about; lit is also what lies between them.
 *
 * @param nodes what is drawn
 */
export function impactMarks(
  { of, affected, places }: Pick<ImpactView, 'of' | 'affected' | 'places'>,
  nodes: readonly PlacedNode[],
  strings: ImpactStrings,
): Marks {
  const drawn = new Map(nodes.map((node) => [node.id, node]));
  const standsFor = new Map(
    places.flatMap((place): readonly (readonly [string, string])[] => {
      const id = shownAt(place, drawn);
      return id === undefined ? [] : [[place.id, id]];
    }),
  );
  const lit = new Set(standsFor.values());
  // Which of many alike are inside of one that stands for them is not told: it may be any.
  for (const node of nodes) if (isGathered(node)) lit.add(node.id);
  const flags = new Map<string, Flag>();
  const hidden = new Map<string, Extent[]>();
  for (const { id, extent } of affected) {
    const at = standsFor.get(id);
    if (at === id) flags.set(id, { text: `${EXTENT_SIGNS[extent]} ${strings.extents[extent]}`, tone: TONES[extent] });
    else if (at !== undefined) hidden.set(at, [...(hidden.get(at) ?? []), extent]);
  }
  for (const [id, extents] of hidden) {
    const worst = WORST.find((extent) => extents.includes(extent)) ?? 'unknown';
    const text = `${EXTENT_SIGNS[worst]} ${fill(strings.inside, extents.length)}`;
    flags.set(id, { text, tone: TONES[worst] });
  }
  for (const node of nodes) {
    if (askedId(node) !== of.id) continue;
    lit.add(node.id);
    if (!flags.has(node.id)) flags.set(node.id, { text: strings.asked, tone: 'asked' });
  }
  return { flags, lit };
}

/** The node itself, or the closed frame that stands for it; `undefined` where neither is drawn. */
function shownAt({ id, frames }: ImpactPlace, drawn: ReadonlyMap<string, PlacedNode>): string | undefined {
  if (drawn.has(id)) return id;
  const frame = frames.findLast((item) => drawn.has(item));
  const node = frame === undefined ? undefined : drawn.get(frame);
  // An open frame that lacks it: its layer is off.
  return node === undefined || isFrame(node) ? undefined : node.id;
}
