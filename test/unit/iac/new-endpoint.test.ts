import { describe, expect, test } from 'vitest';
import { generateNewEndpoint } from '../../../src/core/iac/generate.ts';
import { proposeEndpoint, type NewEndpointRequest } from '../../../src/core/iac/new-endpoint.ts';
import type { JsonObject } from '../../../src/core/model/json.ts';
import { CODE_FORMATS } from '../../../src/core/iac/types.ts';
import { CONSUMER, PROVIDER, type Item } from './estate.ts';
import {
  detailItem,
  existing,
  inventoryWith,
  NEW_ENDPOINTS,
  SERVICE,
  SERVICE_NAME,
  serviceItem,
  SPARE,
  SQS,
  sqsItem,
  subnetOf,
  SUBNETS,
  VPC,
  type Answers,
} from './new-estate.ts';

/** A service of another Region, of which the VPC’s account was shown nothing. */
const FAR_NAME = SERVICE_NAME.replace('eu-west-1', 'us-east-1');
const FAR: Partial<Answers> = { detail: undefined, providerRegion: 'us-east-1' };
const farService = (more: JsonObject): Item => serviceItem({ ServiceName: FAR_NAME, ...more });

const WANTED: NewEndpointRequest = { service: SERVICE, vpc: VPC };

function propose(change: Partial<Answers> = {}, request: Partial<NewEndpointRequest> = {}) {
  const { refusals, notes, comments, subnets, privateDns, flows, ipAddressType } = proposeEndpoint(
    inventoryWith(change),
    { ...WANTED, ...request },
  );
  return { refusals, notes, comments, subnets: subnets.map(({ id }) => id), privateDns, flows, ipAddressType };
}

const refusalsOf = (...given: Parameters<typeof propose>): readonly string[] => propose(...given).refusals;
const notesOf = (...given: Parameters<typeof propose>): readonly string[] => propose(...given).notes;

describe('a new endpoint that everything speaks for', () => {
  test('has a subnet in each zone of the service, its ports, and private DNS', () => {
    expect(propose()).toEqual({
      refusals: [],
      notes: [],
      comments: [
        'The provider accepts each request by hand: until then the endpoint is in the state pendingAcceptance.',
      ],
      subnets: [SUBNETS[0], SUBNETS[1]],
      privateDns: true,
      flows: [{ transport: 'tcp', port: 443 }],
      ipAddressType: 'ipv4',
    });
  });

  test('stands where the VPC’s endpoints stand already', () => {
    expect(propose({ endpoints: [existing()] }).subnets).toEqual([SPARE, SUBNETS[1]]);
    expect(propose({ endpoints: [existing({ State: 'deleted' })] }).subnets).toEqual([SUBNETS[0], SUBNETS[1]]);
  });

  test.each([SERVICE, SERVICE_NAME])('is asked for as %s', (service) => {
    expect(propose({}, { service }).subnets).toHaveLength(2);
  });

  test('lets clients of a service of AWS in on the ports of its page', () => {
    const ports = (service: string): readonly number[] =>
      propose({ endpoints: [] }, { service, privateDns: false }).flows.map(({ port }) => port);
    expect(ports('sqs')).toEqual([443]);
    expect(ports('email-smtp')).toEqual([25, 465, 587, 2465, 2587]);
  });

  test('has no more than what is asked for', () => {
    const chosen = propose({}, { subnets: [SPARE], securityGroups: ['sg-0d0d0d0d0d0d0d0d0'], privateDns: false });
    expect(chosen).toMatchObject({ refusals: [], subnets: [SPARE], flows: [], privateDns: false });
  });
});

