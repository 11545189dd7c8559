import type { Snapshot } from '../../src/core/model/snapshot.ts';
import { addAwsEndpoint, addEndpoint, addGatewayEndpoint } from './endpoint.ts';
import {
  aclEntries,
  addGroup,
  addInterface,
  addNetworkAcl,
  addVpc,
  addWorkload,
  permission,
  type VpcWorld,
} from './network.ts';
import { addService } from './service.ts';
import { addScope, createWorld, snapshotOf, type Item, type ScopeWorld } from './world.ts';

/*
 * The estate that the product shows to someone without an AWS account: Larkspur, a retailer, and Meridian, who processes
 * its payments. Both companies, their accounts and everything in them are invented.
 */

const LARKSPUR = '111122223333';
const MERIDIAN = '444455556666';

const ORGANIZATION_ONLY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'OwnOrganizationOnly',
      Effect: 'Allow',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } },
    },
  ],
};

const team = (owner: string, environment = 'prod'): Record<string, string> => ({ owner, environment });

/** About two dozen endpoints and five services; most of them work, and each of the rest fails in its own way. */
export function sampleEstate(): Snapshot {
  const world = createWorld();
  const larkspur = addScope(world, { account: LARKSPUR, profiles: ['larkspur-prod'] });
  const meridian = addScope(world, { account: MERIDIAN, profiles: ['meridian-prod'] });
  const zones = ['use1-az1', 'use1-az2', 'use1-az4'];

  const payments = addVpc(meridian, { name: 'payments-prod', cidr: '10.60.0.0/16', zoneIds: zones });
  const platform = addVpc(meridian, { name: 'platform-prod', cidr: '10.70.0.0/16', zoneIds: zones.slice(0, 2) });
  const orders = addVpc(larkspur, { name: 'orders-prod', cidr: '10.20.0.0/16', zoneIds: zones.slice(0, 2) });
  const analytics = addVpc(larkspur, { name: 'analytics-prod', cidr: '10.30.0.0/16', zoneIds: zones.slice(0, 2) });
  const shared = addVpc(larkspur, {
    name: 'shared-services',
    cidr: '10.40.0.0/16',
    zoneIds: zones.slice(0, 2),
    // The fault of this VPC: its Systems Manager endpoints rely on private DNS, which needs DNS hostnames.
    dnsHostnames: false,
  });
  const batch = addVpc(larkspur, { name: 'batch-prod', cidr: '10.50.0.0/16', zoneIds: zones });

  const larkspurPrincipal = [`arn:aws:iam::${LARKSPUR}:root`];
  const paymentsApi = addService(meridian, payments, {
    name: 'payments-api',
    port: 443,
    targetPort: 8443,
    principals: larkspurPrincipal,
    privateDnsName: 'api.meridian.example',
    admits: ['10.0.0.0/8'],
    tags: team('team-payments'),
  });
  const fraud = addService(meridian, payments, {
    name: 'fraud-scoring',
    port: 443,
    targetPort: 9000,
    principals: larkspurPrincipal,
    tags: team('team-fraud'),
  });
  // One zone lost its only task, and cross-zone balancing is off.
  health(fraud.targetHealth, 1, 'unhealthy', 'Target.FailedHealthChecks', 'Health checks failed');
  const statements = addService(meridian, payments, {
    name: 'statements-export',
    port: 443,
    targetPort: 8080,
    principals: larkspurPrincipal,
    crossZone: true,
    tags: team('team-ledger'),
  });
  statements.targetHealth.forEach((_, index) => {
    health(statements.targetHealth, index, 'unhealthy', 'Target.Timeout', 'Request timed out');
  });
  // Its load balancer's group knows the office network only, and is enforced on PrivateLink traffic.
  const ledger = addService(meridian, payments, {
    name: 'ledger-query',
    port: 5432,
    principals: larkspurPrincipal,
    admits: ['192.168.40.0/24'],
    notifies: [],
    tags: team('team-ledger'),
  });
  // Published to the world, and nobody asks who comes.
  const catalog = addService(larkspur, orders, {
    name: 'catalog-search',
    port: 443,
    targetPort: 8080,
    acceptanceRequired: false,
    principals: ['*'],
    tags: team('team-catalog'),
  });

  addOrders(larkspur, orders, { paymentsApi, fraud, statements });
  addAnalytics(larkspur, analytics, { paymentsApi, ledger });
  addShared(larkspur, shared);
  addBatch(larkspur, batch, paymentsApi);
  addMeridianPlatform(meridian, platform, catalog);
  return snapshotOf(world);
}

type Service = ReturnType<typeof addService>;

