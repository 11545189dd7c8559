import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Json } from '../../../src/core/model/json.ts';
import { parseSnapshot, serializeSnapshot, type Snapshot } from '../../../src/core/model/snapshot.ts';
import { REDACTION_MODES } from '../../../src/core/redact/known.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { snapshotOf, textOf, type Item } from '../../worlds/world.ts';
import { held, secretsOf } from './secrets.ts';
import { diagnosed, judgements, named, redact, renaming, worlds } from './support.ts';

/** Both companies' accounts, a third whose request the provider has or that it shares with (docs/redaction.md), and what AWS writes on an endpoint's interfaces. */
const SEEN_BY_BOTH = /^(?:111122223333|444455556666|123456789012|999988887777)$|^VPC Endpoint Interface:? vpce-/;
/** Endpoints and services, and the ends of a resource or service-network endpoint, which both companies' ARNs name. */
const IDS_OF_BOTH = /^(?:vpce|vpce-svc|rcfg|sn|snra)-0/;

test.each(named(worlds))('a redacted file holds nothing that only its owner knows: %s', (_, { build }) => {
  const snapshot = build();
  const { words, ids } = secretsOf(snapshot);
  const full = serializeSnapshot(redact(snapshot, 'full'));
  expect.soft(held(full, [...words, ...ids]), 'full: names, tags, addresses, accounts and ids').toEqual([]);

  const handed = serializeSnapshot(redact(snapshot, 'handover'));
  const outsiders = [...words].filter((word) => !SEEN_BY_BOTH.test(word));
  expect.soft(held(handed, outsiders), 'handover: what the other company does not see').toEqual([]);
  const strangers = held(handed, ids).filter((id) => !IDS_OF_BOTH.test(id));
  expect.soft(strangers, 'handover: ids that the other company does not see').toEqual([]);
});

test('the secrets of a world are found at all', () => {
  const { words, ids } = secretsOf(worlds[1]!.build());
  for (const word of ['team-payments', 'larkspur-prod', '111122223333', 'api.meridian.example', 'o-exampleorgid']) {
    expect(words).toContain(word);
  }
  expect([...words].filter((word) => /^10\./.test(word)).length).toBeGreaterThan(50);
  expect(ids.size).toBeGreaterThan(200);
});

test('for hand-over keeps the endpoint, its owner, the service and its name, and no endpoint of AWS’s services', () => {
  const estate = healthyEstate();
  const text = serializeSnapshot(redact(snapshotOf(estate.world), 'handover'));
  for (const kept of [estate.endpoint.id, estate.service.id, estate.service.serviceName, estate.consumer.account]) {
    expect(text).toContain(kept);
  }
  expect(held(text, [estate.awsEndpoint.id, estate.gateway.id])).toEqual([]);
});

const ACCOUNT = fc.bigInt({ min: 100_000_000_000n, max: 999_999_999_999n }).map(String);
const NAME = fc.stringMatching(/^[a-z]{6}[0-9]{4}[a-z]{4}$/);
const OCTET = fc.integer({ min: 1, max: 254 });
const ADDRESS = fc.tuple(OCTET, OCTET, OCTET).map(([a, b, c]) => `10.${a}.${b}.${c}`);
const PLANTED = fc.record({
  account: ACCOUNT,
  role: NAME,
  tagKey: NAME,
  tagValue: NAME,
  name: NAME,
  label: NAME,
  bucket: NAME,
  organization: NAME.map((name) => `o-${name}`),
  address: ADDRESS,
  message: fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme' }).map((text) => `secret ${text}`),
});
type Planted = typeof PLANTED extends fc.Arbitrary<infer T> ? T : never;

