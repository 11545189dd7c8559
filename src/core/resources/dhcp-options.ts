import { defined } from '../model/defined.ts';
import { listed, objects, tags, text } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

export interface DhcpOptions extends ResourceBase {
  readonly kind: 'dhcp-options';
  /** `AmazonProvidedDNS` or addresses; undefined when the set names no DNS server. */
  readonly domainNameServers?: readonly string[];
}

export const dhcpOptionsKind: ResourceKind<DhcpOptions> = {
  kind: 'dhcp-options',
  operation: 'ec2:DescribeDhcpOptions',
  list: 'DhcpOptions',
  read: (call, scope) =>
    (listed(call.output, 'DhcpOptions') ?? []).flatMap((raw) => {
      const id = text(raw, 'DhcpOptionsId');
      if (id === undefined) return [];
      const servers = objects(raw, 'DhcpConfigurations')?.find((entry) => text(entry, 'Key') === 'domain-name-servers');
      return [
        defined({
          ...base(scope, raw, { id, owner: text(raw, 'OwnerId'), tags: tags(raw) }),
          kind: 'dhcp-options' as const,
          domainNameServers: servers && objects(servers, 'Values')?.flatMap((value) => text(value, 'Value') ?? []),
        }),
      ];
    }),
};
