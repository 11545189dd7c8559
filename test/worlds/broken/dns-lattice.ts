import {
  changeConfiguration,
  groupEstate,
  resourceEstate,
  serviceNetworkEstate,
  sharedResourceEstate,
  type ResourceEstate,
  type ServiceNetworkEstate,
} from '../lattice.ts';
import { addForwardRule, addPrivateZone } from '../dns.ts';
import type { Item } from '../world.ts';
import { sound, world, type BrokenWorld, type SoundWorld } from './faults.ts';

/** The endpoint with these DNS options, and without a zone for its resource's domain. */
function options(given: Item, verification = 'PENDING'): (estate: ResourceEstate) => void {
  return ({ configuration, endpoint }) => {
    configuration.detail['domainVerificationStatus'] = verification;
    endpoint.raw['DnsOptions'] = given;
    for (const item of endpoint.associations) delete item['PrivateDnsEntry'];
  };
}

const VERIFIED_ONLY = { PrivateDnsPreference: 'VERIFIED_DOMAINS_ONLY' };
const DOMAIN = 'ledger.example.com';

function specified(preference: string, ...domains: readonly string[]): Item {
  return { PrivateDnsPreference: preference, PrivateDnsSpecifiedDomains: [...domains] };
}

/** The child of a group with a domain of its own. */
function inGroup(verification: string): (estate: ResourceEstate) => void {
  return ({ owner, configuration, endpoint }) => {
    endpoint.raw['PrivateDnsEnabled'] = true;
    changeConfiguration(configuration, { customDomainName: DOMAIN });
    for (const { output } of owner.answers) {
      if (output['type'] === 'GROUP') {
        Object.assign(output, { groupDomain: 'example.com', domainVerificationStatus: verification });
      }
    }
  };
}

const atDns = { hop: 'dns', effect: 'breaks', verdict: 'broken' } as const;

export const DNS_LATTICE_WORLDS: readonly BrokenWorld[] = [
  world<ResourceEstate>('PL-DNS-007', {
    fault: 'a rule forwards the resource’s domain to the data centre',
    base: sharedResourceEstate,
    ...atDns,
    verdict: 'degraded',
    suspected: true,
    owner: 'consumer',
    change: ({ consumer, consumerVpc }) => {
      addForwardRule(consumer, consumerVpc, DOMAIN, ['10.99.0.2']);
    },
  }),
  ...['PENDING', 'VERIFICATION_TIMED_OUT'].map((status) =>
    world<ResourceEstate>('PL-DNS-015', {
      fault: `the resource’s domain is ${status}`,
      base: sharedResourceEstate,
      ...atDns,
      owner: 'provider',
      change: options(VERIFIED_ONLY, status),
    }),
  ),
  world<ResourceEstate>('PL-DNS-015', {
    fault: 'no preference was given, and the domain is not verified',
    base: resourceEstate,
    ...atDns,
    owner: 'provider',
    change: options({}),
  }),
  world<ResourceEstate>('PL-DNS-015', {
    fault: 'nobody ever verified the domain',
    base: resourceEstate,
    ...atDns,
    owner: 'provider',
    change: (estate) => {
      options(VERIFIED_ONLY)(estate);
      delete estate.configuration.detail['domainVerificationStatus'];
      delete estate.configuration.detail['domainVerificationId'];
      delete estate.configuration.summary['domainVerificationId'];
    },
  }),
  world<ResourceEstate>('PL-DNS-015', {
    fault: 'the endpoint was created for other domains only',
    base: sharedResourceEstate,
    ...atDns,
    owner: 'consumer',
    change: options(specified('SPECIFIED_DOMAINS_ONLY', 'reports.example.com'), 'VERIFIED'),
  }),
  world<ResourceEstate>('PL-DNS-015', {
    fault: 'the domain is neither verified nor among those that the endpoint names',
    base: sharedResourceEstate,
    ...atDns,
    owner: 'provider',
    change: options(specified('VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS', 'reports.example.com')),
  }),
  world<ResourceEstate>('PL-DNS-015', {
    fault: 'clients use the name of a resource whose domain is not verified',
    base: resourceEstate,
    ...atDns,
    owner: 'provider',
    args: () => ['--name', 'Ledger.example.com.'],
    change: options(VERIFIED_ONLY),
  }),
  world<ResourceEstate>('PL-DNS-015', {
    fault: 'the domain of the resource’s group is not verified',
    base: groupEstate,
    ...atDns,
    owner: 'provider',
    change: inGroup('PENDING'),
  }),
  world<ServiceNetworkEstate>('PL-DNS-015', {
    fault: 'one of two databases in the network has a domain that is not verified',
    base: serviceNetworkEstate,
    hop: 'dns',
    effect: 'impairs',
    verdict: 'degraded',
    owner: 'provider',
    change: options(VERIFIED_ONLY),
  }),
];

