import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { insertCode, insertImportCode } from '../../../src/extension/commands/code.ts';
import type { CodePart } from '../../../src/core/iac/types.ts';
import type { Session } from '../../../src/extension/session.ts';
import { closeEditors, openSample } from './support.ts';

/** What snippets give a meaning to, and what editors like to change. */
const AWKWARD: readonly CodePart[] = [
  { kind: 'literal', text: 'a = "${var.region}-$${literal}-$1-${1:x}-$TM_FILENAME-${TM_SELECTED_TEXT}"\n' },
  { kind: 'literal', text: 'b: !Sub "arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:vpc/${Vpc}"\n' },
  { kind: 'literal', text: 'const c = `template ${value} and \\${escaped} and \\\\ and }`;\n' },
  { kind: 'literal', text: 'd = <<-EOT\n\t  tab and spaces\n  {"a": {"b": "}"}}\n  EOT\n' },
  { kind: 'literal', text: '    indented\n\n      more $' },
  { kind: 'placeholder', value: 'with $dollar, {braces}, back\\slash and ${all:of}' },
  { kind: 'literal', text: '$\n' },
];

const textOf = (parts: readonly CodePart[]): string =>
  parts.map((part) => (part.kind === 'literal' ? part.text : part.value)).join('');

/** A session that answers every request for code with these parts. */
function writing(parts: readonly CodePart[]): Session {
  const call = (): Promise<unknown> => Promise.resolve({ format: 'terraform', text: textOf(parts), parts, notes: [] });
  return { call, deepen: () => Promise.resolve() } as unknown as Session;
}

async function open(name: string, content: string, cursor: vscode.Position): Promise<vscode.TextEditor> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert(folder, 'the tests run in a folder');
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  const editor = await vscode.window.showTextDocument(uri);
  editor.selection = new vscode.Selection(cursor, cursor);
  return editor;
}

