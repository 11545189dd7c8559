import { evidence, type EndpointContext } from '../../context.ts';
import type { AddressRange } from '../../model/cidr.ts';
import {
  admittedShare,
  describePermissions,
  permissionGaps,
  permissionsOf,
} from '../../reachability/security-group.ts';
import type { IpPermission } from '../../resources/security-group.ts';
import { describeSources, sendingClients, STOOD_IN } from '../../sources.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { gatewayRanges } from '../route-tables.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, unknown, type EndpointRule } from '../rule.ts';

/** S3 and DynamoDB both answer over TLS. */
const PORT = 443;

/** PL-SG-008: the client's groups do not let it out to the addresses of S3 or DynamoDB. */
export const plSg008: EndpointRule = {
  id: 'PL-SG-008',
  title: 'Source security group does not allow the gateway prefix list',
  hop: 'source',
  side: 'consumer',
  appliesTo: ['Gateway'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  standsIn: 'network-acl',
  requires: [
    ENDPOINT,
    { operation: 'ec2:DescribeSecurityGroups', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribeNetworkInterfaces', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] },
    { operation: 'ec2:DescribePrefixLists' },
  ],
  alsoReads: ['ec2:GetManagedPrefixListEntries'],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}vpc-endpoints-s3.html`, `${PRIVATELINK_DOCS}vpc-endpoints-ddb.html`],
  condition: `The outbound rules of the groups of the source’s network interface admit port ${PORT} to none of the ranges of the service’s prefix list; where they admit only some, or only some interfaces of a subnet get out, it is a suspicion. Without a source, the workload interface that gets furthest is judged, of those in subnets that use a route table of the endpoint; that it is stopped is then a suspicion.`,
  why: 'What goes through a gateway endpoint still has public addresses of the service as its destination, so groups that let out to private ranges only drop it.',
  fix: `Allow port ${PORT} outbound to the service’s prefix list.`,
  examples: {
    bad: '"IpPermissionsEgress": tcp 443 to 10.20.0.0/16',
    good: '"IpPermissionsEgress": tcp 443 to pl-63a5400a',
  },
  check: (context) => {
    const { endpoint, inventory, options, region } = context;
    if (options.source === undefined && context.standIn === undefined) return 'not-applicable';
    const sources = sendingClients(context);
    if (sources.length === 0) {
      return context.standIn === undefined
        ? unknown('input-missing', `the client’s network interface in ${options.source ?? ''} (--source eni-…)`)
        : malformed(`Groups of ${context.standIn.source.id}`);
    }
    const served = gatewayRanges(context);
    if ('gap' in served) return served;
    const lists = served.ids.join(', ');
    const judged = sources.map((source) => ({
      source,
      permissions: permissionsOf(
        source.groupIds.map((id) => inventory.securityGroups.get(id)),
        'egress',
      ),
    }));
    const vague = judged.flatMap(({ source, permissions }) =>
      permissions === undefined
        ? [`IpPermissionsEgress of ${source.groupIds.join(', ')}`]
        : permissionGaps(permissions, 'IpPermissionsEgress'),
    );
    if (vague.length > 0) return malformed(...new Set(vague));
    const shares = judged.map(({ permissions }) => reached(context, permissions ?? [], served.list));
    if (shares.some((share) => share.kind === 'all')) {
      return pass(`The groups of ${describeSources(sources)} let TCP ${PORT} out to ${lists}.`, [{ state: 'pass' }]);
    }
    const missing = [...new Set(shares.flatMap((share) => share.missing))].sort();
    if (missing.length > 0) return unknown('not-asked', ...missing);
    const partly = shares.some((share) => share.kind === 'some');
    const [group] = sources[0]?.groupIds ?? [];
    return {
      instances: [{ state: partly ? 'warn' : 'fail' }],
      findings: [
        {
          resource: group ?? options.source ?? endpoint.id,
          confidence: sources.length === 1 && options.source !== undefined ? 'deterministic' : 'heuristic',
          message: `The security groups of ${describeSources(sources)} let TCP ${PORT} out to ${partly ? 'a part' : 'none'} of ${lists}, the addresses of ${endpoint.serviceName ?? 'the service'}.${options.source === undefined ? STOOD_IN : ''}`,
          evidence: judged
            .slice(0, 3)
            .map(({ source, permissions }) =>
              evidence(source.groupIds.join(', '), 'IpPermissionsEgress', describePermissions(permissions ?? [])),
            ),
          commands: [
            awsCommand(
              'ec2 authorize-security-group-egress',
              region,
              {
                'group-id': group ?? 'SG_ID',
                'ip-permissions': `IpProtocol=tcp,FromPort=${PORT},ToPort=${PORT},PrefixListIds=[{PrefixListId=${served.ids[0] ?? 'PL_ID'}}]`,
              },
              'everything that carries the group may open that port to the service; takes effect at once',
            ),
          ],
        },
      ],
    };
  },
};

/** How many of the service's addresses the permissions let out to, and what of them was not read. */
export function reached(
  { inventory, vpcId }: EndpointContext,
  permissions: readonly IpPermission[],
  served: readonly AddressRange[],
): { readonly kind: 'all' | 'some' | 'none'; readonly missing: readonly string[] } {
  const facts = { prefixLists: inventory.prefixLists, vpcId, referencesMatch: true };
  const shares = served.map((range) => admittedShare(permissions, 'tcp', PORT, range, facts));
  const full = shares.filter(({ certain }) => certain === 'full');
  const kind =
    full.length === shares.length ? 'all' : shares.every(({ certain }) => certain === 'none') ? 'none' : 'some';
  return { kind, missing: shares.flatMap((share) => share.missing) };
}
