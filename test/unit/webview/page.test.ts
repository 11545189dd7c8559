import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fill } from '../../../src/core/graph/words.ts';
import { topologyHtml } from '../../../src/views/topology-html.ts';
import { segmentRoute } from '../../../webview/geometry.ts';
import { parseState } from '../../../webview/host.ts';
import { boundedScale } from '../../../webview/raster.ts';

describe('routes', () => {
  const point = fc.record({ x: fc.integer({ min: 0, max: 2000 }), y: fc.integer({ min: 0, max: 2000 }) });

  test('in cytoscape’s terms lead through the same points', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 6 }), point, point, (points, source, target) => {
        const route = segmentRoute(points, source, target);
        const first = points[0]!;
        const last = points.at(-1)!;
        const length = Math.hypot(last.x - first.x, last.y - first.y);
        if (length === 0) {
          expect(route).toBeUndefined();
          return;
        }
        // As https://js.cytoscape.org/#style/segments-edges has it: along the line, then at right angles to it.
        const along = { x: (last.x - first.x) / length, y: (last.y - first.y) / length };
        for (const [i, bend] of points.slice(1, -1).entries()) {
          const weight = route!.weights[i]! * length;
          const distance = route!.distances[i]!;
          expect(first.x + along.x * weight - along.y * distance).toBeCloseTo(bend.x, 6);
          expect(first.y + along.y * weight + along.x * distance).toBeCloseTo(bend.y, 6);
        }
        expect(route?.sourceEndpoint).toBe(`${first.x - source.x}px ${first.y - source.y}px`);
        expect(route?.targetEndpoint).toBe(`${last.x - target.x}px ${last.y - target.y}px`);
      }),
    );
  });
});

describe('the page', () => {
  const html = topologyHtml({
    nonce: 'n0nce',
    script: 'https://host/topology.js?a&b',
    style: 'https://host/topology.css',
    language: 'en',
    title: 'Topology',
    subject: '"><script>alert(1)</script>',
  });

  test('lets nothing run or be styled without its nonce', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    for (const tag of html.match(/<(?:script|style|link)[^>]*>/g) ?? []) expect(tag).toContain('nonce="n0nce"');
    expect(html).toContain('<meta property="csp-nonce" content="n0nce">');
    expect(html).toContain('id="__________cytoscape_stylesheet"');
  });

  test('writes a hostile subject as text', () => {
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('data-subject="&#34;&#62;&#60;script&#62;');
  });
});

describe('the saved state', () => {
  test('is taken as far as it is one', () => {
    const state = {
      subject: 'a',
      selected: 'b',
      viewport: { zoom: 1, pan: { x: 0, y: 2 } },
      outline: false,
      legend: true,
    };
    expect(parseState(state)).toEqual(state);
    expect(parseState({ ...state, viewport: { zoom: Number.NaN, pan: {} }, outline: 'yes' })).toEqual({
      subject: 'a',
      selected: 'b',
      legend: true,
    });
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(typeof parseState(value)).toBe('object');
      }),
    );
  });
});

test('sentences are filled in place by place', () => {
  expect(fill('{1} of {0} {2}', 'a', 2)).toBe('2 of a {2}');
});

describe('a PNG', () => {
  test('has the pixels that were asked for where a canvas can have them', () => {
    expect(boundedScale(2, 1600, 900)).toBe(2);
    expect(boundedScale(2, 0, 0)).toBe(2);
  });

  test('never has a side or an area beyond what Chromium draws', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400_000 }), fc.integer({ min: 1, max: 400_000 }), (width, height) => {
        const scale = boundedScale(2, width, height);
        expect(scale).toBeGreaterThan(0);
        expect(Math.max(width, height) * scale).toBeLessThanOrEqual(32_767.001);
        expect(width * height * scale * scale).toBeLessThanOrEqual(67_108_864 * 1.000_001);
      }),
    );
  });
});
