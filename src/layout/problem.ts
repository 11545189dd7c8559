import type { Size } from '../core/graph/size.ts';
import type { Point } from '../core/graph/types.ts';

/*
 * What is laid out at a time: the inside of one frame, or one part of the page. It speaks of places in lists and never of
 * ids, so frames of the same structure ask for the same, and the answer to one is the answer to all.
 */

export type Side = 'west' | 'east';

/** A rectangle: a card, or a frame whose inside is laid out already. */
export interface Block extends Size {
  /** Where lines meet a frame's sides, as pixels below its top. A card has none: it is met where it suits. */
  readonly ports?: readonly { readonly side: Side; readonly y: number }[];
}

/** Where a wire begins or ends: at a block, or at a gate in the border around all blocks. */
export type End = { readonly block: number; readonly port?: number } | { readonly gate: number };

export interface Wire {
  readonly from: End;
  readonly to: End;
  readonly label?: Size;
}

export interface Padding {
  readonly top: number;
  readonly side: number;
  readonly bottom: number;
}

/** A frame that is not laid out by itself: what it holds is placed together with what is around it. */
export interface Band {
  readonly padding: Padding;
  readonly minWidth: number;
  /** Places in the list of blocks, and frames in this frame. */
  readonly content: readonly (number | Band)[];
}

export interface Problem {
  readonly blocks: readonly Block[];
  /** Where wires pass the border: those that come in on the west, those that go out on the east. */
  readonly gates: readonly Side[];
  /** Without cycles: every wire can run from left to right. */
  readonly wires: readonly Wire[];
  readonly padding: Padding;
  readonly minWidth: number;
  /** The frames that a wire leaves and another enters again; present where there are any, and holds every block. */
  readonly bands?: Band;
}

export interface Rectangle extends Point, Size {}

export interface Route {
  readonly points: readonly Point[];
  /** The centre of the label. */
  readonly labelAt?: Point;
}

/** Everything in whole pixels from the border's left upper corner, in the order of the problem's lists. */
export interface Solution extends Size {
  readonly blocks: readonly Point[];
  /** Outer ones before those in them. */
  readonly bands: readonly Rectangle[];
  /** How far below the top each gate is. */
  readonly gates: readonly number[];
  readonly routes: readonly Route[];
}
