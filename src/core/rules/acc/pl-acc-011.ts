import { evidence } from '../../context.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { pass, PRIVATELINK_DOCS, remark, type SubjectRule } from '../rule.ts';
import { answerOf, recordOf, SUBJECT, unanswered } from '../subject.ts';

/** PL-ACC-011: any provider that lets the account in can be connected. */
export const plAcc011: SubjectRule = {
  id: 'PL-ACC-011',
  title: 'Nothing limits which services may be connected',
  hop: 'endpoint',
  side: 'subject',
  appliesTo: ['Interface', 'GatewayLoadBalancer'],
  owner: 'consumer',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: SUBJECT,
  optional: true,
  suppressedBy: [],
  docs: [`${PRIVATELINK_DOCS}security_iam_service-with-iam.html`],
  condition:
    'The team says that no policy of the organization or of the account limits ec2:CreateVpcEndpoint by ec2:VpceServiceOwner or ec2:VpceServiceName (answers.serviceOwnersLimited of .privatelink.json is false). Not judged without an answer.',
  why: 'Whoever may create an endpoint can connect the VPC to any provider that lets the account in.',
  fix: 'Attach a service control policy that denies ec2:CreateVpcEndpoint for other owners than those you name.',
  examples: {
    bad: '"answers": { "*": { "serviceOwnersLimited": false } }',
    good: '"answers": { "*": { "serviceOwnersLimited": true } }',
  },
  check: (context) => {
    const isLimited = answerOf(context, 'serviceOwnersLimited');
    if (isLimited === undefined) return unanswered('serviceOwnersLimited');
    if (isLimited) return pass('A policy limits whose services may be connected.');
    const { id, account, region } = recordOf(context);
    return remark({
      resource: id,
      message: `Whoever may create endpoints in ${account} can connect its VPCs to any provider that allows it.`,
      evidence: [evidence('.privatelink.json', 'answers.serviceOwnersLimited', 'false')],
      commands: [awsCommand('organizations list-policies', region, { filter: 'SERVICE_CONTROL_POLICY' }, READS_ONLY)],
    });
  },
};