describe('inserting code', () => {
  afterEach(closeEditors);

  for (const name of ['main.tf', 'stack.ts', 'template.yaml', 'template.yml', 'main.tofu']) {
    it(`keeps every character of literal text in ${name}, and one undo takes all of it back`, async () => {
      const editor = await open(name, '', new vscode.Position(0, 0));
      await insertCode(writing(AWKWARD), ['vpce-1']);
      assert.equal(editor.document.getText(), textOf(AWKWARD));
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), '');
    });
  }

  it('selects the first placeholder, for the user to type over', async () => {
    const editor = await open('place.tf', '', new vscode.Position(0, 0));
    await insertCode(writing(AWKWARD), ['vpce-1']);
    const placeholder = AWKWARD.find((part) => part.kind === 'placeholder');
    assert.equal(editor.document.getText(editor.selection), placeholder?.value);
  });

  it('starts on a line of its own behind text', async () => {
    const before = '# network\nlocals {}';
    const editor = await open('behind.tf', before, new vscode.Position(1, 9));
    await insertCode(writing([{ kind: 'literal', text: 'x = 1\n' }]), ['vpce-1']);
    assert.equal(editor.document.getText(), `${before}\nx = 1\n`);
  });

  it('takes the place of the white space before the cursor, and adds none to what it inserts', async () => {
    const editor = await open('deep.yaml', 'Resources:\n    \nOutputs:\n', new vscode.Position(1, 4));
    await insertCode(writing([{ kind: 'literal', text: '  A:\n    Type: B\n' }]), ['vpce-1']);
    assert.equal(editor.document.getText(), 'Resources:\n  A:\n    Type: B\n\nOutputs:\n');
  });

  it('writes the sample’s own code to the letter', async () => {
    const exported = await openSample();
    const rows = (await exported.inventory()).rows;
    for (const [name, format] of [
      ['own.tf', 'terraform'],
      ['own.ts', 'cdk-typescript'],
      ['own.yaml', 'cloudformation-yaml'],
    ] as const) {
      for (const kind of ['endpoint', 'service']) {
        const id = rows.find((row) => row.kind === kind)?.id ?? '';
        const editor = await open(name, '', new vscode.Position(0, 0));
        assert.equal(await vscode.commands.executeCommand('privatelink.insertCode', id), undefined);
        assert.equal(editor.document.getText(), await exported.code(id, format), `${name}, ${id}`);
        await closeEditors();
      }
    }
  });

  for (const format of ['terraform', 'cdk-typescript', 'cloudformation-yaml'] as const) {
    it(`without an editor goes into a new document (${format})`, async () => {
      const exported = await openSample();
      const settings = vscode.workspace.getConfiguration('privatelink');
      await settings.update('codeFormat', format, vscode.ConfigurationTarget.Global);
      const id = (await exported.inventory()).rows[0]?.id ?? '';
      assert.equal(vscode.window.activeTextEditor, undefined);
      assert.equal(await vscode.commands.executeCommand('privatelink.insertCode', id), undefined);
      const editor = vscode.window.activeTextEditor as vscode.TextEditor | undefined;
      assert.equal(editor?.document.isUntitled, true);
      assert.equal(editor.document.getText(), await exported.code(id, format));
      await settings.update('codeFormat', undefined, vscode.ConfigurationTarget.Global);
    });
  }

  it('that takes over what exists shows beside it what an import needs besides', async () => {
    const asked: unknown[] = [];
    const parts: readonly CodePart[] = [{ kind: 'literal', text: 'Resources: {}\n' }];
    const toImport = [
      { ResourceType: 'AWS::EC2::VPCEndpoint', LogicalResourceId: 'A', ResourceIdentifier: { Id: 'vpce-1' } },
    ];
    const session = {
      call: (_: string, params: unknown) => {
        asked.push(params);
        return Promise.resolve({ format: 'cloudformation-yaml', text: textOf(parts), parts, notes: [], toImport });
      },
      deepen: () => Promise.resolve(),
    } as unknown as Session;
    const editor = await open('taken.yaml', '', new vscode.Position(0, 0));
    await insertImportCode(session, ['vpce-1']);
    assert.deepEqual(asked, [{ ids: ['vpce-1'], format: 'cloudformation-yaml', existing: '', imports: true }]);
    assert.equal(editor.document.getText(), 'Resources: {}\n');
    const beside = vscode.window.visibleTextEditors.find(({ document }) => document.languageId === 'json');
    assert.deepEqual(JSON.parse(beside?.document.getText() ?? 'null'), toImport);
    assert.notEqual(beside?.viewColumn, editor.viewColumn);
  });

  it('takes over the sample’s own endpoint by the command', async () => {
    const exported = await openSample();
    const id = (await exported.inventory()).rows.find((row) => row.kind === 'endpoint')?.id ?? '';
    const terraform = await open('taken.tf', '', new vscode.Position(0, 0));
    assert.equal(await vscode.commands.executeCommand('privatelink.insertImportCode', id), undefined);
    assert.match(
      terraform.document.getText(),
      new RegExp(`^import \\{\\n +to = aws_vpc_endpoint\\.\\w+\\n +id = "${id}"$`, 'm'),
    );
    await closeEditors();
    const template = await open('taken-by-command.yaml', '', new vscode.Position(0, 0));
    assert.equal(await vscode.commands.executeCommand('privatelink.insertImportCode', id), undefined);
    assert.match(template.document.getText(), /^ {4}DeletionPolicy: Retain$/m);
    const beside = vscode.window.visibleTextEditors.find(({ document }) => document.languageId === 'json');
    assert.match(beside?.document.getText() ?? '', new RegExp(`"Id": "${id}"`));
  });

  it('says so when the document cannot be changed', async () => {
    const exported = await openSample();
    const id = (await exported.inventory()).rows[0]?.id ?? '';
    const editor = await open('locked.tf', '# locked\n', new vscode.Position(1, 0));
    await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
    const answer: unknown = await vscode.commands.executeCommand('privatelink.insertCode', id);
    assert.match((answer as { error: { message: string } }).error.message, /locked\.tf could not be changed/);
    assert.equal(editor.document.getText(), '# locked\n');
    await vscode.commands.executeCommand('workbench.action.files.resetActiveEditorReadonlyInSession');
  });
});