/** A healthy estate with the secrets wherever AWS would answer with a customer's words. */
function plant(secret: Planted): Snapshot {
  const { world, consumer, provider, endpoint, awsEndpoint, service } = healthyEstate();
  const arn = `arn:aws:iam::${secret.account}:role/${secret.role}/${secret.name}`;
  awsEndpoint.raw['PolicyDocument'] = JSON.stringify({
    Version: '2012-10-17',
    Id: secret.name,
    Statement: [
      {
        Sid: secret.name,
        Effect: 'Allow',
        Principal: { AWS: [arn, secret.account, `arn:aws:sts::${secret.account}:assumed-role/${secret.role}/*`] },
        Action: 's3:Get*',
        Resource: [`arn:aws:s3:::${secret.bucket}`, `arn:aws:s3:::${secret.bucket}/${secret.name}-*`],
        Condition: {
          StringEquals: { 'aws:PrincipalAccount': secret.account, 'aws:PrincipalOrgID': [secret.organization] },
          'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': [`${secret.organization}/r-ab12/ou-ab12-11111111/*`] },
          StringLike: { [`aws:PrincipalTag/${secret.tagKey}`]: `${secret.tagValue}*`, 'aws:PrincipalArn': arn },
          NotIpAddress: { 'aws:VpcSourceIp': `${secret.address}/32` },
          [secret.name]: { [secret.tagKey]: secret.tagValue },
        },
        [secret.tagKey]: { [secret.name]: secret.tagValue },
      },
    ],
  });
  Object.assign(endpoint.raw, {
    LastError: { Code: 'InvalidParameter', Message: secret.message },
    FailureReason: `${secret.role} may not: ${arn}`,
    Tags: [{ Key: secret.tagKey, Value: secret.tagValue }],
    Unheard: { Of: [secret.message, { [secret.message]: `${secret.name}.${secret.label}.example` }, secret.name] },
    tags: { [secret.tagKey]: secret.tagValue },
    OwnerNumber: Number(secret.account),
    __proto__x: secret.name,
  } satisfies Item);
  const privateName = `${secret.name}.${secret.label}.example.com`;
  Object.assign(service.configuration, {
    PrivateDnsName: privateName,
    PrivateDnsNameConfiguration: {
      State: 'verified',
      Type: 'TXT',
      Name: `_${secret.label}`,
      Value: `vpce:${secret.name}`,
    },
  });
  (endpoint.raw['DnsEntries'] as Item[]).push(
    { DnsName: privateName, HostedZoneId: `Z${secret.name.toUpperCase()}` },
    { DnsName: `${secret.bucket}.s3.us-east-1.amazonaws.com.` },
    { DnsName: `ip-${secret.address.replaceAll('.', '-')}.ec2.internal` },
    { DnsName: `internal-${secret.name}-1234567890.us-east-1.elb.amazonaws.com` },
  );
  service.permissions.push({ Principal: arn, PrincipalType: 'Role', ServiceId: service.id });
  service.loadBalancerAttributes.push(
    { Key: 'access_logs.s3.bucket', Value: secret.bucket },
    { Key: 'access_logs.s3.prefix', Value: secret.name },
  );
  Object.assign(service.targetGroup, { HealthCheckPath: `/${secret.name}?account=${secret.account}` });
  provider.tables['ec2:DescribeVpcEndpointConnectionNotifications'][0]!['ConnectionNotificationArn'] =
    `arn:aws:sns:us-east-1:${secret.account}:${secret.name}`;
  const [first] = consumer.tables['ec2:DescribeNetworkInterfaces'];
  Object.assign(first!, {
    Description: secret.message,
    PrivateIpAddress: secret.address,
    PrivateDnsName: `ip-${secret.address.replaceAll('.', '-')}.${secret.label}.internal`,
    TagSet: [{ Key: 'Name', Value: secret.name }],
    Attachment: { InstanceOwnerId: secret.account, Json: JSON.stringify({ [secret.tagKey]: secret.message }) },
  });
  const options = consumer.tables['ec2:DescribeDhcpOptions'][0]!;
  options['DhcpConfigurations'] = [
    { Key: 'domain-name', Values: [{ Value: `${secret.label}.example.com` }] },
    { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }, { Value: secret.address }] },
  ];
  const snapshot = snapshotOf(world);
  const scopes = snapshot.scopes.map((scope) => ({
    ...scope,
    profiles: [secret.name],
    nickname: secret.message,
    calls: scope.calls.map((call) => ({ ...call, note: arn })),
  }));
  return { ...snapshot, scopes };
}

describe('planted secrets', () => {
  it.each(REDACTION_MODES)('never stand in a redacted file, and the diagnosis is that of the original: %s', (mode) => {
    fc.assert(
      fc.property(PLANTED, (secret) => {
        const original = plant(secret);
        expect(held(serializeSnapshot(original), Object.values(secret))).toHaveLength(Object.keys(secret).length);
        const redacted = redact(original, mode);
        const text = serializeSnapshot(redacted);
        expect(held(text, [...Object.values(secret), secret.address.replaceAll('.', '-')])).toEqual([]);
        expect(serializeSnapshot(parseSnapshot(text, 'redacted'))).toBe(text);
        const names = renaming(original, redacted);
        expect(judgements(diagnosed([redacted]))).toEqual(
          judgements(diagnosed([original]), (id) => names.get(id) ?? id),
        );
      }),
      { numRuns: 40, seed: 20260302 },
    );
  });
});

test('anything at all is redacted without an error, and twice', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5, stringUnit: 'binary' }), fc.constantFrom(...REDACTION_MODES), (json, mode) => {
      const output = { VpcEndpoints: [JSON.parse(json) as Json], PolicyDocument: json, Tags: JSON.parse(json) as Json };
      const [scope] = snapshotOf(healthyEstate().world).scopes;
      const [call] = scope!.calls;
      const odd: Snapshot = {
        ...worlds[0]!.build(),
        scopes: [{ ...scope!, calls: [{ ...call!, output, params: { Filters: output } }] }],
      };
      const once = redact(odd, mode);
      const text = serializeSnapshot(redact(once, mode));
      expect(serializeSnapshot(parseSnapshot(text, 'twice'))).toBe(text);
    }),
    { numRuns: 200, seed: 20260302 },
  );
});