describe('what AWS would refuse', () => {
  test.each<[string, Partial<Answers>, Partial<NewEndpointRequest>, string]>([
    [
      'a service that is not offered to the account',
      { sqs: {} },
      { service: 'sqs' },
      `AWS does not offer ${SQS} to account ${CONSUMER} in eu-west-1: it is not in the answer of ec2:DescribeVpcEndpointServices.`,
    ],
    [
      'a service of gateway endpoints',
      { sqs: sqsItem({ ServiceType: [{ ServiceType: 'Gateway' }] }) },
      { service: 'sqs' },
      `${SQS} has gateway endpoints only for account ${CONSUMER} in eu-west-1, which lead by route tables.`,
    ],
    [
      'a service of Gateway Load Balancers',
      { detail: detailItem({ ServiceType: [{ ServiceType: 'GatewayLoadBalancer' }] }) },
      {},
      `${SERVICE_NAME} has endpoints of the type GatewayLoadBalancer: an interface endpoint cannot lead to it.`,
    ],
    [
      'an account that is no allowed principal',
      { detail: {}, principals: ['arn:aws:iam::999999999999:root'] },
      {},
      `Account ${CONSUMER} is not among the allowed principals of ${SERVICE}: its provider, account ${PROVIDER}, has to add arn:aws:iam::${CONSUMER}:root.`,
    ],
    [
      'a service that is being deleted',
      { service: serviceItem({ ServiceState: 'Deleting' }) },
      {},
      `${SERVICE_NAME} is in the state deleting.`,
    ],
    [
      'a subnet in another zone',
      {},
      { subnets: [SUBNETS[2]] },
      `${SUBNETS[2]} is in euw1-az3, where ${SERVICE_NAME} is not (euw1-az1, euw1-az2).`,
    ],
    [
      'two subnets in one zone',
      {},
      { subnets: [SUBNETS[0], SPARE] },
      `${SUBNETS[0]} and ${SPARE} are both in euw1-az1: an endpoint has one subnet in each zone.`,
    ],
    [
      'a subnet without a free address',
      { subnets: [subnetOf(SUBNETS[0], 1, { AvailableIpAddressCount: 0 })] },
      { subnets: [SUBNETS[0]] },
      `${SUBNETS[0]} has no free address.`,
    ],
    [
      'a subnet of another VPC',
      { subnets: [subnetOf(SUBNETS[0], 1, { VpcId: 'vpc-0f0f0f0f0f0f0f0f0' })] },
      { subnets: [SUBNETS[0]] },
      `${SUBNETS[0]} is in vpc-0f0f0f0f0f0f0f0f0, not in ${VPC}.`,
    ],
    [
      'a VPC without a zone of the service',
      { subnets: [subnetOf(SUBNETS[2], 3)] },
      {},
      `No subnet of ${VPC} is in a zone of ${SERVICE_NAME} and has a free address.`,
    ],
    [
      'an address type that the service does not take',
      {},
      { ipAddressType: 'dualstack' },
      `${SERVICE_NAME} does not take ipv6 requests, which dualstack needs.`,
    ],
    [
      'dual-stack in a subnet without IPv6',
      {},
      { service: 'sqs', ipAddressType: 'dualstack', privateDns: false },
      `${SUBNETS[0]} has no IPv6 range, and dualstack needs both.`,
    ],
    [
      'IPv6 in a subnet that has IPv4 too',
      {},
      { service: 'sqs', ipAddressType: 'ipv6', privateDns: false },
      `${SUBNETS[0]} has IPv4 addresses too, and ipv6 needs subnets of IPv6 only.`,
    ],
    [
      'IPv4 in a subnet of IPv6 only',
      { subnets: [subnetOf(SUBNETS[0], 1, { Ipv6Native: true, CidrBlock: '' })] },
      { ipAddressType: 'ipv4' },
      `${SUBNETS[0]} has IPv6 addresses only, and ipv4 needs IPv4.`,
    ],
    [
      'a security group of another VPC',
      { groups: [{ GroupId: 'sg-0f0f0f0f0f0f0f0f0', VpcId: 'vpc-0f0f0f0f0f0f0f0f0' }] },
      { securityGroups: ['sg-0f0f0f0f0f0f0f0f0'] },
      `sg-0f0f0f0f0f0f0f0f0 is a security group of vpc-0f0f0f0f0f0f0f0f0, not of ${VPC}.`,
    ],
    [
      'one endpoint more than the quota',
      { quota: 1, endpoints: [existing()] },
      {},
      `${VPC} has 1 interface endpoints, and its quota is 1.`,
    ],
    [
      'another Region that the provider did not open',
      { ...FAR, service: farService({ SupportedRegions: [{ Region: 'us-east-1', ServiceState: 'Available' }] }) },
      {},
      `${FAR_NAME} is of us-east-1 and its supported Regions (us-east-1) do not hold eu-west-1.`,
    ],
    [
      'another Region in which the service is not ready',
      { ...FAR, service: farService({ SupportedRegions: [{ Region: 'eu-west-1', ServiceState: 'Pending' }] }) },
      {},
      `${FAR_NAME} is not available from eu-west-1: there it is in the state pending.`,
    ],
  ])('%s', (_, change, request, expected) => {
    expect(refusalsOf(change, request)).toContain(expected);
  });

  test('whether the quota leaves room is not known where endpoints were not listed', () => {
    expect(notesOf({ quota: 50, endpoints: undefined })).toContain(
      `Whether ${VPC} has room for an endpoint was not read: ec2:DescribeVpcEndpoints was denied.`,
    );
    expect(notesOf({ quota: 50 }).filter((note) => note.includes('room'))).toEqual([]);
  });

  test('a service of another Region that is opened is reached by its Region', () => {
    const change = {
      ...FAR,
      service: farService({ SupportedRegions: [{ Region: 'eu-west-1', ServiceState: 'Available' }] }),
    };
    expect(refusalsOf(change)).toEqual([]);
    // The provider’s zones are those of its own Region.
    expect(notesOf(change)).toContain(
      `The zones of ${FAR_NAME} were not read: whether ${SUBNETS[0]} is in one of them is not known.`,
    );
    expect(generateNewEndpoint(inventoryWith(change), WANTED, 'terraform').text).toContain(
      'service_region      = "us-east-1"',
    );
  });
});

