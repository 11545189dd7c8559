import { evidence, type EndpointContext } from '../../context.ts';
import type { Hop } from '../../diagnosis.ts';
import { tellsOfPath, type ConnectionTest } from '../../measure/measurements.ts';
import { measurementsOf, placeOf, staleGap } from '../../measure/place.ts';
import { portPlan } from '../../ports.ts';
import { awsCommand, READS_ONLY } from '../command.ts';
import { ENDPOINT } from '../requirements.ts';
import {
  LIFECYCLE,
  PRIVATELINK_DOCS,
  unknown,
  VPC_DOCS,
  type Draft,
  type EndpointRule,
  type Instance,
} from '../rule.ts';

/** PL-NET-014: what became of connections to the endpoint's own addresses. */
export const plNet014: EndpointRule = {
  id: 'PL-NET-014',
  title: 'The endpoint does not answer (measured)',
  hop: 'source',
  side: 'consumer',
  appliesTo: ['Interface', 'Resource', 'ServiceNetwork'],
  owner: 'both',
  effect: 'breaks',
  severity: 'critical',
  confidence: 'measured',
  // Nobody has to measure.
  optional: true,
  requires: [ENDPOINT],
  alsoReads: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeVpcs', 'ec2:DescribeSubnets'],
  symptom: true,
  suppressedBy: [...LIFECYCLE],
  docs: [`${PRIVATELINK_DOCS}create-interface-endpoint.html`, `${VPC_DOCS}vpc-security-groups.html`],
  condition:
    'TCP connections were opened on the source, or on the machine of the endpoint’s VPC that stands in for it, to the endpoint’s addresses, and none was answered: timed out, refused or reset. An address that answers on some of the ports impairs, as does one zone of several. A machine that is not the source proves nothing, nor does one without a route or an address of that kind.',
  why: 'Whatever the configuration says, this client does not get through. A time-out is a packet that nobody answered: a network ACL, a security group, acceptance, or a load balancer that drops it. A refusal came from something that is there.',
  fix: 'Look at the findings of the later hops; where there is none, compare both sides’ metrics and flow logs for the time of the test.',
  examples: {
    bad: 'from the source, 10.20.101.10:443 and 10.20.102.10:443 time out',
    good: 'from the source, both connect',
  },
  check: (context) => {
    const stale = staleGap(context, context.endpoint.id);
    if (stale !== undefined) return { gap: stale };
    const measured = measurementsOf(context, context.endpoint.id);
    const { port } = context.options;
    const tests = (measured?.connections ?? []).filter((item) => port === undefined || item.port === port);
    if (measured === undefined || tests.length === 0) return 'not-applicable';
    const place = placeOf(context, measured);
    if (!place.isSource) return unknown('input-missing', `connections from where the clients are. ${place.statement}`);
    const addresses = [...new Set(tests.map(({ address }) => address))].map((address) => {
      const own = tests.filter((item) => item.address === address);
      return { address, tests: own, instance: instanceOf(context, address, own) };
    });
    const faulty = addresses.filter(({ instance }) => instance.state === 'fail' || instance.state === 'warn');
    const untold = addresses.filter(({ instance }) => instance.state === 'unknown');
    if (faulty.length === 0 && untold.length > 0) {
      return unknown(
        'input-missing',
        ...untold.map((item) => `a connection to ${item.address}: ${describe(item.tests)}`),
      );
    }
    return {
      instances: addresses.map(({ instance }) => instance),
      findings: faulty.map((item) => draftOf(context, item.address, item.tests, place.statement)),
      confidence: 'measured',
      ...(faulty.length === 0 ? { proves: provenHops(context, tests) } : {}),
      statement: `${place.statement} ${addresses.map((item) => `${item.address}: ${describe(item.tests)}`).join('; ')}.`,
    };
  },
};

/** What let every flow of the clients through is proved with them; UDP was not tried. */
function provenHops(context: EndpointContext, tests: readonly ConnectionTest[]): readonly Hop[] {
  const { flows } = portPlan(context);
  const tried = flows.every(({ transport, port }) => transport === 'tcp' && tests.some((item) => item.port === port));
  return flows.length > 0 && tried ? ['network-acl', 'endpoint-security-group'] : [];
}

/** An address is judged as its zone, which is what the path's other hops are told apart by. */
function instanceOf(context: EndpointContext, address: string, tests: readonly ConnectionTest[]): Instance {
  const holder = holderOf(context, address);
  const zoneId = holder?.zoneId ?? context.zones.find(({ subnetId }) => subnetId === holder?.subnetId)?.zoneId;
  const telling = tests.filter(({ result }) => tellsOfPath(result));
  const connected = telling.filter(({ result }) => result === 'connected');
  const state =
    telling.length === 0
      ? 'unknown'
      : connected.length === telling.length
        ? 'pass'
        : connected.length > 0
          ? 'warn'
          : 'fail';
  return { ...(zoneId === undefined ? { resource: holder?.id ?? address } : { zoneId }), state };
}

function holderOf({ interfaces }: EndpointContext, address: string): EndpointContext['interfaces'][number] | undefined {
  return interfaces.find((item) => [...(item.privateIps ?? []), ...(item.ipv6Addresses ?? [])].includes(address));
}

function describe(tests: readonly ConnectionTest[]): string {
  return tests.map(({ port, result }) => `tcp/${port} ${WORDS[result]}`).join(', ');
}

const WORDS: Readonly<Record<ConnectionTest['result'], string>> = {
  connected: 'connected',
  refused: 'was refused',
  reset: 'was reset',
  'timed-out': 'timed out',
  unreachable: 'has no route on that machine',
  failed: 'could not be tried',
};

function draftOf(
  context: EndpointContext,
  address: string,
  tests: readonly ConnectionTest[],
  statement: string,
): Draft {
  const { endpoint, region } = context;
  const holder = holderOf(context, address)?.id ?? address;
  return {
    resource: holder,
    message: `${statement} ${address} of ${endpoint.id}: ${describe(tests)}.`,
    evidence: tests.map(({ port, result }) => evidence(holder, `${address} tcp/${port}`, result)),
    commands: [awsCommand('ec2 describe-vpc-endpoints', region, { 'vpc-endpoint-ids': endpoint.id }, READS_ONLY)],
  };
}
