import { evidence } from '../../context.ts';
import { latticePath, membersGap } from '../../lattice.ts';
import { joinGaps, type Gap } from '../../needs.ts';
import type { ServiceNetworkResource } from '../../resources/service-network-resource.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, PRIVATELINK_DOCS, type EndpointRule, type Instance } from '../rule.ts';

const STATES: Readonly<Record<string, Instance['state']>> = {
  active: 'pass',
  partial: 'warn',
  create_failed: 'fail',
  // Whether what could not be taken out still works, AWS does not say.
  delete_failed: 'warn',
  create_in_progress: 'unknown',
};

/** PL-RES-009: something in the service network is there in part, or not at all. */
export const plRes009: EndpointRule = {
  id: 'PL-RES-009',
  title: 'Association in the service network is partial or failed',
  hop: 'service-network',
  side: 'consumer',
  appliesTo: ['ServiceNetwork'],
  owner: 'provider',
  effect: 'impairs',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT],
  alsoReads: ['vpc-lattice:ListServiceNetworkResourceAssociations'],
  suppressedBy: LIFECYCLE,
  docs: [`${PRIVATELINK_DOCS}resource-configuration-associations.html`],
  condition:
    'The status of a resource configuration’s association with the service network is PARTIAL, CREATE_FAILED or DELETE_FAILED. One that is being made is unknown; one that is being taken out is meant to go.',
  why: 'Some resources of the service network are missing in the consumer’s VPC.',
  fix: 'Take the association out of the service network and create it again.',
  examples: { bad: '"status": "PARTIAL"', good: '"status": "ACTIVE"' },
  check: (context) => {
    const { network } = latticePath(context);
    if (network === undefined) return malformed('ServiceNetworkArn');
    const unread = membersGap(context, network);
    if (unread !== undefined) return { gap: unread };
    const members = network.members.filter(({ status }) => status !== 'delete_in_progress');
    const stateOf = ({ status = '' }: ServiceNetworkResource): Instance['state'] => STATES[status] ?? 'unknown';
    const faulty = members.filter((member) => ['warn', 'fail'].includes(stateOf(member)));
    const gap = joinGaps(members.filter((member) => stateOf(member) === 'unknown').map(gapOfStatus));
    return {
      instances: members.map((member): Instance => ({ resource: member.id, state: stateOf(member) })),
      findings: faulty.map(({ id, name, status = '', failureCode }) => ({
        resource: id,
        message: `${name ?? id} is ${status.toUpperCase()} in ${network.network?.name ?? network.id}${failureCode === undefined ? '' : `: ${failureCode}`}.`,
        evidence: [
          evidence(id, 'status', status.toUpperCase()),
          ...(failureCode === undefined ? [] : [evidence(id, 'failureCode', failureCode)]),
        ],
        commands: [
          awsCommand(
            'vpc-lattice list-service-network-resource-associations',
            context.region,
            { 'service-network-identifier': network.id },
            READS_ONLY,
          ),
        ],
      })),
      gap,
    };
  },
};

function gapOfStatus({ id, status }: ServiceNetworkResource): Gap {
  if (status === undefined) return { reason: 'malformed', missing: [`status of ${id}`] };
  return status === 'create_in_progress'
    ? { reason: 'input-missing', missing: [`a later reading: ${id} is ${status}`] }
    : { reason: 'unsupported', missing: [`the status "${status}" of ${id}`] };
}
