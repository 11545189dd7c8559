import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Diagnosis, SubjectDiagnosis } from '../../src/core/diagnosis.ts';
import { OPERATIONS } from '../../src/aws/operations.ts';
import { brokenWorlds } from '../worlds/broken/index.ts';
import { healthyEstate } from '../worlds/healthy.ts';
import { argsOf, diagnoseOver, hopStates, privatelink, serve, subjectOf, type Wire } from '../worlds/over-the-wire.ts';
import { snapshotOf } from '../worlds/world.ts';

const estate = healthyEstate();
const healthy = snapshotOf(estate.world);
const BOTH = ['consumer', 'provider'];
let wire: Wire;
let whole: Diagnosis;

beforeAll(async () => {
  wire = await serve(healthy);
  for (const [name, value] of Object.entries(wire.profiles.environment)) vi.stubEnv(name, value);
  whole = (await diagnoseOver(BOTH)).diagnosis;
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await wire.stop();
});

type Subject = 'endpoint' | 'awsEndpoint' | 'gateway' | 'service';
interface Loss {
  /** Hops that nothing but this operation's answer can prove, by subject. */
  readonly unknown: Partial<Record<Subject, readonly string[]>>;
  /** Subjects that must say that the action is missing. */
  readonly told: readonly Subject[];
}

const NOTHING: Loss = { unknown: {}, told: [] };
const BEHIND = ['load-balancer', 'listener', 'target-group', 'targets'];

/** What each operation alone can prove, by what AWS answers to it. */
const LOSSES: Readonly<Record<string, Loss>> = {
  // Without endpoints there is nothing to diagnose; the service does not learn where its clients are.
  'ec2:DescribeVpcEndpoints': { unknown: { service: ['load-balancer'] }, told: [] },
  'ec2:DescribeVpcEndpointServiceConfigurations': {
    unknown: { endpoint: ['service', ...BEHIND] },
    told: ['endpoint'],
  },
  'ec2:DescribeVpcEndpointServices': {
    unknown: { endpoint: ['endpoint'], awsEndpoint: ['endpoint'] },
    told: ['endpoint', 'awsEndpoint'],
  },
  // Whom the provider allows says nothing about connections that exist.
  'ec2:DescribeVpcEndpointServicePermissions': { unknown: {}, told: ['service'] },
  'ec2:DescribeVpcEndpointConnections': {
    unknown: { service: ['acceptance', 'load-balancer'] },
    told: ['service'],
  },
  'ec2:DescribeVpcEndpointConnectionNotifications': { unknown: {}, told: ['service'] },
  'ec2:DescribeVpcs': {
    unknown: { endpoint: ['dns', 'load-balancer'], awsEndpoint: ['dns'], gateway: ['dns'], service: ['load-balancer'] },
    told: ['endpoint', 'awsEndpoint', 'gateway'],
  },
  'ec2:DescribeVpcAttribute': {
    unknown: { endpoint: ['dns'], awsEndpoint: ['dns'], gateway: ['dns'] },
    told: ['endpoint', 'awsEndpoint', 'gateway'],
  },
  'ec2:DescribeDhcpOptions': {
    unknown: { endpoint: ['dns'], awsEndpoint: ['dns'], gateway: ['dns'] },
    told: ['endpoint', 'awsEndpoint', 'gateway'],
  },
  'ec2:DescribeSubnets': {
    unknown: { endpoint: ['endpoint', 'targets'], awsEndpoint: ['endpoint'], service: ['targets'] },
    told: ['endpoint', 'awsEndpoint', 'service'],
  },
  'ec2:DescribeRouteTables': { unknown: { gateway: ['route-table', 'network-acl'] }, told: ['gateway'] },
  'ec2:DescribeNetworkAcls': {
    unknown: { endpoint: ['network-acl'], awsEndpoint: ['network-acl'], gateway: ['network-acl'] },
    told: ['endpoint', 'awsEndpoint', 'gateway'],
  },
  'ec2:DescribeSecurityGroups': {
    unknown: {
      endpoint: ['endpoint-security-group', 'load-balancer'],
      awsEndpoint: ['endpoint-security-group'],
      service: ['load-balancer'],
    },
    told: ['endpoint', 'awsEndpoint', 'service'],
  },
  'ec2:DescribeNetworkInterfaces': {
    unknown: {
      endpoint: ['endpoint', 'network-acl', 'endpoint-security-group'],
      awsEndpoint: ['endpoint', 'network-acl', 'endpoint-security-group'],
      gateway: ['network-acl'],
    },
    told: ['endpoint', 'awsEndpoint', 'gateway'],
  },
  'ec2:DescribePrefixLists': { unknown: { gateway: ['network-acl'] }, told: ['gateway'] },
  'elasticloadbalancing:DescribeLoadBalancers': {
    unknown: { endpoint: BEHIND, service: BEHIND },
    told: ['endpoint', 'service'],
  },
  'elasticloadbalancing:DescribeListeners': {
    unknown: {
      endpoint: ['endpoint-security-group', 'listener', 'target-group', 'targets'],
      service: ['listener', 'target-group', 'targets'],
    },
    told: ['endpoint', 'service'],
  },
  'elasticloadbalancing:DescribeTargetGroups': {
    unknown: { endpoint: ['target-group', 'targets'], service: ['target-group', 'targets'] },
    told: ['endpoint', 'service'],
  },
  'elasticloadbalancing:DescribeTargetHealth': {
    unknown: { endpoint: ['targets'], service: ['targets'] },
    told: ['endpoint', 'service'],
  },
  'elasticloadbalancing:DescribeLoadBalancerAttributes': {
    unknown: { endpoint: ['targets'], service: ['targets'] },
    told: ['endpoint', 'service'],
  },
  'elasticloadbalancing:DescribeTargetGroupAttributes': {
    unknown: { endpoint: ['targets'], service: ['targets'] },
    told: ['endpoint', 'service'],
  },
};

