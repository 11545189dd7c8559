import type { VpcWorld } from './network.ts';
import { awsId, hex, type Item, type ScopeWorld } from './world.ts';

/** A record of a private zone: an alias for a name, else an address. */
export interface RecordWorld {
  readonly name: string;
  readonly alias?: string;
  readonly address?: string;
  /** What else its record set says, such as its type or its routing policy. */
  readonly set?: Item;
}

/** A private hosted zone that the VPC resolves; its records can be read by its owner alone. Returns its id. */
export function addPrivateZone(
  scope: ScopeWorld,
  vpc: VpcWorld,
  name: string,
  records: readonly RecordWorld[],
  owner: Item = { OwningAccount: scope.account },
): string {
  const HostedZoneId = `Z0${hex(['zone', vpc.id, name], 18).toUpperCase()}`;
  const params = { VPCId: vpc.id, VPCRegion: scope.region };
  const operation = 'route53:ListHostedZonesByVPC';
  const known = scope.answers.find((answer) => answer.operation === operation && answer.params['VPCId'] === vpc.id);
  const summary: Item = { HostedZoneId, Name: `${name}.`, Owner: owner };
  if (known === undefined) scope.answers.push({ operation, params, output: { HostedZoneSummaries: [summary] } });
  else (known.output['HostedZoneSummaries'] as Item[]).push(summary);
  if (owner['OwningAccount'] === scope.account) {
    const sets = records.map(({ name: label, alias, address = '', set = {} }): Item => ({
      Name: `${label.replace('*', '\\052')}.`,
      Type: 'A',
      ...(alias === undefined
        ? { TTL: 60, ResourceRecords: [{ Value: address }] }
        : { AliasTarget: { DNSName: `${alias}.`, HostedZoneId: 'Z7HUB22UULQXV', EvaluateTargetHealth: false } }),
      ...set,
    }));
    scope.answers.push({
      operation: 'route53:ListResourceRecordSets',
      params: { HostedZoneId },
      output: { ResourceRecordSets: sets },
    });
  }
  return HostedZoneId;
}

/** A rule that forwards a domain from the VPC to servers of somebody's own. Returns its id. */
export function addForwardRule(
  scope: ScopeWorld,
  vpc: VpcWorld,
  domain: string,
  targets: readonly string[],
  given: Item = {},
): string {
  const Id = awsId('rslvr-rr', vpc.id, domain);
  scope.tables['route53resolver:ListResolverRules'].push({
    Id,
    DomainName: domain === '.' ? '.' : `${domain}.`,
    RuleType: 'FORWARD',
    Status: 'COMPLETE',
    OwnerId: scope.account,
    TargetIps: targets.map((Ip) => ({ Ip, Port: 53 })),
    ShareStatus: 'NOT_SHARED',
    ...given,
  });
  scope.tables['route53resolver:ListResolverRuleAssociations'].push({
    Id: awsId('rslvr-rrassoc', vpc.id, domain),
    ResolverRuleId: given['Id'] ?? Id,
    VPCId: vpc.id,
    Status: 'COMPLETE',
  });
  return Id;
}