describe('private DNS', () => {
  const whyNot = (change: Partial<Answers>, request: Partial<NewEndpointRequest> = {}): string =>
    propose(change, request).comments.join('\n');

  test.each<[string, Partial<Answers>, string]>([
    ['without DNS support', { dnsSupport: false }, `enableDnsSupport of ${VPC} is off`],
    ['without DNS host names', { dnsHostnames: false }, `enableDnsHostnames of ${VPC} is off`],
    [
      'of a service without a name',
      { detail: detailItem({ PrivateDnsName: undefined, PrivateDnsNames: [] }) },
      `${SERVICE_NAME} has no private DNS name`,
    ],
    [
      'of a name that is not verified',
      { detail: detailItem({ PrivateDnsNameVerificationState: 'pendingVerification' }) },
      'the private DNS name invoices.example.com is not verified: its state is pendingverification',
    ],
    [
      'beside an endpoint for the same service',
      { endpoints: [existing({ ServiceName: SERVICE_NAME, PrivateDnsEnabled: true })] },
      `vpce-0ddddddddddddddd1 of ${VPC} has private DNS for the same name on already`,
    ],
    [
      'beside an endpoint that answers to the same name',
      {
        endpoints: [
          existing({ PrivateDnsEnabled: true, DnsEntries: [{ DnsName: 'invoices.example.com', HostedZoneId: 'Z1' }] }),
        ],
      },
      `vpce-0ddddddddddddddd1 of ${VPC} has private DNS for the same name on already`,
    ],
    [
      'beside a zone of the same name',
      { zones: [{ HostedZoneId: 'Z0D', Name: 'invoices.example.com.', Owner: { OwningAccount: CONSUMER } }] },
      `the private hosted zone Z0D (invoices.example.com) is associated with ${VPC} already`,
    ],
  ])('cannot work %s: it is off and says why, and is refused where it is asked for', (_, change, why) => {
    expect(propose(change).privateDns).toBe(false);
    expect(whyNot(change)).toContain(`Private DNS is off, as it cannot work: ${why}.`);
    expect(refusalsOf(change, { privateDns: true })).toEqual([`Private DNS: ${why}.`]);
    expect(refusalsOf(change)).toEqual([]);
  });

  test.each<[string, Partial<Answers>]>([
    [
      'an endpoint of the same service whose private DNS is off',
      { endpoints: [existing({ ServiceName: SERVICE_NAME })] },
    ],
    [
      'an endpoint that is gone',
      { endpoints: [existing({ ServiceName: SERVICE_NAME, PrivateDnsEnabled: true, State: 'deleted' })] },
    ],
    ['an endpoint for another service', { endpoints: [existing({ PrivateDnsEnabled: true })] }],
    [
      'a zone above the name',
      { zones: [{ HostedZoneId: 'Z0D', Name: 'example.com.', Owner: { OwningAccount: CONSUMER } }] },
    ],
  ])('works beside %s', (_, change) => {
    expect(propose(change)).toMatchObject({ privateDns: true, refusals: [], notes: [] });
  });

  test.each<[string, Partial<Answers>, string]>([
    ['the attributes of the VPC', { dnsSupport: undefined }, `enableDnsSupport of ${VPC} was not read`],
    [
      'the endpoints of the VPC',
      { endpoints: undefined },
      `The endpoints of ${VPC} were not read: ec2:DescribeVpcEndpoints was denied`,
    ],
    [
      'the zones of the VPC',
      { zones: undefined },
      `The private hosted zones of ${VPC} were not read: route53:ListHostedZonesByVPC was not asked`,
    ],
    [
      'the names of the service',
      { detail: undefined, service: undefined },
      `The private DNS names of ${SERVICE_NAME} were not read`,
    ],
    [
      'the state of the name',
      {
        detail: detailItem({ PrivateDnsNameVerificationState: undefined }),
        service: serviceItem({ PrivateDnsNameConfiguration: undefined }),
      },
      'Whether the private DNS name invoices.example.com is verified was not read',
    ],
  ])('is not known without %s: off by itself, and said where it is asked for', (_, change, why) => {
    const ports = ['443'];
    expect(propose(change, { ports }).privateDns).toBe(false);
    expect(whyNot(change, { ports })).toContain(`Private DNS is off, as nobody knows whether it can work: ${why}.`);
    const asked = propose(change, { privateDns: true, ports });
    expect(asked).toMatchObject({ privateDns: true, refusals: [] });
    expect(asked.notes).toContain(`Private DNS: ${why}.`);
  });
});

