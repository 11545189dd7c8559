import { evidence } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { LISTENERS, shortName, TARGET_GROUPS, TARGET_HEALTH } from '../load-balancers.ts';
import { SERVICE } from '../requirements.ts';
import { NLB_DOCS, pass, remark, type ProviderRule } from '../rule.ts';
import { GROUP_ATTRIBUTES, groupAttribute } from './attributes.ts';

/** Why a target that cannot read the header fails its checks. */
const SUSPICIOUS: ReadonlySet<string> = new Set(['target.responsecodemismatch', 'target.failedhealthchecks']);

/** PL-NLB-014: every connection starts with a header. */
export const plNlb014: ProviderRule = {
  id: 'PL-NLB-014',
  title: 'Proxy Protocol v2 is on: the backend must read it',
  hop: 'target-group',
  side: 'provider',
  appliesTo: ['Service'],
  owner: 'provider',
  effect: 'note',
  severity: 'info',
  confidence: 'heuristic',
  requires: [SERVICE, LISTENERS, TARGET_GROUPS, TARGET_HEALTH, GROUP_ATTRIBUTES],
  suppressedBy: [],
  docs: [`${NLB_DOCS}edit-target-group-attributes.html`],
  condition:
    'proxy_protocol_v2.enabled of a target group of the service is true. Of high severity where its targets fail with Target.ResponseCodeMismatch or Target.FailedHealthChecks.',
  why: 'A backend that does not expect the header takes it for the client’s first bytes: connections end, or TLS and HTTP errors follow.',
  fix: 'Turn on Proxy Protocol v2 in the backend, or off on the target group.',
  examples: { bad: '"proxy_protocol_v2.enabled": "true"', good: '"proxy_protocol_v2.enabled": "false"' },
  check: (context) => {
    const on = context.groups.filter((group) => groupAttribute(context, group, 'proxy_protocol_v2.enabled') === 'true');
    if (on.length === 0) return pass('No target group sends a Proxy Protocol header.');
    return remark(
      ...on.map(({ arn, targets }) => {
        const failing = targets.filter((target) => SUSPICIOUS.has(target.reason?.toLowerCase() ?? ''));
        return {
          resource: arn,
          severity: failing.length > 0 ? ('high' as const) : ('info' as const),
          message: `${shortName(arn)} sends a Proxy Protocol v2 header${failing.length > 0 ? `, and ${failing.length} of its targets fail as those do that cannot read it` : ', which its targets must read'}.`,
          evidence: [
            evidence(arn, 'proxy_protocol_v2.enabled', 'true'),
            ...failing
              .slice(0, 5)
              .map((target) => evidence(target.targetId, 'TargetHealth.Reason', target.reason ?? '')),
          ],
          commands: [
            awsCommand(
              'elbv2 modify-target-group-attributes',
              context.region,
              { 'target-group-arn': arn, attributes: 'Key=proxy_protocol_v2.enabled,Value=false' },
              'connections no longer start with the header: backends that wait for it fail at once',
            ),
          ],
        };
      }),
    );
  },
};
