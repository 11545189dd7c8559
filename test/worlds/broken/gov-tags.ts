import { configured } from '../configured.ts';
import type { HealthyEstate } from '../healthy.ts';
import { tagsOf, type Item } from '../world.ts';
import type { BrokenWorld, SoundWorld } from './faults.ts';
import { sound, world } from './faults.ts';

type Tagged = (estate: HealthyEstate) => Item;
const endpoint: Tagged = (estate) => estate.endpoint.raw;
const service: Tagged = (estate) => estate.service.configuration;

/** The tags of the endpoint or of the service become these. */
function tags(of: Tagged, given: Readonly<Record<string, string>>): (estate: HealthyEstate) => void {
  return (estate) => {
    of(estate)['Tags'] = tagsOf(given);
  };
}

const STACK = 'aws:cloudformation:stack-name';
const naming = (pattern: string) => (): readonly string[] => configured({ naming: { pattern } });
const managedBy =
  (...managedByTags: readonly string[]) =>
  (): readonly string[] =>
    configured({ managedByTags });

const HYGIENE = { effect: 'hygiene', verdict: 'healthy' } as const;
const AT_ENDPOINT = { ...HYGIENE, hop: 'endpoint', owner: 'consumer' } as const;
const AT_SERVICE = { ...HYGIENE, hop: 'service', owner: 'provider', subject: 'service' } as const;

export const GOV_TAGS_WORLDS: readonly BrokenWorld[] = [
  world('PL-GOV-001', {
    fault: 'the endpoint has no tags',
    ...AT_ENDPOINT,
    change: tags(endpoint, {}),
  }),
  world('PL-GOV-001', {
    fault: 'the service’s Name is blank',
    ...AT_SERVICE,
    change: tags(service, { Name: ' ', owner: 'team-payments' }),
  }),
  world('PL-GOV-002', {
    fault: 'one of the keys that the command line requires is not there',
    ...AT_ENDPOINT,
    args: () => ['--required-tags', 'owner,cost-center'],
  }),
  world('PL-GOV-002', {
    fault: 'the service carries the key that the team requires without a value',
    ...AT_SERVICE,
    change: tags(service, { Name: 'payments', owner: ' ' }),
    args: () => configured({ requiredTags: ['owner'] }),
  }),
  world('PL-GOV-003', {
    fault: 'the endpoint’s name has no environment',
    ...AT_ENDPOINT,
    args: naming('(prod|dev)-[a-z0-9-]+'),
  }),
  world('PL-GOV-003', {
    fault: 'the service’s name only begins as the standard wants',
    ...AT_SERVICE,
    args: naming('pay'),
  }),
  world('PL-GOV-008', {
    fault: 'the endpoint carries none of the tags that code leaves',
    ...AT_ENDPOINT,
    args: managedBy('terraform', 'pulumi'),
  }),
  world('PL-GOV-008', {
    fault: 'the service carries none of the tags that code leaves',
    ...AT_SERVICE,
    args: managedBy('terraform'),
  }),
];

export const GOV_TAGS_SOUND: readonly SoundWorld[] = [
  sound('PL-GOV-001', { what: 'the endpoint has a Name and nothing else', change: tags(endpoint, { Name: 'x' }) }),
  sound('PL-GOV-001', { what: 'the service has a Name', subject: 'service' }),
  sound('PL-GOV-002', { what: 'no keys are required', change: tags(endpoint, { Name: 'payments' }) }),
  sound('PL-GOV-002', {
    what: 'every key that is required is there, by the command line and by the file',
    change: tags(endpoint, { Name: 'payments', owner: 'x', 'cost-center': '4711' }),
    args: () => ['--required-tags', 'cost-center', ...configured({ requiredTags: ['owner'] })],
  }),
  sound('PL-GOV-003', { what: 'no standard is set' }),
  sound('PL-GOV-003', { what: 'the name follows the standard', args: naming('[a-z]{8}') }),
  sound('PL-GOV-003', {
    what: 'there is no name to judge',
    change: tags(endpoint, { Name: ' ' }),
    args: naming('[a-z]+'),
  }),
  sound('PL-GOV-003', { what: 'there is no tag at all', change: tags(endpoint, {}), args: naming('[a-z]+') }),
  sound('PL-GOV-008', { what: 'no key is named that marks what code manages' }),
  sound('PL-GOV-008', { what: 'one of the marks is there', args: managedBy('terraform', 'owner') }),
  sound('PL-GOV-008', {
    what: 'a CloudFormation stack made it',
    change: tags(endpoint, { Name: 'payments', [STACK]: 'network' }),
    args: managedBy('terraform'),
  }),
  sound('PL-GOV-002', {
    what: 'an endpoint has its tag, whatever may be read of services',
    args: () => ['--required-tags', 'owner'],
    denied: 'ec2:DescribeVpcEndpointServiceConfigurations',
  }),
  sound('PL-GOV-002', {
    what: 'a service has its tag, whatever may be read of endpoints',
    subject: 'service',
    args: () => ['--required-tags', 'owner'],
    denied: 'ec2:DescribeVpcEndpoints',
    deniedTo: 'provider',
  }),
];
