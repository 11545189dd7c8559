import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { callOperation, withDeadline } from '../../../src/aws/call.ts';
import type { ServiceClient } from '../../../src/aws/client.ts';
import { OPERATIONS, type Operation } from '../../../src/aws/operations.ts';
import type { JsonObject } from '../../../src/core/model/json.ts';
import type { SnapshotCall } from '../../../src/core/model/snapshot.ts';

const now = (): Date => new Date('2026-03-02T09:30:00.000Z');

interface Asked {
  readonly operation: string;
  readonly input: object;
}

/** A client that gives these answers one after the other, an Error by throwing it. */
function clientOf(...answers: readonly (object | Error)[]): { client: Promise<ServiceClient>; asked: Asked[] } {
  const asked: Asked[] = [];
  const send: ServiceClient['send'] = (operation, input) => {
    const answer = answers[asked.length];
    asked.push({ operation, input });
    return answer === undefined || answer instanceof Error
      ? Promise.reject(answer ?? new Error('asked too often'))
      : Promise.resolve(answer);
  };
  return { client: Promise.resolve({ send, destroy: () => undefined }), asked };
}

function ask(
  client: Promise<ServiceClient>,
  operation: Operation,
  params: JsonObject = {},
  options: { signal?: AbortSignal; deadlineMs?: number } = {},
): Promise<SnapshotCall> {
  const { signal = new AbortController().signal, deadlineMs = 60_000 } = options;
  return callOperation(client, operation, params, { signal, deadlineMs, now, send: (request) => request() });
}

function coded(name: string): Error {
  return Object.assign(new Error('arn:aws:iam::111122223333:user/ada may not'), { name });
}

const never: Promise<ServiceClient> = Promise.resolve({
  send: (_, __, ___, onAttempt) => {
    const attempt = new Promise<object>(() => undefined);
    onAttempt?.(attempt);
    return attempt;
  },
  destroy: () => undefined,
});

describe('an operation with pages', () => {
  it('is one row with all of them, without tokens and metadata', async () => {
    const { client, asked } = clientOf(
      { Vpcs: [{ VpcId: 'vpc-1' }], NextToken: 'two', $metadata: { requestId: 'r' } },
      { Vpcs: [{ VpcId: 'vpc-2' }], NextToken: 'three' },
      { Vpcs: [{ VpcId: 'vpc-3' }] },
    );
    expect(await ask(client, OPERATIONS.vpcs)).toEqual({
      operation: 'ec2:DescribeVpcs',
      params: {},
      status: 'ok',
      complete: true,
      calls: 3,
      capturedAt: '2026-03-02T09:30:00.000Z',
      output: { Vpcs: [{ VpcId: 'vpc-1' }, { VpcId: 'vpc-2' }, { VpcId: 'vpc-3' }] },
    });
    expect(asked).toEqual([
      { operation: 'DescribeVpcs', input: { MaxResults: 1000 } },
      { operation: 'DescribeVpcs', input: { MaxResults: 1000, NextToken: 'two' } },
      { operation: 'DescribeVpcs', input: { MaxResults: 1000, NextToken: 'three' } },
    ]);
  });

  it('may name its token another way', async () => {
    const { client, asked } = clientOf({ Listeners: [], NextMarker: 'more' }, { Listeners: [{ Port: 443 }] });
    const row = await ask(client, OPERATIONS.listeners, { LoadBalancerArn: 'arn' });
    expect(row).toMatchObject({ params: { LoadBalancerArn: 'arn' }, output: { Listeners: [{ Port: 443 }] } });
    expect(asked.at(-1)?.input).toEqual({ LoadBalancerArn: 'arn', PageSize: 400, Marker: 'more' });
  });

  it('ends where the token is empty', async () => {
    expect(await ask(clientOf({ Vpcs: [], NextToken: '' }).client, OPERATIONS.vpcs)).toMatchObject({
      complete: true,
      calls: 1,
    });
  });

  it('is incomplete when a token comes twice: it would never end', async () => {
    const { client, asked } = clientOf(
      { Vpcs: [{ VpcId: 'vpc-1' }], NextToken: 'again' },
      { Vpcs: [{ VpcId: 'vpc-2' }], NextToken: 'again' },
    );
    expect(await ask(client, OPERATIONS.vpcs)).toMatchObject({
      status: 'failed',
      errorCode: 'RepeatedPageToken',
      complete: false,
      output: { Vpcs: [{ VpcId: 'vpc-1' }, { VpcId: 'vpc-2' }] },
    });
    expect(asked).toHaveLength(2);
  });

  it('keeps the pages that came before one that did not', async () => {
    const { client } = clientOf({ Vpcs: [{ VpcId: 'vpc-1' }], NextToken: 'two' }, coded('RequestLimitExceeded'));
    expect(await ask(client, OPERATIONS.vpcs)).toMatchObject({
      status: 'throttled',
      errorCode: 'RequestLimitExceeded',
      complete: false,
      calls: 2,
      output: { Vpcs: [{ VpcId: 'vpc-1' }] },
    });
  });
});

