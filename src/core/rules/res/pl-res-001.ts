import { evidence, type EndpointContext } from '../../context.ts';
import { configurationGap, groupGap, resourcesOnPath, type ReachedResource } from '../../lattice.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import type { ResourceConfiguration } from '../../resources/resource-configuration.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, PRIVATELINK_DOCS, type Draft, type EndpointRule, type Instance } from '../rule.ts';
import { ASSOCIATIONS, meaningOf, statusGap } from './reach.ts';

interface Verdict {
  readonly resource: ReachedResource;
  readonly faulty?: ResourceConfiguration;
  readonly gap?: Gap;
}

/** PL-RES-001: what the endpoint leads to was not made, or is being taken down. */
export const plRes001: EndpointRule = {
  id: 'PL-RES-001',
  title: 'Resource configuration is not active',
  hop: 'resource-configuration',
  side: 'consumer',
  appliesTo: ['Resource', 'ServiceNetwork'],
  owner: 'provider',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  requires: [ENDPOINT, ASSOCIATIONS],
  alsoReads: ['vpc-lattice:ListResourceConfigurations', 'vpc-lattice:GetResourceConfiguration'],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}resource-configuration.html`],
  condition:
    'The status of a resource configuration behind the endpoint, or of the group that it is in, is CREATE_FAILED. UPDATE_FAILED, DELETE_IN_PROGRESS and DELETE_FAILED are a suspicion: AWS does not say whether they carry traffic. While it is created or updated, it is unknown.',
  why: 'There is no target behind the endpoint.',
  fix: 'Read the failure reason, repair the configuration, or create it again.',
  examples: { bad: '"status": "CREATE_FAILED"', good: '"status": "ACTIVE"' },
  check: (context) => {
    const resources = resourcesOnPath(context);
    if (resources.length === 0) return 'not-applicable';
    const verdicts = resources.map((resource) => judge(context, resource));
    const gap = joinGaps(verdicts.flatMap((verdict) => verdict.gap ?? []));
    return {
      instances: verdicts.map(({ resource, faulty, gap: unread }): Instance => ({
        resource: resource.arn,
        state: faulty !== undefined ? 'fail' : unread !== undefined ? 'unknown' : 'pass',
      })),
      findings: verdicts.flatMap(({ resource, faulty }) =>
        faulty === undefined ? [] : [draftOf(context, resource, faulty)],
      ),
      gap,
    };
  },
};

function judge(context: EndpointContext, resource: ReachedResource): Verdict {
  const { configuration, group, account, id } = resource;
  const judged = [configuration, group].flatMap((item) => item ?? []);
  const faulty = judged.find(({ status }) => ['failed', 'doubtful'].includes(meaningOf(status ?? '')));
  if (faulty !== undefined) return { resource, faulty };
  const unread = configuration === undefined ? configurationGap(context, account, id) : groupGap(context, resource);
  if (unread !== undefined) return { resource, gap: unread };
  const gap = joinGaps(judged.flatMap((item) => statusGap(item) ?? []));
  return gap === undefined ? { resource } : { resource, gap };
}

function draftOf({ region }: EndpointContext, resource: ReachedResource, faulty: ResourceConfiguration): Draft {
  const { id, name, status = '', failureReason } = faulty;
  const { accessibility } = resource.association ?? {};
  return {
    resource: resource.arn,
    ...(meaningOf(status) === 'doubtful' ? { confidence: 'heuristic' } : {}),
    message: `${name ?? id} is ${status.toUpperCase()}${failureReason === undefined ? '' : `: ${failureReason}`}.`,
    evidence: [
      evidence(id, 'status', status.toUpperCase()),
      ...(failureReason === undefined ? [] : [evidence(id, 'failureReason', failureReason)]),
      ...(accessibility === undefined
        ? []
        : [evidence(resource.association?.associationId ?? '', 'AssociatedResourceAccessibility', accessibility)]),
    ],
    commands: [
      awsCommand(
        'vpc-lattice get-resource-configuration',
        region,
        { 'resource-configuration-identifier': id },
        READS_ONLY,
      ),
    ],
  };
}
