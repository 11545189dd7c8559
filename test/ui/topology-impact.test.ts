// What depends on something, in the topology page by itself: asked, marked, listed, said, and cleared.
import { expect, test } from 'vitest';
import { buildGraph } from '../../src/core/graph/build.ts';
import { WHOLE_VIEW } from '../../src/core/graph/request.ts';
import { viewOf } from '../../src/core/graph/view.ts';
import { impactView } from '../../src/core/impact/view.ts';
import { layoutGraph } from '../../src/layout/layout.ts';
import { endpointId, loadBalancerArn, worldOf } from '../unit/graph/world.ts';
import { strings } from '../unit/protocol/strings.ts';
import { item, openPage, show, shownOf, useBrowser, violations, type Stage } from './page-stage.ts';

useBrowser();

const words = strings.impact;
const options = { endpoints: 3, gateway: true } as const;
const world = worldOf(options);
const answer = impactView(world, undefined, WHOLE_VIEW, loadBalancerArn);

const pane = (stage: Stage) => stage.page.locator('aside');
const row = (stage: Stage, id: string) => pane(stage).locator(`li[data-id="${id}"]`);
const announced = (stage: Stage) => stage.page.locator('[aria-live=polite]').textContent();
const focused = (stage: Stage): Promise<string> =>
  stage.page.evaluate(
    () => document.activeElement?.closest('li')?.dataset['id'] ?? document.activeElement?.tagName ?? '',
  );
const saved = (stage: Stage): Promise<Record<string, unknown>> =>
  stage.page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? '{}') as Record<string, unknown>);

/** The share of the pixels in which two pictures clearly differ; a canvas drawn twice is not the same to the last bit. */
const apart = (stage: Stage, ...pictures: readonly [string, string]): Promise<number> =>
  stage.page.evaluate(async (sources) => {
    const pixels = await Promise.all(
      sources.map(async (source) => {
        const image = new Image();
        image.src = `data:image/png;base64,${source}`;
        await image.decode();
        const canvas = document.createElement('canvas');
        // Seen from so far away that it is all one whether a letter was drawn anew or copied.
        [canvas.width, canvas.height] = [Math.ceil(image.width / 4), Math.ceil(image.height / 4)];
        const context = canvas.getContext('2d')!;
        context.imageSmoothingQuality = 'high';
        context.drawImage(image, 0, 0, canvas.width, canvas.height);
        return context.getImageData(0, 0, canvas.width, canvas.height).data;
      }),
    );
    const [one, other] = pixels as [Uint8ClampedArray, Uint8ClampedArray];
    if (one.length !== other.length) return 1;
    let differing = 0;
    for (let i = 0; i < one.length; i += 4) {
      if ([0, 1, 2].some((channel) => Math.abs((one[i + channel] ?? 0) - (other[i + channel] ?? 0)) > 24))
        differing += 1;
    }
    return (4 * differing) / one.length;
  }, pictures);

/** The page with the answer to what depends on its load balancer. */
async function asked(stage: Stage): Promise<void> {
  await show(stage, options);
  await stage.post({ type: 'askImpact', id: loadBalancerArn });
  await expect.poll(() => stage.posted()).toContainEqual({ type: 'impact', id: loadBalancerArn });
  await stage.post({ type: 'impact', id: loadBalancerArn, impact: answer });
  await row(stage, endpointId(0)).waitFor();
}

