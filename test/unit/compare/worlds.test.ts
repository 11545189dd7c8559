import { expect, it } from 'vitest';
import { compareDiagnosed, compareInventories } from '../../../src/core/compare/compare.ts';
import type { Comparison } from '../../../src/core/compare/types.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { buildInventory, type Inventory } from '../../../src/core/model/inventory.ts';
import type { BrokenWorld } from '../../worlds/broken/faults.ts';
import { brokenWorlds } from '../../worlds/broken/index.ts';
import { changesOf, told } from './support.ts';

/** What differs between each broken world and its healthy twin, and nothing else may. */
const DIFFERENCES: Readonly<Record<string, readonly RegExp[]>> = {
  'the provider has not accepted the request': state('pendingAcceptance'),
  'the provider rejected the connection': state('rejected'),
  'the provider rejected the connection, and only the consumer is read': state('rejected'),
  'AWS could not create the endpoint': [
    ...state('failed'),
    /^changed vpc-endpoint payments: FailureReason undefined → "Not enough/,
    /^changed vpc-endpoint payments: LastError undefined → \{"Code":"Insufficient/,
  ],
  'the request expired before it was accepted': state('expired'),
  'the endpoint is being deleted': state('deleting'),
  'one subnet of the endpoint has no interface of it': [
    /^removed network-interface eni-\w+$/,
    /^changed vpc-endpoint payments: NetworkInterfaceIds - eni-\w+$/,
  ],
  'the provider’s load balancer left a zone that the endpoint is in': [
    /^removed target-health 10\.60\.2\.\d+$/,
    /^changed endpoint-service payments: AvailabilityZoneIds - use1-az2$/,
    /^changed endpoint-service payments: AvailabilityZones - us-east-1\w$/,
    /^changed service-detail \S+: AvailabilityZoneIds - use1-az2$/,
    /^changed load-balancer payments: AvailabilityZones - us-east-1\w subnet-\w+ /,
  ],
  'the endpoint is in one of the service’s two zones': [
    /^removed network-interface eni-\w+$/,
    /^changed vpc-endpoint payments: DnsEntries - vpce-\S+ \(Z\w+\)$/,
    /^changed vpc-endpoint payments: NetworkInterfaceIds - eni-\w+$/,
    /^changed vpc-endpoint payments: SubnetIds - subnet-\w+$/,
  ],
  'one interface of the endpoint is not in use': [/^changed network-interface eni-\w+: Status "in-use" → "available"$/],
  'no interface of the endpoint is in use': [
    /^changed network-interface eni-\w+: Status "in-use" → "available"$/,
    /^changed network-interface eni-\w+: Status "in-use" → "available"$/,
  ],
  'the endpoint’s group admits another port than the service’s': [
    permitted('tcp/5432 from 10.20.0.0/16', 'tcp/443 from 10.20.0.0/16'),
  ],
  'the endpoint’s group admits an office that the client is not in': [
    permitted('tcp/443 from 192.168.40.0/24', 'tcp/443 from 10.20.0.0/16'),
  ],
  'the endpoint’s group refers to a group that the client does not carry': [
    permitted('tcp/443 from sg-\\w+', 'tcp/443 from 10.20.0.0/16'),
  ],
  'the endpoint’s only group has no inbound rule': [
    /^changed security-group payments-endpoint: IpPermissions - tcp\/443 from 10\.20\.0\.0\/16 - tcp\/443 from sg-\w+ of 111122223333$/,
  ],
  'the endpoint carries the default group beside its own': [
    /^changed vpc-endpoint payments: Groups \+ sg-\w+$/,
    /^changed network-interface eni-\w+: Groups \+ sg-\w+$/,
    /^changed network-interface eni-\w+: Groups \+ sg-\w+$/,
  ],
  'the endpoint’s group admits every address': [permitted('tcp/443 from 0.0.0.0/0', 'tcp/443 from 10.20.0.0/16')],
  'the ACL of the endpoint’s subnets lets nobody in on the port': acl('hardened', 2),
  'the ACL of one of the endpoint’s two subnets lets nobody in on the port': acl('hardened', 1),
  'the ACL of the endpoint’s subnets was written as if it were stateful': acl('https-only', 2),
  'DNS resolution of the VPC is off': attribute('EnableDnsSupport'),
  'DNS hostnames of the VPC are off': attribute('EnableDnsHostnames'),
  'DNS hostnames of the VPC are off, behind an endpoint of AWS’s own service': attribute('EnableDnsHostnames'),
  'the gateway endpoint is in no route table': [
    /^changed vpc-endpoint s3: RouteTableIds - rtb-\w+$/,
    /^changed route-table orders-prod-private: Routes - pl-\w+ → vpce-\w+ \(active\)$/,
  ],
  'the endpoint has the policy that AWS attaches by default': [
    /^changed vpc-endpoint ecr-api: PolicyDocument\.Statement - \{.*aws:PrincipalOrgID.*\} \+ \{"Action":"\*","Effect":"Allow"/,
    /^changed vpc-endpoint ecr-api: PolicyDocument\.Version "2012-10-17" → undefined$/,
  ],
  'the provider took the consumer off its list': [
    /^removed service-detail com\.amazonaws\.vpce\./,
    /^removed service-permission vpce-svc-\w+\/arn:aws:iam::111122223333:root$/,
    /^added service-permission vpce-svc-\w+\/arn:aws:iam::123456789012:root$/,
  ],
  'the service failed': [/^changed endpoint-service payments: ServiceState "Available" → "Failed"$/],
  'the service allows no principal, and a consumer is connected': [
    /^removed service-detail com\.amazonaws\.vpce\./,
    /^removed service-permission vpce-svc-\w+\/arn:aws:iam::111122223333:root$/,
  ],
  'everybody may connect, and nobody asks who comes': [
    /^removed service-permission vpce-svc-\w+\/arn:aws:iam::111122223333:root$/,
    /^changed endpoint-service payments: AcceptanceRequired true → false$/,
    /^changed service-detail \S+: AcceptanceRequired true → false$/,
    /^added service-permission vpce-svc-\w+\/\*$/,
  ],
  'everybody may ask for a connection': [
    /^removed service-permission vpce-svc-\w+\/arn:aws:iam::111122223333:root$/,
    /^added service-permission vpce-svc-\w+\/\*$/,
  ],
  'another account has waited for approval for months': [/^added endpoint-connection vpce-svc-\w+\/vpce-\w+$/],
  'requests must be accepted, and nobody is told of them': [/^removed connection-notification vpce-nfn-\w+$/],
  'the load balancer failed': [
    /^changed load-balancer payments: State\.Code "active" → "failed"$/,
    /^changed load-balancer payments: State\.Reason undefined → "Insufficient free addresses in the subnets"$/,
  ],
  'the load balancer’s only listener was deleted': [
    /^removed listener TCP:443$/,
    /^removed listener-attributes arn:aws:elasticloadbalancing:/,
    /^changed target-group payments: LoadBalancerArns - arn:aws:elasticloadbalancing:/,
    ...health('unused'),
    ...health('unused'),
  ],
  'every target was deregistered': [/^removed target-health 10\.60\.1\.\d+$/, /^removed target-health 10\.60\.2\.\d+$/],
  'every target fails its health check': [...health('unhealthy'), ...health('unhealthy')],
  'a third target, in a zone with a healthy one, fails its health check': [
    /^added network-interface eni-\w+$/,
    /^added target-health 10\.60\.1\.175$/,
  ],
  'a zone’s only target fails its health check': health('unhealthy'),
  'the load balancer’s group knows other clients than the consumer’s': [
    /^changed security-group payments-nlb: IpPermissions - tcp\/443 from 10\.20\.0\.0\/16 \+ tcp\/443 from 192\.168\.40\.0\/24$/,
  ],
  'the ACL of the client’s subnet lets only plain HTTP out': acl('http-only', 2),
  'the ACL of one of the clients’ subnets keeps them inside the VPC': acl('inside-only', 1),
  'the client’s own group lets only plain HTTP out': [
    /^changed security-group orders-api: IpPermissionsEgress - all traffic to 0\.0\.0\.0\/0 \+ tcp\/80 to 0\.0\.0\.0\/0$/,
  ],
  'the client asks for a port on which nothing listens': [
    permitted('all traffic from 10.20.0.0/16', 'tcp/443 from 10.20.0.0/16'),
  ],
  'the endpoint’s policy denies every call': [
    /^changed vpc-endpoint ecr-api: PolicyDocument\.Statement - \{.*"Allow".*\} \+ \{"Action":"\*","Effect":"Deny"/,
  ],
  'the consumer’s profile may not read security groups': [
    /^not-comparable security-group orders-api$/,
    /^not-comparable security-group payments-endpoint$/,
    /^not-comparable security-group default$/,
  ],
  'nobody reads the provider’s account': [],
};

function state(now: string): readonly RegExp[] {
  return [
    /^changed vpc-endpoint payments: DnsEntries - payments\.example\.com \(Z\w+\)$/,
    /^changed vpc-endpoint payments: PrivateDnsEnabled true → false$/,
    new RegExp(`^changed vpc-endpoint payments: State "available" → "${now}"$`),
    new RegExp(`^changed endpoint-connection vpce-svc-\\w+/vpce-\\w+: VpcEndpointState "available" → "${now}"$`),
  ];
}

function permitted(added: string, removed: string): RegExp {
  return new RegExp(
    `^changed security-group payments-endpoint: IpPermissions - ${removed} - tcp/443 from sg-\\w+ of 111122223333 \\+ ${added}$`,
  );
}

function acl(name: string, subnets: number): readonly RegExp[] {
  return [
    new RegExp(`^changed network-acl acl-\\w+: Associations${' - subnet-\\w+'.repeat(subnets)}$`),
    new RegExp(`^added network-acl orders-prod-${name}$`),
  ];
}

function attribute(field: string): readonly RegExp[] {
  return [new RegExp(`^changed vpc-attribute vpc-\\w+/e${field.slice(1)}: ${field}\\.Value true → false$`)];
}

function health(now: string): readonly RegExp[] {
  return [
    /^changed target-health 10\.60\.\d\.\d+: TargetHealth\.Description undefined → ".+"$/,
    /^changed target-health 10\.60\.\d\.\d+: TargetHealth\.Reason undefined → "Target\..+"$/,
    new RegExp(`^changed target-health 10\\.60\\.\\d\\.\\d+: TargetHealth\\.State "healthy" → "${now}"$`),
  ];
}

interface Pair {
  readonly twin: Inventory;
  readonly built: Inventory;
  readonly comparison: Comparison;
}

/** A world beside its twin, compared once for all that is asked of it. */
function pairOf(world: BrokenWorld): Pair {
  const known = PAIRS.get(world);
  if (known !== undefined) return known;
  const [twin, built] = [buildInventory([world.twin()]), buildInventory([world.build()])];
  const pair: Pair = { twin, built, comparison: compareDiagnosed(twin, built) };
  PAIRS.set(world, pair);
  return pair;
}

const PAIRS = new WeakMap<BrokenWorld, Pair>();

const listed = brokenWorlds.filter(({ fault }) => DIFFERENCES[fault] !== undefined);

it('every line of the list belongs to a world', () => {
  expect(listed.map(({ fault }) => fault).sort()).toEqual(Object.keys(DIFFERENCES).sort());
});

it.each(listed)('$rule: $fault: differs from the healthy estate in the fault and in nothing else', (world) => {
  const differences = told(pairOf(world).comparison);
  const expected = DIFFERENCES[world.fault] ?? [];
  expect(
    differences.filter((line) => !expected.some((one) => one.test(line))),
    'unexpected',
  ).toEqual([]);
  for (const one of expected)
    expect(
      differences.some((line) => one.test(line)),
      one.source,
    ).toBe(true);
  expect(differences).toHaveLength(expected.length);
});

it.each(brokenWorlds)('$rule: $fault: is told the other way round by the healthy estate', (world) => {
  const { twin, built, comparison } = pairOf(world);
  const back = compareInventories(built, twin);
  expect(changesOf(back, 'added')).toEqual(changesOf(comparison, 'removed'));
  expect(changesOf(back, 'removed')).toEqual(changesOf(comparison, 'added'));
  expect(changesOf(back, 'changed')).toEqual(changesOf(comparison, 'changed'));
});

// What a source, a port or a measurement brings to light is not in the snapshots, nor is whose accounts and Regions are
// read; and some worlds are about what a healthy estate of their kind has always been.
const visible = brokenWorlds.filter(
  (world) => world.args.length === 0 && world.measurements === undefined && world.profiles.length === 2,
);

it.each(visible)('$rule: $fault: tells the verdict and the finding', (world) => {
  const { twin, comparison } = pairOf(world);
  if (told(comparison).length === 0 || saysOf(twin, world).includes(world.rule)) return;
  const change = comparison.verdicts.find((one) => one.id === world.subject);
  expect(change?.appeared.map((finding) => finding.rule)).toContain(world.rule);
  expect(change?.after).toBe(world.verdict);
  if (change?.before !== 'healthy') return;
  expect(change.trend).toBe(world.verdict === 'healthy' ? 'same' : world.verdict === 'unknown' ? 'unproven' : 'worse');
});

/** The rules that have found something at a world's subject. */
function saysOf(inventory: Inventory, { subject }: BrokenWorld): readonly string[] {
  if (!inventory.endpoints.has(subject) && !inventory.services.has(subject)) return [];
  const { subjects } = diagnose(inventory, { now: inventory.capturedAt, ids: [subject] });
  return subjects.flatMap(({ id, findings }) => (id === subject ? findings.map(({ rule }) => rule) : []));
}