function addOrders(
  scope: ScopeWorld,
  vpc: VpcWorld,
  services: { paymentsApi: Service; fraud: Service; statements: Service },
): void {
  const workload = addWorkload(scope, vpc, 'orders-api');
  const groupIds = [
    addGroup(scope, vpc.id, 'orders-endpoints', 'Endpoints of orders', [permission(443, workload, vpc.cidr)]),
  ];
  const tags = team('team-orders');
  addEndpoint(scope, vpc, services.paymentsApi, { name: 'payments-api', groupIds, privateDns: true, tags });
  addEndpoint(scope, vpc, services.fraud, { name: 'fraud-scoring', groupIds, tags });
  addEndpoint(scope, vpc, services.statements, { name: 'statements-export', groupIds, tags });
  const platform = { groupIds, policy: ORGANIZATION_ONLY, tags: team('team-platform') };
  for (const service of ['ecr.api', 'ecr.dkr', 'logs', 'sts']) {
    addAwsEndpoint(scope, vpc, service, { name: `orders-${service.replace('.', '-')}`, ...platform });
  }
  // Written for a PostgreSQL endpoint and reused: the port is wrong for Secrets Manager.
  const wrongPort = addGroup(scope, vpc.id, 'orders-secrets', 'Secrets for orders', [permission(5432, vpc.cidr)]);
  addAwsEndpoint(scope, vpc, 'secretsmanager', { ...platform, name: 'orders-secretsmanager', groupIds: [wrongPort] });
  const gateway = { policy: ORGANIZATION_ONLY, tags: team('team-platform') };
  addGatewayEndpoint(scope, vpc, 's3', { name: 'orders-s3', routeTables: [vpc.routeTable], ...gateway });
  addGatewayEndpoint(scope, vpc, 'dynamodb', { name: 'orders-dynamodb', routeTables: [], ...gateway });
}

function addAnalytics(scope: ScopeWorld, vpc: VpcWorld, services: { paymentsApi: Service; ledger: Service }): void {
  const workload = addWorkload(scope, vpc, 'warehouse-loader');
  const tags = team('team-analytics');
  const https = addGroup(scope, vpc.id, 'analytics-endpoints', 'HTTPS endpoints', [
    permission(443, workload, vpc.cidr),
  ]);
  const postgres = addGroup(scope, vpc.id, 'ledger-clients', 'Ledger endpoint', [permission(5432, workload)]);
  addEndpoint(scope, vpc, services.ledger, { name: 'ledger-query', groupIds: [postgres], tags });
  addEndpoint(scope, vpc, services.paymentsApi, {
    name: 'payments-reports',
    groupIds: [https],
    state: 'pendingAcceptance',
    created: '2026-02-26T16:20:00.000Z',
    tags,
  });
  for (const service of ['athena', 'glue']) {
    addAwsEndpoint(scope, vpc, service, { name: `analytics-${service}`, groupIds: [https], tags });
  }
  addGatewayEndpoint(scope, vpc, 's3', {
    name: 'analytics-s3',
    routeTables: [vpc.routeTable],
    policy: ORGANIZATION_ONLY,
    tags,
  });
}

function addShared(scope: ScopeWorld, vpc: VpcWorld): void {
  const workload = addWorkload(scope, vpc, 'bastion');
  const groupIds = [addGroup(scope, vpc.id, 'ssm-endpoints', 'Systems Manager', [permission(443, workload, vpc.cidr)])];
  for (const service of ['ssm', 'ssmmessages', 'ec2messages']) {
    addAwsEndpoint(scope, vpc, service, { name: `shared-${service}`, groupIds, tags: team('team-platform') });
  }
}

function addBatch(scope: ScopeWorld, vpc: VpcWorld, paymentsApi: Service): void {
  const workload = addGroup(scope, vpc.id, 'settlement-job', 'Nightly settlement', []);
  const [first, second, third] = vpc.subnets;
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('batch-prod has three subnets');
  for (const subnet of [first, second]) {
    addInterface(scope, vpc, subnet, {
      host: 20,
      groupIds: [workload],
      description: 'settlement-job task',
      name: 'settlement-job',
    });
  }
  const groupIds = [addGroup(scope, vpc.id, 'batch-endpoints', 'Endpoints of batch', [permission(443, vpc.cidr)])];
  addAwsEndpoint(scope, vpc, 'sqs', { name: 'batch-sqs', groupIds, subnets: [third], tags: team('team-batch') });
  addEndpoint(scope, vpc, paymentsApi, {
    name: 'payments-settlement',
    groupIds,
    subnets: [first, second],
    state: 'rejected',
    created: '2026-01-19T07:45:00.000Z',
    tags: team('team-batch'),
  });
  // A hardened ACL that lets replies in, but nobody who asks.
  addNetworkAcl(scope, vpc, [third], {
    name: 'hardened',
    entries: [...aclEntries(false, { number: 100, from: 1024, to: 65535 }), ...aclEntries(true, { number: 100 })],
  });
}

function addMeridianPlatform(scope: ScopeWorld, vpc: VpcWorld, catalog: Service): void {
  const workload = addWorkload(scope, vpc, 'risk-engine');
  const groupIds = [addGroup(scope, vpc.id, 'platform-endpoints', 'Endpoints', [permission(443, workload, vpc.cidr)])];
  const tags = team('team-platform');
  addEndpoint(scope, vpc, catalog, { name: 'larkspur-catalog', groupIds, tags });
  for (const service of ['ecr.api', 'ecr.dkr', 'logs']) {
    const name = `platform-${service.replace('.', '-')}`;
    addAwsEndpoint(scope, vpc, service, { name, groupIds, policy: ORGANIZATION_ONLY, tags });
  }
  addAwsEndpoint(scope, vpc, 'kms', { name: 'platform-kms', groupIds, subnets: vpc.subnets.slice(0, 1), tags });
  addGatewayEndpoint(scope, vpc, 's3', {
    name: 'platform-s3',
    routeTables: [vpc.routeTable],
    policy: ORGANIZATION_ONLY,
    tags,
  });
}

function health(targets: Item[], index: number, State: string, Reason: string, Description: string): void {
  const target = targets[index];
  if (target !== undefined) target['TargetHealth'] = { State, Reason, Description };
}
