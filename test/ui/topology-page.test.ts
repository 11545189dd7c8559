// The topology page by itself, in a browser, with a stand-in for VS Code on the other side of its messages.
import { describe, expect, test } from 'vitest';
import { describeNode } from '../../src/core/graph/details.ts';
import { renderSvg } from '../../src/core/graph/svg.ts';
import { nodeText } from '../../src/core/graph/size.ts';
import { ENGLISH } from '../../src/core/graph/words.ts';
import type { PlacedGraph } from '../../src/core/graph/types.ts';
import { searchView, viewOf, type GraphView } from '../../src/core/graph/view.ts';
import { WHOLE_VIEW } from '../../src/core/graph/request.ts';
import { layoutGraph } from '../../src/layout/layout.ts';
import { parseWebviewMessage, type HostMessage, type WebviewMessage } from '../../src/protocol/messages.ts';
import { strings } from '../unit/protocol/strings.ts';
import { CONSUMER, endpointId, REGION, serviceId, worldOf } from '../unit/graph/world.ts';
import { ids, item, openPage, show, shownOf, useBrowser, violations, type Stage } from './page-stage.ts';

useBrowser();

/** What the page answered to a request: the size of the picture and the colour of its first pixel. */
async function pngOf(stage: Stage, request: number): Promise<{ width: number; height: number; corner: string }> {
  const answer = async (): Promise<WebviewMessage | undefined> =>
    (await stage.posted()).find((message) => 'request' in message && message.request === request);
  await expect.poll(answer, { timeout: 60_000 }).toBeDefined();
  const message = parseWebviewMessage(await answer());
  if (message?.type !== 'png') throw new Error(JSON.stringify(message));
  const png = Buffer.from(message.data, 'base64');
  expect(png.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
  const corner = await stage.page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1, 1];
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return `#${[red!, green!, blue!].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  }, message.data);
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), corner };
}

describe('the topology page', () => {
  test('draws the graph’s nodes and edges, no more and no fewer, in every theme, and breaks no policy', async () => {
    const stage = await openPage();
    const { graph } = await show(stage, { endpoints: 2, gateway: true, listeners: 2 });
    for (const theme of ['dark', 'light', 'contrast'] as const) {
      await stage.theme(theme);
      expect(new Set(await ids(stage, '[role=treeitem]'))).toEqual(new Set(graph.nodes.map((node) => node.id)));
      expect(new Set(await ids(stage, '[aria-label="edges"] li'))).toEqual(new Set(graph.edges.map((edge) => edge.id)));
    }
    expect(await stage.page.locator('h1').textContent()).toBe('Orders');
    expect(await stage.posted()).toEqual([{ type: 'ready' }]);
    expect(stage.problems).toEqual([]);
  });

  test('draws again in the colours of another theme', async () => {
    const stage = await openPage();
    await show(stage);
    const legend = stage.page.locator('.legend img').nth(4);
    await stage.theme('light');
    await expect.poll(() => legend.getAttribute('src')).toContain(encodeURIComponent('#c4241c'));
    await stage.theme('dark');
    await expect.poll(() => legend.getAttribute('src')).toContain(encodeURIComponent('#f14c4c'));
  });

  test('is walked by keyboard: to a node, into its details, and back', async () => {
    const stage = await openPage();
    const { world } = await show(stage);
    await stage.page.locator('[role=treeitem][tabindex="0"]').focus();
    for (let i = 0; i < 40; i++) {
      const at = await stage.page.evaluate(() => (document.activeElement as HTMLElement).dataset['id']);
      if (at === endpointId(0)) break;
      await stage.page.keyboard.press('ArrowDown');
    }
    await stage.page.keyboard.press('Enter');
    await expect.poll(() => stage.posted()).toContainEqual({ type: 'select', id: endpointId(0) });
    await stage.post({ type: 'details', revision: 1, details: describeNode(world, undefined, endpointId(0)) });
    const pane = stage.page.locator('aside');
    await pane.getByText('pendingacceptance').or(pane.getByText('available')).first().waitFor();
    expect(await item(stage, endpointId(0)).getAttribute('aria-selected')).toBe('true');
    await pane.getByRole('button', { name: strings.diagnose }).press('Enter');
    await pane.getByRole('button', { name: strings.insertCode }).press('Enter');
    await pane.getByRole('button', { name: strings.reveal }).press('Enter');
    expect((await stage.posted()).slice(2)).toEqual([
      { type: 'diagnose', id: endpointId(0) },
      { type: 'insertCode', id: endpointId(0) },
      { type: 'reveal', id: endpointId(0) },
    ]);
    await pane.getByRole('button', { name: strings.close }).press('Enter');
    expect(await pane.isVisible()).toBe(false);
    expect(await stage.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('treeitem');
  });

  test('takes the focus from nothing when it draws', async () => {
    const stage = await openPage();
    await show(stage);
    await stage.page.evaluate(() => {
      (document.activeElement as HTMLElement | null)?.blur();
    });
    await show(stage, { endpoints: 3, gateway: true });
    await item(stage, endpointId(2)).waitFor({ state: 'attached' });
    expect(await stage.page.evaluate(() => document.activeElement === document.body)).toBe(true);
    await stage.page.getByRole('combobox', { name: strings.search }).focus();
    await show(stage);
    await item(stage, endpointId(2)).waitFor({ state: 'detached' });
    expect(await stage.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('combobox');
  });

  test('folds and unfolds its outline', async () => {
    const stage = await openPage();
    await show(stage);
    await item(stage, 'vpc-consumer').focus();
    await stage.page.keyboard.press('ArrowLeft');
    expect(await item(stage, endpointId(0)).isVisible()).toBe(false);
    await stage.post({ type: 'select', id: endpointId(0) });
    await item(stage, endpointId(0)).waitFor();
    expect(await item(stage, 'vpc-consumer').getAttribute('aria-expanded')).toBe('true');
  });

  test('picks what is clicked in the drawing', async () => {
    const stage = await openPage();
    const { graph } = await show(stage);
    await stage.page.getByRole('button', { name: strings.fit }).click();
    // The fitted picture is centred: the middle of the drawing is the middle of the canvas.
    const canvas = await stage.page.locator('.canvas').boundingBox();
    const node = graph.nodes.find((found) => found.id === serviceId)!;
    const zoom = Math.min((canvas!.width - 56) / (graph.width - 24), (canvas!.height - 56) / (graph.height - 24), 1.2);
    await stage.page.mouse.click(
      canvas!.x + canvas!.width / 2 + (node.x - graph.width / 2) * zoom,
      canvas!.y + canvas!.height / 2 + (node.y - graph.height / 2) * zoom,
    );
    await expect.poll(() => item(stage, serviceId).getAttribute('aria-selected')).toBe('true');
  });

  test('is drawn coarser while it moves too slowly, and sharply when it rests', async () => {
    const stage = await openPage();
    await show(stage);
    const surface = stage.page.locator('.canvas canvas').first();
    const ratio = (): Promise<number> =>
      surface.evaluate((canvas: HTMLCanvasElement) => canvas.width / canvas.getBoundingClientRect().width);
    await expect.poll(ratio).toBeCloseTo(2, 1);
    const whileMoving = await surface.evaluate(async (canvas: HTMLCanvasElement) => {
      const ratios: number[] = [];
      for (let i = 0; i < 12; i++) {
        const { left, top, width, height } = canvas.getBoundingClientRect();
        const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true };
        canvas.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY: i % 2 === 0 ? -40 : 40 }));
        const until = performance.now() + 60;
        while (performance.now() < until);
        await new Promise(requestAnimationFrame);
        ratios.push(Math.round(canvas.width / width));
      }
      return ratios;
    });
    expect(whileMoving.at(-1)).toBe(1);
    await expect.poll(ratio).toBeCloseTo(2, 1);
    expect(stage.problems).toEqual([]);
  });

  test('says of an edge that closes a cycle how it looks and that it leads back, and of others nothing', async () => {
    const stage = await openPage();
    const { graph } = await show(stage);
    const legend = stage.page.getByRole('list', { name: strings.legend });
    await expect.poll(() => legend.textContent()).not.toContain(strings.leadsBack);
    const [first, ...others] = graph.edges;
    const cycle: PlacedGraph = { ...graph, edges: [{ ...first!, closesCycle: true }, ...others] };
    await stage.post({ type: 'model', revision: 2, title: 'Circle', graph: cycle, shown: shownOf(cycle), strings });
    await expect.poll(() => legend.textContent()).toContain(strings.leadsBack);
    const told = stage.page.locator('[aria-label="edges"] li', { hasText: strings.leadsBack });
    expect(await told.evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset['id']))).toEqual([
      first!.id,
    ]);
    expect(stage.problems).toEqual([]);
  });

  test('shows the whole of a large picture in a corner, which brings what is clicked there into the middle', async () => {
    const stage = await openPage();
    const minimap = stage.page.locator('.minimap');
    await show(stage);
    expect(await minimap.isVisible()).toBe(false);
    const { graph } = await show(stage, { endpoints: 25 });
    await minimap.waitFor();
    expect(graph.nodes.length).toBeGreaterThan(60);
    const pan = async (): Promise<{ zoom: number; pan: { x: number; y: number } } | undefined> =>
      stage.page.evaluate(
        () =>
          (
            JSON.parse(sessionStorage.getItem('state') ?? '{}') as {
              viewport?: { zoom: number; pan: { x: number; y: number } };
            }
          ).viewport,
      );
    expect(await pan()).toBeUndefined();
    const room = (await minimap.boundingBox())!;
    const canvas = (await stage.page.locator('.canvas').boundingBox())!;
    const pressed = { x: room.x + room.width / 2, y: room.y + room.height / 2 };
    await stage.page.mouse.click(pressed.x, pressed.y);
    await expect.poll(pan).toBeDefined();
    // The middle of the corner is the middle of the picture.
    const { zoom, pan: at } = (await pan())!;
    expect(Math.abs(at.x + (graph.width / 2) * zoom - canvas.width / 2)).toBeLessThan(2 / zoom);
    expect(Math.abs(at.y + (graph.height / 2) * zoom - canvas.height / 2)).toBeLessThan(2 / zoom);
    await stage.page.mouse.move(pressed.x, pressed.y);
    await stage.page.mouse.down();
    await stage.page.mouse.move(pressed.x, room.y - 50);
    await stage.page.mouse.up();
    await expect.poll(async () => Math.round((await pan())!.pan.y)).toBe(Math.round(canvas.height / 2));
    expect(stage.problems).toEqual([]);
  });

  test('keeps the corner with the whole picture out of the way of keys and screen readers, and redraws it in a theme', async () => {
    const stage = await openPage();
    const { world } = await show(stage, { endpoints: 25 });
    const minimap = stage.page.locator('.minimap');
    await minimap.waitFor();
    expect(await minimap.getAttribute('aria-hidden')).toBe('true');
    expect(await minimap.evaluate((canvas: HTMLCanvasElement) => canvas.tabIndex)).toBe(-1);
    const picture = (): Promise<string> => minimap.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const dark = await picture();
    await stage.theme('contrast');
    await expect.poll(picture).not.toBe(dark);
    expect(world.endpoints.size).toBe(25);
  });

  test('comes back as it was left', async () => {
    const stage = await openPage();
    const { graph } = await show(stage);
    await item(stage, serviceId).click();
    await stage.page.getByRole('button', { name: strings.zoomIn }).click();
    const saved = (): Promise<Record<string, unknown>> =>
      stage.page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? '{}') as Record<string, unknown>);
    await expect.poll(async () => Object.keys(await saved())).toContain('viewport');
    const before = await saved();
    expect(before).toMatchObject({ subject: serviceId, selected: serviceId });
    await stage.page.reload();
    await stage.post({ type: 'model', revision: 2, title: 'Orders', graph, shown: shownOf(graph), strings });
    await expect.poll(() => item(stage, serviceId).getAttribute('aria-selected')).toBe('true');
    expect(await saved()).toEqual(before);
    expect(await stage.posted()).toEqual([{ type: 'ready' }, { type: 'describe', id: serviceId }]);
  });

  test('is filtered, and asks for the layers that are ticked', async () => {
    const stage = await openPage();
    const { graph } = await show(stage);
    const bar = stage.page.getByRole('region', { name: strings.filter });
    expect(await bar.isVisible()).toBe(false);
    await stage.page.getByRole('button', { name: strings.filter }).click();
    await bar.getByRole('checkbox', { name: 'broken' }).check();
    await bar.getByRole('checkbox', { name: 'dns' }).uncheck();
    await bar.getByRole('textbox', { name: strings.tag }).fill('env=prod');
    await bar.getByRole('textbox', { name: strings.tag }).press('Enter');
    const asked = async (): Promise<readonly unknown[]> =>
      (await stage.posted()).flatMap((message) => (message.type === 'view' ? message.view : []));
    await expect.poll(asked).toEqual([
      { filter: { verdicts: ['broken'] }, opened: [], closed: [] },
      { filter: { verdicts: ['broken'] }, layers: ['security', 'routes', 'metrics'], opened: [], closed: [] },
      {
        filter: { verdicts: ['broken'], tag: 'env=prod' },
        layers: ['security', 'routes', 'metrics'],
        opened: [],
        closed: [],
      },
    ]);
    const none: PlacedGraph = { nodes: [], edges: [], width: 0, height: 0 };
    const shown = { ...shownOf(graph), total: { nodes: 0, edges: 0 } };
    await stage.post({ type: 'model', revision: 2, title: 'Orders', graph: none, shown, strings });
    await stage.page.getByText(strings.nothingPasses).waitFor();
    await bar.getByRole('button', { name: strings.reset }).click();
    expect((await asked()).at(-1)).toEqual({ filter: {}, opened: [], closed: [] });
    expect(stage.problems).toEqual([]);
  });

  test('finds by keyboard what is in a closed frame, and opens the frame', async () => {
    const stage = await openPage();
    const world = worldOf();
    const closed = viewOf(world, undefined, { ...WHOLE_VIEW, closed: ['vpc-consumer'] });
    const post = async ({ graph, ...shown }: GraphView): Promise<void> =>
      stage.post({ type: 'model', revision: 1, title: 'Orders', graph: await layoutGraph(graph), shown, strings });
    await post(closed);
    await item(stage, 'vpc-consumer').waitFor();
    expect(await item(stage, endpointId(0)).count()).toBe(0);
    expect(await stage.page.locator('.counts').textContent()).toContain(strings.partly);
    await stage.page.getByRole('combobox', { name: strings.search }).focus();
    await stage.page.keyboard.type('orders-0');
    await expect.poll(() => stage.posted()).toContainEqual({ type: 'search', text: 'orders-0' });
    await stage.post({ type: 'found', text: 'orders-0', hits: searchView(world, undefined, WHOLE_VIEW, 'orders-0') });
    await stage.page.getByRole('option').first().waitFor();
    await stage.page.keyboard.press('ArrowDown');
    await stage.page.keyboard.press('Enter');
    await expect
      .poll(async () => (await stage.posted()).find((message) => message.type === 'view'))
      .toMatchObject({ view: { opened: [`account/${CONSUMER}`, `region/${CONSUMER}/${REGION}`, 'vpc-consumer'] } });
    await post(viewOf(world, undefined, WHOLE_VIEW));
    await expect.poll(() => item(stage, endpointId(0)).getAttribute('aria-selected')).toBe('true');
    expect(stage.problems).toEqual([]);
  });

  test('opens and closes frames by keyboard, and goes along edges', async () => {
    const stage = await openPage();
    await show(stage);
    await item(stage, 'vpc-consumer').focus();
    await stage.page.keyboard.press('-');
    const view = async (): Promise<unknown> =>
      (await stage.posted()).flatMap((message) => (message.type === 'view' ? message.view : [])).at(-1);
    await expect.poll(view).toEqual({ filter: {}, opened: [], closed: ['vpc-consumer'] });
    await item(stage, endpointId(0)).focus();
    const focused = (): Promise<string | undefined> =>
      stage.page.evaluate(() => (document.activeElement as HTMLElement).dataset['id']);
    await stage.page.keyboard.press('Control+ArrowRight');
    expect(await focused()).toBe(serviceId);
    await stage.page.getByText(`${strings.edgeKinds.connects} orders-api`).first().waitFor({ state: 'attached' });
    await stage.page.keyboard.press('Control+ArrowLeft');
    expect(await focused()).toBe(endpointId(0));
  });

  test('says in a sentence why there is no picture', async () => {
    const stage = await openPage();
    await stage.post({ type: 'loading', strings });
    await stage.page.getByText(strings.loading).waitFor();
    await stage.post({ type: 'failed', message: 'vpce-1 is nowhere.', strings });
    await stage.page.getByText('vpce-1 is nowhere.').waitFor();
    await show(stage);
    expect(await stage.page.getByText('vpce-1 is nowhere.').count()).toBe(0);
  });

  test('shows hostile names as names', async () => {
    const stage = await openPage();
    const name = `<img src=x onerror="document.title='owned'">]]>\u202Eevil 😀${'x'.repeat(10_000)}`;
    const { graph } = await show(stage, { name });
    const node = graph.nodes.find((found) => found.id === endpointId(0))!;
    expect(nodeText(node).label).toMatch(/^<img.*…$/);
    expect(await item(stage, endpointId(0)).textContent()).toContain('<img src=x onerror=');
    expect(await stage.page.title()).toBe('Topology');
    expect(stage.problems).toEqual([]);
  });

  test('makes a PNG of an exported diagram, at twice its size and with its names in it', async () => {
    const stage = await openPage();
    const { graph } = await show(stage, { name: '<img src=x onerror="alert(1)">]]>\u202Eevil 😀' });
    const svg = renderSvg(graph, { theme: 'dark', title: 'orders', words: ENGLISH });
    await stage.post({ type: 'rasterise', request: 7, svg, scale: 2 });
    const png = await pngOf(stage, 7);
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
    expect(png).toEqual({ width: 2 * width!, height: 2 * height!, corner: '#1e1e1e' });
    expect(stage.problems).toEqual([]);
  });

  test('makes a smaller PNG of a diagram that no canvas could hold, and says of what is none that it is none', async () => {
    const stage = await openPage();
    await show(stage);
    const huge =
      '<svg xmlns="http://www.w3.org/2000/svg" width="40000" height="3000" viewBox="0 0 40000 3000">' +
      '<rect width="40000" height="3000" fill="#ff0000"/></svg>';
    await stage.post({ type: 'rasterise', request: 1, svg: huge, scale: 2 });
    const { width, height, corner } = await pngOf(stage, 1);
    expect(width * height).toBeLessThanOrEqual(67_108_864);
    expect(width).toBeGreaterThan(25_000);
    expect(height).toBeGreaterThan(1_900);
    expect(corner).toBe('#ff0000');
    await stage.post({ type: 'rasterise', request: 2, svg: '<svg', scale: 2 });
    await expect.poll(async () => (await stage.posted()).at(-1)).toMatchObject({ type: 'pngFailed', request: 2 });
    expect(stage.problems).toEqual([]);
  });

  test('tells the extension of errors and of messages that are none', async () => {
    const stage = await openPage();
    await show(stage);
    await stage.post({ type: 'model' } as unknown as HostMessage);
    await expect.poll(async () => (await stage.posted()).map((message) => message.type)).toContain('problem');
    await stage.page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<p style="color: red">not allowed</p>');
    });
    await expect
      .poll(async () => (await stage.posted()).flatMap((message) => (message.type === 'problem' ? message.kind : [])))
      .toContain('content-security-policy');
  });

  test('has nothing for axe to complain of', async () => {
    const stage = await openPage();
    const { world } = await show(stage);
    await stage.post({ type: 'select', id: endpointId(0) });
    await stage.post({ type: 'details', revision: 1, details: describeNode(world, undefined, endpointId(0)) });
    expect(await violations(stage)).toEqual([]);
  });
});
