import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import type { DiagramFormat } from '../../../src/core/graph/formats.ts';
import { LAYERS } from '../../../src/core/graph/layers.ts';
import { CHANGE_MARKS } from '../../../src/core/graph/marks.ts';
import { WHOLE_VIEW } from '../../../src/core/graph/request.ts';
import { ENGLISH } from '../../../src/core/graph/words.ts';
import { AppError } from '../../../src/core/model/errors.ts';
import { serializeSnapshot } from '../../../src/core/model/snapshot.ts';
import type { ErrorData, FromWorker, WorkerMethod, WorkerMethods } from '../../../src/worker/api.ts';
import { createHandlers } from '../../../src/worker/handlers.ts';
import { serve, type CallContext, type Handlers } from '../../../src/worker/serve.ts';
import { createStore } from '../../../src/worker/store.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { sampleEstate } from '../../worlds/sample.ts';
import { snapshotOf } from '../../worlds/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'privatelink-worker-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const healthy = healthyEstate();
const healthyFile = file('healthy.plsnap.json', serializeSnapshot(snapshotOf(healthy.world)));
const sampleFile = file('sample.plsnap.json', serializeSnapshot(sampleEstate()));

const idle: CallContext = {
  signal: new AbortController().signal,
  progress: () => undefined,
  ask: () => Promise.resolve(undefined),
};

/** The worker's methods as the extension sees them, in this thread. */
function worker(): <M extends WorkerMethod>(
  method: M,
  params: WorkerMethods[M]['params'],
) => Promise<WorkerMethods[M]['result']> {
  const handlers = createHandlers(createStore());
  return async (method, params) => handlers[method](params, idle);
}

test('a file that is no snapshot is refused by name, and what was loaded stays', async () => {
  const call = worker();
  await call('openFile', { key: 'one', revision: 1, path: healthyFile });
  const before = await call('view', {});
  const broken = file('broken.json', '{ "format": ');
  await expect(call('openFile', { key: 'two', revision: 2, path: broken })).rejects.toThrow(/broken\.json/);
  await expect(call('openFile', { key: 'two', revision: 3, path: join(folder, 'missing.json') })).rejects.toThrow(
    /missing\.json could not be read/,
  );
  expect(await call('view', {})).toEqual(before);
});

test('a reading that was overtaken by a newer one, or whose source was closed, is dropped', async () => {
  const call = worker();
  const older = call('openFile', { key: 'a', revision: 1, path: sampleFile });
  const newer = call('openFile', { key: 'a', revision: 2, path: healthyFile });
  expect((await older).stored).toBe(false);
  expect((await newer).stored).toBe(true);
  expect((await call('view', {})).scopes.flatMap((scope) => scope.profiles)).toEqual(['consumer', 'provider']);
  const late = call('openFile', { key: 'b', revision: 3, path: sampleFile });
  await call('close', { keys: ['b'] });
  expect((await late).stored).toBe(false);
});

test('several sources are one view, and closing one leaves the other', async () => {
  const call = worker();
  await call('openFile', { key: 'a', revision: 1, path: healthyFile });
  const alone = await call('view', {});
  await call('openFile', { key: 'b', revision: 2, path: sampleFile });
  expect((await call('view', {})).subjects.length).toBeGreaterThan(alone.subjects.length);
  await call('close', { keys: ['b'] });
  expect(await call('view', {})).toEqual(alone);
});