/** What no rule judges yet: without it nothing changes. */
const UNJUDGED: readonly string[] = [
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeFlowLogs',
  'ec2:DescribeNatGateways',
  'ec2:DescribeSecurityGroupVpcAssociations',
  'ec2:DescribeTransitGatewayVpcAttachments',
  'ec2:DescribeVpcPeeringConnections',
  'elasticloadbalancing:DescribeListenerAttributes',
  'elasticloadbalancing:DescribeTags',
  'iam:ListAccountAliases',
  'organizations:DescribeOrganization',
  'ram:GetResourceShares',
  'route53:ListHostedZonesByVPC',
  'route53resolver:ListFirewallRuleGroupAssociations',
  'route53resolver:ListResolverEndpoints',
  'route53resolver:ListResolverQueryLogConfigAssociations',
  'route53resolver:ListResolverRuleAssociations',
  'route53resolver:ListResolverRules',
  'servicequotas:GetServiceQuota',
  'vpc-lattice:ListDomainVerifications',
  'vpc-lattice:ListResourceConfigurations',
  'vpc-lattice:ListResourceGateways',
  'vpc-lattice:ListServiceNetworks',
];

const idOf = (subject: Subject): string => estate[subject].id;

function missingIn(subject: SubjectDiagnosis): readonly string[] {
  return subject.notEvaluated.flatMap(({ missing }) => missing);
}

