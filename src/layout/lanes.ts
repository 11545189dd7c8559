import type { Point } from '../core/graph/types.ts';
import { columnsOf } from './lane-columns.ts';
import { layersOf, linksOf } from './lane-links.ts';
import { stack } from './lane-stack.ts';
import { tracksOf } from './lane-tracks.ts';
import type { Band, Problem, Route, Solution } from './problem.ts';

/*
 * Frames on a round. ELK makes a frame one block of the layering around it, so it turns lines against the flow here. Instead
 * every card of the opened frames has a column, by the longest way to it, and every frame is a lane across the columns of
 * what it holds. A line leaves its lane where the next column begins, and runs on where no lane of others is in its way.
 */
export function solveInLanes(problem: Problem, root: Band): Solution {
  const links = linksOf(problem, root);
  const layers = layersOf(links);
  const stacked = stack(problem, root, links, layers);
  const tracks = tracksOf(links, layers, stacked);
  const columns = columnsOf(links, layers, stacked, tracks.counts);
  const { width } = columns;
  const byWire = problem.wires.map((): number[] => []);
  for (const [at, { wire }] of links.links.entries()) byWire[wire]?.push(at);
  const pointsOf = (at: number): readonly Point[] => {
    const link = links.links[at];
    if (link === undefined) return [];
    const { from, to, corridor } = stacked.heights[at] ?? { from: 0, to: 0 };
    const [first, last] = [layers.first(link), layers.last(link)];
    const start = link.from === undefined ? 0 : columns.left(first) + (links.sizes[link.from]?.width ?? 0);
    const end = link.to === undefined ? width : columns.left(last);
    const bend = (channel: number, a: number, b: number): readonly Point[] => {
      if (a === b) return [];
      const x = columns.track(channel, tracks.track(at, channel));
      return [
        { x, y: a },
        { x, y: b },
      ];
    };
    const between =
      corridor === undefined
        ? bend(first, from, to)
        : [...bend(first, from, corridor), ...bend(last - 1, corridor, to)];
    return [{ x: start, y: from }, ...between, { x: end, y: to }];
  };
  return {
    width,
    height: stacked.height,
    blocks: problem.blocks.map((_, i) => ({ x: columns.left(layers.of[i] ?? 0), y: stacked.tops[i] ?? 0 })),
    bands: stacked.bands.slice(1).map((band) => {
      const [left, right] = columns.band(band);
      return { x: left, y: band.top, width: right - left, height: band.height };
    }),
    gates: problem.gates.map((_, gate) => stacked.gates[gate] ?? 0),
    routes: problem.wires.map((wire, i): Route => {
      const points = (byWire[i] ?? []).flatMap((at) => pointsOf(at));
      const label = links.labels.get(i);
      if (label === undefined || wire.label === undefined) return { points };
      const left = columns.left(layers.of[label] ?? 0);
      const top = stacked.tops[label] ?? 0;
      return { points, labelAt: { x: left + wire.label.width / 2, y: top + wire.label.height / 2 } };
    }),
  };
}
