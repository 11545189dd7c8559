import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { explorerSource, findingsSource, viewState } from '../../../src/extension/projections.ts';
import type { ExplorerNode } from '../../../src/views/explorer-source.ts';
import { createExplorerProvider, type ExplorerProvider } from '../../../src/views/explorer.ts';
import { createFindingsProvider } from '../../../src/views/findings.ts';
import { ownSession, samplePath } from './support.ts';

const token = new vscode.CancellationTokenSource().token;

async function childrenOf(provider: ExplorerProvider, node?: ExplorerNode): Promise<readonly ExplorerNode[]> {
  return (await provider.getChildren(node)) ?? [];
}

/** Everything that a person can open, depth first. */
async function everything(provider: ExplorerProvider, node?: ExplorerNode): Promise<readonly ExplorerNode[]> {
  const children = await childrenOf(provider, node);
  const below = await Promise.all(children.map((child) => everything(provider, child)));
  return children.flatMap((child, i) => [child, ...(below[i] ?? [])]);
}

function itemOf(provider: ExplorerProvider, node: ExplorerNode): vscode.TreeItem {
  return provider.getTreeItem(node) as vscode.TreeItem;
}

describe('the explorer on the sample', () => {
  const own = ownSession();
  const provider = createExplorerProvider(explorerSource(own.session));
  before(async () => {
    await own.session.open({ kind: 'sample', path: samplePath() });
  });
  after(() => {
    provider.dispose();
    own.dispose();
  });

  it('shows scopes, then services and endpoints by VPC, then members', async () => {
    const [scope] = await childrenOf(provider);
    assert(scope);
    assert.equal(itemOf(provider, scope).collapsibleState, vscode.TreeItemCollapsibleState.Expanded);
    const groups = await childrenOf(provider, scope);
    assert.deepEqual(
      groups.map((group) => itemOf(provider, group).label),
      ['Endpoint services', 'VPC endpoints'],
    );
    const kinds = new Set((await everything(provider)).map((node) => node.kind));
    for (const kind of ['service', 'vpc', 'endpoint', 'connections', 'connection', 'load-balancer'] as const) {
      assert(kinds.has(kind), kind);
    }
    for (const kind of ['target-group', 'target', 'subnet', 'network-interface'] as const) {
      assert(kinds.has(kind), kind);
    }
  });

  it('gives each item an id of its own, and the same ids after a refresh', async () => {
    const ids = async (): Promise<readonly string[]> =>
      (await everything(provider)).map((node) => itemOf(provider, node).id ?? '');
    const first = await ids();
    assert.equal(new Set(first).size, first.length);
    assert.equal(first.includes(''), false);
    await own.session.refresh(undefined, 'background');
    assert.deepEqual(await ids(), first);
  });

  it('knows the parent of every node, up to the root', async () => {
    const parentOf = async (node: ExplorerNode): Promise<ExplorerNode | undefined> =>
      (await provider.getParent?.(node)) ?? undefined;
    for (const node of await everything(provider)) {
      const item = itemOf(provider, node);
      let above: ExplorerNode = node;
      let depth = 0;
      for (let parent = await parentOf(above); parent !== undefined; parent = await parentOf(above)) {
        const { id } = above;
        const siblings = await childrenOf(provider, parent);
        assert(
          siblings.some((one) => one.id === id),
          `${id} is not below its parent`,
        );
        above = parent;
        depth += 1;
      }
      assert(node.kind === 'scope' || depth > 0, `${item.id ?? ''} has no parent`);
    }
  });

  it('finds the node of a resource, a target too, without anything having been opened', async () => {
    const fresh = createExplorerProvider(explorerSource(own.session));
    const graph = await own.session.call('graph', {});
    const target = graph.nodes.find((node) => node.kind === 'target');
    assert(target);
    const node = await fresh.locate(target.id);
    assert.equal(node?.kind, 'target');
    assert(await fresh.getParent?.(node));
    assert.equal(await fresh.locate('vpce-0fedcba9876543210'), undefined);
    fresh.dispose();
  });

  it('shows states by shape and by a colour that the theme may change, and says them', async () => {
    const endpoints = (await everything(provider)).flatMap((node) => (node.kind === 'endpoint' ? [node] : []));
    const shapes = new Map<string, string>();
    for (const node of endpoints) {
      const { iconPath, accessibilityInformation } = itemOf(provider, node);
      assert(iconPath instanceof vscode.ThemeIcon && iconPath.color instanceof vscode.ThemeColor);
      assert.equal((iconPath.color as unknown as { id: string }).id, `privatelink.state.${node.state}`);
      shapes.set(node.state, iconPath.id);
      assert(accessibilityInformation?.label.includes(node.state), accessibilityInformation?.label);
    }
    assert(shapes.size >= 3);
    assert.equal(new Set(shapes.values()).size, shapes.size);
  });

  it('resolves tooltips late, and escapes what others wrote', async () => {
    const nodes = await everything(provider);
    const node = nodes.find((one) => one.kind === 'endpoint');
    assert(node);
    const item = itemOf(provider, node);
    assert.equal(item.tooltip, undefined);
    const resolved = (await provider.resolveTreeItem?.(item, node, token)) as vscode.TreeItem;
    assert(resolved.tooltip instanceof vscode.MarkdownString);
    assert.notEqual(resolved.tooltip.isTrusted, true);
    assert.notEqual(resolved.tooltip.supportHtml, true);
    assert(resolved.tooltip.value.length > 50);
  });

  it('lists findings by subject, worst first', async () => {
    const findings = createFindingsProvider(findingsSource(own.session));
    const subjects = (await findings.getChildren()) ?? [];
    assert(subjects.length >= 8);
    const states = subjects.map((node) => (node.kind === 'subject' ? node.of.verdict : ''));
    assert.equal(states[0], 'broken');
    assert.deepEqual(
      states.map((state) => ['broken', 'degraded', 'unknown', 'healthy'].indexOf(state)),
      states.map((state) => ['broken', 'degraded', 'unknown', 'healthy'].indexOf(state)).sort(),
    );
    const [first] = subjects;
    const below = (await findings.getChildren(first)) ?? [];
    assert(below.length > 0);
    for (const node of below) {
      assert.equal((findings.getTreeItem(node) as vscode.TreeItem).command?.command, 'privatelink.diagnose');
      assert.equal(((await findings.getParent?.(node)) as { id: string }).id, first?.id);
    }
    findings.dispose();
  });
});