describe('an operation without pages', () => {
  it('is asked as it stands, and its dates become text', async () => {
    const { client, asked } = clientOf({ VpcId: 'vpc-1', At: new Date('2026-01-01T00:00:00Z'), None: undefined });
    const params = { VpcId: 'vpc-1', Attribute: 'enableDnsSupport' };
    const row = await ask(client, OPERATIONS.vpcAttribute, params);
    expect(asked).toEqual([{ operation: 'DescribeVpcAttribute', input: params }]);
    expect(row.output).toEqual({ VpcId: 'vpc-1', At: '2026-01-01T00:00:00.000Z' });
  });
});

describe('what goes wrong is a row', () => {
  it.each([
    ['UnauthorizedOperation', 'denied'],
    ['AccessDenied', 'denied'],
    ['AccessDeniedException', 'denied'],
    ['RequestLimitExceeded', 'throttled'],
    ['Throttling', 'throttled'],
    ['ThrottlingException', 'throttled'],
    ['TooManyRequestsException', 'throttled'],
    ['InternalError', 'failed'],
    ['InvalidAction', 'failed'],
    ['ExpiredToken', 'failed'],
  ])('%s: %s', async (name, status) => {
    const row = await ask(clientOf(coded(name)).client, OPERATIONS.vpcs);
    expect(row).toMatchObject({ status, errorCode: name, complete: false, output: {} });
  });

  it('and never its text: that names people', async () => {
    expect(JSON.stringify(await ask(clientOf(coded('AccessDenied')).client, OPERATIONS.vpcs))).not.toContain('ada');
    const spaced = await ask(clientOf(coded('arn:aws:iam::1:user/ada may not')).client, OPERATIONS.vpcs);
    expect(spaced.errorCode).toBe('Unknown');
  });

  it('when it takes longer than it may', async () => {
    expect(await ask(never, OPERATIONS.vpcs, {}, { deadlineMs: 5 })).toMatchObject({
      status: 'failed',
      errorCode: 'DeadlineExceeded',
      complete: false,
    });
  });

  it('but not because the SDK waited long between attempts', async () => {
    const slow: Promise<ServiceClient> = Promise.resolve({
      send: async (_, __, ___, onAttempt) => {
        onAttempt?.(Promise.reject(coded('RequestLimitExceeded')));
        // Longer than the deadline: AWS throttles, and the SDK slows down.
        await new Promise((resolve) => setTimeout(resolve, 30));
        const answer = Promise.resolve({ Vpcs: [] });
        onAttempt?.(answer);
        return answer;
      },
      destroy: () => undefined,
    });
    expect(await ask(slow, OPERATIONS.vpcs, {}, { deadlineMs: 10 })).toMatchObject({ status: 'ok', complete: true });
  });

  it('when the user cancels it, before or while it runs', async () => {
    const cancelled = { status: 'cancelled', errorCode: 'Cancelled', complete: false };
    expect(await ask(never, OPERATIONS.vpcs, {}, { signal: AbortSignal.abort() })).toMatchObject(cancelled);
    const controller = new AbortController();
    const row = ask(never, OPERATIONS.vpcs, {}, { signal: controller.signal });
    controller.abort();
    expect(await row).toMatchObject(cancelled);
  });

  it('when the client cannot be made', async () => {
    const client = Promise.reject<ServiceClient>(coded('CredentialsProviderError'));
    expect(await ask(client, OPERATIONS.vpcs)).toMatchObject({
      status: 'failed',
      errorCode: 'CredentialsProviderError',
    });
  });
});

it('an error by which AWS says that there is nothing is an empty answer, and whole', async () => {
  const client = Promise.resolve<ServiceClient>({
    send: () => Promise.reject(coded('AWSOrganizationsNotInUseException')),
    destroy: () => undefined,
  });
  expect(await ask(client, OPERATIONS.organization)).toMatchObject({ status: 'ok', complete: true, output: {} });
  expect(await ask(client, OPERATIONS.vpcs)).toMatchObject({ status: 'failed', complete: false });
});

describe('a deadline', () => {
  it('comes although memory was collected meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const waiting = withDeadline(new AbortController().signal, 50, () => new Promise<never>(() => undefined));
    const late = expect(waiting).rejects.toMatchObject({ code: 'DeadlineExceeded' });
    await new Promise(setImmediate);
    collectGarbage();
    await late;
  });

  it('does not come any more when the work is done', async () => {
    let heard: AbortSignal | undefined;
    await withDeadline(new AbortController().signal, 1, (signal) => {
      heard = signal;
      return Promise.resolve();
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(heard?.aborted).toBe(false);
  });
});
