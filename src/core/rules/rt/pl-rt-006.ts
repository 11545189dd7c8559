import { evidence, type EndpointContext } from '../../context.ts';
import { awsCommand } from '../command.ts';
import { givenName } from '../dns/names.ts';
import { ENDPOINT } from '../requirements.ts';
import { LIFECYCLE, malformed, pass, PRIVATELINK_DOCS, type EndpointRule } from '../rule.ts';
import { clientSubnets, type ClientSubnet } from './way-out.ts';

/** PL-RT-006: the bucket or table that clients use is in another Region than the endpoint. */
export const plRt006: EndpointRule = {
  id: 'PL-RT-006',
  title: 'A bucket or table of another Region does not use the gateway endpoint',
  hop: 'route-table',
  side: 'consumer',
  appliesTo: ['Gateway'],
  owner: 'consumer',
  effect: 'breaks',
  severity: 'high',
  confidence: 'deterministic',
  requires: [ENDPOINT, { operation: 'ec2:DescribeRouteTables', about: ({ vpcId }) => [{ 'vpc-id': vpcId }] }],
  alsoReads: ['ec2:DescribeNetworkInterfaces'],
  suppressedBy: [...LIFECYCLE, 'PL-RT-001', 'PL-RT-003', 'PL-RT-005'],
  docs: [`${PRIVATELINK_DOCS}vpc-endpoints-s3.html`, `${PRIVATELINK_DOCS}vpc-endpoints-ddb.html`],
  condition:
    'The name that clients use (`--name`), or the resource that they call (`--resource`), names another Region than the endpoint’s. Subnets without a default route cannot reach it at all; the others go out by it.',
  why: 'The prefix list of a gateway endpoint holds the service’s addresses in its own Region alone: what is for another Region takes the table’s other routes, past the endpoint and its policy.',
  fix: 'Use a bucket or table in this Region, give the subnets a way out, or use an interface endpoint of the other Region.',
  examples: {
    bad: '--name invoices.s3.eu-west-1.amazonaws.com, endpoint in us-east-1',
    good: '--name invoices.s3.us-east-1.amazonaws.com, endpoint in us-east-1',
  },
  check: (context) => {
    const { endpoint, region, options } = context;
    if (endpoint.serviceName === undefined) return malformed('ServiceName');
    const service = endpoint.serviceName.split('.').at(-1) ?? '';
    const asked = regionOfName(service, givenName(context)) ?? regionOfArn(service, options.call?.resource);
    if (asked === undefined) return 'not-applicable';
    if (asked === region) return pass(`${asked} is the endpoint’s own Region.`);
    const subnets = clientSubnets(context, 4);
    if ('gap' in subnets) return subnets;
    const isolated = subnets.filter(({ hasWayOut }) => !hasWayOut);
    const told = evidence(options.name === undefined ? '--resource' : '--name', 'Region', asked);
    if (isolated.length === 0) {
      return {
        instances: [],
        findings: [
          {
            resource: endpoint.id,
            effect: 'hygiene',
            severity: 'low',
            message: `What is for ${asked} does not take ${endpoint.id}, which serves ${region}: it leaves by the default route, and the endpoint’s policy is not asked.`,
            evidence: [told],
            commands: [],
          },
        ],
      };
    }
    return {
      // The client that was named is judged by itself, whatever other subnets have.
      instances: subnets.map(({ id, hasWayOut }) => ({
        resource: options.source ?? id,
        state: hasWayOut ? 'pass' : 'fail',
      })),
      findings: [
        {
          resource: endpoint.id,
          message: `What is for ${asked} does not take ${endpoint.id}, which serves ${region}, and ${isolated.map(({ id }) => id).join(', ')} ${isolated.length === 1 ? 'has' : 'have'} no default route: its clients cannot reach it.`,
          evidence: [
            told,
            ...isolated.map(({ id, table }) => evidence(table.id, 'Routes', `no default route for ${id}`)),
          ],
          commands: routeCommands(context, isolated),
        },
      ],
    };
  },
};

/** `bucket.s3.eu-west-1.amazonaws.com`, `s3.dualstack.eu-west-1.amazonaws.com`, `dynamodb.eu-west-1.amazonaws.com`. */
function regionOfName(service: string, name: string | undefined): string | undefined {
  const [, found, region] =
    /(?:^|\.)(s3|dynamodb)[.-](?:dualstack\.)?([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/.exec(name ?? '') ??
    [];
  return found === service ? region : undefined;
}

/** The Region in the ARN of a table or an access point; a bucket's has none. */
function regionOfArn(service: string, arn: string | undefined): string | undefined {
  const [, , found, region] = (arn ?? '').split(':');
  return found === service && region !== undefined && /^[a-z]{2}-/.test(region) ? region : undefined;
}

function routeCommands(
  { region }: EndpointContext,
  isolated: readonly ClientSubnet[],
): ReturnType<typeof awsCommand>[] {
  return [...new Set(isolated.map(({ table }) => table.id))].map((table) =>
    awsCommand(
      'ec2 create-route',
      region,
      { 'route-table-id': table, 'destination-cidr-block': '0.0.0.0/0', 'nat-gateway-id': 'NAT_ID' },
      'every subnet that uses the table gets a way out; NAT gateways are charged by the hour and gigabyte',
    ),
  );
}