describe('one action denied in both accounts', () => {
  it('is tried with every operation that a diagnosis of the healthy world asks', async () => {
    await wire.server.change({ worlds: healthy, faults: [] });
    wire.server.clear();
    await diagnoseOver(BOTH);
    const asked = new Set(wire.server.calls.map(({ operation }) => operation));
    expect([...asked].filter((operation) => operation !== OPERATIONS.callerIdentity.name).sort()).toEqual(
      [...Object.keys(LOSSES), ...UNJUDGED].sort(),
    );
  });

  it.each([...Object.entries(LOSSES), ...UNJUDGED.map((operation) => [operation, NOTHING] as const)])(
    '%s: what it proves is unknown, and nothing else changes',
    async (operation, loss) => {
      await wire.server.change({ worlds: healthy, faults: [{ kind: 'deny', operation }] });
      const { diagnosis, err } = await diagnoseOver(BOTH);
      expect(err).toContain(`denied: ${operation}`);
      for (const subject of diagnosis.subjects) {
        const name = (Object.keys(estate) as Subject[]).find((key) => key in loss.unknown && idOf(key) === subject.id);
        const expected = name === undefined ? [] : (loss.unknown[name] ?? []);
        const states = hopStates(subject);
        const known = hopStates(subjectOf(whole, subject.id));
        expect(Object.keys(states).filter((hop) => expected.includes(hop) && states[hop] !== 'unknown')).toEqual([]);
        // Less was read, so nothing is better or worse than it was.
        const changed = Object.keys(states).filter((hop) => states[hop] !== known[hop] && states[hop] !== 'unknown');
        expect(changed).toEqual([]);
        if (expected.length > 0) expect(subject.verdict).toBe('unknown');
        expect(subject.rootCause).toBeUndefined();
      }
      for (const name of loss.told) {
        const subject = subjectOf(diagnosis, idOf(name));
        expect(missingIn(subject)).toContain(operation);
        const note = subject.findings.find(({ rule }) => rule === 'PL-META-001');
        expect(note?.message).toContain(operation);
      }
    },
  );

  it('names the action at the hops that need it, as someone without security groups sees', async () => {
    await wire.server.change({ worlds: healthy, faults: [{ kind: 'deny', operation: 'ec2:DescribeSecurityGroups' }] });
    const { diagnosis, code } = await diagnoseOver(BOTH, estate.endpoint.id, '--fail-on-unknown');
    const subject = subjectOf(diagnosis, estate.endpoint.id);
    const hop = subject.hops.find((item) => item.hop === 'endpoint-security-group');
    expect(hop?.state).toBe('unknown');
    expect(hop?.statement).toBe('Not permitted to read it: ec2:DescribeSecurityGroups was denied.');
    expect(subject.notEvaluated).toContainEqual({
      rule: 'PL-SG-001',
      hop: 'endpoint-security-group',
      reason: 'denied',
      missing: ['ec2:DescribeSecurityGroups'],
    });
    expect(code).toBe(4);
  });

  it('finds no endpoint without ec2:DescribeVpcEndpoints, and says why', async () => {
    await wire.server.change({ worlds: healthy, faults: [{ kind: 'deny', operation: 'ec2:DescribeVpcEndpoints' }] });
    const options = ['--profile', 'consumer', '--region', 'us-east-1'];
    const { code, out, err } = await privatelink('diagnose', estate.endpoint.id, ...options);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(estate.endpoint.id);
    expect(err).toContain('ec2:DescribeVpcEndpoints');
  });

  it('collects nothing when nobody may say who asks', async () => {
    await wire.server.change({ worlds: healthy, faults: [{ kind: 'expired' }] });
    const { code, err } = await privatelink('diagnose', '--profile', 'consumer', '--region', 'us-east-1');
    expect(code).toBe(3);
    expect(err).toContain('"consumer"');
  });
});

describe('a fault whose proof is denied', () => {
  const breaking = brokenWorlds.filter(({ effect, profiles }) => effect === 'breaks' && profiles.length === 2);
  // One world a rule over the wire; test/unit/worlds/unread.test.ts holds all of them to the same in one process.
  const broken = [...new Map([...breaking].reverse().map((world) => [world.rule, world])).values()].reverse();
  const subjects = Object.keys(estate) as Subject[];

  it.each(broken)('$rule: $fault: is never taken for good', async (world) => {
    const name = subjects.find(
      (key) => ['endpoint', 'awsEndpoint', 'gateway'].includes(key) && idOf(key) === world.subject,
    );
    const proofs = Object.keys(LOSSES).filter(
      (operation) => name !== undefined && LOSSES[operation]?.unknown[name]?.includes(world.hop),
    );
    await wire.server.change({ worlds: world.build(), faults: [] });
    const args = await argsOf(world);
    const { diagnosis } = await diagnoseOver(BOTH, world.subject, ...args);
    expect(hopStates(subjectOf(diagnosis, world.subject))[world.hop]).toBe('fail');
    for (const operation of [...proofs, 'ec2:DescribeSecurityGroups']) {
      await wire.server.change({ faults: [{ kind: 'deny', operation }] });
      const less = await diagnoseOver(BOTH, world.subject, ...args);
      const subject = subjectOf(less.diagnosis, world.subject);
      expect([operation, hopStates(subject)[world.hop]]).not.toEqual([operation, 'pass']);
      expect([operation, subject.verdict]).not.toEqual([operation, 'healthy']);
    }
  });
});
