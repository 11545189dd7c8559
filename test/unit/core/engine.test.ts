import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Diagnosis, HopState } from '../../../src/core/diagnosis.ts';
import { diagnose } from '../../../src/core/engine.ts';
import { listRows } from '../../../src/core/list.ts';
import { isAppError } from '../../../src/core/model/errors.ts';
import { healthyEstate } from '../../worlds/healthy.ts';
import { denied } from '../../worlds/unread.ts';
import { snapshotOf as snapshotOfWorld } from '../../worlds/world.ts';
import { buildInventory } from '../../../src/core/model/inventory.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { renderMarkdown } from '../../../src/core/report/markdown.ts';
import { renderText } from '../../../src/core/report/text.ts';
import { CASES } from './cases.ts';
import {
  ENDPOINT,
  GATEWAY,
  GROUP,
  LISTENER,
  NLB,
  NOW,
  SERVICE,
  SERVICE_NAME,
  snapshotOf,
  VPC,
  world,
  type Raw,
} from './fixture.ts';

const everything = (snapshot: Snapshot, source?: string): Diagnosis =>
  diagnose(buildInventory([snapshot]), { now: NOW, ...(source === undefined ? {} : { source }) });

/** Worlds that are wrong in many places at once, so that every state occurs. */
function wreck(): Snapshot {
  const built = world();
  const [endpoint] = built.consumer['ec2:DescribeVpcEndpoints']!['VpcEndpoints'] as Raw[];
  Object.assign(endpoint!, { State: 'available' });
  const groups = built.consumer['ec2:DescribeSecurityGroups']!['SecurityGroups'] as Raw[];
  groups[0]!['IpPermissions'] = [];
  const acls = built.consumer['ec2:DescribeNetworkAcls']!['NetworkAcls'] as Raw[];
  acls[0]!['Entries'] = [];
  const nlb = (built.provider['elasticloadbalancing:DescribeLoadBalancers']!['LoadBalancers'] as Raw[])[0]!;
  nlb['State'] = { Code: 'active_impaired' };
  const health = Object.entries(built.provider).find(([key]) => key.includes('DescribeTargetHealth'))![1];
  (health['TargetHealthDescriptions'] as Raw[])[0]!['TargetHealth'] = { State: 'unhealthy', Reason: 'Target.Timeout' };
  const service = (
    built.provider['ec2:DescribeVpcEndpointServiceConfigurations']!['ServiceConfigurations'] as Raw[]
  )[0]!;
  service['ServiceState'] = 'Deleting';
  return snapshotOf(built);
}

function states(diagnosis: Diagnosis): ReadonlyMap<string, HopState> {
  return new Map(
    diagnosis.subjects.flatMap((subject) =>
      subject.hops.map((hop): [string, HopState] => [`${subject.id} ${hop.hop}`, hop.state]),
    ),
  );
}

describe('nothing unread is ever good', () => {
  type Way = 'removed' | 'denied' | 'incomplete';

  /** The same snapshot with one answer taken away. */
  function without(snapshot: Snapshot, s: number, c: number, way: Way): Snapshot {
    const scopes = snapshot.scopes.map((scope, i) => ({
      ...scope,
      calls: scope.calls.flatMap((call, j) => {
        if (i !== s || j !== c) return [call];
        if (way === 'removed') return [];
        return [{ ...call, complete: false, ...(way === 'denied' ? { status: 'denied' as const, output: {} } : {}) }];
      }),
    }));
    return { ...snapshot, scopes };
  }

  function holds(snapshot: Snapshot, ways: readonly Way[], ids?: readonly string[]): void {
    const judge = (read: Snapshot): ReadonlyMap<string, HopState> => {
      const inventory = buildInventory([read]);
      const known = ids?.filter((id) => inventory.endpoints.has(id) || inventory.services.has(id));
      return states(diagnose(inventory, { now: NOW, ...(known === undefined ? {} : { ids: known }) }));
    };
    const before = judge(snapshot);
    for (const [s, scope] of snapshot.scopes.entries()) {
      for (const [c, call] of scope.calls.entries()) {
        for (const way of ways) {
          for (const [hop, state] of judge(without(snapshot, s, c, way))) {
            const was = before.get(hop);
            if (was === 'unknown' || was === 'fail' || was === 'warn') {
              expect(state, `${way} ${scope.account} ${call.operation}: ${hop} was ${was}`).not.toBe('pass');
            }
          }
        }
      }
    }
  }

  test.each([
    ['a healthy world', snapshotOf(world())],
    ['the provider alone', snapshotOf(world(), ['provider'])],
    ['the consumer alone', snapshotOf(world(), ['consumer'])],
    ['a world that is broken in many places', wreck()],
  ])('%s: no answer that is missing, denied or cut short makes a pass', (_name, snapshot) => {
    holds(snapshot, ['removed', 'denied', 'incomplete']);
  });

  test.each(CASES)('$rule, $name: no missing answer makes a pass', (item) => {
    const built = world();
    item.change(built);
    holds(snapshotOf(built, item.sides), ['removed'], [item.id ?? ENDPOINT]);
  });
});

