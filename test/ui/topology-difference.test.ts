// Two readings as one picture, in the topology page by itself: marked by sign and word, explained, and not filtered.
import { expect, test } from 'vitest';
import { buildGraph } from '../../src/core/graph/build.ts';
import { WHOLE_VIEW } from '../../src/core/graph/request.ts';
import type { Graph, GraphChange } from '../../src/core/graph/types.ts';
import { comparedView } from '../../src/core/graph/view.ts';
import { layoutGraph } from '../../src/layout/layout.ts';
import { CONSUMER, endpointId, groupArn, listenerArn, loadBalancerArn, worldOf } from '../unit/graph/world.ts';
import { strings } from '../unit/protocol/strings.ts';
import { item, openPage, useBrowser, violations, type Stage } from './page-stage.ts';

useBrowser();

const MARKED: Readonly<Record<string, readonly [change: GraphChange, sign: string]>> = {
  [endpointId(0)]: ['removed', '−'],
  [endpointId(1)]: ['added', '+'],
  [loadBalancerArn]: ['changed', '~'],
  [listenerArn(0)]: ['not-comparable', '≟'],
};

function marked(): Graph {
  const graph = buildGraph(worldOf({ endpoints: 3, gateway: true }), undefined);
  const nodes = graph.nodes.map((node) => {
    const [change] = MARKED[node.id] ?? [];
    return change === undefined ? node : { ...node, change };
  });
  return { ...graph, nodes };
}

async function show(stage: Stage): Promise<void> {
  const { graph, ...shown } = comparedView(marked(), { ...WHOLE_VIEW, opened: [`account/${CONSUMER}`] });
  const placed = await layoutGraph(graph);
  await stage.post({ type: 'model', revision: 1, title: 'a → b', graph: placed, shown, strings });
  await item(stage, endpointId(0)).waitFor();
}

test('each that differs has its sign and its word in the outline and in the details; the legend has both', async () => {
  const stage = await openPage();
  await show(stage);
  for (const [id, [change, sign]] of Object.entries(MARKED)) {
    expect(await item(stage, id).locator('.label').textContent()).toMatch(new RegExp(`^\\${sign} `));
    expect(await item(stage, id).locator('.flag').textContent()).toBe(strings.changes[change]);
    await item(stage, id).click();
    await stage.page.locator('aside').getByText(strings.changes[change], { exact: true }).waitFor();
    await stage.page.locator('.legend').getByText(strings.changes[change], { exact: true }).waitFor();
    await stage.page.locator('.legend').getByText(sign, { exact: true }).waitFor();
  }
  expect(await item(stage, groupArn(0)).locator('.flag').count()).toBe(0);
  expect(await stage.page.locator('.counts').textContent()).toContain(strings.differ);
  expect(stage.problems).toEqual([]);
});

test('neither what is asked of what is loaded nor a filter is offered', async () => {
  const stage = await openPage();
  await show(stage);
  await item(stage, endpointId(1)).click();
  const pane = stage.page.locator('aside');
  await pane.getByRole('button', { name: strings.reveal }).waitFor();
  for (const name of [strings.diagnose, strings.insertCode, strings.impact.ask]) {
    expect(await pane.getByRole('button', { name }).count()).toBe(0);
  }
  await stage.page.getByRole('button', { name: strings.filter }).click();
  const bar = stage.page.getByRole('region', { name: strings.filter });
  await bar.getByRole('checkbox', { name: strings.layers.dns }).waitFor();
  expect(await bar.getByRole('checkbox').count()).toBe(4);
  expect(await bar.getByRole('textbox').count()).toBe(0);
  expect(await bar.getByRole('combobox').count()).toBe(0);
});

test.each(['dark', 'light', 'contrast', 'contrastLight'] as const)(
  'axe finds nothing wrong with it: %s',
  async (theme) => {
    const stage = await openPage();
    await stage.theme(theme);
    await show(stage);
    await item(stage, endpointId(0)).click();
    await stage.page.locator('aside').getByText(strings.changes.removed, { exact: true }).waitFor();
    expect(await violations(stage)).toEqual([]);
    expect(stage.problems).toEqual([]);
  },
);