describe('the session', () => {
  it('shows each source as it comes and goes', async () => {
    const own = ownSession();
    const accounts = (): readonly string[] => (own.session.state.view?.scopes ?? []).map((scope) => scope.account);
    const folder = mkdtempSync(join(tmpdir(), 'privatelink-sources-'));
    const path = join(folder, 'other.plsnap.json');
    writeFileSync(path, readFileSync(samplePath(), 'utf8').replaceAll('111122223333', '777788889999'));
    await own.session.open({ kind: 'sample', path: samplePath() });
    assert.deepEqual(accounts(), ['111122223333', '444455556666']);
    await own.session.open({ kind: 'file', path });
    assert.deepEqual(accounts(), ['111122223333', '444455556666', '777788889999']);
    await own.session.close(['sample']);
    assert.deepEqual(accounts(), ['444455556666', '777788889999']);
    rmSync(folder, { recursive: true });
    own.dispose();
  });

  it('starts empty, and is empty again after what was opened is closed', async () => {
    const own = ownSession();
    assert.equal(viewState(own.session.state), 'empty');
    await own.session.open({ kind: 'sample', path: samplePath() });
    assert.equal(viewState(own.session.state), 'ready');
    await own.session.close(own.session.state.sources.map((source) => source.key));
    assert.equal(viewState(own.session.state), 'empty');
    assert.deepEqual(explorerSource(own.session).roots(), []);
    own.dispose();
  });

  it('tells at its own node that a profile is unknown, and keeps the rest', async () => {
    const own = ownSession();
    await own.session.open({ kind: 'sample', path: samplePath() });
    await own.session.selectScopes([{ profile: 'nobody-has-this-profile', region: 'us-east-1' }]);
    assert.equal(viewState(own.session.state), 'ready');
    const roots = explorerSource(own.session).roots();
    const failed = roots.find((node) => node.kind === 'source');
    assert(failed?.kind === 'source' && failed.status === 'failed');
    assert.match(failed.message ?? '', /nobody-has-this-profile/);
    assert(roots.some((node) => node.kind === 'scope'));
    own.dispose();
  });

  it('remembers what was chosen, and reads it again', async () => {
    const own = ownSession();
    await own.session.selectScopes([{ profile: 'nobody', region: 'us-east-1' }]);
    assert.deepEqual(own.session.scopes(), [{ profile: 'nobody', region: 'us-east-1' }]);
    assert.equal(viewState(own.session.state), 'failed');
    await own.session.selectScopes([]);
    assert.equal(viewState(own.session.state), 'empty');
    own.dispose();
  });
});
