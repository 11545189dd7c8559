import type { Inventory } from '../model/inventory.ts';
import { transportsOf } from '../ports.ts';
import type { Transport } from '../reachability/security-group.ts';
import type { ResourceBase } from '../resources/kind.ts';
import type { IpPermission } from '../resources/security-group.ts';
import { RANK, type Candidate } from './candidate.ts';
import { entriesOf } from './entries.ts';
import type { Match } from './types.ts';

/* What a port means: who listens or answers on it, and which rules speak of it. */

interface PortField {
  readonly field: string;
  readonly from: number;
  readonly to: number;
  /** Of both transports where the answer tells none. */
  readonly transports: readonly Transport[];
  readonly isRule?: boolean;
}

const BOTH: readonly Transport[] = ['tcp', 'udp'];

/** What listens on a port first, then the rules that speak of it, those of the fewest ports before the others. */
export function onPort(inventory: Inventory, port: number, transport: Transport | undefined): readonly Candidate[] {
  const { of } = entriesOf(inventory);
  return fieldsOf(inventory).flatMap(([item, fields]) => {
    const entry = of(item);
    if (entry === undefined) return [];
    return fields.flatMap((field): readonly Candidate[] => {
      const { from, to, isRule } = field;
      const fits = from <= port && port <= to;
      if (!fits || (transport !== undefined && !field.transports.includes(transport))) return [];
      const exact = from === to;
      const rank = isRule === true ? RANK.about + Math.ceil(Math.log2(to - from + 1)) : RANK.own;
      const value = `${words(field.transports)}${exact ? from : `${from}-${to}`}`;
      return [{ entry, rank, match: (): Match => ({ field: field.field, value, how: exact ? 'exact' : 'contains' }) }];
    });
  });
}

function words(transports: readonly Transport[]): string {
  const [only] = transports;
  return transports.length === 1 && only !== undefined ? `${only}/` : '';
}

type Fields = readonly [item: ResourceBase, fields: readonly PortField[]];

function fieldsOf(inventory: Inventory): readonly Fields[] {
  const each = <T extends ResourceBase>(
    items: ReadonlyMap<string, T>,
    read: (item: T) => readonly PortField[],
  ): readonly Fields[] => [...items.values()].map((item): Fields => [item, read(item)]);
  return [
    ...each(inventory.listeners, ({ port, protocol }) => listening('Port', port, protocol)),
    ...each(inventory.targetGroups, ({ port, protocol, healthCheck }) => [
      ...listening('Port', port, protocol),
      ...listening('HealthCheckPort', numberIn(healthCheck.port), healthCheck.protocol),
    ]),
    ...each(inventory.targetHealth, ({ port, targetGroupArn }) =>
      listening('Target.Port', port, inventory.targetGroups.get(targetGroupArn)?.protocol),
    ),
    ...each(inventory.resourceConfigurations, ({ portRanges = [] }) =>
      portRanges.flatMap((range): readonly PortField[] => {
        const [from = Number.NaN, to = from] = range.split('-').map(Number);
        return [{ field: 'portRanges', from, to, transports: ['tcp'] }];
      }),
    ),
    ...each(inventory.resolverRules, ({ targetIps = [] }) =>
      targetIps.flatMap((target) => listening('TargetIps.Port', target.port, undefined)),
    ),
    ...each(inventory.securityGroups, ({ ingress = [], egress = [] }) => [
      ...ingress.flatMap((permission) => permissionFields('IpPermissions', permission)),
      ...egress.flatMap((permission) => permissionFields('IpPermissionsEgress', permission)),
    ]),
    ...each(inventory.securityGroupRules, (rule) =>
      // The group tells of its rules where it was read.
      rule.groupId !== undefined && inventory.securityGroups.has(rule.groupId)
        ? []
        : ruleFields('FromPort', rule.protocol, rule.from, rule.to),
    ),
    ...each(inventory.networkAcls, ({ entries = [] }) =>
      entries.flatMap(({ protocol, from, to }) => ruleFields('Entries.PortRange', protocol, from, to)),
    ),
  ];
}

function listening(field: string, port: number | undefined, protocol: string | undefined): readonly PortField[] {
  if (port === undefined) return [];
  // HTTP and HTTPS listen on TCP, whatever it is that they carry.
  const transports = /^https?$/i.test(protocol ?? '') ? (['tcp'] as const) : transportsOf(protocol);
  return [{ field, from: port, to: port, transports: transports.length === 0 ? BOTH : transports }];
}

/** A health check's port may be the word `traffic-port`. */
function numberIn(port: string | undefined): number | undefined {
  return port !== undefined && /^\d+$/.test(port) ? Number(port) : undefined;
}

function permissionFields(list: string, { protocol, from, to }: IpPermission): readonly PortField[] {
  return ruleFields(list, protocol, from, to);
}

/** By name in security groups, by IANA's number in network ACLs; `-1` is everything. */
const TRANSPORTS: Readonly<Record<string, readonly Transport[]>> = {
  tcp: ['tcp'],
  '6': ['tcp'],
  udp: ['udp'],
  '17': ['udp'],
  '-1': BOTH,
};

function ruleFields(
  field: string,
  protocol: string | undefined,
  from: number | undefined,
  to: number | undefined,
): readonly PortField[] {
  const transports = TRANSPORTS[protocol ?? ''];
  if (transports === undefined) return [];
  return [{ field, from: from ?? 0, to: to ?? 65535, transports, isRule: true }];
}
