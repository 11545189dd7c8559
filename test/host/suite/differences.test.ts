import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { COMPARISON_SCHEME } from '../../../src/extension/comparison.ts';
import {
  createDifferencesProvider,
  type DifferencesNode,
  type DifferencesProvider,
} from '../../../src/views/differences.ts';
import { api, closeEditors, openSample, ownSession, samplePath, until } from './support.ts';

interface Sample {
  capturedAt: string;
  scopes: { calls: { operation: string; output: { VpcEndpoints?: { VpcEndpointId: string; State: string }[] } }[] }[];
}

const folder = mkdtempSync(join(tmpdir(), 'privatelink-compare-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The sample a year later, after an endpoint that was available has failed. */
function later(): { readonly path: string; readonly endpoint: string } {
  const sample = JSON.parse(readFileSync(samplePath(), 'utf8')) as Sample;
  const endpoints = sample.scopes.flatMap((scope) => scope.calls.flatMap((call) => call.output.VpcEndpoints ?? []));
  const available = endpoints.find((one) => one.State === 'available');
  assert(available);
  available.State = 'failed';
  sample.capturedAt = '2030-01-01T00:00:00.000Z';
  const path = join(folder, 'later.plsnap.json');
  writeFileSync(path, JSON.stringify(sample));
  return { path, endpoint: available.VpcEndpointId };
}

function earlier(): string {
  const path = join(folder, 'earlier.plsnap.json');
  writeFileSync(path, readFileSync(samplePath()));
  return path;
}

const childrenOf = async (provider: DifferencesProvider, node?: DifferencesNode): Promise<readonly DifferencesNode[]> =>
  (await provider.getChildren(node)) ?? [];
const itemOf = (provider: DifferencesProvider, node: DifferencesNode): vscode.TreeItem =>
  provider.getTreeItem(node) as vscode.TreeItem;

describe('the differences of two snapshots', () => {
  const own = ownSession();
  after(() => {
    own.dispose();
  });

  it('are groups, rows and fields, and a click leads to the resource', async () => {
    const changed = later();
    const summary = await own.session.call('compare', {
      first: { path: changed.path },
      second: { path: earlier() },
    });
    assert.equal(summary.swapped, true);
    const label = { label: '', capturedAt: summary.before };
    const provider = createDifferencesProvider({
      onDidChange: new vscode.EventEmitter<void>().event,
      comparison: () => ({ before: label, after: label, groups: summary.groups, worse: summary.worse }),
      rows: (group) => own.session.call('differences', { group }),
    });
    const groups = await childrenOf(provider);
    assert.deepEqual(
      groups.map((group) => itemOf(provider, group).label),
      ['Verdicts', 'VPC endpoints'],
    );
    const [, endpoints] = groups;
    const rows = await childrenOf(provider, endpoints);
    assert.equal(rows.length, 1);
    const [row] = rows;
    assert(row);
    const item = itemOf(provider, row);
    assert.deepEqual(item.command?.arguments, [{ resource: changed.endpoint }]);
    assert.match(item.accessibilityInformation?.label ?? '', /changed/);
    const fields = (await childrenOf(provider, row)).map((node) => itemOf(provider, node));
    assert.deepEqual(
      fields.map((field) => [field.label, field.description]),
      [['State', 'available → failed']],
    );
    provider.dispose();
  });
});

describe('the command that compares', () => {
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('privatelink');
  before(async () => {
    await api();
    await settings().update('reportView', 'text', vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await settings().update('reportView', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('privatelink.closeComparison');
    await closeEditors();
  });

  const compare = (...paths: readonly string[]): Thenable<unknown> => {
    const files = paths.map((path) => vscode.Uri.file(path));
    return vscode.commands.executeCommand('privatelink.compareSnapshots', files[0], files);
  };

  it('takes the two files that are selected, and its report opens as a document', async () => {
    const changed = later();
    assert.equal(await compare(changed.path, earlier()), undefined);
    await vscode.commands.executeCommand('privatelink.openComparison');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, COMPARISON_SCHEME);
    assert.match(document.getText(), /^# Comparison of two snapshots/);
    assert(document.getText().includes(changed.endpoint));
  });

  it('brings an open report up to date', async () => {
    const document = vscode.window.activeTextEditor?.document;
    assert(document);
    const before = earlier();
    await compare(before, before);
    const changes = (listener: () => void): vscode.Disposable => vscode.workspace.onDidChangeTextDocument(listener);
    await until(
      changes as vscode.Event<unknown>,
      () => document.getText().includes('No difference'),
      'the report tells the newer comparison',
    );
  });

  it('tells which file cannot be read, and keeps what was compared', async () => {
    const missing = join(folder, 'missing.plsnap.json');
    const answer = await compare(missing, earlier());
    assert.match((answer as { error: { message: string } }).error.message, /missing\.plsnap\.json could not be read/);
    assert.equal(await vscode.commands.executeCommand('privatelink.openComparison'), undefined);
  });

  it('refuses three', async () => {
    const path = earlier();
    const answer = await compare(path, path, path);
    assert.match((answer as { error: { message: string } }).error.message, /exactly two/);
  });
});

describe('opening snapshots from the file explorer', () => {
  it('opens all that are selected', async () => {
    const exported = await openSample();
    const files = [earlier(), later().path].map((path) => vscode.Uri.file(path));
    assert.equal(await vscode.commands.executeCommand('privatelink.openSnapshot', files[0], files), undefined);
    assert((await exported.inventory()).rows.length > 0);
  });
});
