import { evidence } from '../../context.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { awsCommand } from '../command.ts';
import { conditionKeys, endpointPolicy, holdsStar, isEveryone } from '../policy.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, PRIVATELINK_DOCS, remark, type EndpointRule } from '../rule.ts';

/** Keys that keep principals or resources within accounts that are one's own. */
const PERIMETER: ReadonlySet<string> = new Set(
  ['principalorgid', 'principalorgpaths', 'principalaccount', 'principalarn'].concat([
    'resourceorgid',
    'resourceorgpaths',
    'resourceaccount',
  ]),
);

/** PL-POL-006: a policy of one's own that still lets foreign credentials reach foreign accounts. */
export const plPol006: EndpointRule = {
  id: 'PL-POL-006',
  title: 'Endpoint policy lacks an organization or account perimeter',
  hop: 'endpoint-policy',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway'],
  owner: 'consumer',
  effect: 'exposure',
  severity: 'medium',
  confidence: 'heuristic',
  requires: [ENDPOINT],
  alsoReads: ['ec2:DescribeVpcEndpointServices'],
  suppressedBy: ['PL-POL-002'],
  docs: [`${PRIVATELINK_DOCS}vpc-endpoints-access.html`, `${PRIVATELINK_DOCS}vpc-endpoints-s3.html`],
  condition:
    'A statement allows something to every principal on every resource, and neither it nor a Deny statement has a condition on the organization or account of the principal or of the resource. A policy that allows everything is PL-POL-001’s.',
  why: 'Whoever brings credentials of another account into the VPC can move data to that account through the endpoint.',
  fix: 'Add conditions on aws:PrincipalOrgID and aws:ResourceOrgID, with exceptions for what AWS owns (PL-POL-007).',
  examples: {
    bad: '"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"',
    good: '"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceOrgID": "o-exampleorgid" } }',
  },
  check: (context) => {
    // A customer's own service gets no AWS API calls, so there is nothing that a policy could restrict.
    if (context.provider.kind !== 'aws') return 'not-applicable';
    const policy = endpointPolicy(context);
    if (policy === 'not-applicable' || 'gap' in policy) return policy;
    // Everything or nothing at all: PL-POL-001 and PL-POL-002 say so.
    if (policy.open || policy.admitsNothing) return 'not-applicable';
    const { endpoint } = context;
    const fenced = policy.statements.some((item) => item['Effect'] === 'Deny' && hasPerimeter(item));
    const wide = policy.statements.filter(
      (item) =>
        item['Effect'] === 'Allow' &&
        reachesAnyone(item['Principal'], item) &&
        reachesAnything(item['Resource']) &&
        !hasPerimeter(item),
    );
    if (fenced || wide.length === 0) return pass('Its policy keeps to certain principals, accounts or resources.');
    return remark({
      resource: endpoint.id,
      message: `The policy of ${endpoint.id} allows calls by principals of any account to resources of any account.`,
      evidence: wide.map((item) => evidence(endpoint.id, 'PolicyDocument', item)),
      commands: [
        awsCommand(
          'ec2 modify-vpc-endpoint',
          context.region,
          { 'vpc-endpoint-id': endpoint.id, 'policy-document': 'file://endpoint-policy.json' },
          'calls that the new policy does not allow fail with AccessDenied within a minute',
        ),
      ],
    });
  },
};

function hasPerimeter(statement: JsonObject): boolean {
  return conditionKeys(statement).some((key) => PERIMETER.has(key.replace(/^(aws|s3):/, '')));
}

function reachesAnyone(principal: Json | undefined, statement: JsonObject): boolean {
  return isEveryone(principal) || statement['NotPrincipal'] !== undefined;
}

/** What is left out with NotResource is all that is not reached. */
function reachesAnything(resource: Json | undefined): boolean {
  return resource === undefined || holdsStar(resource);
}
