import { describe, expect, test } from 'vitest';
import { generateCode } from '../../../src/core/iac/generate.ts';
import { CODE_FORMATS, type CodeFormat, type CodeResult } from '../../../src/core/iac/types.ts';
import { isAppError } from '../../../src/core/model/errors.ts';
import type { Inventory } from '../../../src/core/model/inventory.ts';
import type { SnapshotCall } from '../../../src/core/model/snapshot.ts';
import { parseTemplate, type Template, type TemplateResource } from '../../validators/template.ts';
import {
  CONSUMER,
  consumerCalls,
  consumerInventory,
  denied,
  endpoint,
  inventoryOf,
  latticeCalls,
  latticeInventory,
  ORDERS_HTTPS,
  ORDERS_NLB,
  ORDERS_SERVICE,
  PROVIDER,
  providerCalls,
  providerInventory,
  tagList,
} from './estate.ts';

const SQS = 'vpce-0000000000000aaa2';

/** The provider's answers with some operations denied. */
function providerWithout(...operations: readonly string[]): Inventory {
  const replaced = new Set<string>();
  const calls = providerCalls().flatMap((call): readonly SnapshotCall[] => {
    if (!operations.includes(call.operation)) return [call];
    if (replaced.has(call.operation)) return [];
    replaced.add(call.operation);
    return [denied(call.operation)];
  });
  return inventoryOf(PROVIDER, calls);
}

function errorOf(run: () => unknown): { code: string; message: string } {
  try {
    run();
  } catch (error) {
    if (isAppError(error)) return { code: error.code, message: error.message };
  }
  return { code: 'no AppError', message: '' };
}