test('is asked by keyboard from the details of a node, listed and said, and cleared by Escape', async () => {
  const stage = await openPage();
  await show(stage, options);
  await item(stage, loadBalancerArn).focus();
  await stage.page.keyboard.press('Enter');
  await pane(stage).getByRole('button', { name: words.ask }).focus();
  await stage.page.keyboard.press('Enter');
  await pane(stage).getByText(words.asking).waitFor();
  expect(await stage.posted()).toContainEqual({ type: 'impact', id: loadBalancerArn });
  expect(await focused(stage)).toBe('H2');
  await stage.post({ type: 'impact', id: loadBalancerArn, impact: answer });
  await row(stage, endpointId(2)).waitFor();
  expect(await focused(stage)).toBe('H2');
  await expect.poll(() => announced(stage)).toContain(answer.summary);
  const listed = await pane(stage)
    .locator('.affected li')
    .evaluateAll((rows) => rows.map((each) => (each as HTMLElement).dataset['id']));
  expect(listed.sort()).toEqual(answer.affected.map(({ id }) => id).sort());
  for (const { id, extent, why } of answer.affected) {
    const text = await row(stage, id).textContent();
    expect(text).toContain(why);
    expect(await row(stage, id).getByRole('img', { name: words.extents[extent] }).count()).toBe(1);
  }
  expect((await saved(stage))['impact']).toBe(loadBalancerArn);
  await stage.page.keyboard.press('Escape');
  await pane(stage).locator('.affected').waitFor({ state: 'detached' });
  await expect.poll(() => announced(stage)).toBe(words.cleared);
  expect((await saved(stage))['impact']).toBeUndefined();
  expect(await stage.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('treeitem');
  expect(stage.problems).toEqual([]);
});

test('a row leads to its node and keeps the focus; a node that is picked elsewhere shows its own details', async () => {
  const stage = await openPage();
  await asked(stage);
  await row(stage, endpointId(1)).getByRole('button').focus();
  await stage.page.keyboard.press('Enter');
  await expect.poll(() => item(stage, endpointId(1)).getAttribute('aria-selected')).toBe('true');
  expect(await row(stage, endpointId(1)).getByRole('button').getAttribute('aria-current')).toBe('true');
  expect(await focused(stage)).toBe(endpointId(1));
  await item(stage, endpointId(2)).click();
  await pane(stage).getByText(words.showing).waitFor();
  expect(await row(stage, endpointId(1)).count()).toBe(0);
  await pane(stage).getByRole('button', { name: words.backToList }).click();
  await row(stage, endpointId(1)).waitFor();
  await pane(stage).getByRole('button', { name: words.clear }).click();
  await pane(stage).getByRole('button', { name: strings.reveal }).waitFor();
});

test('opens the frame that one of them is in, and stays in the list', async () => {
  const stage = await openPage();
  const { graph, ...shown } = viewOf(world, undefined, { ...WHOLE_VIEW, closed: ['vpc-consumer'] });
  const model = { type: 'model', revision: 1, title: 'Orders', shown, strings } as const;
  await stage.post({ ...model, graph: await layoutGraph(graph) });
  await stage.post({ type: 'askImpact', id: loadBalancerArn });
  await stage.post({ type: 'impact', id: loadBalancerArn, impact: answer });
  await row(stage, endpointId(0)).getByRole('button').focus();
  await stage.page.keyboard.press('Enter');
  await expect
    .poll(async () => (await stage.posted()).find((message) => message.type === 'view'))
    .toMatchObject({ view: { opened: expect.arrayContaining(['vpc-consumer']) as unknown } });
  const whole = await layoutGraph(buildGraph(world, undefined));
  await stage.post({ ...model, revision: 2, graph: whole, shown: shownOf(whole) });
  await expect.poll(() => item(stage, endpointId(0)).getAttribute('aria-selected')).toBe('true');
  expect(await focused(stage)).toBe(endpointId(0));
});

test('says what the picture does not have and what was not read, and offers a picture that has all', async () => {
  const stage = await openPage();
  await show(stage, options);
  const gaps = [{ operation: 'ec2:DescribeVpcEndpoints', account: '777788889999', region: 'us-east-1' }];
  const places = answer.places.filter(({ id }) => id !== endpointId(1));
  await stage.post({ type: 'askImpact', id: loadBalancerArn });
  await stage.post({ type: 'impact', id: loadBalancerArn, impact: { ...answer, places, gaps, complete: false } });
  await row(stage, endpointId(1)).getByText(words.elsewhere).waitFor();
  expect(await row(stage, endpointId(1)).getByRole('button').count()).toBe(0);
  await pane(stage).getByRole('heading', { name: words.unread }).waitFor();
  await pane(stage).getByRole('button', { name: words.showAll }).click();
  expect(await stage.posted()).toContainEqual({ type: 'openImpact', id: loadBalancerArn });
});

test('says why there is no answer', async () => {
  const stage = await openPage();
  await show(stage, options);
  await stage.post({ type: 'askImpact', id: 'sg-gone' });
  await stage.post({ type: 'impactFailed', id: 'sg-gone', message: 'sg-gone is nowhere.' });
  await pane(stage).getByRole('alert').getByText('sg-gone is nowhere.').waitFor();
  await stage.post({ type: 'impact', id: loadBalancerArn, impact: answer });
  expect(await row(stage, endpointId(0)).count()).toBe(0);
});

test('comes back with the page, and is asked again of another picture', async () => {
  const stage = await openPage();
  await asked(stage);
  await stage.page.reload();
  await show(stage, options);
  await expect.poll(() => stage.posted()).toEqual([{ type: 'ready' }, { type: 'impact', id: loadBalancerArn }]);
  await stage.post({ type: 'impact', id: loadBalancerArn, impact: answer });
  await row(stage, endpointId(0)).waitFor();
});

test('marks the drawing and the outline, and takes the marks away again', async () => {
  const stage = await openPage();
  await show(stage, options);
  await item(stage, loadBalancerArn).click();
  await pane(stage).getByRole('button', { name: words.ask }).waitFor();
  await stage.page.getByRole('button', { name: strings.fit }).click();
  // What is on a canvas only a picture of it tells; the pane is open in all of them.
  const canvas = async (): Promise<string> => (await stage.page.locator('.canvas').screenshot()).toString('base64');
  // After a movement the drawing is sharp again only when it rests.
  let before = await canvas();
  await expect
    .poll(
      async () => {
        const last = before;
        before = await canvas();
        return apart(stage, last, before);
      },
      { interval: 500 },
    )
    .toBe(0);
  await stage.post({ type: 'askImpact', id: loadBalancerArn });
  await stage.post({ type: 'impact', id: loadBalancerArn, impact: answer });
  await row(stage, endpointId(0)).waitFor();
  const marked = await apart(stage, before, await canvas());
  expect(marked).toBeGreaterThan(0.05);
  for (const { id, extent } of answer.affected) {
    expect(await item(stage, id).locator('.flag').textContent()).toContain(words.extents[extent]);
  }
  expect(await item(stage, loadBalancerArn).locator('.flag').textContent()).toBe(words.asked);
  await stage.page.keyboard.press('Escape');
  await expect.poll(() => stage.page.locator('.flag').count()).toBe(0);
  await expect.poll(async () => apart(stage, before, await canvas())).toBeLessThan(marked / 50);
});

test.each(['dark', 'light', 'contrast', 'contrastLight'] as const)(
  'axe finds nothing wrong with the filter bar open, and with the list open: %s',
  async (theme) => {
    const stage = await openPage();
    await stage.theme(theme);
    await asked(stage);
    await stage.page.getByRole('button', { name: strings.filter }).click();
    await stage.page.getByRole('region', { name: strings.filter }).waitFor();
    expect(await violations(stage)).toEqual([]);
    await row(stage, endpointId(0)).getByRole('button').click();
    expect(await violations(stage)).toEqual([]);
    await item(stage, endpointId(2)).click();
    await pane(stage).getByText(words.showing).waitFor();
    expect(await violations(stage)).toEqual([]);
    expect(stage.problems).toEqual([]);
  },
);
