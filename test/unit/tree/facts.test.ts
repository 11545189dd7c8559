import { expect, test } from 'vitest';
import { buildInventory, type Inventory } from '../../../src/core/model/inventory.ts';
import { resourceFacts } from '../../../src/core/tree/facts.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { snapshotOf } from '../../worlds/world.ts';

const estate = healthyEstate();
const inventory = buildInventory([snapshotOf(estate.world)]);

function inPartition(partition: string, region: string): Inventory {
  const snapshot = snapshotOf(healthyEstate().world);
  return buildInventory([{ ...snapshot, scopes: snapshot.scopes.map((scope) => ({ ...scope, partition, region })) }]);
}

test('an endpoint has everything that can be copied', () => {
  const facts = resourceFacts(inventory, estate.endpoint.id);
  const read = inventory.endpoints.get(estate.endpoint.id);
  expect(facts.arn).toBe(`arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/${estate.endpoint.id}`);
  expect(facts.serviceName).toBe(read?.serviceName);
  expect(facts.dnsNames).toContain('payments.example.com');
  expect(facts.dnsNames.length).toBeGreaterThan(1);
  expect(facts.ips.length).toBe(2);
  expect(facts.json).toEqual(read?.raw);
  expect(facts.cliCommand).toBe(
    `aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${estate.endpoint.id} --region us-east-1 --profile consumer`,
  );
});

test.each([
  ['aws', 'us-east-1', 'https://us-east-1.console.aws.amazon.com/vpcconsole/home?region=us-east-1#'],
  ['aws-cn', 'cn-north-1', 'https://cn-north-1.console.amazonaws.cn/vpcconsole/home?region=cn-north-1#'],
  [
    'aws-us-gov',
    'us-gov-west-1',
    'https://us-gov-west-1.console.amazonaws-us-gov.com/vpcconsole/home?region=us-gov-west-1#',
  ],
])('the console of partition %s opens at the resource', (partition, region, start) => {
  const facts = resourceFacts(inPartition(partition, region), estate.endpoint.id);
  expect(facts.consoleUrl).toBe(`${start}EndpointDetails:vpcEndpointId=${estate.endpoint.id}`);
});

test('a partition whose console is not known has no address', () => {
  expect(resourceFacts(inPartition('aws-iso', 'us-iso-east-1'), estate.endpoint.id).consoleUrl).toBeUndefined();
});

test('a load balancer is known by its ARN, which is escaped in an address', () => {
  const [arn = ''] = [...inventory.loadBalancers.keys()];
  const facts = resourceFacts(inventory, arn);
  expect(facts.arn).toBe(arn);
  expect(facts.consoleUrl).toContain(encodeURIComponent(arn));
  expect(facts.dnsNames).toEqual([inventory.loadBalancers.get(arn)?.dnsName]);
});

test('of what was not read only the id is known', () => {
  expect(resourceFacts(inventory, 'vpce-0fedcba9876543210')).toEqual({
    id: 'vpce-0fedcba9876543210',
    dnsNames: [],
    ips: [],
  });
});

test('a profile with a space and a quote is one word of the command', () => {
  const snapshot = snapshotOf(healthyEstate().world);
  const renamed = buildInventory([
    { ...snapshot, scopes: snapshot.scopes.map((scope) => ({ ...scope, profiles: ["it's mine"] })) },
  ]);
  expect(resourceFacts(renamed, estate.endpoint.id).cliCommand).toMatch(/--profile 'it'\\''s mine'$/);
});
