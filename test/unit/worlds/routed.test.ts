import { describe, expect, it } from 'vitest';
import type { SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { sound } from '../../worlds/broken/faults.ts';
import type { HealthyEstate } from '../../worlds/healthy.ts';
import {
  addRoute,
  centralEstate,
  dropRoute,
  OFFICE,
  officeEstate,
  peeredEstate,
  transitEstate,
  type PeeredEstate,
  type RoutedEstate,
} from '../../worlds/routed.ts';
import { awsId, textOf, type Item } from '../../worlds/world.ts';
import { diagnoseWorld } from './diagnose-world.ts';

/** What is said of an estate's subject, asked as the command line would. */
function diagnosed<E extends HealthyEstate>(
  base: () => E,
  args: (estate: E) => readonly string[],
  subject?: (estate: E) => string,
): SubjectDiagnosis {
  const world = sound('no rule', { what: '', base });
  const estate = base();
  const found = diagnoseWorld({ ...world, args: args(estate), subject: subject?.(estate) ?? estate.endpoint.id });
  if (found === undefined) throw new Error('The world has no such subject');
  return found;
}

function open(subject: SubjectDiagnosis): readonly string[] {
  return subject.hops
    .filter(({ state }) => state !== 'pass' && state !== 'not-applicable')
    .map(({ hop, state, statement }) => `${hop} ${state}: ${statement}`);
}

function loud(subject: SubjectDiagnosis): readonly string[] {
  return subject.findings
    .filter(({ severity }) => severity !== 'low' && severity !== 'info')
    .map(({ rule, message }) => `${rule}: ${message}`);
}

describe('a client in a peered VPC that uses the endpoint’s own name', () => {
  it.each([
    ['a network interface’s address', ({ spoke }: PeeredEstate) => spoke.subnets[0]?.address(20) ?? ''],
    ['a subnet', ({ spoke }: PeeredEstate) => spoke.subnets[1]?.id ?? ''],
    ['the whole VPC', ({ spoke }: PeeredEstate) => spoke.cidr],
  ])('%s: every applicable hop passes', (_, source) => {
    const subject = diagnosed(peeredEstate, (estate) => ['--source', source(estate), '--name', estate.ownName]);
    // Which network ACL and groups a whole VPC has is not one answer.
    const isWhole = source(peeredEstate()).endsWith('/16');
    expect(open(subject).filter((line) => !isWhole || !line.startsWith('source'))).toEqual([]);
    expect(loud(subject)).toEqual([]);
    expect(subject.verdict).toBe(isWhole ? 'unknown' : 'healthy');
  });

  it('a gateway endpoint does not serve it, and what is to be done is done in the client’s VPC', () => {
    const { spoke } = peeredEstate();
    const subject = diagnosed(
      peeredEstate,
      () => ['--source', spoke.subnets[0]?.id ?? ''],
      ({ gateway }) => gateway.id,
    );
    const commands = subject.findings.find(({ rule }) => rule === 'PL-RT-005')?.commands.map(({ command }) => command);
    expect(commands).toEqual([
      expect.stringMatching(new RegExp(`create-vpc-endpoint .*--vpc-id ${spoke.id} --vpc-endpoint-type Gateway`)),
      expect.stringContaining(`describe-vpc-endpoints`),
    ]);
    expect(commands?.[1]).toContain(spoke.id);
  });

  it('says over what', () => {
    const estate = peeredEstate();
    const subject = diagnosed(peeredEstate, ({ spoke, ownName }) => [
      ...['--source', spoke.subnets[0]?.id ?? '', '--name', ownName],
    ]);
    const source = subject.hops.find(({ hop }) => hop === 'source');
    expect(source?.statement).toContain(textOf(estate.peering, 'VpcPeeringConnectionId'));
  });

  it('with private DNS and no name, only the names are unknown', () => {
    const subject = diagnosed(peeredEstate, ({ spoke }) => ['--source', spoke.subnets[0]?.id ?? '']);
    expect(open(subject)).toEqual([expect.stringMatching(/^dns unknown: .*payments\.example\.com.*public DNS/)]);
    expect([subject.verdict, loud(subject)]).toEqual(['unknown', []]);
  });
});

describe('a client over a transit gateway', () => {
  it('is healthy where its routes, attachments and tables were read', () => {
    const subject = diagnosed(transitEstate, ({ spoke, ownName }) => [
      ...['--source', spoke.subnets[0]?.address(20) ?? '', '--name', ownName],
    ]);
    expect(open(subject)).toEqual([]);
    expect([subject.verdict, loud(subject)]).toEqual(['healthy', []]);
  });

  it('reaches an endpoint for all by the name that a private zone gives it', () => {
    const subject = diagnosed(
      centralEstate,
      ({ spoke, sharedName }) => ['--source', spoke.subnets[0]?.address(20) ?? '', '--name', sharedName],
      ({ central }) => central.id,
    );
    expect(open(subject)).toEqual([]);
    expect([subject.verdict, loud(subject)]).toEqual(['healthy', []]);
  });
});

describe('what is lost on the way', () => {
  const fromTask = ({ spoke, ownName }: RoutedEstate): readonly string[] => [
    ...['--source', spoke.subnets[0]?.address(20) ?? '', '--name', ownName],
  ];

  /** What is said of an estate in which something was changed. */
  function changed<E extends RoutedEstate>(base: () => E, change: (estate: E) => void): SubjectDiagnosis {
    return diagnosed(() => {
      const estate = base();
      change(estate);
      return estate;
    }, fromTask);
  }

  const stateOf = (subject: SubjectDiagnosis, hop: string) => subject.hops.find((item) => item.hop === hop);
  const fixes = (subject: SubjectDiagnosis): string =>
    subject.findings
      .filter(({ rule }) => rule === 'PL-NET-006')
      .flatMap(({ commands }) => commands.map(({ command }) => command))
      .join('\n');

  it('a static route of the transit gateway goes before a propagated one', () => {
    const subject = changed(transitEstate, ({ transitRoutes, consumerVpc }) => {
      transitRoutes.push({ DestinationCidrBlock: consumerVpc.cidr, Type: 'static', State: 'blackhole' });
    });
    expect(subject).toMatchObject({ verdict: 'broken', rootCause: { rule: 'PL-NET-006' } });
  });

  /** What is told of packets that the transit gateway loses: where, by what, and what is to be done. */
  const told = (subject: SubjectDiagnosis) => {
    const [finding] = subject.findings.filter(({ rule }) => rule === 'PL-NET-006');
    const [seen] = finding?.evidence ?? [];
    return { resource: finding?.resource, seen, fix: finding?.fix, command: finding?.commands[0]?.command };
  };
  const TABLE = awsId('tgw-rtb', '111122223333');

  it('a blackhole of the transit gateway’s own table is what is shown', () => {
    const subject = changed(transitEstate, ({ transitRoutes }) => {
      transitRoutes.push({ DestinationCidrBlock: '10.20.96.0/20', Type: 'static', State: 'blackhole' });
    });
    expect(told(subject)).toEqual({
      resource: TABLE,
      seen: { resource: TABLE, field: 'Routes', value: '10.20.96.0/20 static blackhole' },
      fix: `Delete the route 10.20.96.0/20 of ${TABLE}, or replace it with one to the other VPC’s attachment.`,
      command: `aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id ${TABLE} --filters Name=state,Values=blackhole --region us-east-1`,
    });
  });

  it('a route that the transit gateway’s own table lacks is to be added there', () => {
    const subject = changed(transitEstate, ({ transitRoutes }) => {
      transitRoutes.splice(0, 1);
    });
    expect(told(subject)).toEqual({
      resource: TABLE,
      seen: { resource: TABLE, field: 'Routes', value: '10.30.0.0/16 propagated active' },
      fix: `Add the missing route to ${TABLE}: let the other VPC’s attachment propagate to it, or make a static route to that attachment.`,
      command: `aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id ${TABLE} --filters Name=state,Values=active,blackhole --region us-east-1`,
    });
  });

  it('an attachment without a table of the transit gateway is to get one', () => {
    const subject = changed(transitEstate, ({ associations }) => {
      associations.splice(1, 1);
    });
    const { seen, fix, command } = told(subject);
    expect(seen).toMatchObject({ field: 'Association', value: 'none' });
    expect(fix).toMatch(/^Associate tgw-attach-\w+ with a route table of tgw-\w+\.$/);
    expect(command).toMatch(
      /^aws ec2 describe-transit-gateway-route-tables --filters Name=transit-gateway-id,Values=tgw-/,
    );
  });

  it('inside the endpoint’s VPC the route that goes before the local one is deleted, or the local one gets its target back', () => {
    const gone = { NetworkInterfaceId: 'eni-0a1b2c3d4e5f60718', State: 'blackhole' };
    const fromOwn = (change: (estate: PeeredEstate) => void): string =>
      fixes(
        diagnosed(
          () => {
            const estate = peeredEstate();
            change(estate);
            return estate;
          },
          ({ consumerVpc }) => ['--source', consumerVpc.subnets[0]?.address(20) ?? ''],
        ),
      );
    const longer = fromOwn(({ consumerVpc, endpointSubnets }) => {
      addRoute(consumerVpc, endpointSubnets[0]?.cidr ?? '', gone);
    });
    expect(longer).toMatch(
      /^aws ec2 delete-route --route-table-id rtb-\w+ --destination-cidr-block 10\.20\.101\.0\/24 --region us-east-1$/,
    );
    const replaced = fromOwn(({ consumerVpc }) => {
      dropRoute(consumerVpc, consumerVpc.cidr);
      addRoute(consumerVpc, consumerVpc.cidr, gone);
    });
    expect(replaced.split('\n')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^aws ec2 replace-route --route-table-id rtb-\w+ --destination-cidr-block 10\.20\.0\.0\/16 --local-target --region us-east-1$/,
        ),
      ]),
    );
  });

  it('nothing, where each attachment has a table of its own with the way to the other', () => {
    const subject = changed(transitEstate, ({ consumer, transitRoutes, associations, gatewayId }) => {
      const id = awsId('tgw-rtb', 'of the endpoint’s VPC');
      consumer.tables['ec2:DescribeTransitGatewayRouteTables'].push({
        TransitGatewayRouteTableId: id,
        TransitGatewayId: gatewayId,
        State: 'available',
      });
      const params = { TransitGatewayRouteTableId: id };
      consumer.answers.push(
        { operation: 'ec2:SearchTransitGatewayRoutes', params, output: { Routes: transitRoutes.splice(1, 1) } },
        {
          operation: 'ec2:GetTransitGatewayRouteTableAssociations',
          params,
          output: { Associations: associations.splice(0, 1) },
        },
      );
    });
    expect(open(subject)).toEqual([]);
  });

  it('nobody knows, where the table of the attachment’s subnets is not in the listing', () => {
    const subject = changed(transitEstate, ({ consumerVpc }) => {
      const own = consumerVpc.subnets.map(({ id }) => id);
      consumerVpc.routeTable['Associations'] = (consumerVpc.routeTable['Associations'] as Item[]).filter(
        (item) => item['Main'] !== true && !own.includes(textOf(item, 'SubnetId')),
      );
    });
    expect(stateOf(subject, 'source')).toMatchObject({ state: 'unknown' });
  });

  it('a route is offered where the table has none, or one to the internet', () => {
    const without = changed(peeredEstate, ({ spoke, consumerVpc }) => {
      dropRoute(spoke, consumerVpc.cidr);
    });
    expect(fixes(without)).toContain('ec2 create-route');
    const out = changed(peeredEstate, ({ spoke, consumerVpc }) => {
      dropRoute(spoke, consumerVpc.cidr);
      addRoute(spoke, '0.0.0.0/0', { GatewayId: 'igw-0a1b2c3d4e5f60718' });
    });
    expect(fixes(out)).toContain('ec2 create-route');
    const lost = changed(peeredEstate, ({ spoke, consumerVpc, peering }) => {
      dropRoute(spoke, consumerVpc.cidr);
      addRoute(spoke, consumerVpc.cidr, {
        VpcPeeringConnectionId: textOf(peering, 'VpcPeeringConnectionId'),
        State: 'blackhole',
      });
    });
    expect(lost.findings.map(({ rule }) => rule)).toContain('PL-NET-006');
    expect(fixes(lost)).not.toContain('ec2 create-route');
  });

  it('what must be read is named: the listing of peerings, or the one that is not in it', () => {
    const missing = changed(peeredEstate, ({ consumer }) => {
      consumer.tables['ec2:DescribeVpcPeeringConnections'].splice(0);
    });
    expect(stateOf(missing, 'source')?.statement).toContain('in the listing of peerings');
  });
});

describe('a client in the office', () => {
  it('is unknown at its own network and names, and at nothing else', () => {
    const subject = diagnosed(officeEstate, () => ['--source', OFFICE]);
    expect(open(subject)).toEqual([
      expect.stringMatching(/^dns unknown: .*DNS servers in the network of 192\.168\.40\.7/),
      expect.stringMatching(/^source unknown: .*behind vgw-0a1b2c3d4e5f60718/),
    ]);
    expect([subject.verdict, loud(subject)]).toEqual(['unknown', []]);
  });
});