test('two snapshots are compared, the older one first, wherever each comes from', async () => {
  const call = worker();
  const later = healthyEstate();
  later.endpoint.raw['State'] = 'failed';
  const laterFile = file(
    'later.plsnap.json',
    serializeSnapshot({ ...snapshotOf(later.world), capturedAt: '2026-03-03T09:30:00.000Z' }),
  );
  await call('openFile', { key: 'a', revision: 1, path: healthyFile });
  const forth = await call('compare', { first: { keys: ['a'] }, second: { path: laterFile } });
  expect(forth).toMatchObject({ swapped: false, before: healthy.world.capturedAt, worse: 1 });
  const back = await call('compare', { first: { path: laterFile }, second: { keys: ['a'] } });
  expect(back).toEqual({ ...forth, swapped: true });
  expect(forth.groups.map((group) => group.id)).toEqual(['verdicts', 'vpc-endpoint']);
  const [row] = await call('differences', { group: 'vpc-endpoint' });
  expect(row).toMatchObject({ kind: 'resource', resource: healthy.endpoint.id, of: { change: 'changed' } });
  for (const { id, count } of forth.groups) expect(await call('differences', { group: id })).toHaveLength(count);
  expect(await call('comparisonReport', { format: 'markdown' })).toMatch(/^# Comparison of two snapshots/);
  // What is shown was true when it was made: closing a source changes nothing of it.
  await call('close', { keys: ['a'] });
  expect(await call('differences', { group: 'vpc-endpoint' })).toHaveLength(1);
  await call('closeComparison', {});
  await expect(call('differences', { group: 'verdicts' })).rejects.toThrow(/Nothing is compared any more/);
});

test('a comparison that cannot be made leaves the last one; one that was overtaken is dropped', async () => {
  const call = worker();
  await call('openFile', { key: 'a', revision: 1, path: healthyFile });
  const sample = { path: sampleFile };
  const missing = { path: join(folder, 'missing.json') };
  await call('compare', { first: { keys: ['a'] }, second: sample });
  const told = await call('comparisonReport', { format: 'json' });
  await expect(call('compare', { first: sample, second: missing })).rejects.toThrow(/missing\.json could not be read/);
  await expect(call('compare', { first: sample, second: { keys: ['b'] } })).rejects.toThrow(/Nothing is loaded/);
  expect(await call('comparisonReport', { format: 'json' })).toBe(told);
  const overtaken = call('compare', { first: sample, second: sample });
  const newest = call('compare', { first: { keys: ['a'] }, second: { keys: ['a'] } });
  await expect(overtaken).rejects.toMatchObject({ code: 'cancelled' });
  expect((await newest).groups).toEqual([]);
});

test('one subject: verdict, report, code, details and members', async () => {
  const call = worker();
  await call('openFile', { key: 'a', revision: 1, path: healthyFile });
  const { id } = healthy.endpoint;
  expect((await call('diagnose', { ids: [id] })).subjects.map((subject) => subject.verdict)).toEqual(['healthy']);
  expect(await call('report', { ids: [id], format: 'markdown' })).toContain(id);
  expect(JSON.parse(await call('report', { ids: [], format: 'json' }))).toMatchObject({ version: 1 });
  const code = await call('code', { ids: [id], format: 'terraform' });
  expect(code.parts.map((part) => (part.kind === 'literal' ? part.text : part.value)).join('')).toBe(code.text);
  expect((await call('details', { id })).title).toBe('payments');
  expect((await call('members', { subject: id, parent: 'p' })).length).toBe(2);
});

test('a diagram is a file of the same graph, named after its subject', async () => {
  const call = worker();
  await call('openFile', { key: 'a', revision: 1, path: healthyFile });
  const { id: subject } = healthy.endpoint;
  const graph = await call('graph', { subject });
  const words = { ...ENGLISH, captured: 'Gelesen um {0}' };
  const diagram = (format: DiagramFormat): Promise<string> =>
    call('diagram', { subject, format, theme: 'dark', words });
  expect(JSON.parse(await diagram('json'))).toEqual(graph);
  const svg = await diagram('svg');
  expect(svg).toContain('>payments</title>');
  expect(svg).toMatch(/Gelesen um \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  for (const { id } of graph.nodes) expect(svg).toContain(`data-id="${id}"`);
  expect(await diagram('drawio')).toContain('name="payments"');
  expect(await diagram('mermaid')).toMatch(/^flowchart LR/);
  await expect(
    call('diagram', { subject: 'vpce-0fedcba9876543210', format: 'svg', theme: 'dark', words }),
  ).rejects.toMatchObject({ code: 'unknown-resource' });
});

test('a target is located in the tree by its id alone', async () => {
  const call = worker();
  await call('openFile', { key: 'a', revision: 1, path: healthyFile });
  const graph = await call('graph', {});
  const target = graph.nodes.find((node) => node.kind === 'target');
  const path = await call('locate', { resource: target?.id ?? '' });
  expect(path?.at(-1)?.kind).toBe('target');
  expect(await call('locate', { resource: 'vpce-0fedcba9876543210' })).toBeNull();
});

test('an id that is nowhere, and nothing loaded at all, are told apart', async () => {
  const call = worker();
  await expect(call('diagnose', { ids: [] })).rejects.toMatchObject({ code: 'bad-input' });
  await call('openFile', { key: 'a', revision: 1, path: healthyFile });
  await expect(call('diagnose', { ids: ['vpce-0fedcba9876543210'] })).rejects.toMatchObject({
    code: 'unknown-resource',
  });
});

test('a snapshot that is saved opens again as what it was', async () => {
  const call = worker();
  await call('openFile', { key: 'a', revision: 1, path: healthyFile });
  const before = await call('view', {});
  const path = join(folder, 'saved.plsnap.json');
  await call('saveFile', { path, keys: ['a'] });
  const other = worker();
  await other('openFile', { key: 'a', revision: 1, path });
  expect(await other('view', {})).toEqual(before);
});

test('a snapshot that is saved redacted opens with the same verdicts and none of the names', async () => {
  const call = worker();
  await call('openFile', { key: 'a', revision: 1, path: healthyFile });
  const verdicts = async (of: typeof call): Promise<readonly string[]> =>
    (await of('view', {})).subjects.map(({ kind, type, verdict }) => [kind, type, verdict].join(' ')).sort();
  const path = join(folder, 'redacted.plsnap.json');
  await call('saveFile', { path, keys: ['a'], redact: 'full' });
  const other = worker();
  await other('openFile', { key: 'saved', revision: 1, path });
  expect(await verdicts(other)).toEqual(await verdicts(call));
  const text = readFileSync(path, 'utf8');
  for (const name of ['payments', '111122223333', '10.20.1.20']) expect(text).not.toContain(name);
});

/** A port that is served by these handlers, and what comes back. */
function channel(handlers: Partial<Handlers>): {
  readonly post: MessageChannel['port1']['postMessage'];
  readonly next: () => Promise<FromWorker>;
  readonly close: () => void;
} {
  const { port1, port2 } = new MessageChannel();
  serve(port2, handlers as Handlers);
  const arrived: FromWorker[] = [];
  const waiting: ((message: FromWorker) => void)[] = [];
  port1.on('message', (message: FromWorker) => {
    const next = waiting.shift();
    if (next === undefined) arrived.push(message);
    else next(message);
  });
  return {
    post: port1.postMessage.bind(port1),
    next: () => {
      const first = arrived.shift();
      return first === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(first);
    },
    close: () => {
      port1.close();
    },
  };
}

const closeCall = { kind: 'call', id: 7, method: 'close', params: { keys: [] } };

test('an AppError crosses the threads as it is, with its actions', async () => {
  const actions = [{ title: 'Select', command: 'privatelink.selectScopes' }];
  const port = channel({
    close: () => {
      throw new AppError('credentials', 'Profile "a" has expired credentials.', { actions });
    },
  });
  port.post(closeCall);
  const error: ErrorData = { code: 'credentials', message: 'Profile "a" has expired credentials.', actions };
  expect(await port.next()).toEqual({ kind: 'error', id: 7, error });
  port.close();
});

test('a fault of the program crosses with its stack, for the log', async () => {
  const port = channel({ close: () => Promise.reject(new TypeError('x is undefined')) });
  port.post(closeCall);
  const message = await port.next();
  expect(message).toMatchObject({ kind: 'error', error: { code: 'internal' } });
  expect(message.kind === 'error' && message.error.stack).toContain('TypeError: x is undefined');
  port.close();
});

test('an answer that cannot be sent is an error, not silence', async () => {
  const port = channel({ close: (() => () => undefined) as unknown as Handlers['close'] });
  port.post(closeCall);
  expect(await port.next()).toMatchObject({ kind: 'error', id: 7 });
  port.close();
});

test('progress comes while the call runs, and cancelling aborts its signal', async () => {
  const port = channel({
    close: (_params, { signal, progress }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new AppError('cancelled', 'Reading was cancelled.'));
        });
        progress({ operation: 'ec2:DescribeVpcs', done: 1 });
      }),
  });
  port.post(closeCall);
  expect(await port.next()).toEqual({ kind: 'progress', id: 7, event: { operation: 'ec2:DescribeVpcs', done: 1 } });
  port.post({ kind: 'cancel', id: 7 });
  expect(await port.next()).toMatchObject({ kind: 'error', error: { code: 'cancelled' } });
  port.close();
});

