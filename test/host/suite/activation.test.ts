import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../src/extension/contributions.ts';
import { api, installed, openSample } from './support.ts';

describe('activation', () => {
  it('registers every command that is typed, and no other', async () => {
    await api();
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('privatelink.'));
    // VS Code adds commands of its own for each view: focus, open, resetViewLocation and the like.
    const ours = registered.filter((id) => !/^privatelink\.(explorer|findings|differences)\./.test(id));
    assert.deepEqual(ours.sort(), Object.keys(COMMANDS).sort());
  });

  it('loads neither the AWS SDK nor a graph library into the extension host', async () => {
    await api();
    const loaded = Object.keys(require.cache).filter((file) => file.startsWith(installed().extensionPath));
    assert.deepEqual(
      loaded.map((file) => file.slice(installed().extensionPath.length + 1)),
      [join('dist', 'extension.cjs')],
    );
  });

  it('returns version 1 of the API', async () => {
    const exported = await api();
    assert.equal(exported.version, 1);
    assert.deepEqual(Object.keys(exported).sort(), ['code', 'diagnose', 'graph', 'inventory', 'version']);
  });
});

describe('the API on the sample', () => {
  it('lists endpoints and services of two companies', async () => {
    const exported = await openSample();
    const { version, rows, scopes } = await exported.inventory();
    assert.equal(version, 1);
    assert.equal(new Set(scopes.map((scope) => scope.account)).size, 2);
    assert(rows.filter((row) => row.kind === 'endpoint').length >= 20);
    assert(rows.filter((row) => row.kind === 'service').length >= 5);
  });

  it('is plain JSON', async () => {
    const exported = await openSample();
    const [row] = (await exported.inventory()).rows;
    const values = [
      await exported.inventory(),
      await exported.graph(),
      await exported.graph(row?.id),
      await exported.diagnose(row?.id ?? ''),
    ];
    for (const value of values) assert.deepEqual(JSON.parse(JSON.stringify(value)), value);
  });

  it('diagnoses: each verdict that there is, with a root cause where something is broken', async () => {
    const exported = await openSample();
    const { rows } = await exported.inventory();
    const subjects = (await Promise.all(rows.map((row) => exported.diagnose(row.id)))).flatMap(
      (diagnosis) => diagnosis.subjects,
    );
    const verdicts = new Set(subjects.map((subject) => subject.verdict));
    for (const verdict of ['broken', 'degraded', 'healthy'] as const) assert(verdicts.has(verdict), verdict);
    const broken = subjects.filter((subject) => subject.verdict === 'broken');
    for (const subject of broken) assert(subject.rootCause, `${subject.id} has no root cause`);
  });

  it('writes code in each format', async () => {
    const exported = await openSample();
    const row = (await exported.inventory()).rows.find((one) => one.kind === 'service');
    assert.match(await exported.code(row?.id ?? '', 'terraform'), /resource "aws_vpc_endpoint_service"/);
    assert.match(await exported.code(row?.id ?? '', 'cdk-typescript'), /VpcEndpointService/);
    assert.match(await exported.code(row?.id ?? '', 'cloudformation-yaml'), /AWS::EC2::VPCEndpointService/);
  });

  it('rejects with an error that names what is unknown', async () => {
    const exported = await openSample();
    await assert.rejects(exported.diagnose('vpce-0fedcba9876543210'), { code: 'unknown-resource' });
    await assert.rejects(exported.code('vpce-0fedcba9876543210', 'terraform'), /vpce-0fedcba9876543210/);
    await assert.rejects(exported.code('vpce-0', 'pulumi' as 'terraform'), { code: 'bad-input' });
  });
});

describe('a snapshot that is not one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'privatelink-snapshots-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const files: readonly (readonly [name: string, content: string, told: RegExp])[] = [
    ['broken.plsnap.json', '{ "format": ', /broken\.plsnap\.json is not a snapshot: it is not valid JSON/],
    ['other.plsnap.json', '{"resources":[]}', /other\.plsnap\.json is not a usable snapshot: format/],
    [
      'newer.plsnap.json',
      '{"format":"privatelink-snapshot","version":99}',
      /newer\.plsnap\.json has snapshot version 99/,
    ],
  ];
  for (const [name, content, told] of files) {
    it(`is told clearly, and what is loaded stays (${name})`, async () => {
      const exported = await openSample();
      const before = await exported.inventory();
      const path = join(folder, name);
      writeFileSync(path, content);
      const answer: unknown = await vscode.commands.executeCommand('privatelink.openSnapshot', vscode.Uri.file(path));
      const { error } = answer as { error: { code: string; message: string } };
      assert.equal(error.code, 'bad-input');
      assert.match(error.message, told);
      assert.deepEqual(await exported.inventory(), before);
    });
  }

  it('that is not there is told too', async () => {
    const exported = await openSample();
    const uri = vscode.Uri.file(join(folder, 'missing.plsnap.json'));
    const answer: unknown = await vscode.commands.executeCommand('privatelink.openSnapshot', uri);
    assert.match((answer as { error: { message: string } }).error.message, /missing\.plsnap\.json could not be read/);
    assert((await exported.inventory()).rows.length > 0);
  });
});

describe('a command', () => {
  it('never rejects: a caller gets the error as data', async () => {
    await openSample();
    const answer: unknown = await vscode.commands.executeCommand('privatelink.diagnose', 'vpce-0fedcba9876543210');
    assert.equal((answer as { error: { code: string } }).error.code, 'unknown-resource');
  });

  it('copies what was asked of several resources, a line each', async () => {
    const exported = await openSample();
    const [one, two] = (await exported.inventory()).rows.filter((row) => row.kind === 'endpoint');
    assert(one && two);
    const nodes = [
      { resource: one.id, subject: one.id },
      { resource: two.id, subject: two.id },
    ];
    await vscode.commands.executeCommand('privatelink.copyArn', nodes[0], nodes);
    const lines = (await vscode.env.clipboard.readText()).split('\n');
    assert.deepEqual(
      lines.map((line) => line.split('/').at(-1)),
      [one.id, two.id],
    );
    await vscode.commands.executeCommand('privatelink.copyJson', nodes[0]);
    const copied = JSON.parse(await vscode.env.clipboard.readText()) as { VpcEndpointId: string };
    assert.equal(copied.VpcEndpointId, one.id);
  });
});
