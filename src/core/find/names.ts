import { serviceDetailKey, type Inventory } from '../model/inventory.ts';
import { texts } from '../model/read.ts';
import type { ResourceBase } from '../resources/kind.ts';
import { RANK, type Candidate } from './candidate.ts';
import { entriesOf, type Entry } from './entries.ts';
import type { Match, MatchHow } from './types.ts';

/* What a DNS name means: which resource answers to it, and which zone or rule decides where it leads. */

/**
 * `name`: the resource answers to it, to names below a wildcard too. `base`: it answers to names below it as well.
 * `domain`: decides for every name below it. `target`: it leads to the name.
 */
type Role = 'name' | 'base' | 'domain' | 'target';

interface NameField {
  readonly field: string;
  readonly name: string;
  readonly role: Role;
}

interface NameFact {
  readonly entry: Entry;
  readonly field: NameField;
  /** Lower case, without a trailing dot. */
  readonly name: string;
}

const known = new WeakMap<Inventory, readonly NameFact[]>();

/** AWS: at most 255 characters in a name. */
const LONGEST = 255;

/**
 * Everything that has to do with a DNS name.
 *
 * @param name lower case, without a trailing dot
 */
export function onDnsName(inventory: Inventory, name: string): readonly Candidate[] {
  return factsOf(inventory).flatMap((fact) => {
    const answer = answerOf(fact, name);
    if (answer === undefined) return [];
    const [rank, how] = answer;
    return [
      { entry: fact.entry, rank, match: (): Match => ({ field: fact.field.field, value: fact.field.name, how }) },
    ];
  });
}

function answerOf({ name, field }: NameFact, wanted: string): readonly [number, MatchHow] | undefined {
  const narrower = LONGEST - name.length;
  switch (field.role) {
    case 'name':
    case 'base':
      if (name === wanted) return [RANK.own, 'exact'];
      if (isWildcardFor(name, wanted)) return [RANK.around + narrower, 'wildcard'];
      return field.role === 'base' && wanted.endsWith(`.${name}`) ? [RANK.around + narrower, 'domain'] : undefined;
    case 'target':
      if (name === wanted) return [RANK.named, 'exact'];
      return isWildcardFor(name, wanted) ? [RANK.about + narrower, 'wildcard'] : undefined;
    case 'domain':
      if (name === wanted) return [RANK.named, 'exact'];
      return name === '.' || wanted.endsWith(`.${name}`) ? [RANK.about + narrower, 'domain'] : undefined;
  }
}

/** `*.example.com` stands for every name below it: https://datatracker.ietf.org/doc/html/rfc4592. */
function isWildcardFor(pattern: string, name: string): boolean {
  return pattern.startsWith('*.') && name.endsWith(pattern.slice(1));
}

function factsOf(inventory: Inventory): readonly NameFact[] {
  const cached = known.get(inventory);
  if (cached !== undefined) return cached;
  const { of } = entriesOf(inventory);
  const facts = fieldsOf(inventory).flatMap(([item, fields]) => {
    const entry = of(item);
    if (entry === undefined) return [];
    return fields.map((field): NameFact => ({ entry, field, name: field.name.toLowerCase().replace(/(?<=.)\.$/, '') }));
  });
  known.set(inventory, facts);
  return facts;
}

type Fields = readonly [item: ResourceBase, fields: readonly NameField[]];

function fieldsOf(inventory: Inventory): readonly Fields[] {
  const each = <T extends ResourceBase>(
    items: ReadonlyMap<string, T>,
    read: (item: T) => readonly NameField[],
  ): readonly Fields[] => [...items.values()].map((item): Fields => [item, read(item)]);
  return [
    ...each(inventory.endpoints, (endpoint) => {
      const { seenBy, region, serviceName = '', type, privateDnsEnabled } = endpoint;
      const detail = inventory.serviceDetails.get(serviceDetailKey(seenBy, region, serviceName, type));
      return [
        ...fields(
          'DnsEntries.DnsName',
          'name',
          endpoint.dnsEntries?.map((entry) => entry.dnsName),
        ),
        ...fields('PrivateDnsNames.PrivateDnsName', 'name', privateDnsEnabled === true ? detail?.privateDnsNames : []),
        ...fields('DnsOptions.PrivateDnsSpecifiedDomains', 'domain', endpoint.privateDnsSpecifiedDomains),
      ];
    }),
    ...each(inventory.services, ({ privateDnsName, raw }) => [
      ...fields('PrivateDnsName', 'name', [privateDnsName]),
      ...fields('BaseEndpointDnsNames', 'base', texts(raw, 'BaseEndpointDnsNames')),
    ]),
    ...each(inventory.serviceDetails, ({ privateDnsNames, raw }) => [
      ...fields('PrivateDnsNames.PrivateDnsName', 'name', privateDnsNames),
      ...fields('BaseEndpointDnsNames', 'base', texts(raw, 'BaseEndpointDnsNames')),
    ]),
    ...each(inventory.endpointAssociations, ({ dnsName, privateDnsName }) => [
      ...fields('DnsEntry.DnsName', 'name', [dnsName]),
      ...fields('PrivateDnsEntry.DnsName', 'name', [privateDnsName]),
    ]),
    // The name of one zone stands before the load balancer's own.
    ...each(inventory.loadBalancers, ({ dnsName }) => fields('DNSName', 'base', [dnsName])),
    ...each(inventory.certificates, ({ domainName, subjectAlternativeNames }) => [
      ...fields('DomainName', 'name', [domainName]),
      ...fields('SubjectAlternativeNames', 'name', subjectAlternativeNames),
    ]),
    ...each(inventory.listenerRules, ({ conditions = [] }) =>
      fields(
        'Conditions.Values',
        'target',
        conditions.flatMap(({ field, values = [] }) => (field === 'host-header' ? values : [])),
      ),
    ),
    ...each(inventory.hostedZones, ({ zoneName }) => fields('Name', 'domain', [zoneName])),
    ...each(inventory.recordSets, ({ recordName, values, aliasTarget }) => [
      ...fields('Name', 'name', [recordName]),
      ...fields('ResourceRecords.Value', 'target', values),
      ...fields('AliasTarget.DNSName', 'target', [aliasTarget?.dnsName]),
    ]),
    ...each(inventory.resolverRules, ({ domainName }) => fields('DomainName', 'domain', [domainName])),
    ...each(inventory.resourceConfigurations, ({ customDomainName, definition }) => [
      ...fields('customDomainName', 'name', [customDomainName]),
      ...fields('resourceConfigurationDefinition.dnsResource.domainName', 'target', [definition?.domainName]),
    ]),
    ...each(inventory.serviceNetworkResources, ({ dnsName, privateDnsName }) => [
      ...fields('dnsEntry.domainName', 'name', [dnsName]),
      ...fields('privateDnsEntry.domainName', 'name', [privateDnsName]),
    ]),
    ...each(inventory.domainVerifications, ({ domainName }) => fields('domainName', 'domain', [domainName])),
  ];
}

function fields(field: string, role: Role, names: readonly (string | undefined)[] | undefined): readonly NameField[] {
  return (names ?? []).flatMap((name) => (name === undefined || name === '' ? [] : [{ field, name, role }]));
}
