import { evidence, type EndpointContext } from '../../context.ts';
import { isLatticeEndpoint } from '../../lattice.ts';
import { answering, covers, hiddenDomain, type Authority } from '../../reachability/dns.ts';
import type { Gap } from '../../needs.ts';
import type { ResolverRule } from '../../resources/resolver-rule.ts';
import { awsCommand } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import { fails, LIFECYCLE, malformed, pass, remark, ROUTE53_DOCS, type Draft, type EndpointRule } from '../rule.ts';
import {
  ASSOCIATED_NAMES,
  authorities,
  forwardedGap,
  forwardRules,
  givenName,
  inboundAddresses,
  INTERFACES_OF_VPC,
  isAmong,
  ownNames,
  privateNames,
  RESOLVER_RULES,
  targetsOf,
} from './names.ts';

/** PL-DNS-007: queries for the private name leave the VPC. */
export const plDns007: EndpointRule = {
  id: 'PL-DNS-007',
  title: 'A Resolver rule forwards the private name elsewhere',
  hop: 'dns',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  // What the servers at the other end answer cannot be read.
  confidence: 'heuristic',
  requires: [ENDPOINT, ...RESOLVER_RULES, INTERFACES_OF_VPC, ASSOCIATED_NAMES],
  suppressedBy: [...LIFECYCLE, 'PL-DNS-001', 'PL-DNS-002'],
  docs: [
    `${ROUTE53_DOCS}resolver-overview-forward-vpc-to-network-domain-name-matches.html`,
    `${ROUTE53_DOCS}resolver-rules-managing.html`,
  ],
  condition:
    'A FORWARD rule that somebody made and associated with the VPC has the domain of a private name of the endpoint, or a more specific one that covers the name. Rules of the Resolver’s own, rules whose targets are all inbound Resolver endpoints of this VPC, and rules for a parent domain or “.” do not: the latter are a remark, because private zones keep answering below them. Where private DNS is off, what such a rule’s targets answer for the endpoint’s own names is unknown.',
  why: 'Queries leave for servers that do not know the private answer; at the same domain a rule is stronger than a zone.',
  fix: 'Dissociate the rule from the VPC, or add a SYSTEM rule for the private name.',
  examples: {
    bad: 'FORWARD rule for payments.example.com to 10.99.0.2, private name payments.example.com',
    good: 'FORWARD rule for corp.example.com to 10.99.0.2, private name payments.example.com',
  },
  check: (context) => {
    const { endpoint } = context;
    if (endpoint.privateDnsEnabled === undefined) return malformed('PrivateDnsEnabled');
    if (endpoint.dnsEntries === undefined && !isLatticeEndpoint(context)) return malformed('DnsEntries');
    const own = privateNames(context, endpoint);
    const asked = givenName(context);
    const names = asked === undefined ? own.map(hiddenDomain) : isAmong(own, asked) ? [asked] : [];
    const hidden = own.map((one): Authority => ({ kind: 'hidden-zone', id: one, domain: hiddenDomain(one) }));
    const taken = names.flatMap((name) => {
      const [first] = answering(name, [...hidden, ...authorities(context)]);
      const rule = forwardRules(context).find((item) => item.id === first?.id);
      return rule === undefined || comesBack(context, rule) ? [] : [{ name, rule }];
    });
    const [worst] = taken;
    if (worst !== undefined) {
      return fails(draftOf(context, worst.name, worst.rule), { resource: worst.rule.id });
    }
    const untold = asked === undefined && own.length === 0 ? forwardedOwnName(context) : undefined;
    if (untold !== undefined) return { gap: untold };
    const wide = forwardRules(context).filter(
      (rule) => rule.domainName !== undefined && isAbove(rule.domainName) && !comesBack(context, rule),
    );
    if (wide.length === 0) return pass('No Resolver rule takes the endpoint’s names away.');
    return remark(
      ...wide.map((rule): Draft => ({
        ...draftOf(context, 'names of vpce.amazonaws.com', rule),
        effect: 'note',
        severity: 'info',
        message: `${rule.id} forwards ${rule.domainName ?? ''} from ${context.vpcId}: private names keep resolving below it, but the endpoint’s own names go to ${targetsOf(rule)}, and resolvers that drop private addresses from public answers break them.`,
      })),
    );
  },
};

/** With private DNS off the names that AWS made for the endpoint are the only ones: servers elsewhere may answer for them. */
function forwardedOwnName(context: EndpointContext): Gap | undefined {
  const [name] = ownNames(context.endpoint);
  if (name === undefined) return undefined;
  const [first] = answering(name, authorities(context));
  const rule = forwardRules(context).find((item) => item.id === first?.id);
  return first === undefined || rule === undefined || comesBack(context, rule)
    ? undefined
    : forwardedGap(context, first, name);
}

/** A parent of the names that AWS makes for endpoints. */
function isAbove(domain: string): boolean {
  return covers(domain, 'vpce.amazonaws.com');
}

/** Forwarded to an inbound Resolver endpoint of the same VPC, the query is answered as if it had not been forwarded. */
function comesBack(context: EndpointContext, rule: ResolverRule): boolean {
  const inbound = inboundAddresses(context);
  const targets = rule.targetIps ?? [];
  return targets.length > 0 && targets.every((target) => inbound.includes(target.ip ?? ''));
}

function draftOf({ endpoint, vpcId, region }: EndpointContext, name: string, rule: ResolverRule): Draft {
  return {
    resource: endpoint.id,
    message: `${rule.id} forwards ${rule.domainName ?? ''} from ${vpcId} to ${targetsOf(rule)}: ${name} is answered there and not by the private DNS of ${endpoint.id}.`,
    evidence: [
      evidence(rule.id, 'DomainName', rule.domainName ?? ''),
      evidence(rule.id, 'RuleType', 'FORWARD'),
      evidence(rule.id, 'TargetIps', targetsOf(rule)),
    ],
    commands: [
      awsCommand(
        'route53resolver disassociate-resolver-rule',
        region,
        { 'vpc-id': vpcId, 'resolver-rule-id': rule.id },
        `names in ${rule.domainName ?? ''} are no longer forwarded from the VPC`,
      ),
    ],
  };
}
