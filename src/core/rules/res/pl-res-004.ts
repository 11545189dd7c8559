import { evidence, type EndpointContext } from '../../context.ts';
import { latticePath } from '../../lattice.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, PRIVATELINK_DOCS, remark, unknown, type Draft, type EndpointRule } from '../rule.ts';
import { ASSOCIATIONS, isAccessible, sharedThing, sharingOf } from './reach.ts';

/** PL-RES-004: the owner does not share, or shares no longer, what the endpoint was made for. */
export const plRes004: EndpointRule = {
  id: 'PL-RES-004',
  title: 'Resource is not shared with the consumer account',
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
  docs: [`${PRIVATELINK_DOCS}privatelink-access-resources.html`, `${PRIVATELINK_DOCS}resource-configuration.html`],
  condition:
    'Another account owns the resource configuration or the service network, and no active RAM share of it names the endpoint’s account: in the owner’s shares where these were read, else because the complete listing of the endpoint’s account lacks it. An association that works all the same is left alone by it: then it is a remark. A share with an organization or a unit of it is unknown.',
  why: 'The account may not use what is not shared with it; an invitation that nobody accepted shares nothing.',
  fix: 'The owner shares it through RAM, and outside the organization the consumer accepts the invitation.',
  examples: {
    bad: '"AssociatedResourceAccessibility": "Inaccessible", and no resource share with the account',
    good: 'a share of the resource configuration with "associatedEntity": "111122223333", "status": "ASSOCIATED"',
  },
  check: (context) => {
    const { endpoint } = context;
    const { arn, operation } = sharedThing(context);
    if (arn === '') return malformed(endpoint.type === 'Resource' ? 'ResourceConfigurationArn' : 'ServiceNetworkArn');
    if (arn.split(':')[4] === endpoint.account) return 'not-applicable';
    const { associations } = latticePath(context);
    const works = associations.some(isAccessible);
    const sharing = sharingOf(context);
    if (sharing === 'shared') return { instances: [{ resource: arn, state: 'pass' }], findings: [] };
    // What works needs no share to go on working.
    if (sharing === 'unknown')
      return works ? 'not-applicable' : unknown('not-asked', operation, 'ram:GetResourceShares');
    const draft = draftOf(context, arn, sharing === 'waiting');
    if (!works) return { instances: [{ resource: arn, state: 'fail' }], findings: [draft] };
    return remark({
      ...draft,
      effect: 'hygiene',
      severity: 'low',
      message: `${draft.message} The endpoint works all the same; one that is created again would be refused.`,
    });
  },
};

function draftOf({ endpoint, region }: EndpointContext, arn: string, isWaiting: boolean): Draft {
  const id = arn.split('/').at(-1) ?? arn;
  return {
    resource: arn,
    ...(isWaiting ? { owner: 'consumer', title: 'The invitation to use the resource is not accepted' } : {}),
    message: isWaiting
      ? `${id} is shared with account ${endpoint.account}, which has not accepted the invitation.`
      : `${id} is not shared with account ${endpoint.account}.`,
    evidence: [
      evidence(
        arn,
        isWaiting ? 'resourceShareAssociations[].status' : 'resourceShareAssociations',
        isWaiting ? 'ASSOCIATING' : `none with ${endpoint.account}`,
      ),
    ],
    commands: isWaiting
      ? [
          awsCommand('ram get-resource-share-invitations', region, {}, READS_ONLY),
          awsCommand(
            'ram accept-resource-share-invitation',
            region,
            { 'resource-share-invitation-arn': 'RAM_INV_ARN' },
            'gives the account everything in that share',
          ),
        ]
      : [
          awsCommand(
            'ram create-resource-share',
            region,
            { name: id, 'resource-arns': arn, principals: endpoint.account },
            'lets that account use it from then on',
          ),
        ],
  };
}
