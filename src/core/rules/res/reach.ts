import type { EndpointContext } from '../../context.ts';
import type { ReachedResource } from '../../lattice.ts';
import { gapOf, type Gap } from '../../needs.ts';
import type { EndpointAssociation } from '../../resources/endpoint-association.ts';
import type { Requirement } from '../rule.ts';

/* What the rules about resources behind an endpoint share. */

/** What the endpoint reaches, as its own account sees it. */
export const ASSOCIATIONS: Requirement<EndpointContext> = {
  operation: 'ec2:DescribeVpcEndpointAssociations',
  about: ({ endpoint }) => [{ 'vpc-endpoint-id': endpoint.id }],
};

/** What a status of VPC Lattice says: `pending` will say something else soon, `doubtful` is one that AWS does not explain. */
export type StatusMeaning = 'works' | 'failed' | 'pending' | 'doubtful' | 'new';

const MEANINGS: Readonly<Record<string, StatusMeaning>> = {
  active: 'works',
  create_failed: 'failed',
  create_in_progress: 'pending',
  update_in_progress: 'pending',
  // What failed to change, or is to go, may still carry traffic: AWS does not say.
  update_failed: 'doubtful',
  delete_in_progress: 'doubtful',
  delete_failed: 'doubtful',
};

/** https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_ResourceConfigurationSummary.html; gateways have the same. */
export function meaningOf(status: string): StatusMeaning {
  return MEANINGS[status] ?? 'new';
}

/** True where the configuration itself is known not to carry anything. */
export function isKnownFailed({ configuration, group }: ReachedResource): boolean {
  return [configuration, group].some((item) => item?.status !== undefined && meaningOf(item.status) === 'failed');
}

/** Why the status of a configuration or gateway that is not known to be bad says nothing yet. */
export function statusGap({ id, status }: { readonly id: string; readonly status?: string }): Gap | undefined {
  if (status === undefined) return { reason: 'malformed', missing: [`status of ${id}`] };
  const meaning = meaningOf(status);
  if (meaning === 'pending') return { reason: 'input-missing', missing: [`a later reading: ${id} is ${status}`] };
  return meaning === 'new' ? { reason: 'unsupported', missing: [`the status "${status}" of ${id}`] } : undefined;
}

/** What the endpoint was made for: a resource configuration, or a service network. */
export function sharedThing({ endpoint }: EndpointContext): { readonly arn: string; readonly operation: string } {
  return endpoint.type === 'Resource'
    ? { arn: endpoint.resourceConfigurationArn ?? '', operation: 'vpc-lattice:ListResourceConfigurations' }
    : { arn: endpoint.serviceNetworkArn ?? '', operation: 'vpc-lattice:ListServiceNetworks' };
}

/** What is known of a share: a principal that waits has not accepted its invitation. */
export type Sharing = 'shared' | 'waiting' | 'none' | 'unknown';

/**
 * Whether another account's configuration or network is shared with the endpoint's. Where the owner was read, RAM says it;
 * else what is shared is in the listing of the endpoint's own account.
 */
export function sharingOf(context: EndpointContext): Sharing {
  const { inventory, endpoint, region } = context;
  const { arn, operation } = sharedThing(context);
  const owner = arn.split(':')[4] ?? '';
  if (owner === endpoint.account) return 'shared';
  const isOwnerRead = inventory.scopes.some((scope) => scope.account === owner && scope.region === region);
  if (isOwnerRead) return sharesOf(context, owner, arn);
  if (gapOf(inventory, { operation, accounts: [endpoint.account], region }) !== undefined) return 'unknown';
  const items = endpoint.type === 'Resource' ? inventory.resourceConfigurations : inventory.serviceNetworks;
  return items.has(arn.split('/').at(-1) ?? '') ? 'shared' : 'none';
}

function sharesOf({ inventory, endpoint, region }: EndpointContext, owner: string, arn: string): Sharing {
  const unread = (operation: string, about: Readonly<Record<string, string>>): boolean =>
    gapOf(inventory, { operation, accounts: [owner], region, about }) !== undefined;
  if (unread('ram:GetResourceShares', { resourceOwner: 'SELF' })) return 'unknown';
  const shares = [...inventory.resourceShares.values()].filter((item) => item.account === owner);
  // Who takes part in shares is asked only where there is one.
  if (shares.length === 0) return 'none';
  const types = ['RESOURCE', 'PRINCIPAL'];
  if (types.some((type) => unread('ram:GetResourceShareAssociations', { associationType: type }))) return 'unknown';
  const active = new Set(shares.filter(({ status }) => status === 'active').map(({ id }) => id));
  const inShares = [...inventory.resourceShareAssociations.values()].filter((item) =>
    active.has(item.resourceShareArn),
  );
  const holding = new Set(
    inShares
      .filter((item) => item.associatedEntity === arn && item.status === 'associated')
      .map((item) => item.resourceShareArn),
  );
  const principals = inShares.filter(
    (item) => item.associationType === 'principal' && holding.has(item.resourceShareArn),
  );
  const own = principals.filter(
    ({ associatedEntity }) =>
      associatedEntity === endpoint.account || associatedEntity.split(':')[4] === endpoint.account,
  );
  if (own.some(({ status }) => status === 'associated')) return 'shared';
  // Which accounts an organization or a unit of it has is not read.
  if (principals.some(({ associatedEntity }) => associatedEntity.includes(':organizations:'))) return 'unknown';
  return own.some(({ status }) => status === 'associating') ? 'waiting' : 'none';
}

/** True where AWS says of an association that what is behind it can be reached. */
export function isAccessible({ accessibility, failureCode }: EndpointAssociation): boolean {
  return failureCode === undefined && (accessibility === 'accessible' || accessibility === 'available');
}