test('what depends on a resource, and where that is in a picture', async () => {
  const call = worker();
  await call('openFile', { key: 'a', revision: 1, path: healthyFile });
  const impact = await call('impactView', { request: WHOLE_VIEW, id: 'use1-az1' });
  expect(impact.affected.map(({ id }) => id)).toContain(healthy.endpoint.id);
  expect(impact.places.find(({ id }) => id === healthy.endpoint.id)?.frames).toContain(healthy.consumerVpc.id);
  const request = { ...WHOLE_VIEW, subject: healthy.awsEndpoint.id };
  const elsewhere = await call('impactView', { request, id: healthy.service.id });
  expect(elsewhere.affected.map(({ id }) => id)).toContain(healthy.endpoint.id);
  expect(elsewhere.places.map(({ id }) => id)).not.toContain(healthy.endpoint.id);
  await expect(call('impactView', { request: WHOLE_VIEW, id: 'sg-0nowhere' })).rejects.toThrow(
    /sg-0nowhere is nowhere/,
  );
});

test('what each zone holds, as a page', async () => {
  const call = worker();
  await call('openFile', { key: 'a', revision: 1, path: healthyFile });
  const one = await call('zonesReport', { ids: [healthy.endpoint.id] });
  expect(one).toContain('## If use1-az1 fails');
  expect(one).toContain(healthy.endpoint.id);
  expect(one).not.toContain(healthy.awsEndpoint.id);
  expect(await call('zonesReport', { ids: [] })).toContain(healthy.awsEndpoint.id);
  await expect(call('zonesReport', { ids: ['sg-0nowhere'] })).rejects.toThrow(/sg-0nowhere is nowhere/);
});