describe('an interface endpoint for an AWS service', () => {
  test('in Terraform', () => {
    expect(generateCode(consumerInventory(), SQS, 'terraform').text).toBe(`\
# VPC endpoint SQS (vpce-0000000000000aaa2) of account 444455556666 in eu-west-1, as read at 2026-03-01T12:00:00.000Z.

variable "sqs_vpc_id" {
  description = "VPC: orders-vpc"
  type        = string
  default     = "vpc-0c0c0c0c0c0c0c0c0"
}

variable "sqs_subnet_ids" {
  description = "Subnets, one per Availability Zone"
  type        = list(string)
  default     = ["subnet-0c1c1c1c1c1c1c1c1", "subnet-0c2c2c2c2c2c2c2c2"]
}

variable "sqs_security_group_ids" {
  description = "Security groups"
  type        = list(string)
  default     = ["sg-0c0c0c0c0c0c0c0c0"]
}

# The policy is the default one, full access, so it is left out.
resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = var.sqs_vpc_id
  vpc_endpoint_type   = "Interface"
  service_name        = "com.amazonaws.eu-west-1.sqs"
  subnet_ids          = var.sqs_subnet_ids
  security_group_ids  = var.sqs_security_group_ids
  ip_address_type     = "dualstack"
  private_dns_enabled = true
  dns_options {
    dns_record_ip_type = "dualstack"
  }
  tags = {
    Name = "SQS"
  }
}
`);
  });

  test('in CloudFormation', () => {
    expect(generateCode(consumerInventory(), SQS, 'cloudformation-yaml').text).toBe(`\
# VPC endpoint SQS (vpce-0000000000000aaa2) of account 444455556666 in eu-west-1, as read at 2026-03-01T12:00:00.000Z.

AWSTemplateFormatVersion: "2010-09-09"
Description: VPC endpoint SQS

Parameters:
  VpcId:
    Type: AWS::EC2::VPC::Id
    Description: "VPC: orders-vpc"
    Default: vpc-0c0c0c0c0c0c0c0c0
  SubnetIds:
    Type: List<AWS::EC2::Subnet::Id>
    Description: Subnets, one per Availability Zone
    Default: subnet-0c1c1c1c1c1c1c1c1,subnet-0c2c2c2c2c2c2c2c2
  SecurityGroupIds:
    Type: List<AWS::EC2::SecurityGroup::Id>
    Description: Security groups
    Default: sg-0c0c0c0c0c0c0c0c0

Resources:
  # The policy is the default one, full access, so it is left out.
  SQSEndpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref VpcId
      VpcEndpointType: Interface
      ServiceName: !Sub com.amazonaws.\${AWS::Region}.sqs
      SubnetIds: !Ref SubnetIds
      SecurityGroupIds: !Ref SecurityGroupIds
      IpAddressType: dualstack
      PrivateDnsEnabled: true
      DnsOptions:
        DnsRecordIpType: dualstack
      Tags:
        - Key: Name
          Value: SQS
`);
  });

  test('in the CDK', () => {
    expect(generateCode(consumerInventory(), SQS, 'cdk-typescript').text).toBe(`\
// VPC endpoint SQS (vpce-0000000000000aaa2) of account 444455556666 in eu-west-1, as read at 2026-03-01T12:00:00.000Z.
import { Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

export interface SQSEndpointProps {
  /** VPC: orders-vpc */
  readonly vpcId?: string;
  /** Subnets, one per Availability Zone */
  readonly subnetIds?: string[];
  /** Security groups */
  readonly securityGroupIds?: string[];
}

export class SQSEndpoint extends Construct {
  readonly endpoint: ec2.InterfaceVpcEndpoint;

  constructor(scope: Construct, id: string, props: SQSEndpointProps = {}) {
    super(scope, id);
    const {
      vpcId = 'vpc-0c0c0c0c0c0c0c0c0',
      subnetIds = ['subnet-0c1c1c1c1c1c1c1c1', 'subnet-0c2c2c2c2c2c2c2c2'],
      securityGroupIds = ['sg-0c0c0c0c0c0c0c0c0'],
    } = props;

    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId,
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    });
    const subnets = subnetIds.map((subnetId, index) =>
      ec2.Subnet.fromSubnetId(this, \`Subnet\${index + 1}\`, subnetId),
    );
    const securityGroups = securityGroupIds.map((groupId, index) =>
      ec2.SecurityGroup.fromSecurityGroupId(this, \`SecurityGroup\${index + 1}\`, groupId),
    );

    // The policy is the default one, full access, so it is left out.
    this.endpoint = new ec2.InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc,
      service: new ec2.InterfaceVpcEndpointAwsService('sqs'),
      subnets: { subnets },
      securityGroups,
      open: false,
      privateDnsEnabled: true,
      ipAddressType: ec2.VpcEndpointIpAddressType.DUALSTACK,
      dnsRecordIpType: ec2.VpcEndpointDnsRecordIpType.DUALSTACK,
    });
    Tags.of(this.endpoint).add('Name', 'SQS');
  }
}
`);
  });

  test('offers the ids and the name for replacement, each once', () => {
    for (const format of CODE_FORMATS) {
      const values = generateCode(consumerInventory(), SQS, format).parts.flatMap((part) =>
        part.kind === 'placeholder' ? part.value.split(',') : [],
      );
      expect(values, format).toEqual([
        'vpc-0c0c0c0c0c0c0c0c0',
        'subnet-0c1c1c1c1c1c1c1c1',
        'subnet-0c2c2c2c2c2c2c2c2',
        'sg-0c0c0c0c0c0c0c0c0',
        'SQS',
      ]);
    }
  });
});