describe('what was not read', () => {
  test.each<[string, Partial<Answers>, Partial<NewEndpointRequest>, string]>([
    [
      'whether the service is offered',
      { sqs: undefined },
      { service: 'sqs', privateDns: false },
      `Whether AWS offers ${SQS} to account ${CONSUMER} in eu-west-1 was not read: ec2:DescribeVpcEndpointServices was denied.`,
    ],
    [
      'the principals',
      { detail: undefined, principals: undefined },
      {},
      `Whether account ${CONSUMER} is an allowed principal was not read: ec2:DescribeVpcEndpointServicePermissions was denied.`,
    ],
    [
      'whether one is the principal that is allowed',
      { detail: {}, principals: [`arn:aws:iam::${CONSUMER}:role/network`] },
      {},
      `Only arn:aws:iam::${CONSUMER}:role/network of account ${CONSUMER} may create endpoints for ${SERVICE}: apply the code as one of them.`,
    ],
    [
      'the zones of the service',
      {
        detail: detailItem({ AvailabilityZoneIds: undefined }),
        service: serviceItem({ AvailabilityZoneIds: undefined }),
      },
      { subnets: [SUBNETS[0]] },
      `The zones of ${SERVICE_NAME} were not read: whether ${SUBNETS[0]} is in one of them is not known.`,
    ],
    [
      'the zone of a subnet',
      { subnets: [subnetOf(SUBNETS[0], 1, { AvailabilityZoneId: undefined })] },
      { subnets: [SUBNETS[0]] },
      `The zone id of ${SUBNETS[0]} was not in the answer.`,
    ],
    [
      'the address types of the service',
      {
        detail: detailItem({ SupportedIpAddressTypes: undefined }),
        service: serviceItem({ SupportedIpAddressTypes: undefined }),
      },
      { ipAddressType: 'ipv4' },
      `The address types of ${SERVICE_NAME} were not read: whether it takes ipv4 is not known.`,
    ],
    [
      'the CIDRs of the VPC',
      { vpc: { VpcId: VPC, OwnerId: CONSUMER } },
      {},
      `The CIDRs of ${VPC} were not in the answer.`,
    ],
    [
      'a security group',
      { groups: undefined },
      { securityGroups: ['sg-0e0e0e0e0e0e0e0e0'] },
      'Whether sg-0e0e0e0e0e0e0e0e0 exists was not read: ec2:DescribeSecurityGroups was denied.',
    ],
  ])('%s is said in the code, and refuses nothing', (_, change, request, note) => {
    expect(propose(change, request)).toMatchObject({ refusals: [] });
    expect(notesOf(change, request)).toContain(note);
    for (const format of CODE_FORMATS) {
      const { text } = generateNewEndpoint(inventoryWith(change), { ...WANTED, ...request }, format);
      expect(text, format).toContain(note);
    }
  });

  test('the ports have to be said by somebody', () => {
    for (const change of [{ service: undefined }, { listeners: undefined }, { listeners: [] }] as const) {
      expect(() => propose(change)).toThrow(/On which ports .* listens is not known \(.*\): ask its provider/);
    }
    expect(propose({ service: undefined }, { ports: ['443', 'udp/53'] }).flows).toEqual([
      { transport: 'tcp', port: 443 },
      { transport: 'udp', port: 53 },
    ]);
    for (const port of ['0', '65536', 'sctp/1', '1x', ''])
      expect(() => propose({}, { ports: [port] })).toThrow(/is no port/);
  });
});

