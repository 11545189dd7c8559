import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { LISTENERS, shortName, TARGET_GROUPS } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { NLB_DOCS, pass, PRIVATELINK_DOCS, remark, type ProviderRule } from '../rule.ts';
import { GROUP_ATTRIBUTES, groupAttribute } from './attributes.ts';

/** PL-NLB-013: the backend does not see who comes. */
export const plNlb013: ProviderRule = {
  id: 'PL-NLB-013',
  title: 'Client IP preservation does not apply to PrivateLink',
  hop: 'target-group',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'note',
  severity: 'info',
  confidence: 'deterministic',
  requires: [SERVICE, LISTENERS, TARGET_GROUPS, GROUP_ATTRIBUTES],
  suppressedBy: [],
  docs: [`${NLB_DOCS}edit-target-group-attributes.html`, `${PRIVATELINK_DOCS}create-endpoint-service.html`],
  condition:
    'preserve_client_ip.enabled of a target group of the service is true, and proxy_protocol_v2.enabled is false.',
  why: 'Targets see the load balancer’s addresses as the source of all PrivateLink traffic, whatever that attribute says.',
  fix: 'Turn on Proxy Protocol v2 where the backend has to know its clients: it carries their addresses and the endpoint’s id.',
  examples: {
    bad: '"preserve_client_ip.enabled": "true", "proxy_protocol_v2.enabled": "false"',
    good: '"preserve_client_ip.enabled": "true", "proxy_protocol_v2.enabled": "true"',
  },
  check: (context) => {
    const blind = context.groups.filter(
      (group) =>
        groupAttribute(context, group, 'preserve_client_ip.enabled') === 'true' &&
        groupAttribute(context, group, 'proxy_protocol_v2.enabled') === 'false',
    );
    if (blind.length === 0) return pass('No target group counts on client addresses that PrivateLink does not keep.');
    return remark(
      ...blind.map(({ arn }) => ({
        resource: arn,
        message: `${shortName(arn)} preserves client addresses, but not those of PrivateLink clients: its targets see the load balancer’s.`,
        evidence: [
          evidence(arn, 'preserve_client_ip.enabled', 'true'),
          evidence(arn, 'proxy_protocol_v2.enabled', 'false'),
        ],
        commands: [
          awsCommand(
            'elbv2 modify-target-group-attributes',
            context.region,
            { 'target-group-arn': arn, attributes: 'Key=proxy_protocol_v2.enabled,Value=true' },
            'every connection starts with a header from then on: targets that cannot read it fail at once',
          ),
        ],
      })),
    );
  },
};
