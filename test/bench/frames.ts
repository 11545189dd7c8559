// How smoothly the built page pans and zooms pictures of growing size, drawn by software in Chromium:
// node test/bench/run.mjs frames. It needs `npm run build`.
import { loadavg } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import { ELEMENT_BUDGET } from '../../src/core/graph/collapse.ts';
import type { Graph, GraphState } from '../../src/core/graph/types.ts';
import { layoutGraph } from '../../src/layout/layout.ts';
import { findChromium, launchBrowser, noChromium } from '../../tools/vscode-host/browser.mjs';
import { openTopology, shownOf } from '../ui/topology-stage.ts';
import { strings } from '../unit/protocol/strings.ts';
import { graphOfSize } from './graphs.ts';

/** In nodes and edges together. */
const SIZES = [100, 300, ELEMENT_BUDGET, 1000, 2000];
/** Fewer than each endpoint of a picture has. */
const PER_ENDPOINT = 12;
/** What a picture must hold, in frames a second. */
const WANTED = 30;
const RUNS = 3;
/** Longer than this nobody waits for a picture, in milliseconds. */
const LONGEST = 120_000;
/** Frames until the page must have saved where its picture stands. */
const PATIENCE = 600;
const STATES: readonly GraphState[] = ['pass', 'warn', 'fail', 'unknown', 'none'];

const elementsOf = ({ nodes, edges }: Graph): number => nodes.length + edges.length;

/** Every state in turn: dashes and signs cost more than plain lines. */
function coloured(graph: Graph): Graph {
  const stateOf = (i: number): GraphState => STATES[i % STATES.length] ?? 'none';
  return {
    ...graph,
    nodes: graph.nodes.map((node, i) => ({ ...node, state: stateOf(i) })),
    edges: graph.edges.map((edge, i) => ({ ...edge, state: stateOf(i) })),
  };
}

type Gesture = 'pan' | 'zoom';

/** The milliseconds between frames while a hand that never rests pans or zooms. */
async function framesOf(page: Page, gesture: Gesture): Promise<readonly number[]> {
  return page.evaluate(async (what) => {
    const canvas = document.querySelector<HTMLElement>('.canvas');
    if (canvas === null) throw new Error('There is no canvas');
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const at = (x: number, y: number): MouseEventInit => ({
      ...{ clientX: left + x, clientY: top + y, button: 0, buttons: 1, bubbles: true, cancelable: true, view: window },
    });
    const surface = canvas.querySelector('canvas');
    const steps = 120;
    const times: number[] = [];
    // The margin around the picture: there is nothing to grab.
    const press = { x: 3, y: 3 };
    if (what === 'pan') surface?.dispatchEvent(new MouseEvent('mousedown', at(press.x, press.y)));
    let before = await frame();
    for (let step = 1; step <= steps; step++) {
      if (what === 'pan') {
        const turn = (2 * Math.PI * step) / 60;
        const to = at(press.x + 260 * Math.sin(turn), press.y + 140 * Math.sin(2 * turn));
        window.dispatchEvent(new MouseEvent('mousemove', to));
      } else {
        const deltaY = step <= steps / 2 ? -31.5 : 31.5;
        canvas.dispatchEvent(new WheelEvent('wheel', { ...at(width / 2, height / 2), deltaY, buttons: 0 }));
      }
      const now = await frame();
      times.push(now - before);
      before = now;
    }
    if (what === 'pan') window.dispatchEvent(new MouseEvent('mouseup', at(press.x, press.y)));
    return times;
  }, gesture);
}

interface Rate {
  readonly median: number;
  readonly p95: number;
  readonly perSecond: number;
}

function rateOf(times: readonly number[]): Rate {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  return {
    median: at(0.5),
    p95: at(0.95),
    perSecond: (1000 * times.length) / times.reduce((sum, time) => sum + time, 0),
  };
}

/** Where the picture stands, as the page saved it after the last movement. */
async function viewportOf(page: Page): Promise<string> {
  const state = await page.evaluate(() => sessionStorage.getItem('state'));
  return JSON.stringify((JSON.parse(state ?? '{}') as { readonly viewport?: unknown }).viewport ?? null);
}

interface Measured extends Readonly<Record<Gesture, Rate>> {
  /** Milliseconds from the message with the picture to the outline that is made after it. */
  readonly drawn: number;
}

/** The best of some runs: what else the machine does only ever adds to it. */
async function measure(browser: Browser, graph: Graph): Promise<Measured> {
  const placed = await layoutGraph(graph);
  const stage = await openTopology(browser);
  const { page, problems } = stage;
  const began = performance.now();
  await stage.post({ type: 'model', revision: 1, title: 'Frames', graph: placed, shown: shownOf(placed), strings });
  await page.locator('[role=treeitem]').first().waitFor({ timeout: LONGEST });
  const drawn = performance.now() - began;
  const best = async (gesture: Gesture): Promise<Rate> => {
    const runs: Rate[] = [];
    for (let run = 0; run < RUNS; run++) runs.push(rateOf(await framesOf(page, gesture)));
    const [first] = runs.sort((a, b) => b.perSecond - a.perSecond);
    if (first === undefined) throw new Error('Nothing was measured');
    return first;
  };
  const gestures: Partial<Record<Gesture, Rate>> = {};
  for (const gesture of ['zoom', 'pan'] as const) {
    const before = await viewportOf(page);
    gestures[gesture] = await best(gesture);
    // A gesture that moved nothing would be the smoothest of all.
    for (let i = 0; (await viewportOf(page)) === before; i++) {
      if (i === PATIENCE) throw new Error(`Nothing moved when it should ${gesture}`);
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            requestAnimationFrame(resolve);
          }),
      );
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  await page.context().close();
  const { pan, zoom } = gestures;
  if (pan === undefined || zoom === undefined) throw new Error('Nothing was measured');
  return { pan, zoom, drawn };
}

const shown = ({ median, p95, perSecond }: Rate): string =>
  `median ${median.toFixed(1).padStart(6)} ms  p95 ${p95.toFixed(1).padStart(6)} ms  ${perSecond.toFixed(0).padStart(3)} frames/s`;

const chromium = process.env['PRIVATELINK_CHROMIUM'] ?? (await findChromium());
if (!chromium) throw new Error(noChromium);
const browser = await launchBrowser(chromium);
try {
  console.log(`best of ${RUNS} runs; load average ${loadavg()[0]?.toFixed(1) ?? '?'}`);
  for (const size of SIZES) {
    const graph = coloured(graphOfSize(size, PER_ENDPOINT, elementsOf));
    const { pan, zoom, drawn } = await measure(browser, graph);
    const holds = Math.min(pan.perSecond, zoom.perSecond) >= WANTED ? 'holds' : 'does not hold';
    console.log(
      `${elementsOf(graph)} elements: ${holds} ${WANTED} frames/s; there after ${(drawn / 1000).toFixed(1)} s`,
    );
    console.log(`  pan   ${shown(pan)}`);
    console.log(`  zoom  ${shown(zoom)}`);
  }
} finally {
  await browser.close();
}
