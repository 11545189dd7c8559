import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { pass, remark, ROUTE53_DOCS, type EndpointRule } from '../rule.ts';

const OPERATION = 'route53resolver:ListResolverQueryLogConfigAssociations';

/** PL-OBS-006: what the VPC's clients asked the resolver is recorded nowhere. */
export const plObs006: EndpointRule = {
  id: 'PL-OBS-006',
  title: 'Resolver query logging is off',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface', 'Gateway'],
  owner: 'consumer',
  effect: 'hygiene',
  severity: 'low',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: OPERATION }],
  optional: true,
  suppressedBy: [],
  docs: [`${ROUTE53_DOCS}resolver-query-logs.html`],
  condition: 'No query logging configuration is associated with the endpoint’s VPC.',
  why: 'Which name a client asked for, and what it was told, cannot be seen afterwards.',
  fix: 'Associate a query logging configuration with the VPC.',
  examples: {
    bad: '"ResolverQueryLogConfigAssociations": []',
    good: '"ResolverQueryLogConfigId": "rqlc-0a1b", "ResourceId": "vpc-0a1b", "Status": "ACTIVE"',
  },
  check: ({ lookup, region, vpcId }) => {
    const associated = lookup.queryLogsOf(vpcId);
    if (associated.length > 0) return pass(`The resolver’s answers in ${vpcId} are logged.`);
    return remark({
      resource: vpcId,
      message: `No Resolver query logging is associated with ${vpcId}.`,
      evidence: [evidence(vpcId, 'ResolverQueryLogConfigAssociations', 'none')],
      commands: [
        awsCommand(
          'route53resolver associate-resolver-query-log-config',
          region,
          { 'resolver-query-log-config-id': 'RQLC_ID', 'resource-id': vpcId },
          'records every DNS query of the VPC; what is stored is charged',
        ),
      ],
    });
  },
};