describe('any input gives an answer', () => {
  /** Every place in a value, as a path. */
  function paths(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
    if (typeof value !== 'object' || value === null) return [path];
    const inner = Object.entries(value).flatMap(([key, item]) =>
      paths(item, [...path, Array.isArray(value) ? Number(key) : key]),
    );
    return path.length === 0 ? inner : [path, ...inner];
  }

  function replaced(root: unknown, path: readonly (string | number)[], by: unknown): unknown {
    const copy = structuredClone(root) as Raw;
    let at: Raw = copy;
    for (const key of path.slice(0, -1)) {
      // Another change may have taken the place away.
      if (typeof at[key] !== 'object' || at[key] === null) return root;
      at = at[key] as Raw;
    }
    const last = path.at(-1)!;
    if (by === undefined) {
      if (Array.isArray(at)) at.splice(Number(last), 1);
      else Reflect.deleteProperty(at, last);
    } else at[last] = by;
    return copy;
  }

  test('a field that is missing or of another type never throws', () => {
    const snapshot = snapshotOf(world());
    const outputs = snapshot.scopes.flatMap((scope, s) =>
      scope.calls.flatMap((call, c) => paths(call.output).map((path) => [s, c, path] as const)),
    );
    const strange = [undefined, null, 7, -1, 'x', '', true, [], {}, [null], [{}]];
    fc.assert(
      fc.property(
        // Several at once: what one of them hides from the engine is a change of its own in another run.
        fc.array(fc.tuple(fc.constantFrom(...outputs), fc.constantFrom(...strange)), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(undefined, 'eni-w', '10.0.10.0/24'),
        (changes, source) => {
          const scopes = snapshot.scopes.map((scope, i) => ({
            ...scope,
            calls: scope.calls.map((call, j) =>
              changes.reduce(
                (changed, [[s, c, path], by]) =>
                  i === s && j === c ? { ...changed, output: replaced(changed.output, path, by) as Raw } : changed,
                call,
              ),
            ),
          }));
          try {
            const diagnosis = everything({ ...snapshot, scopes }, source);
            renderText(diagnosis);
            renderMarkdown(diagnosis);
          } catch (error) {
            // A source that the broken answer no longer holds is refused in words.
            expect(isAppError(error) && source !== undefined, String(error)).toBe(true);
          }
        },
      ),
      { numRuns: 130 },
    );
  });

  test('the order of what was read does not matter', () => {
    const snapshot = wreck();
    const expected = JSON.stringify(everything(snapshot));
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (stream) => {
        const shuffled = <T>(items: readonly T[]): readonly T[] =>
          items
            .map((item) => [stream.next().value ?? 0, item] as const)
            .sort(([a], [b]) => a - b)
            .map(([, item]) => item);
        const scopes = shuffled(snapshot.scopes).map((scope) => ({
          ...scope,
          calls: shuffled(scope.calls).map((call) => ({
            ...call,
            output: Object.fromEntries<Json | undefined>(
              Object.entries(call.output).map(([key, value]) => [
                key,
                Array.isArray(value) ? shuffled(value as readonly Json[]) : value,
              ]),
            ),
          })),
        }));
        expect(JSON.stringify(everything({ ...snapshot, scopes }))).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });

  test('a check that stumbles leaves its own hop unknown and every other as it was', () => {
    const inventory = buildInventory([snapshotOf(world())]);
    const groups = new Map(inventory.securityGroups);
    groups.has = () => {
      throw new TypeError('unforeseen');
    };
    const judged = diagnose({ ...inventory, securityGroups: groups }, { now: NOW, ids: [ENDPOINT] }).subjects[0]!;
    const others = judged.hops.filter((hop) => hop.state !== 'pass' && hop.state !== 'not-applicable');
    expect(others.map((hop) => [hop.hop, hop.state])).toEqual([['endpoint-security-group', 'unknown']]);
    expect(judged.notEvaluated.map((item) => [item.rule, item.reason])).toContainEqual(['PL-SG-001', 'malformed']);
  });

  test('an empty inventory has no subjects', () => {
    const empty = diagnose(buildInventory([]), { now: NOW });
    expect(empty.subjects).toEqual([]);
    expect(renderText(empty)).toContain('No endpoint and no endpoint service was loaded.');
  });
});

describe('what an id stands for', () => {
  const inventory = buildInventory([snapshotOf(world())]);
  test.each([
    [ENDPOINT, [ENDPOINT]],
    [SERVICE, [SERVICE]],
    [`arn:aws:ec2:us-east-1:111111111111:vpc-endpoint/${ENDPOINT}`, [ENDPOINT]],
    [`arn:aws-us-gov:ec2:us-gov-west-1:222222222222:vpc-endpoint-service/${SERVICE}`, [SERVICE]],
    [SERVICE_NAME, [ENDPOINT, SERVICE]],
    [NLB, [ENDPOINT, SERVICE]],
    [LISTENER, [ENDPOINT, SERVICE]],
    [GROUP, [ENDPOINT, SERVICE]],
    ['172.16.1.20', [ENDPOINT, SERVICE]],
    ['eni-a', [ENDPOINT]],
    ['rtb-0main', [GATEWAY]],
  ])('%s', (id, subjects) => {
    expect(diagnose(inventory, { now: NOW, ids: [id] }).subjects.map((subject) => subject.id)).toEqual(subjects);
  });

  test.each([VPC, 'subnet-a', 'sg-0endpoint', 'acl-a'])('%s stands for the endpoints that use it', (id) => {
    expect(diagnose(inventory, { now: NOW, ids: [id] }).subjects.map((subject) => subject.id)).toContain(ENDPOINT);
  });

  test.each([
    ['vpce-0123', 'unknown-resource', 'nowhere in what was loaded'],
    [
      'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
      'unknown-resource',
      'a service of eu-west-1, which is not among the Regions that were read (us-east-1)',
    ],
    ['com.amazonaws.ap-southeast-2.kms', 'unknown-resource', 'a service of ap-southeast-2'],
    ['com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0', 'unknown-resource', 'Check the id'],
    ['nothing-of-this-name', 'unknown-resource', 'Check the id'],
    ['111111111111', 'unknown-resource', '111111111111 is no id of a resource; privatelink find shows what has it.'],
    ['subnet-w', 'unknown-resource', 'No endpoint or endpoint service that was loaded depends on subnet-w'],
  ])('%s is refused in words', (id, code, words) => {
    expect(() => diagnose(inventory, { now: NOW, ids: [id] })).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) as string }),
    );
  });

  test('the dns hop says that firewall rules were not read, and that nobody knows whether there are any', () => {
    const said = (snapshot: Snapshot): string =>
      everything(snapshot)
        .subjects.find(({ id }) => id === endpoint.id)
        ?.hops.find(({ hop }) => hop === 'dns')?.statement ?? '';
    const { world: estate, consumer, consumerVpc, endpoint } = healthyEstate();
    expect(said(snapshotOfWorld(estate))).not.toContain('Firewall');
    expect(said(denied(snapshotOfWorld(estate), 'route53resolver:ListFirewallRuleGroupAssociations'))).toContain(
      'Route 53 Profiles and DNS Firewall, which could answer otherwise, were not examined.',
    );
    consumer.tables['route53resolver:ListFirewallRuleGroupAssociations'].push({
      Id: 'rslvr-frgassoc-0a1b',
      FirewallRuleGroupId: 'rslvr-frg-0a1b',
      VpcId: consumerVpc.id,
      Status: 'COMPLETE',
    });
    expect(said(snapshotOfWorld(estate))).toContain('the DNS Firewall rules of rslvr-frg-0a1b');
  });

  test('an endpoint that only its connection names was not read, and is not called unknown', () => {
    const whole = snapshotOf(world());
    const scopes = whole.scopes.filter(({ calls }) =>
      calls.some(({ operation }) => operation === 'elasticloadbalancing:DescribeLoadBalancers'),
    );
    expect(() => diagnose(buildInventory([{ ...whole, scopes }]), { now: NOW, ids: [ENDPOINT] })).toThrow(
      expect.objectContaining({
        code: 'unknown-resource',
        message: expect.stringContaining(
          `${ENDPOINT} is named by what was loaded, and was not read itself. `,
        ) as string,
      }),
    );
  });

  test.each([
    ['eni-0gone', 'unknown-resource'],
    ['over there', 'bad-input'],
  ])('the source %s is refused in words', (source, code) => {
    expect(() => diagnose(inventory, { now: NOW, ids: [ENDPOINT], source })).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    ['subnet-0gone', 'ec2:DescribeSubnets'],
    ['eni-0gone', 'ec2:DescribeNetworkInterfaces'],
  ])('the source %s is not called absent where %s was denied', (source, operation) => {
    const unread = buildInventory([denied(snapshotOf(world()), operation)]);
    expect(() => diagnose(unread, { now: NOW, ids: [ENDPOINT], source })).toThrow(`${operation} was not read in full`);
  });
});

test('endpoints and services are listed with a row each', () => {
  const rows = listRows(buildInventory([snapshotOf(world())]));
  expect(rows.map((row) => [row.id, row.kind, row.type, row.state])).toContainEqual([
    SERVICE,
    'service',
    'Interface',
    'available',
  ]);
  expect(rows.find((row) => row.id === ENDPOINT)).toEqual({
    id: ENDPOINT,
    kind: 'endpoint',
    type: 'Interface',
    name: '',
    state: 'available',
    service: SERVICE_NAME,
    account: '111111111111',
    region: 'us-east-1',
    vpc: VPC,
  });
});
