import { describe, expect, test } from 'vitest';
import { generateCode } from '../../../src/core/iac/generate.ts';
import { CODE_FORMATS, type CodeFormat, type CodeResult } from '../../../src/core/iac/types.ts';
import type { SnapshotCall } from '../../../src/core/model/snapshot.ts';
import { parseTemplate, type Template } from '../../validators/template.ts';
import { call, CONSUMER, denied, endpoint, inventoryOf, ORDERS_SERVICE, PROVIDER, type Item } from './estate.ts';
import {
  CLIENTS,
  DEFAULT_GROUP,
  FRONT,
  GROUP_RULES,
  MORE_CERTIFICATES,
  NETWORK,
  NETWORK_ENDPOINT,
  networkCalls,
  networkInventory,
  ODD_DESCRIPTION,
  PATH_ENDPOINT,
  pathCalls,
  pathInventory,
  TLS_LISTENER,
} from './path-estate.ts';

const GROUPS = 'ec2:DescribeSecurityGroups';

function code(
  format: CodeFormat,
  { imports = false, calls = pathCalls(), id = PATH_ENDPOINT }: Given = {},
): CodeResult {
  return generateCode(pathInventory(calls), id, format, { scope: 'path', imports });
}

interface Given {
  readonly imports?: boolean;
  readonly calls?: readonly SnapshotCall[];
  readonly id?: string;
}

/** The path's answers with one of them replaced. */
function with_(operation: string, ...others: readonly SnapshotCall[]): SnapshotCall[] {
  return [...pathCalls().filter((row) => row.operation !== operation), ...others];
}

/** The path's security groups, each changed. */
function changedGroups(change: (group: Item) => Item): SnapshotCall[] {
  const [row] = pathCalls().filter(({ operation }) => operation === GROUPS);
  const groups = row?.output['SecurityGroups'] as Item[];
  return with_(GROUPS, call(GROUPS, { SecurityGroups: groups.map(change) }));
}

function template(format: 'cloudformation-yaml' | 'cloudformation-json', given: Given = {}): Template {
  const { text } = code(format, given);
  return format === 'cloudformation-yaml' ? parseTemplate(text) : (JSON.parse(text) as Template);
}

