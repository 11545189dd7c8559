import { describe, expect, test } from 'vitest';
import { changedFields } from '../../../src/core/compare/fields.ts';
import type { FieldChange } from '../../../src/core/compare/types.ts';
import type { JsonObject } from '../../../src/core/model/json.ts';

const changes = (before: JsonObject, after: JsonObject, sameViewer = true): readonly FieldChange[] =>
  changedFields(before, after, sameViewer);

const permission = (...cidrs: readonly string[]): JsonObject => ({
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: cidrs.map((CidrIp) => ({ CidrIp })),
});

describe('what is no change', () => {
  const policy = { Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Principal: '*' }] };
  test.each<[string, JsonObject, JsonObject]>([
    ['the order of ids', { SubnetIds: ['a', 'b'] }, { SubnetIds: ['b', 'a'] }],
    [
      'the order of tags',
      {
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      },
      {
        Tags: [
          { Value: '2', Key: 'b' },
          { Key: 'a', Value: '1' },
        ],
      },
    ],
    [
      'how permissions are grouped',
      { IpPermissions: [permission('10.0.0.0/8', '172.16.0.0/12')] },
      { IpPermissions: [permission('172.16.0.0/12'), permission('10.0.0.0/8')] },
    ],
    [
      'the order of lists inside members',
      { DefaultActions: [{ Type: 'forward', X: ['a', 'b'] }] },
      { DefaultActions: [{ X: ['b', 'a'], Type: 'forward' }] },
    ],
    ['free addresses', { AvailableIpAddressCount: 240 }, { AvailableIpAddressCount: 11 }],
    [
      'the layout of a policy',
      { PolicyDocument: JSON.stringify(policy) },
      { PolicyDocument: JSON.stringify(policy, null, 4) },
    ],
    [
      'one statement, or a list of it',
      { PolicyDocument: JSON.stringify(policy) },
      { PolicyDocument: JSON.stringify({ Statement: policy.Statement[0] }) },
    ],
    [
      'one action, or a list of it',
      { PolicyDocument: '{"Statement":{"Action":"s3:*"}}' },
      { PolicyDocument: '{"Statement":{"Action":["s3:*"]}}' },
    ],
    [
      'the order of actions',
      { PolicyDocument: JSON.stringify(policy) },
      {
        PolicyDocument: JSON.stringify({
          Statement: [{ ...policy.Statement[0], Action: ['s3:PutObject', 's3:GetObject'] }],
        }),
      },
    ],
    ['a list that is empty or missing', { Groups: [] }, {}],
    [
      'an association that was made again',
      { Associations: [{ SubnetId: 's', NetworkAclAssociationId: 'aclassoc-1' }] },
      { Associations: [{ SubnetId: 's', NetworkAclAssociationId: 'aclassoc-2' }] },
    ],
  ])('%s', (_, before, after) => {
    expect(changes(before, after)).toEqual([]);
  });

  test('what another account sees in its own way', () => {
    const owner = {
      SubnetId: 's',
      AvailabilityZone: 'us-east-1a',
      Tags: [{ Key: 'a', Value: 'b' }],
      CidrBlock: '10.0.0.0/24',
      Secret: 1,
    };
    const participant = { SubnetId: 's', AvailabilityZone: 'us-east-1c', Tags: [], CidrBlock: '10.0.1.0/24' };
    expect(changes(owner, participant, false)).toEqual([
      { field: 'CidrBlock', before: '10.0.0.0/24', after: '10.0.1.0/24' },
    ]);
    expect(changes(owner, participant).map((change) => change.field)).toEqual([
      'AvailabilityZone',
      'CidrBlock',
      'Secret',
      'Tags',
    ]);
  });
});

