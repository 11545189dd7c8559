import { describe, expect, test } from 'vitest';
import { PALETTES } from '../../../src/core/graph/palettes.ts';
import { renderDrawio } from '../../../src/core/graph/drawio.ts';
import type { GraphState } from '../../../src/core/graph/types.ts';
import { ENGLISH } from '../../../src/core/graph/words.ts';
import { nested, PLACED, placedRoughly } from './pictures.ts';
import { named, parseXml, type XmlElement } from './xml-tree.ts';

interface Cell {
  readonly object: Readonly<Record<string, string>>;
  readonly cell: Readonly<Record<string, string>>;
  readonly style: Readonly<Record<string, string>>;
  readonly geometry: XmlElement;
}

/** The file as draw.io takes it apart: shapes and connectors by the id of what they stand for. */
function readBack(text: string): {
  readonly shapes: ReadonlyMap<string, Cell>;
  readonly edges: ReadonlyMap<string, Cell>;
  readonly order: readonly string[];
} {
  const root = parseXml(text);
  expect(root.name).toBe('mxfile');
  const cells = named(root, 'object').map((object): Cell => {
    const [cell] = named(object, 'mxCell');
    const [geometry] = named(object, 'mxGeometry');
    const pairs = (cell!.attributes['style'] ?? '').split(';').filter((pair) => pair !== '');
    const style = pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
    return {
      object: object.attributes,
      cell: cell!.attributes,
      style: Object.fromEntries(style),
      geometry: geometry!,
    };
  });
  const by = (key: string): ReadonlyMap<string, Cell> =>
    new Map(cells.flatMap((cell) => (cell.object[key] === undefined ? [] : [[cell.object[key], cell] as const])));
  const own = named(root, 'mxCell').flatMap(({ attributes }) => attributes['id'] ?? []);
  return {
    shapes: by('resource'),
    edges: by('relation'),
    order: [...own, ...cells.map(({ object }) => object['id']!)],
  };
}

const numbers = ({ attributes }: XmlElement): readonly number[] =>
  ['x', 'y', 'width', 'height'].map((name) => Number(attributes[name]));

describe.each(PLACED)('the draw.io file of %s', (_, graph, placed) => {
  const { shapes, edges, order } = readBack(renderDrawio(placed, { title: 'orders', words: ENGLISH }));

  test('has a shape for each node and a connector for each edge, each with an id of its own', () => {
    expect([...shapes.keys()].sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
    expect([...edges.keys()].sort()).toEqual(graph.edges.map(({ id }) => id).sort());
    expect(new Set(order).size).toBe(order.length);
    expect(order.slice(0, 2)).toEqual(['0', '1']);
  });

  test('has every node in its group, which stands before it, and inside it', () => {
    for (const node of graph.nodes) {
      const { cell, geometry } = shapes.get(node.id)!;
      const parent = node.parent === undefined ? undefined : shapes.get(node.parent)!;
      expect(cell['parent']).toBe(parent?.object['id'] ?? '1');
      expect(order.indexOf(cell['parent']!)).toBeLessThan(order.indexOf(shapes.get(node.id)!.object['id']!));
      const [x, y, width, height] = numbers(geometry);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      if (parent === undefined) continue;
      expect(parent.style['container']).toBe('1');
      const [, , outerWidth, outerHeight] = numbers(parent.geometry);
      expect(x! + width!).toBeLessThanOrEqual(outerWidth!);
      expect(y! + height!).toBeLessThanOrEqual(outerHeight!);
    }
  });

  test('has every shape where the picture has it', () => {
    for (const node of placed.nodes) {
      let [x, y] = [0, 0];
      for (let at = shapes.get(node.id); at !== undefined;) {
        const [left, top] = numbers(at.geometry);
        [x, y] = [x + left!, y + top!];
        const { parent } = at.cell;
        at = [...shapes.values()].find(({ object }) => object['id'] === parent);
      }
      expect(x).toBeCloseTo(node.x - node.width / 2, 1);
      expect(y).toBeCloseTo(node.y - node.height / 2, 1);
    }
  });

  test('leads every edge from its source over its bends to its target', () => {
    for (const edge of placed.edges) {
      const { cell, geometry, style } = edges.get(edge.id)!;
      expect(cell).toMatchObject({ edge: '1', source: shapes.get(edge.source)?.object['id'] });
      expect(cell['target']).toBe(shapes.get(edge.target)?.object['id']);
      const bends = named(geometry, 'mxPoint').filter(({ attributes }) => attributes['as'] === undefined);
      expect(bends).toHaveLength(Math.max(0, edge.points.length - 2));
      for (const [i, bend] of bends.entries()) {
        expect(Number(bend.attributes['x'])).toBeCloseTo(edge.points[i + 1]!.x, 1);
        expect(Number(bend.attributes['y'])).toBeCloseTo(edge.points[i + 1]!.y, 1);
      }
      const target = placed.nodes.find(({ id }) => id === edge.target)!;
      const end = edge.points.at(-1)!;
      expect(Number(style['entryX']) * target.width).toBeCloseTo(end.x - target.x + target.width / 2, 0);
      expect(Number(style['entryY']) * target.height).toBeCloseTo(end.y - target.y + target.height / 2, 0);
    }
  });
});

test('draws every state by line and mark, and says it in words', () => {
  const looks = (Object.keys(ENGLISH.states) as GraphState[]).map((state) => {
    const graph = nested('target', { state });
    const judged = { ...graph, edges: graph.edges.map((edge) => ({ ...edge, state })) };
    const { shapes, edges } = readBack(renderDrawio(placedRoughly(judged), { title: '', words: ENGLISH }));
    const { object, style } = shapes.get('inside')!;
    const edge = edges.get('inside>outside')!;
    expect(object['state']).toBe(ENGLISH.states[state]);
    expect(edge.object['state']).toBe(ENGLISH.states[state]);
    expect(shapes.get('vpc')!.object['state']).toBe(state === 'none' ? undefined : ENGLISH.states[state]);
    expect(style['strokeColor']).toBe(PALETTES.light.states[state]);
    const { label } = object;
    return [label, style['strokeWidth'], style['dashPattern'], edge.style['endArrow'], edge.object['label']].join('|');
  });
  expect(new Set(looks).size).toBe(looks.length);
});

test('has an icon for each kind, as one encoded picture that a style can hold', () => {
  const images = (Object.keys(ENGLISH.kinds) as (keyof typeof ENGLISH.kinds)[])
    .filter((kind) => !['account', 'region', 'vpc', 'zone'].includes(kind))
    .map((kind) => {
      const file = renderDrawio(placedRoughly(nested(kind)), { title: '', words: ENGLISH });
      const { image } = readBack(file).shapes.get('inside')!.style;
      // draw.io takes what begins so for what it is, and anything else for base64.
      expect(image).toMatch(/^data:image\/svg\+xml,%3C/);
      return parseXml(decodeURIComponent(image!.slice('data:image/svg+xml,'.length))).text + image!;
    });
  expect(new Set(images).size).toBe(images.length);
});

test('a node whose frame is not in the picture lies in the layer', () => {
  const placed = placedRoughly(nested('target'));
  const nodes = placed.nodes.filter(({ id }) => id !== 'zone');
  const { shapes } = readBack(renderDrawio({ ...placed, nodes }, { title: '', words: ENGLISH }));
  expect(shapes.get('inside')!.cell['parent']).toBe('1');
});
