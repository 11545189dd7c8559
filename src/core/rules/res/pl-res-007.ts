import { evidence, type EndpointContext } from '../../context.ts';
import { latticePath } from '../../lattice.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import type { EndpointAssociation } from '../../resources/endpoint-association.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, PRIVATELINK_DOCS, type Draft, type EndpointRule, type Instance } from '../rule.ts';
import { ASSOCIATIONS, isAccessible, isKnownFailed, sharingOf } from './reach.ts';

/** PL-RES-007: AWS itself says that the endpoint does not get to what it is associated with. */
export const plRes007: EndpointRule = {
  id: 'PL-RES-007',
  title: 'Association of the endpoint is not accessible',
  hop: 'association',
  side: 'consumer',
  appliesTo: ['Resource', 'ServiceNetwork'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT, ASSOCIATIONS],
  alsoReads: [
    'vpc-lattice:ListResourceConfigurations',
    'vpc-lattice:ListServiceNetworks',
    'ram:GetResourceShares',
    'ram:GetResourceShareAssociations',
  ],
  suppressedBy: LIFECYCLE,
  docs: [
    `${PRIVATELINK_DOCS}access-with-service-network-endpoint.html`,
    `${PRIVATELINK_DOCS}use-resource-endpoint.html`,
  ],
  condition:
    'AssociatedResourceAccessibility of an association is Inaccessible or Failed, or it carries a FailureCode. Where the resource configuration behind it failed (PL-RES-001), or is not shared (PL-RES-004), these say why. Pending, and values that AWS added since, are unknown.',
  why: 'The endpoint exists, and this resource cannot be reached through it.',
  fix: 'Follow FailureReason; the resource’s owner sees the state of its configuration.',
  examples: {
    bad: '"AssociatedResourceAccessibility": "Inaccessible", "FailureReason": "…"',
    good: '"AssociatedResourceAccessibility": "Accessible"',
  },
  check: (context) => {
    const { associations } = latticePath(context);
    if (associations.length === 0) return 'not-applicable';
    const judged = associations.map((item) => ({ item, ...judge(context, item) }));
    const gap = joinGaps(judged.flatMap((one) => one.gap ?? []));
    return {
      instances: judged.map(({ item, state }): Instance => ({ resource: item.associationId, state })),
      findings: judged.flatMap(({ item, state }) => (state === 'fail' ? [draftOf(context, item)] : [])),
      statement: `AWS says of ${associations.length === 1 ? 'its association' : `all ${associations.length} associations`} that the resource is accessible.`,
      gap,
    };
  },
};

function judge(
  context: EndpointContext,
  item: EndpointAssociation,
): { readonly state: Instance['state']; readonly gap?: Gap } {
  const { accessibility = '', failureCode } = item;
  if (isAccessible(item)) return { state: 'pass' };
  const explained = explanationOf(context, item);
  if (explained !== undefined) return { state: 'unknown', gap: { reason: 'suppressed', missing: [explained] } };
  if (failureCode !== undefined || accessibility === 'inaccessible' || accessibility === 'failed') {
    return { state: 'fail' };
  }
  switch (accessibility) {
    case '':
      return { state: 'unknown', gap: { reason: 'malformed', missing: ['AssociatedResourceAccessibility'] } };
    case 'pending':
      return {
        state: 'unknown',
        gap: { reason: 'input-missing', missing: [`a later reading: ${item.associationId} is pending`] },
      };
    default:
      return {
        state: 'unknown',
        gap: { reason: 'unsupported', missing: [`the accessibility "${accessibility}" of ${item.associationId}`] },
      };
  }
}

/** The rule that says why this association does not work. */
function explanationOf(context: EndpointContext, item: EndpointAssociation): string | undefined {
  const { resources } = latticePath(context);
  const resource = resources.find(({ association }) => association === item);
  if (resource !== undefined && isKnownFailed(resource)) return 'PL-RES-001';
  return ['none', 'waiting'].includes(sharingOf(context)) && !latticePath(context).associations.some(isAccessible)
    ? 'PL-RES-004'
    : undefined;
}

function draftOf({ endpoint, region }: EndpointContext, item: EndpointAssociation): Draft {
  const { accessibility, failureCode, failureReason, resourceArn, associationId } = item;
  const reason = [failureCode, failureReason].flatMap((part) => part ?? []).join(': ');
  const target = resourceArn?.split('/').at(-1) ?? associationId;
  return {
    resource: associationId,
    message: `${endpoint.id} does not reach ${target}: ${reason === '' ? 'AWS gives no reason' : reason}.`,
    evidence: [
      evidence(associationId, 'AssociatedResourceAccessibility', accessibility ?? ''),
      ...(failureCode === undefined ? [] : [evidence(associationId, 'FailureCode', failureCode)]),
      ...(failureReason === undefined ? [] : [evidence(associationId, 'FailureReason', failureReason)]),
    ],
    commands: [
      awsCommand(
        'ec2 describe-vpc-endpoint-associations',
        region,
        {
          'vpc-endpoint-ids': endpoint.id,
          query: 'VpcEndpointAssociations[].[Id,AssociatedResourceAccessibility,FailureCode,FailureReason]',
        },
        READS_ONLY,
      ),
    ],
  };
}