describe('what names nothing', () => {
  test.each<[Partial<NewEndpointRequest>, RegExp]>([
    [{ vpc: 'vpc-1' }, /vpc-1 is not among the VPCs that were read/],
    [{ subnets: ['subnet-1'] }, /subnet-1 is not among the subnets that were read/],
    [{ service: 'two words' }, /two words is no name of a service/],
    [{ ipAddressType: 'ipv5' }, /ipv5 is no address type/],
  ])('%j', (request, message) => {
    expect(() => propose({}, request)).toThrow(message);
  });
});

describe('the code for a new endpoint', () => {
  test('in Terraform: a group that lets the VPC in on the service’s port and nothing out, and the endpoint', () => {
    const { inventory, request } = NEW_ENDPOINTS['new_service']!;
    expect(generateNewEndpoint(inventory, request, 'terraform').text).toBe(`\
# A new VPC endpoint for ${SERVICE_NAME} in invoices-vpc (${VPC}) of account ${CONSUMER} in eu-west-1, by what was read at 2026-03-01T12:00:00.000Z.

variable "invoices_vpc_id" {
  description = "VPC: invoices-vpc"
  type        = string
  default     = "${VPC}"
}

variable "invoices_client_cidr" {
  description = "CIDR of clients that may connect"
  type        = string
  default     = "10.9.0.0/16"
}

variable "invoices_service_name" {
  description = "Endpoint service that the endpoint leads to"
  type        = string
  default     = "${SERVICE_NAME}"
}

variable "invoices_subnet_ids" {
  description = "Subnets, one per Availability Zone: invoices-1, invoices-2"
  type        = list(string)
  default     = ["${SUBNETS[0]}", "${SUBNETS[1]}"]
}

resource "aws_security_group" "invoices_endpoint" {
  description = "Clients of VPC endpoints"
  vpc_id      = var.invoices_vpc_id
  tags = {
    Name = "invoices-endpoint"
  }
}

resource "aws_vpc_security_group_ingress_rule" "invoices_endpoint_1" {
  security_group_id = aws_security_group.invoices_endpoint.id
  description       = "Clients of the endpoint"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = var.invoices_client_cidr
}

# The provider accepts each request by hand: until then the endpoint is in the state pendingAcceptance.
resource "aws_vpc_endpoint" "invoices" {
  vpc_id              = var.invoices_vpc_id
  vpc_endpoint_type   = "Interface"
  service_name        = var.invoices_service_name
  subnet_ids          = var.invoices_subnet_ids
  security_group_ids  = [aws_security_group.invoices_endpoint.id]
  ip_address_type     = "ipv4"
  private_dns_enabled = true
  tags = {
    Name = "invoices"
  }
}
`);
  });

  test('is refused as a whole, with every reason', () => {
    const inventory = inventoryWith({ dnsSupport: false });
    const request = { ...WANTED, subnets: [SUBNETS[2]], privateDns: true };
    expect(() => generateNewEndpoint(inventory, request, 'terraform')).toThrow(
      `AWS would refuse this endpoint. ${SUBNETS[2]} is in euw1-az3, where ${SERVICE_NAME} is not (euw1-az1, euw1-az2). Private DNS: enableDnsSupport of ${VPC} is off.`,
    );
  });

  test.each(CODE_FORMATS)('is the same each time, and names each id once: %s', (format) => {
    for (const { inventory, request } of Object.values(NEW_ENDPOINTS)) {
      const { text, parts } = generateNewEndpoint(inventory, request, format);
      expect(generateNewEndpoint(inventory, request, format).text).toBe(text);
      expect(parts.map((part) => (part.kind === 'literal' ? part.text : part.value)).join('')).toBe(text);
      for (const id of text.match(/\b(?:vpc|subnet|sg)-0[0-9a-f]{16}\b/g) ?? []) {
        // Comments, which JSON has among its values, are sentences.
        const lines = text.split('\n').filter((line) => line.includes(id) && !line.includes(' of '));
        expect(lines.length, `${format} ${id}`).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('the endpoints that private subnets need', () => {
  const code = (service: string, change: Partial<Answers> = {}, more: Partial<NewEndpointRequest> = {}): string =>
    generateNewEndpoint(inventoryWith(change), { service, vpc: VPC, ...more }, 'terraform').text;
  const services = (text: string): readonly string[] =>
    [...text.matchAll(/service_name += "com\.amazonaws\.eu-west-1\.([^"]+)"/g)].map(([, name = '']) => name);

  test.each<[string, readonly string[]]>([
    ['private-ecr', ['ecr.api', 'ecr.dkr', 's3']],
    ['private-ecs', ['ecs', 'ecs-agent', 'ecs-telemetry', 'ecr.api', 'ecr.dkr', 'logs', 's3']],
    ['private-eks', ['ec2', 'eks', 'eks-auth', 'elasticloadbalancing', 'sts', 'ecr.api', 'ecr.dkr', 'logs', 's3']],
    ['private-ssm', ['ssm', 'ssmmessages', 'ec2messages']],
  ])('%s', (set, expected) => {
    const text = code(set);
    expect(services(text)).toEqual(expected);
    expect(text.match(/resource "aws_security_group"/g)).toHaveLength(1);
    expect(text.match(/vpc_endpoint_type += "Gateway"/g) ?? []).toHaveLength(expected.includes('s3') ? 1 : 0);
    expect(text).toContain('Private DNS is off, as nobody knows whether it can work');
  });

  test('are left out where the VPC has them, and said to be', () => {
    const there = [
      existing({ VpcEndpointId: 'vpce-1', ServiceName: 'com.amazonaws.eu-west-1.ecr.api', PrivateDnsEnabled: true }),
      existing({ VpcEndpointId: 'vpce-2', ServiceName: 'com.amazonaws.eu-west-1.ecr.dkr' }),
      existing({ VpcEndpointId: 'vpce-3', ServiceName: 'com.amazonaws.eu-west-1.s3', VpcEndpointType: 'Gateway' }),
    ];
    const text = code('private-ecr', { endpoints: there });
    // Without private DNS no client finds it by the service’s name.
    expect(services(text)).toEqual(['ecr.dkr']);
    expect(text).toContain(`# com.amazonaws.eu-west-1.ecr.api is left out: ${VPC} has vpce-1 for it.`);
    expect(text).toContain(`# com.amazonaws.eu-west-1.s3 is left out: ${VPC} has vpce-3 for it.`);
    const all = there.map((item) => ({ ...item, PrivateDnsEnabled: true }));
    expect(() => code('private-ecr', { endpoints: all })).toThrow(`${VPC} has every endpoint for Amazon ECR already.`);
  });

  test('go by a name of their own', () => {
    expect(code('private-ssm', {}, { name: 'prod' })).toContain('resource "aws_vpc_endpoint" "prod_ssmmessages" {');
  });

  test('are refused together', () => {
    expect(() => code('private-ssm', {}, { subnets: [SUBNETS[0], SPARE] })).toThrow(
      `AWS would refuse these endpoints. ${SUBNETS[0]} and ${SPARE} are both in euw1-az1`,
    );
  });
});