describe('every piece of code', () => {
  const pieces = CODE_FORMATS.flatMap((format) =>
    [consumerInventory(), providerInventory()].flatMap((inventory) =>
      [...inventory.endpoints.keys(), ...inventory.services.keys()].map((id) => ({
        id,
        result: generateCode(inventory, id, format),
      })),
    ),
  );

  test('is its parts joined, and ends with one newline', () => {
    for (const { id, result } of pieces) {
      const joined = result.parts.map((part) => (part.kind === 'literal' ? part.text : part.value)).join('');
      expect(joined, id).toBe(result.text);
      expect(result.text, id).toMatch(/[^\n]\n$/);
    }
  });

  test('holds every id of what it does not make at most once', () => {
    for (const { id, result } of pieces) {
      const withoutComments = result.text
        .replace(/^\s*(?:#|\/\/).*$/gm, '')
        // JSON has no comments: they stand in lists of that name.
        .replace(/"Comments": \[[^]*?^\s*\]/gm, '');
      const ids = withoutComments.match(/\b(?:vpc|subnet|sg|rtb|i)-[0-9a-f]{7,}|arn:aws:[^\s'"]+/g) ?? [];
      const bare = ids.filter((found) => !found.includes('s3:::'));
      expect([...new Set(bare)], `${result.format} ${id}`).toEqual(bare);
    }
  });

  test('says all of its notes as comments', () => {
    expect(pieces.some(({ result }) => result.notes.length > 0)).toBe(true);
    for (const { result } of pieces) for (const note of result.notes) expect(result.text).toContain(note);
  });

  test('leaves out the tags that AWS sets itself', () => {
    for (const { result } of pieces) expect(result.text).not.toContain('aws:cloudformation:stack-name');
  });

  test('is the same each time', () => {
    for (const format of CODE_FORMATS) {
      const once = generateCode(providerInventory(), ORDERS_SERVICE, format);
      expect(generateCode(providerInventory(), ORDERS_SERVICE, format)).toEqual(once);
    }
  });
});

describe('a template in JSON', () => {
  test('says what the one in YAML says', () => {
    const inventory = providerInventory();
    for (const imports of [false, true]) {
      const [yaml, json] = (['cloudformation-yaml', 'cloudformation-json'] as const).map((format) =>
        generateCode(inventory, [...inventory.services.keys()], format, { imports }),
      );
      const { Metadata: about, ...rest } = JSON.parse(json!.text) as Template & { Metadata: { Comments: string[] } };
      const said = JSON.stringify(rest, (key, value: unknown) => (key === 'Metadata' ? undefined : value));
      expect(JSON.parse(said)).toEqual(parseTemplate(yaml!.text));
      expect(about.Comments.join()).toContain(`Endpoint service orders (${ORDERS_SERVICE})`);
      expect(json!.notes).toEqual(yaml!.notes);
    }
  });

  test('gets entries where there is a template already, with the parameters that belong elsewhere', () => {
    const existing = generateCode(consumerInventory(), SQS, 'cloudformation-json').text;
    const { text } = generateCode(consumerInventory(), 'vpce-0000000000000aaa9', 'cloudformation-json', { existing });
    const entries = JSON.parse(`{${text}}`) as Record<string, TemplateResource & { Metadata: Record<string, unknown> }>;
    expect(Object.keys(entries)).toEqual(['NotebooksEndpoint']);
    const { Metadata: metadata, Properties: properties } = entries['NotebooksEndpoint']!;
    expect(properties['VpcId']).toEqual({ Ref: 'NotebooksVpcId' });
    expect(metadata['MoveToParameters']).toMatchObject({ NotebooksVpcId: { Default: 'vpc-0c0c0c0c0c0c0c0c0' } });
  });
});

describe('code that takes over what exists', () => {
  const inventory = providerInventory();
  const codeIn = (format: CodeFormat): CodeResult => generateCode(inventory, ORDERS_SERVICE, format, { imports: true });

  test('names each resource of a template by its logical id, type and identifier', () => {
    const { text, toImport } = codeIn('cloudformation-yaml');
    const { Resources: resources } = parseTemplate(text);
    expect(toImport).toHaveLength(Object.keys(resources).length);
    for (const item of toImport as unknown as { ResourceType: string; LogicalResourceId: string }[]) {
      expect(resources[item.LogicalResourceId]).toMatchObject({ Type: item.ResourceType, DeletionPolicy: 'Retain' });
    }
    expect(toImport).toContainEqual({
      ResourceType: 'AWS::EC2::VPCEndpointServicePermissions',
      LogicalResourceId: 'OrdersServicePermissions',
      ResourceIdentifier: { ServiceId: ORDERS_SERVICE },
    });
    expect(text).toContain(`# ${JSON.stringify(toImport)}`);
  });

  test('has the same mapping in both languages of the CDK', () => {
    const { toImport } = codeIn('cdk-typescript');
    expect(codeIn('cdk-python').toImport).toEqual(toImport);
    expect(toImport).toMatchObject({ OrdersService: { ServiceId: ORDERS_SERVICE } });
  });

  test('has a block for each resource of Terraform', () => {
    const { text } = codeIn('terraform');
    const resources = [...text.matchAll(/^resource "(\w+)" "(\w+)"/gm)].map(([, type, name]) => `${type}.${name}`);
    expect([...text.matchAll(/^ {2}to = (\S+)$/gm)].map(([, to]) => to)).toEqual(resources);
    expect(text).toContain(`id = "${ORDERS_SERVICE}"`);
  });

  test.each(CODE_FORMATS)('leaves to another service what that manages: %s', (format) => {
    const calls = consumerCalls([endpoint(SQS, { RequesterManaged: true })]);
    const { text, toImport } = generateCode(inventoryOf(CONSUMER, calls), SQS, format, { imports: true });
    expect(text).toContain('another AWS service manages it');
    expect(text).not.toMatch(/^import \{$|DeletionPolicy|overrideLogicalId|override_logical_id/m);
    expect(Object.keys(toImport ?? {})).toEqual([]);
  });
});

describe('references', () => {
  test.each(CODE_FORMATS)('an endpoint refers to the service that is made beside it: %s', (format) => {
    const calls = [...providerCalls(), ...consumerCalls([endpoint(SQS, { OwnerId: PROVIDER })])];
    const { text } = generateCode(inventoryOf(PROVIDER, calls), [SQS, ORDERS_SERVICE], format);
    expect(text).not.toContain(`com.amazonaws.vpce.eu-west-1.${ORDERS_SERVICE}`);
    expect(text).toMatch(
      /aws_vpc_endpoint_service\.orders\.service_name|\.\$\{OrdersService\}|vpc_?endpoint_?service_?name/i,
    );
  });
});

describe('what VPC Lattice shares', () => {
  const CONFIGURATION = 'rcfg-0aaaaaaaaaaaaaaa1';

  test('comes with its gateway, and its endpoint refers to it', () => {
    const { text } = generateCode(latticeInventory(), ['vpce-0000000000000bbb1', CONFIGURATION], 'terraform');
    expect(text).toContain(
      'resource_gateway_identifier                    = aws_vpclattice_resource_gateway.databases.id',
    );
    expect(text).toContain('resource_configuration_arn = aws_vpclattice_resource_configuration.orders_db.arn');
    expect(text).toMatch(/dns_resource \{\n +domain_name += "orders\.db\.example\.com"/);
  });

  test('takes its gateway from outside where it is wanted alone', () => {
    const { text } = generateCode(latticeInventory(), CONFIGURATION, 'terraform', { scope: 'resource' });
    expect(text).not.toContain('resource "aws_vpclattice_resource_gateway"');
    expect(text).toContain('= var.orders_db_resource_gateway_id');
  });

  test.each(CODE_FORMATS)('is said where its ports and definition were not read: %s', (format) => {
    const operation = 'vpc-lattice:GetResourceConfiguration';
    const calls = [...latticeCalls().filter((call) => call.operation !== operation), denied(operation)];
    const { text, notes } = generateCode(inventoryOf(CONSUMER, calls), CONFIGURATION, format);
    const note = `Ports, protocol and definition were not read: ${operation} was denied.`;
    expect(notes).toContain(note);
    expect(text).toContain(note);
  });

  test.each(CODE_FORMATS)('is taken over by ARN, in Terraform by id: %s', (format) => {
    const { text, toImport } = generateCode(latticeInventory(), CONFIGURATION, format, { imports: true });
    if (format === 'terraform') expect(text).toContain(`id = "${CONFIGURATION}"`);
    else expect(JSON.stringify(toImport)).toContain(`:resourceconfiguration/${CONFIGURATION}"`);
  });
});

describe('what was not read is said, not left out in silence', () => {
  test.each([
    [
      'elasticloadbalancing:DescribeListeners',
      'Listeners were not read: elasticloadbalancing:DescribeListeners was denied.',
    ],
    [
      'elasticloadbalancing:DescribeLoadBalancers',
      `Load balancer ${ORDERS_NLB} was not read (elasticloadbalancing:DescribeLoadBalancers was denied), so it comes in as an input.`,
    ],
    [
      'elasticloadbalancing:DescribeTargetGroups',
      `Target group ${ORDERS_HTTPS} was not read (elasticloadbalancing:DescribeTargetGroups was denied), so it comes in as an input.`,
    ],
    [
      'elasticloadbalancing:DescribeTargetHealth',
      'Targets were not read: elasticloadbalancing:DescribeTargetHealth was denied.',
    ],
    [
      'elasticloadbalancing:DescribeLoadBalancerAttributes',
      'Attributes of the load balancer were not read: elasticloadbalancing:DescribeLoadBalancerAttributes was denied.',
    ],
    [
      'ec2:DescribeVpcEndpointServicePermissions',
      'Allowed principals were not read: ec2:DescribeVpcEndpointServicePermissions was denied.',
    ],
    [
      'ec2:DescribeVpcEndpointConnectionNotifications',
      'Connection notifications were not read: ec2:DescribeVpcEndpointConnectionNotifications was denied.',
    ],
  ])('%s', (operation, note) => {
    for (const format of CODE_FORMATS) {
      const result = generateCode(providerWithout(operation), ORDERS_SERVICE, format);
      expect(result.notes).toContain(note);
      expect(result.text).toContain(note);
    }
  });

  test('an operation that nobody asked for', () => {
    const calls = providerCalls().filter((call) => call.operation !== 'elasticloadbalancing:DescribeListeners');
    const result = generateCode(inventoryOf(PROVIDER, calls), ORDERS_SERVICE, 'terraform');
    expect(result.notes).toContain('Listeners were not read: elasticloadbalancing:DescribeListeners was not asked.');
  });

  test('nothing is said of what was read', () => {
    const { notes } = generateCode(providerInventory(), ORDERS_SERVICE, 'terraform');
    expect(notes.filter((note) => note.includes('were not read'))).toEqual([]);
  });
});

describe('scopes', () => {
  test('the service alone takes its load balancers from outside', () => {
    const { text } = generateCode(providerInventory(), ORDERS_SERVICE, 'terraform', { scope: 'resource' });
    expect(text).toContain('network_load_balancer_arns = var.orders_load_balancer_arns');
    expect(text).not.toContain('resource "aws_lb"');
  });

  test('the whole service is what comes without a scope', () => {
    const whole = generateCode(providerInventory(), ORDERS_SERVICE, 'terraform', { scope: 'service' });
    expect(generateCode(providerInventory(), ORDERS_SERVICE, 'terraform')).toEqual(whole);
    expect(whole.text).toContain('network_load_balancer_arns = [aws_lb.orders_nlb.arn]');
  });

  test('a service also goes by its name', () => {
    const byName = generateCode(providerInventory(), `com.amazonaws.vpce.eu-west-1.${ORDERS_SERVICE}`, 'terraform');
    expect(byName.text).toContain('resource "aws_vpc_endpoint_service" "orders"');
  });

  test('two services that share a load balancer or target group share its code', () => {
    const inventory = providerInventory();
    const { text } = generateCode(inventory, [...inventory.services.keys()], 'terraform');
    expect(text.match(/resource "aws_lb_target_group" "orders_https/g)).toHaveLength(1);
  });

  test('endpoints of one name get different names', () => {
    const inventory = consumerInventory();
    const { text } = generateCode(inventory, ['vpce-0000000000000aaa1', 'vpce-0000000000000aaa8'], 'terraform');
    expect(text.match(/resource "aws_vpc_endpoint" "\w+"/g)).toEqual([
      'resource "aws_vpc_endpoint" "orders_client_0000aaa1"',
      'resource "aws_vpc_endpoint" "orders_client_0000aaa8"',
    ]);
    // The same VPC, so the same variable.
    expect(text.match(/"vpc-0c0c0c0c0c0c0c0c0"/g)).toHaveLength(1);
  });
});

describe('into a file that holds something already', () => {
  const NOTEBOOKS = 'vpce-0000000000000aaa9';

  test('Terraform takes no name twice', () => {
    const existing = generateCode(consumerInventory(), SQS, 'terraform').text;
    const { text } = generateCode(consumerInventory(), SQS, 'terraform', { existing });
    expect(text).toContain('resource "aws_vpc_endpoint" "sqs2"');
    expect(text).toContain('variable "sqs_vpc_id2"');
    expect(text).toContain('= var.sqs_vpc_id2');
  });

  test('the CDK imports nothing twice', () => {
    const existing = [
      `import * as cdk from 'aws-cdk-lib';`,
      `import { aws_ec2 as ec2, Tags } from 'aws-cdk-lib';`,
      `import { Construct } from "constructs";`,
      `export class SQSEndpoint extends cdk.Stack {}`,
    ].join('\n');
    const { text } = generateCode(consumerInventory(), SQS, 'cdk-typescript', { existing });
    expect(text).not.toMatch(/^import/m);
    expect(text).toContain('export class SQSEndpoint2 extends Construct');
    expect(text).toContain('props: SQSEndpoint2Props = {}');
  });

  test('a template gets entries for its resources, and says where their parameters belong', () => {
    const existing = generateCode(consumerInventory(), SQS, 'cloudformation-yaml').text;
    const { text } = generateCode(consumerInventory(), NOTEBOOKS, 'cloudformation-yaml', { existing });
    const moved = [...text.matchAll(/^ {2}# {3}(.*)$/gm)].map(([, line = '']) => `  ${line}`);
    expect(text).toContain('  # Move these parameters to the section Parameters:\n');
    const whole = parseTemplate(`${existing.replace('Parameters:\n', `Parameters:\n${moved.join('\n')}\n`)}${text}`);
    expect(Object.keys(whole.Resources)).toEqual(['SQSEndpoint', 'NotebooksEndpoint']);
    expect(whole.Resources['NotebooksEndpoint']?.Properties['VpcId']).toEqual({ Ref: 'NotebooksVpcId' });
    expect(whole.Parameters?.['NotebooksVpcId']?.Default).toBe('vpc-0c0c0c0c0c0c0c0c0');
  });
});

describe('what no code is written for', () => {
  test('an id that is nowhere', () => {
    const { code, message } = errorOf(() => generateCode(consumerInventory(), 'vpce-0ffffffffffffffff', 'terraform'));
    expect(code).toBe('unknown-resource');
    expect(message).toContain('vpce-0ffffffffffffffff');
  });

  test('a resource that is only part of one', () => {
    const { code, message } = errorOf(() => generateCode(providerInventory(), ORDERS_NLB, 'terraform'));
    expect(code).toBe('unsupported');
    expect(message).toContain('load balancer');
  });

  test('an endpoint in the scope of a service', () => {
    expect(errorOf(() => generateCode(consumerInventory(), SQS, 'terraform', { scope: 'service' })).code).toBe(
      'unsupported',
    );
  });

  test('a type that AWS added since', () => {
    const calls = consumerCalls([endpoint('vpce-0000000000000aaa1', { VpcEndpointType: 'Tunnel' })]);
    const { code, message } = errorOf(() =>
      generateCode(inventoryOf(CONSUMER, calls), 'vpce-0000000000000aaa1', 'terraform'),
    );
    expect(code).toBe('unsupported');
    expect(message).toContain('Tunnel');
  });

  test('nothing at all', () => {
    expect(errorOf(() => generateCode(consumerInventory(), [], 'terraform')).code).toBe('bad-input');
  });
});

describe('values that CloudFormation would turn into something else', () => {
  const secret = '{{resolve:secretsmanager:prod/db:SecretString:password}}';

  test.each(CODE_FORMATS.filter((format) => format !== 'terraform'))(
    'are left out of %s, and that is said',
    (format) => {
      const calls = consumerCalls([endpoint(SQS, { Tags: tagList({ Name: 'queue', note: secret }) })]);
      const { text, notes } = generateCode(inventoryOf(CONSUMER, calls), SQS, format);
      expect(text).not.toContain('{{resolve:');
      expect(notes).toEqual([
        'The tag note is left out: it holds a dynamic reference, which CloudFormation would resolve.',
      ]);
    },
  );

  test('are plain text in Terraform', () => {
    const calls = consumerCalls([endpoint(SQS, { Tags: tagList({ note: secret }) })]);
    expect(generateCode(inventoryOf(CONSUMER, calls), SQS, 'terraform').text).toContain(`note = "${secret}"`);
  });
});