export const DNS_LATTICE_SOUND: readonly SoundWorld[] = [
  sound<ResourceEstate>('PL-DNS-007', {
    what: 'a rule forwards the resource’s domain, and private DNS is off',
    base: resourceEstate,
    change: ({ consumer, consumerVpc, endpoint }) => {
      endpoint.raw['PrivateDnsEnabled'] = false;
      addForwardRule(consumer, consumerVpc, DOMAIN, ['10.99.0.2']);
    },
  }),
  sound<ResourceEstate>('PL-DNS-004', {
    what: 'the zone of the resource’s name is the endpoint’s own',
    base: sharedResourceEstate,
    args: () => ['--name', DOMAIN],
    change: ({ consumer, consumerVpc, endpoint }) => {
      const HostedZoneId = addPrivateZone(consumer, consumerVpc, DOMAIN, []);
      for (const item of endpoint.associations) item['PrivateDnsEntry'] = { DnsName: DOMAIN, HostedZoneId };
    },
  }),
  sound<ResourceEstate>('PL-DNS-015', {
    what: 'the domain is verified, whatever else was specified',
    base: sharedResourceEstate,
    change: options(specified('VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS', 'reports.example.com'), 'VERIFIED'),
  }),
  ...['VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS', 'SPECIFIED_DOMAINS_ONLY'].map((preference) =>
    sound<ResourceEstate>('PL-DNS-015', {
      what: `the domain is not verified, and among the specified ones of ${preference}`,
      base: sharedResourceEstate,
      change: options(specified(preference, 'reports.example.com', 'Ledger.example.com')),
    }),
  ),
  sound<ResourceEstate>('PL-DNS-015', {
    what: 'all domains are wanted, verified or not',
    base: sharedResourceEstate,
    change: options({ PrivateDnsPreference: 'ALL_DOMAINS' }),
  }),
  sound<ResourceEstate>('PL-DNS-015', {
    what: 'the domain is not verified, and AWS says that it answers to it',
    base: sharedResourceEstate,
    change: ({ configuration }) => {
      configuration.detail['domainVerificationStatus'] = 'PENDING';
    },
  }),
  sound<ResourceEstate>('PL-DNS-015', {
    what: 'the domain is not verified, and private DNS is off',
    base: resourceEstate,
    change: (estate) => {
      options({})(estate);
      estate.endpoint.raw['PrivateDnsEnabled'] = false;
    },
  }),
  sound<ResourceEstate>('PL-DNS-015', {
    what: 'clients use another name than the one that is not verified',
    base: resourceEstate,
    args: () => ['--name', 'reports.example.com'],
    change: options(VERIFIED_ONLY),
  }),
  sound<ResourceEstate>('PL-DNS-015', {
    what: 'the resource has no domain of its own',
    base: groupEstate,
    change: ({ endpoint }) => {
      endpoint.raw['PrivateDnsEnabled'] = true;
    },
  }),
  sound<ResourceEstate>('PL-DNS-015', {
    what: 'the domain of the resource’s group is verified',
    base: groupEstate,
    change: inGroup('VERIFIED'),
  }),
  sound<ServiceNetworkEstate>('PL-DNS-015', {
    what: 'the network’s owner gives its members no private names',
    base: serviceNetworkEstate,
    change: (estate) => {
      options(VERIFIED_ONLY)(estate);
      for (const item of estate.memberships) item['privateDnsEnabled'] = false;
    },
  }),
  ...(
    [
      ['a preference that AWS added since', { PrivateDnsPreference: 'NEAREST_DOMAINS' }, 'PENDING', 'nearest_domains'],
      ['a verification that AWS added since', VERIFIED_ONLY, 'REVOKED', 'revoked'],
    ] as const
  ).map(([what, given, status, lacks]) =>
    sound<ResourceEstate>('PL-DNS-015', {
      what,
      lacks,
      base: sharedResourceEstate,
      verdict: 'unknown',
      change: options(given, status),
    }),
  ),
  sound<ResourceEstate>('PL-DNS-015', {
    what: 'the group that would say whether its domain is verified is in no listing',
    lacks: 'in the listing of its owner',
    base: groupEstate,
    verdict: 'unknown',
    change: (estate) => {
      const { answers, tables } = estate.owner;
      const listing = tables['vpc-lattice:ListResourceConfigurations'];
      inGroup('VERIFIED')(estate);
      listing.splice(0, listing.length, ...listing.filter((item) => item['type'] !== 'GROUP'));
      answers.splice(0, answers.length, ...answers.filter(({ output }) => output['type'] !== 'GROUP'));
    },
  }),
];