test('the last comparison is drawn as one picture, searched, described and saved, until it is closed', async () => {
  const call = worker();
  const view = { request: WHOLE_VIEW };
  await expect(call('placedDifference', view)).rejects.toThrow(/Nothing is compared any more/);
  await call('compare', { first: { path: healthyFile }, second: { path: sampleFile } });
  const { graph, differing, layers } = await call('placedDifference', view);
  expect(differing).toBeGreaterThan(0);
  expect(layers).toEqual(LAYERS);
  const marked = graph.nodes.find(({ kind, change }) => kind === 'vpc-endpoint' && change !== undefined);
  const mark = CHANGE_MARKS[marked?.change ?? 'changed'];
  expect(marked?.label.startsWith(`${mark} `)).toBe(true);
  const hits = await call('searchDifference', { text: healthy.endpoint.id });
  expect(hits.map(({ id }) => id)).toContain(healthy.endpoint.id);
  const details = await call('differenceDetails', { id: healthy.endpoint.id });
  expect(details.fields[0]?.label).toMatch(/^Difference|^Changed/);
  const svg = await call('differenceDiagram', { format: 'svg', theme: 'light', words: ENGLISH });
  expect(svg).toContain(mark);
  expect(svg).toContain(' → ');
  await call('closeComparison', {});
  await expect(call('placedDifference', view)).rejects.toThrow(/Nothing is compared any more/);
  await expect(call('differenceDiagram', { format: 'svg', theme: 'light', words: ENGLISH })).rejects.toThrow(
    /Nothing is compared any more/,
  );
});