describe('what is a change', () => {
  test.each<[string, JsonObject, JsonObject, FieldChange]>([
    ['a value', { State: 'available' }, { State: 'failed' }, { field: 'State', before: 'available', after: 'failed' }],
    [
      'a value inside',
      { DnsOptions: { X: 1, Y: 2 } },
      { DnsOptions: { Y: 3, X: 1 } },
      { field: 'DnsOptions.Y', before: 2, after: 3 },
    ],
    ['false, which is not missing', { PrivateDnsEnabled: false }, {}, { field: 'PrivateDnsEnabled', before: false }],
    ['a field that came', {}, { LastError: { Code: 'x' } }, { field: 'LastError', after: { Code: 'x' } }],
    [
      'a group',
      { Groups: [{ GroupId: 'sg-2', GroupName: 'n' }] },
      { Groups: [{ GroupId: 'sg-1' }] },
      { field: 'Groups', removed: ['sg-2'], added: ['sg-1'] },
    ],
    [
      'one source of a permission',
      { IpPermissions: [permission('10.0.0.0/16', '10.1.0.0/16')] },
      { IpPermissions: [permission('10.1.0.0/16')] },
      { field: 'IpPermissions', removed: ['tcp/443 from 10.0.0.0/16'], added: [] },
    ],
    [
      'a port range',
      { IpPermissionsEgress: [] },
      { IpPermissionsEgress: [{ ...permission('0.0.0.0/0'), FromPort: 1024, ToPort: 65535 }] },
      { field: 'IpPermissionsEgress', removed: [], added: ['tcp/1024-65535 to 0.0.0.0/0'] },
    ],
    [
      'a description of a rule',
      { IpPermissions: [{ IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] }] },
      { IpPermissions: [{ IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0', Description: 'all' }] }] },
      { field: 'IpPermissions', removed: ['all traffic from ::/0'], added: ['all traffic from ::/0 "all"'] },
    ],
    [
      'an entry of a network ACL',
      { Entries: [] },
      {
        Entries: [
          {
            RuleNumber: 100,
            Protocol: '6',
            RuleAction: 'deny',
            Egress: false,
            CidrBlock: '10.0.0.0/8',
            PortRange: { From: 22, To: 22 },
          },
        ],
      },
      { field: 'Entries', removed: [], added: ['inbound 100 deny tcp/22 from 10.0.0.0/8'] },
    ],
    [
      'an entry of a prefix list',
      { Entries: [{ Cidr: '10.0.0.0/8', Description: 'office' }] },
      { Entries: [] },
      { field: 'Entries', removed: ['10.0.0.0/8 {"Description":"office"}'], added: [] },
    ],
    [
      'a route that lost its target',
      { Routes: [{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1', State: 'active' }] },
      { Routes: [{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1', State: 'blackhole' }] },
      { field: 'Routes', removed: ['0.0.0.0/0 → nat-1 (active)'], added: ['0.0.0.0/0 → nat-1 (blackhole)'] },
    ],
    [
      'a tag',
      { Tags: [{ Key: 'Name', Value: 'a' }] },
      { Tags: [{ Key: 'Name', Value: 'b' }] },
      { field: 'Tags', removed: ['Name=a'], added: ['Name=b'] },
    ],
    [
      'the order of DNS servers',
      { DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: '10.0.0.2' }, { Value: '10.0.0.3' }] }] },
      { DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: '10.0.0.3' }, { Value: '10.0.0.2' }] }] },
      {
        field: 'DhcpConfigurations',
        removed: ['domain-name-servers=10.0.0.2, 10.0.0.3'],
        added: ['domain-name-servers=10.0.0.3, 10.0.0.2'],
      },
    ],
    [
      'a field of a member that nobody knows',
      { Groups: [{ GroupId: 'sg-1' }] },
      { Groups: [{ GroupId: 'sg-1', New: 1 }] },
      { field: 'Groups', removed: ['sg-1'], added: ['sg-1 {"New":1}'] },
    ],
    [
      'a statement',
      { PolicyDocument: '{"Statement":[{"Effect":"Allow"}]}' },
      { PolicyDocument: '{"Statement":[{"Effect":"Allow"},{"Effect":"Deny"}]}' },
      { field: 'PolicyDocument.Statement', removed: [], added: ['Deny'] },
    ],
    [
      'a policy that is none',
      { PolicyDocument: '{"Statement":[]}' },
      { PolicyDocument: 'gone' },
      { field: 'PolicyDocument', before: '{"Statement":[]}', after: 'gone' },
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changes(before, after)).toEqual([expected]);
  });
});
