import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { REPORT_SCHEME } from '../../../src/extension/report.ts';
import { closeEditors, openSample, until } from './support.ts';

const reportTabs = (): readonly vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.includes('markdown.preview'));

describe('the report', () => {
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('privatelink');
  afterEach(async () => {
    await settings().update('reportView', undefined, vscode.ConfigurationTarget.Global);
    await closeEditors();
  });

  it('is a rendered page', async () => {
    const exported = await openSample();
    const id = (await exported.inventory()).rows[0]?.id ?? '';
    await vscode.commands.executeCommand('privatelink.diagnose', id);
    await until(vscode.window.tabGroups.onDidChangeTabs, () => reportTabs().length > 0, 'a preview is open');
  });

  it('as text starts with the verdict and is read-only', async () => {
    const exported = await openSample();
    await settings().update('reportView', 'text', vscode.ConfigurationTarget.Global);
    const row = (await exported.inventory()).rows.find((one) => one.kind === 'endpoint');
    const [subject] = (await exported.diagnose(row?.id ?? '')).subjects;
    await vscode.commands.executeCommand('privatelink.diagnose', row?.id);
    const editor = vscode.window.activeTextEditor;
    assert(editor);
    const { document } = editor;
    assert.equal(document.uri.scheme, REPORT_SCHEME);
    assert(document.getText().includes(row?.id ?? '?'));
    assert(document.getText().includes(subject?.verdict ?? '?'));
    const text = document.getText();
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), 'x');
    });
    assert.equal(document.getText(), text);
  });

  it('holds several subjects when several are selected', async () => {
    const exported = await openSample();
    await settings().update('reportView', 'text', vscode.ConfigurationTarget.Global);
    const [one, two] = (await exported.inventory()).rows.filter((row) => row.kind === 'endpoint');
    const nodes = [one, two].map((row) => ({ resource: row?.id, subject: row?.id }));
    await vscode.commands.executeCommand('privatelink.diagnose', nodes[0], nodes);
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert(text.includes(one?.id ?? '?') && text.includes(two?.id ?? '?'));
  });
});
