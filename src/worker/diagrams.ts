import type { Graph, PlacedGraph } from '../core/graph/types.ts';
import type { Layout } from '../layout/layout.ts';

/** Places graphs with one layout for the worker's life: it is loaded once, and remembers what it solved. */
export interface Diagrams {
  /** Loads the layout as soon as the worker has answered: the first picture then does not wait for it. */
  warmUp(): void;
  readonly place: (graph: Graph) => Promise<PlacedGraph>;
}

export function createDiagrams(): Diagrams {
  let layout: Promise<Layout> | undefined;
  const loaded = (): Promise<Layout> =>
    (layout ??= import('../layout/layout.ts').then(({ createLayout }) => createLayout()));
  let isWarm = false;
  return {
    warmUp: () => {
      if (isWarm) return;
      isWarm = true;
      setImmediate(() => {
        loaded()
          .then((ready) => ready.warmUp())
          // Whoever asks for a picture meets the same fault, and is told.
          .catch(() => undefined);
      });
    },
    place: async (graph) => (await loaded()).place(graph),
  };
}