test.each([
  ['very long', 'a'.repeat(1_000_000)],
  ['very long and dotted', 'a.'.repeat(500_000)],
  ['with NUL', 'secret\u0000name'],
  ['of emoji', '🤫🏢'],
  ['half a character', '\ud83e'],
  ['an ARN that ends early', 'arn:aws:iam'],
  ['an ARN and no more', 'arn:'],
  ['an odd CIDR', '10.0.0.0/33'],
  ['a policy that is cut off', '{"Statement":[{"Effect":"Allow"'],
  ['a policy of a list', '[["secret"]]'],
  ['nested far too deep', '['.repeat(20_000) + ']'.repeat(20_000)],
  ['a policy nested far too deep', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
])('a text is replaced wherever it stands: %s', (_, secret) => {
  const output = Object.fromEntries(
    [
      'PolicyDocument',
      'ServiceName',
      'DnsName',
      'State',
      'CidrBlock',
      'VpcId',
      'Description',
      'Anything',
      '__proto__',
    ].map((field) => [field, secret]),
  );
  const hostile = JSON.parse(
    JSON.stringify({ ...output, Tags: [{ Key: secret, Value: secret }], [secret]: secret }).replace(
      '"Anything"',
      '"__proto__":{"polluted":true},"Anything"',
    ),
  ) as Item;
  const snapshot = worlds[0]!.build();
  const [scope] = snapshot.scopes;
  const call = { ...scope!.calls[0]!, output: hostile };
  for (const mode of REDACTION_MODES) {
    const text = serializeSnapshot(redact({ ...snapshot, scopes: [{ ...scope!, calls: [call] }] }, mode));
    expect(text.includes(secret.startsWith('arn:') ? `"${secret}"` : secret)).toBe(false);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  }
});

test('an answer nested far too deep is cut, not an error', () => {
  let deep: Json = 'secret';
  for (let i = 0; i < 10_000; i += 1) deep = i % 2 === 0 ? [deep] : { Deep: deep };
  const snapshot = worlds[0]!.build();
  const [scope] = snapshot.scopes;
  const odd = { ...snapshot, scopes: [{ ...scope!, calls: [{ ...scope!.calls[0]!, output: { Deep: deep } }] }] };
  expect(serializeSnapshot(redact(odd, 'full'))).not.toContain('secret');
});

test.each(['us-east-1', 'true', '2026-03-02', 'com.amazonaws.us-east-1.s3', 'use1-az1'])(
  'a tag is the customer’s, whatever it looks like: %s',
  (value) => {
    const { world, consumerVpc } = healthyEstate();
    consumerVpc.raw['Tags'] = [{ Key: 'Name', Value: value }];
    const [scope] = redact(snapshotOf(world), 'full').scopes;
    const vpcs = scope?.calls.find((call) => call.operation === 'ec2:DescribeVpcs')?.output['Vpcs'];
    expect(JSON.stringify((vpcs as Item[])[0]?.['Tags'])).toMatch(/^\[\{"Key":"Name","Value":"x[0-9a-f]{12}"\}\]$/);
  },
);

test('a date is a date and nothing else', () => {
  const snapshot = worlds[0]!.build();
  const text = serializeSnapshot(redact({ ...snapshot, capturedAt: '2 March 2026 09:30 UTC (by ada)' }, 'full'));
  expect(text).not.toContain('ada');
  expect((JSON.parse(text) as Snapshot).capturedAt).toBe('2026-03-02T09:30:00.000Z');
});

test('the name of a load balancer is one word in its ARN, its name, its DNS name and its interfaces', () => {
  const { world, service } = healthyEstate();
  const original = snapshotOf(world);
  const names = renaming(original, redact(original, 'full'));
  const arn = names.get(textOf(service.loadBalancer, 'LoadBalancerArn')) ?? '';
  const name = names.get(textOf(service.loadBalancer, 'LoadBalancerName')) ?? '';
  const digits = arn.split('/')[3] ?? '';
  expect(arn).toMatch(
    new RegExp(`^arn:aws:elasticloadbalancing:us-east-1:\\d{12}:loadbalancer/net/${name}/[0-9a-f]{16}$`),
  );
  expect(names.get(textOf(service.loadBalancer, 'DNSName'))).toBe(`${name}-${digits}.elb.us-east-1.amazonaws.com`);
  expect([...names.values()]).toContain(`ELB net/${name}/${digits}`);
});