function withoutComments(text: string): string {
  return text.replace(/^\s*(?:#|\/\/).*$/gm, '').replace(/"Comments": \[[^]*?^\s*\]/gm, '');
}

describe('an endpoint with what it needs', () => {
  test('comes with the service of the same account, whose name is a reference', () => {
    const { text } = code('terraform');
    expect(text).toContain('service_name        = aws_vpc_endpoint_service.orders.service_name');
    expect(text).toContain('resource "aws_lb" "orders_nlb"');
    expect(text).not.toContain(`com.amazonaws.vpce.eu-west-1.${ORDERS_SERVICE}`);
  });

  test('is named after the endpoint alone', () => {
    expect(code('cdk-typescript').text).toContain('export class OrdersClientEndpoint extends Construct');
  });

  test('takes another account’s service from outside', () => {
    const calls = with_(
      'ec2:DescribeVpcEndpoints',
      call('ec2:DescribeVpcEndpoints', { VpcEndpoints: [endpoint(PATH_ENDPOINT, { OwnerId: '999900001111' })] }),
    );
    const { text } = code('terraform', { calls });
    expect(text).not.toContain('resource "aws_vpc_endpoint_service"');
    expect(text).toContain('= var.vpce_0000000000000ddd1_service_name');
  });

  test('has none of it in the scope of the resource', () => {
    const { text } = generateCode(pathInventory(), PATH_ENDPOINT, 'terraform', { scope: 'resource' });
    expect(text.match(/^resource "\w+"/gm)).toEqual(['resource "aws_vpc_endpoint"']);
  });

  test.each(CODE_FORMATS)('says no id twice: %s', (format) => {
    const text = withoutComments(code(format).text);
    const ids = text.match(/\b(?:vpc|subnet|sg|pl|rtb|i)-[0-9a-f]{7,}/g) ?? [];
    expect(ids).toContain(DEFAULT_GROUP);
    expect([...new Set(ids)]).toEqual(ids);
    for (const made of [CLIENTS, FRONT, PATH_ENDPOINT]) expect(text).not.toContain(made);
  });

  test.each(CODE_FORMATS)('is the same each time, whatever the order of the answers: %s', (format) => {
    const calls = pathCalls().map((row) => {
      const rules = row.output['SecurityGroupRules'] as Item[] | undefined;
      return rules === undefined ? row : { ...row, output: { SecurityGroupRules: [...rules].reverse() } };
    });
    expect(code(format, { calls }).text).toBe(code(format).text);
  });
});

describe('security groups', () => {
  test('refer to each other by rules that stand beside them', () => {
    const { text } = code('terraform');
    const rules = text.split('\n\n').filter((block) => /^resource "aws_vpc_security_group_/m.test(block));
    expect(rules).toHaveLength(8);
    expect(text).toMatch(
      /security_group_id +=.*\.orders_front\.id\n[^}]*referenced_security_group_id = aws_security_group\.clients\.id/,
    );
    expect(text).toMatch(
      /security_group_id +=.*\.clients\.id\n[^}]*referenced_security_group_id = aws_security_group\.orders_front\.id/,
    );
    expect(text).toContain('security_groups                                              = [aws_security_group.');
  });

  test('of another account go by its id', () => {
    expect(code('terraform').text).toContain('= "444455556666/${var.orders_front_security_group_id}"');
    const groups = Object.values(template('cloudformation-yaml').Resources);
    expect(JSON.stringify(groups)).toContain('"SourceSecurityGroupOwnerId":"444455556666"');
  });

  test.each(CODE_FORMATS)('that come with the VPC stay outside, and the code says why: %s', (format) => {
    expect(code(format).text).toContain(
      `Security group ${DEFAULT_GROUP} comes in as an input: it is the default group of its VPC, which comes with the VPC.`,
    );
  });

  test.each(['cloudformation-yaml', 'cloudformation-json'] as const)(
    'stand in a template with the rules that refer to nothing in it: %s',
    (format) => {
      const { Resources: resources } = template(format);
      expect(resources['ClientsSecurityGroup']?.Properties).toMatchObject({
        GroupName: 'orders-clients',
        GroupDescription: ODD_DESCRIPTION,
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.1.0.0/16' }],
        SecurityGroupEgress: [
          { IpProtocol: '-1', CidrIpv6: '::/0', Description: 'everywhere' },
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: { Ref: 'ClientsPrefixListId' } },
        ],
      });
      const beside = Object.values(resources).filter(({ Type }) => /SecurityGroup(In|E)gress$/.test(Type));
      expect(beside.map(({ Type, Properties }) => [Type, Properties['GroupId']])).toEqual([
        ['AWS::EC2::SecurityGroupIngress', { 'Fn::GetAtt': ['OrdersFrontSecurityGroup', 'GroupId'] }],
        ['AWS::EC2::SecurityGroupIngress', { 'Fn::GetAtt': ['ClientsSecurityGroup', 'GroupId'] }],
        ['AWS::EC2::SecurityGroupEgress', { 'Fn::GetAtt': ['ClientsSecurityGroup', 'GroupId'] }],
      ]);
      expect(beside[1]?.Properties['Description']).toBe(ODD_DESCRIPTION);
    },
  );

  test('leave to the user what CloudFormation cannot keep out: AWS’s own rule for outbound traffic', () => {
    const { text } = code('cloudformation-yaml');
    const about = text.slice(0, text.indexOf('  OrdersFrontSecurityGroup:\n')).split('\n').at(-2);
    expect(about).toContain('gets AWS’s own, which lets all traffic out');
    expect(text.match(/gets AWS’s own/g)).toHaveLength(1);
    expect(code('terraform').text).not.toContain('gets AWS’s own');
  });

  test('are imported with each of their rules', () => {
    const { text } = code('terraform', { imports: true });
    const ids = [...text.matchAll(/^ {2}id = "(sgr?-[^"]+)"$/gm)].map(([, id]) => id);
    expect(ids.filter((id) => id?.startsWith('sgr-'))).toHaveLength(8);
    expect(ids.filter((id) => id?.startsWith('sg-')).sort()).toEqual([FRONT, CLIENTS].sort());
    const { toImport } = code('cloudformation-yaml', { imports: true });
    expect(toImport).toContainEqual({
      ResourceType: 'AWS::EC2::SecurityGroupEgress',
      LogicalResourceId: 'ClientsEgressTcp443444Rule',
      ResourceIdentifier: { Id: 'sgr-0000000000000ccc3' },
    });
    expect(code('cdk-python', { imports: true }).toImport).toMatchObject({
      ClientsEgressTcp443444Rule: { Id: 'sgr-0000000000000ccc3' },
    });
  });

  test('a port of -1 stands in new code, and is left to the provider in an import', () => {
    expect(code('terraform').text).toContain('to_port           = -1');
    expect(code('terraform', { imports: true }).text).not.toContain('= -1');
  });

  test.each(CODE_FORMATS)('that were not read stay outside, and the code says why: %s', (format) => {
    const { text } = code(format, { calls: with_(GROUPS, denied(GROUPS)) });
    expect(text).toContain(`Security group ${CLIENTS} comes in as an input: it was not read (${GROUPS} was denied).`);
    expect(text).not.toMatch(/aws_security_group"|AWS::EC2::SecurityGroup$|CfnSecurityGroup/m);
  });

  test.each([
    ['that another account owns', { OwnerId: '999900001111' }, 'it belongs to account 999900001111'],
    ['without a description', { Description: null }, 'the answer lacks its name or description'],
    ['without rules', { IpPermissionsEgress: null }, 'the answer lacks its rules'],
  ])('%s stay outside', (_, change: Item, why) => {
    const calls = changedGroups((group) => (group['GroupId'] === CLIENTS ? { ...group, ...change } : group));
    const { text } = code('terraform', { calls });
    expect(text).toContain(`Security group ${CLIENTS} comes in as an input: ${why}.`);
    expect(text).not.toContain('resource "aws_security_group" "clients"');
    expect(text).toContain('resource "aws_security_group" "orders_front"');
  });
});

describe('security groups whose rules have no ids', () => {
  const calls = with_(GROUP_RULES);
  const note = `The ids of the rules were not read (${GROUP_RULES} was not asked), so the rules stand in the group and refer to other groups from outside.`;

  test('have their rules inside in Terraform, one block for what differs in whom it lets in alone', () => {
    const { text, notes } = code('terraform', { calls, imports: true });
    expect(notes).toContain(note);
    expect(text).not.toContain('aws_vpc_security_group_');
    const [group] = /^resource "aws_security_group" "clients" \{[^]*?^\}/m.exec(text) ?? [];
    expect(group).toContain(`\
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["10.1.0.0/16"]
  }
`);
    expect(group).toMatch(/ingress \{\n[^}]*self += true\n +description = "clients: \$\$\{var\.x\}/);
    expect(group).toMatch(/egress \{\n[^}]*protocol +=? "-1"\n +from_port +=? 0\n +to_port +=? 0/);
    expect(group).toMatch(/security_groups = \[var\.clients_security_group_id\]/);
  });

  test('say the same in every format', () => {
    for (const format of CODE_FORMATS) expect(code(format, { calls }).text).toContain(note);
  });

  test.each(['cloudformation-yaml', 'cdk-typescript', 'cdk-python'] as const)(
    'keep a rule that refers to its own group out of an import: %s',
    (format) => {
      const made = code(format, { calls }).text;
      expect(made).toMatch(/SecurityGroupIngress\b/);
      const { text, toImport } = code(format, { calls, imports: true });
      expect(text).toMatch(/eft out: CloudFormation cannot import what it is/);
      expect(JSON.stringify(toImport)).not.toContain('SecurityGroupIngress');
      expect(text).not.toMatch(/CfnSecurityGroupIngress\(|Type: AWS::EC2::SecurityGroupIngress/);
    },
  );
});

describe('descriptions that CloudFormation would look up', () => {
  test.each(CODE_FORMATS)('%s', (format) => {
    const secret = '{{resolve:ssm:/prod/key}}';
    const rules = pathCalls().find(({ operation }) => operation === GROUP_RULES)?.output[
      'SecurityGroupRules'
    ] as Item[];
    const calls = [
      ...changedGroups((group) => ({ ...group, Description: secret })).filter((row) => row.operation !== GROUP_RULES),
      call(GROUP_RULES, { SecurityGroupRules: rules.map((rule) => ({ ...rule, Description: secret })) }),
    ];
    const { text, notes } = code(format, { calls });
    if (format === 'terraform') {
      expect(text).toContain(`description = "${secret}"`);
    } else {
      expect(text).not.toContain('{{resolve:');
      expect(notes).toContain(
        'Descriptions are left out (6): they hold a dynamic reference, which CloudFormation would resolve.',
      );
    }
  });
});

test('a service with what it needs has the groups of its load balancers', () => {
  const { text } = code('terraform', { id: ORDERS_SERVICE });
  expect(text).toContain('resource "aws_security_group" "orders_front"');
  expect(text).not.toContain('resource "aws_security_group" "clients"');
  expect(text).not.toContain('aws_vpc_endpoint"');
  expect(text).toContain(`of account ${PROVIDER}`);
});

describe('what stands around a path', () => {
  test('is imported: certificates of listeners, accepted connections and flow logs', () => {
    const { text } = code('terraform', { imports: true });
    const ids = [...text.matchAll(/^ {2}id = "([^"]+)"$/gm)].map(([, id]) => id);
    expect(ids).toEqual(
      expect.arrayContaining([
        ...MORE_CERTIFICATES.map((arn) => `${TLS_LISTENER}_${arn}`),
        `${ORDERS_SERVICE}_${PATH_ENDPOINT}`,
        'fl-0000000000000ccc1',
        'fl-0000000000000ccc2',
      ]),
    );
    expect(ids).not.toContain('fl-0000000000000eee1');
    expect(text.match(/aws_vpc_endpoint_connection_accepter"/g)).toHaveLength(1);
    expect(text).toMatch(/vpc_endpoint_id +=? aws_vpc_endpoint\.orders_client\.id/);
    expect(text).toContain('log_format               = "$${version} $${vpc-id} $${srcaddr} $${dstaddr} $${action}"');
  });

  test('accepts an endpoint that is not made here by its id, once', () => {
    const { text } = code('terraform', { id: ORDERS_SERVICE });
    expect(text).toMatch(/vpc_endpoint_id +=? var\.orders_endpoint_id/);
  });

  test('accepts nobody where the service lets everybody in', () => {
    const operation = 'ec2:DescribeVpcEndpointServiceConfigurations';
    const row = pathCalls().find((item) => item.operation === operation);
    const services = row?.output['ServiceConfigurations'] as Item[];
    const open = services.map((service) => ({ ...service, AcceptanceRequired: false }));
    const calls = with_(operation, call(operation, { ServiceConfigurations: open }));
    expect(code('terraform', { calls }).text).not.toContain('aws_vpc_endpoint_connection_accepter');
  });

  test('is said to be missing where it was not read, and where an answer lacks a part of it', () => {
    const logs = 'ec2:DescribeFlowLogs';
    const connections = 'ec2:DescribeVpcEndpointConnections';
    const unread = [
      ...with_(logs, denied(logs)).filter(({ operation }) => operation !== connections),
      denied(connections),
    ];
    const { notes } = code('terraform', { calls: unread });
    expect(notes).toContainEqual(
      expect.stringMatching(/^Flow logs of vpc-\w+ were not read: ec2:DescribeFlowLogs was denied\.$/),
    );
    expect(notes).toContain(
      'Which endpoints were accepted was not read: ec2:DescribeVpcEndpointConnections was denied.',
    );
    const row = pathCalls().find(({ operation }) => operation === logs);
    const half = (row?.output['FlowLogs'] as Item[]).map((log): Item => {
      const { TrafficType, ...rest } = log;
      expect(TrafficType).toBeDefined();
      return rest;
    });
    expect(code('terraform', { calls: with_(logs, call(logs, { FlowLogs: half })) }).notes).toContain(
      'The flow log fl-0000000000000ccc1 is left out: the answer lacks its traffic type or its destination.',
    );
    expect(code('terraform').notes.filter((note) => /flow log|were accepted/i.test(note))).toEqual([]);
  });

  test('is none of a service that is wanted without its path', () => {
    const { text } = generateCode(pathInventory(), ORDERS_SERVICE, 'terraform');
    expect(text).not.toMatch(/aws_flow_log|accepter/);
    expect(text.match(/aws_lb_listener_certificate"/g)).toHaveLength(2);
  });

  test.each(CODE_FORMATS.filter((format) => format !== 'terraform'))(
    'is said where CloudFormation has no word for it, or cannot import it: %s',
    (format) => {
      const { text, notes } = code(format, { imports: true });
      const accepter = `CloudFormation cannot accept connections (${ORDERS_SERVICE}, ${PATH_ENDPOINT}): aws ec2 accept-vpc-endpoint-connections does.`;
      expect(notes).toContain(accepter);
      expect(text).toContain(accepter);
      expect(text).toMatch(/eft out: CloudFormation cannot import what it is/);
      for (const arn of MORE_CERTIFICATES)
        expect(withoutComments(text)).not.toMatch(new RegExp(`Certificates.*${arn}`));
      expect(code(format).text).not.toContain('cannot import what it is');
    },
  );

  test.each(['cloudformation-yaml', 'cloudformation-json'] as const)('stands in a template: %s', (format) => {
    const resources = Object.values(template(format).Resources);
    const certificates = resources.filter(({ Type }) => Type.endsWith('ListenerCertificate'));
    expect(certificates.map(({ Properties }) => Properties)).toEqual(
      ['OrdersNlb8443CertificateArn', 'OrdersNlb8443CertificateArn2'].map((Ref) => ({
        ListenerArn: { Ref: 'OrdersNlb8443Listener' },
        Certificates: [{ CertificateArn: { Ref } }],
      })),
    );
    expect(resources.find(({ Type }) => Type === 'AWS::EC2::FlowLog')?.Properties).toMatchObject({
      ResourceId: { Ref: 'VpcId' },
      ResourceType: 'VPC',
      LogFormat: '${version} ${vpc-id} ${srcaddr} ${dstaddr} ${action}',
      DestinationOptions: { FileFormat: 'parquet', HiveCompatiblePartitions: true, PerHourPartition: true },
    });
  });
});

describe('an endpoint to a service network', () => {
  const codeIn = (format: CodeFormat, imports = false): CodeResult =>
    generateCode(networkInventory(), NETWORK_ENDPOINT, format, { scope: 'path', imports });

  test('comes with the network, its resources and the gateways in front of them', () => {
    const { text } = codeIn('terraform');
    expect(text).toContain('service_network_arn = aws_vpclattice_service_network.databases.arn');
    expect(text).toContain(
      'resource_configuration_identifier = aws_vpclattice_resource_configuration.orders_db.id\n  service_network_identifier        = aws_vpclattice_service_network.databases.id',
    );
    expect(text).toContain('resource "aws_vpclattice_resource_gateway" "databases"');
    // Another account's resource stays where it is.
    expect(text).toContain('= var.databases_resource_configuration_id\n');
    expect(withoutComments(text)).not.toContain(NETWORK);
  });

  test('takes the network from outside where it is wanted alone, or is another account’s', () => {
    const alone = generateCode(networkInventory(), NETWORK_ENDPOINT, 'terraform').text;
    expect(alone).toContain('service_network_arn = var.mesh_service_network_arn');
    const operation = 'vpc-lattice:ListServiceNetworks';
    const shared = networkCalls().map((row) => {
      if (row.operation !== operation) return row;
      const [network] = row.output['items'] as Item[];
      const arn = `arn:aws:vpc-lattice:eu-west-1:${PROVIDER}:servicenetwork/${NETWORK}`;
      return { ...row, output: { items: [{ ...network, arn }] } };
    });
    const { text } = generateCode(inventoryOf(CONSUMER, shared), NETWORK_ENDPOINT, 'terraform', { scope: 'path' });
    expect(text).not.toContain('resource "aws_vpclattice_service_network"');
  });

  test('is imported whole', () => {
    const ids = [...codeIn('terraform', true).text.matchAll(/^ {2}id = "(s[^"]+)"$/gm)].map(([, id]) => id);
    expect(ids).toEqual([NETWORK, 'snra-0aaaaaaaaaaaaaaa1', 'snra-0aaaaaaaaaaaaaaa2']);
    expect(JSON.stringify(codeIn('cloudformation-json', true).toImport)).toContain(`:servicenetwork/${NETWORK}"`);
    expect(JSON.stringify(codeIn('cdk-python', true).toImport)).toContain(
      ':servicenetworkresourceassociation/snra-0aaaaaaaaaaaaaaa2"',
    );
  });

  test.each(CODE_FORMATS)('says which of it was not read: %s', (format) => {
    const operation = 'vpc-lattice:ListServiceNetworkResourceAssociations';
    const calls = [...networkCalls().filter((row) => row.operation !== operation), denied(operation)];
    const result = generateCode(inventoryOf(CONSUMER, calls), NETWORK_ENDPOINT, format, { scope: 'path' });
    const note = `Resource configurations of the service network were not read: ${operation} was denied.`;
    expect(result.notes).toContain(note);
    expect(result.text).toContain(note);
  });

  test.each(CODE_FORMATS)('says so of private DNS, where the format has no word for it: %s', (format) => {
    const operation = 'vpc-lattice:ListServiceNetworkResourceAssociations';
    const calls = networkCalls().map((row) => {
      if (row.operation !== operation) return row;
      const items = row.output['items'] as Item[];
      return { ...row, output: { items: items.map((item) => ({ ...item, privateDnsEnabled: true })) } };
    });
    const { text } = generateCode(inventoryOf(CONSUMER, calls), NETWORK_ENDPOINT, format, { scope: 'path' });
    expect(text).toMatch(
      format === 'terraform' ? /Private DNS of the association has no argument/ : /private_?dns_?enabled"?[:=] ?true/i,
    );
  });
});
