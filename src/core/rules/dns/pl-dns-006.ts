import { evidence, type EndpointContext } from '../../context.ts';
import { measurementsOf } from '../../measure/place.ts';
import { hiddenDomain } from '../../reachability/dns.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, pass, ROUTE53_DOCS, unknown, type CheckResult, type Draft, type EndpointRule } from '../rule.ts';
import { ENDPOINTS_OF_VPC, givenName, OFFERED_NAMES, ownNames, RESOLVER_RULES, serviceNames, ZONES } from './names.ts';
import { strayTargets, type StrayName } from './strays.ts';

/** PL-DNS-006: a record leads to an endpoint that is gone. */
export const plDns006: EndpointRule = {
  id: 'PL-DNS-006',
  title: 'A DNS record points at an endpoint that no longer exists',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'deterministic',
  // Where clients depend on the record, PL-DNS-004, 005 and 021 say that its end is not known.
  optional: true,
  requires: [ENDPOINT, ENDPOINTS_OF_VPC, ZONES, ...RESOLVER_RULES, OFFERED_NAMES],
  alsoReads: ['route53:ListResourceRecordSets'],
  suppressedBy: [...LIFECYCLE, 'PL-DNS-001'],
  docs: [
    `${ROUTE53_DOCS}routing-to-vpc-interface-endpoint.html`,
    `${ROUTE53_DOCS}hosted-zone-private-considerations.html`,
  ],
  condition:
    'In the zone of the VPC that answers for a name of the endpoint’s clients, the record leads to an endpoint that is in nothing that was loaded, and a look-up says that that endpoint’s name does not exist (NXDOMAIN), while the same resolver knows this endpoint’s own name. It breaks the path for the name that was given and for the service’s name while private DNS is off; else it is a remark. Without a look-up it is unknown: the other endpoint may live in an account that was not loaded.',
  why: 'The names of a deleted endpoint are gone from the DNS; a record that leads to one of them resolves to nothing.',
  fix: 'Point the record at the name of an endpoint that exists.',
  examples: {
    bad: 'record payments.example.com, alias vpce-0aaa….vpce-svc-0bbb….us-east-1.vpce.amazonaws.com, whose look-up gives NXDOMAIN',
    good: 'the same record, and the look-up gives addresses: the endpoint is another account’s',
  },
  check: (context) => {
    const strays = strayTargets(context);
    if (strays.length === 0) return pass('No record of the VPC’s zones leads to an endpoint that is not listed.');
    const missing = strays.filter((stray) => lookupOf(context, stray) === undefined);
    const gone = strays.filter((stray) => lookupOf(context, stray) === 'gone');
    if (gone.length > 0) return judge(context, gone);
    return missing.length > 0
      ? unknown('input-missing', ...missing.map(({ target }) => `a look-up of ${target} (--measure)`))
      : pass(`${strays.map(({ id }) => id).join(', ')} exists, though not in what was loaded.`);
  },
};

/** A resolver that filters private answers knows no endpoint's name: then its word is none. */
function lookupOf(context: EndpointContext, { target }: StrayName): 'gone' | 'exists' | undefined {
  const lookups = measurementsOf(context, context.endpoint.id)?.lookups ?? [];
  const knows = lookups.some(({ name, result }) => ownNames(context.endpoint).includes(name) && result === 'answered');
  const found = lookups.find(({ name }) => name === target);
  if (found?.result === 'answered') return 'exists';
  return knows && found?.result === 'no-such-name' ? 'gone' : undefined;
}

function judge(context: EndpointContext, gone: readonly StrayName[]): CheckResult {
  const { endpoint } = context;
  const asked = givenName(context);
  const usual = endpoint.privateDnsEnabled === false ? serviceNames(context).map(hiddenDomain) : [];
  const isUsed = ({ name }: StrayName): boolean => name === asked || usual.includes(name);
  return {
    instances: gone.filter(isUsed).map(({ zone }) => ({ resource: zone, state: 'fail' })),
    findings: gone.map((stray): Draft => {
      const draft = draftOf(context, stray);
      return isUsed(stray) ? draft : { ...draft, effect: 'note', severity: 'low' };
    }),
  };
}

function draftOf({ vpcId, region }: EndpointContext, { name, id, record, target, zone }: StrayName): Draft {
  return {
    resource: zone,
    confidence: 'measured',
    message: `In ${vpcId}, ${name} leads to ${id}, which no longer exists: its name ${target} is unknown to the DNS.`,
    evidence: [evidence(record.id, 'AliasTarget.DNSName', target), evidence(target, 'answer', 'NXDOMAIN')],
    commands: [
      awsCommand(
        'route53 change-resource-record-sets',
        region,
        { 'hosted-zone-id': zone, 'change-batch': 'file://alias-to-endpoint.json' },
        `clients that look up ${name} get what the new record says as soon as their caches end`,
      ),
    ],
  };
}
