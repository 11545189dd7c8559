import { text, texts, objects } from '../../core/model/read.ts';
import type { JsonObject } from '../../core/model/json.ts';
import type { SnapshotCall } from '../../core/model/snapshot.ts';
import { OPERATIONS, type Operation } from '../operations.ts';
import { chunks, itemsOf, unique, type Reader } from './reader.ts';

/*
 * The load balancers behind the account's own services, and no others: ELB's request budget is small, and shared with
 * everyone else in the account.
 */

/** DescribeTags takes at most 20 ARNs. */
const TAGGED_ARNS = 20;

/** What is asked of each Network Load Balancer's listeners, and of what these name. */
const PER_LISTENER = [OPERATIONS.listenerAttributes, OPERATIONS.listenerCertificates, OPERATIONS.certificate];
/** What is asked of an Application Load Balancer, which is known as a target only. */
const PER_APPLICATION = [OPERATIONS.listeners, OPERATIONS.listenerRules];

/** The ARNs of a service configuration's load balancers. */
export function loadBalancersOf(services: readonly JsonObject[]): readonly string[] {
  return unique(
    services.flatMap((service) => [
      ...(texts(service, 'NetworkLoadBalancerArns') ?? []),
      ...(texts(service, 'GatewayLoadBalancerArns') ?? []),
    ]),
  );
}

/** The load balancers of all services that exist; what depends on them is entered as not asked when that is not known. */
async function allBehindServices(reader: Reader, dependent: readonly Operation[]): Promise<readonly string[]> {
  const [services, balancers] = await Promise.all([
    reader.ask(OPERATIONS.serviceConfigurations),
    reader.ask(OPERATIONS.loadBalancers),
  ]);
  if (!services.complete || !balancers.complete) dependent.forEach(reader.notAsked);
  const behind = new Set(loadBalancersOf(itemsOf([services], 'ServiceConfigurations')));
  return arnsOf([balancers]).filter((arn) => behind.has(arn));
}

/** The target groups of all services' load balancers, as AWS answers them. */
async function allGroupsBehindServices(
  reader: Reader,
  dependent: readonly Operation[],
): Promise<readonly JsonObject[]> {
  const [services, groups] = await Promise.all([
    reader.ask(OPERATIONS.serviceConfigurations),
    reader.ask(OPERATIONS.targetGroups),
  ]);
  if (!services.complete || !groups.complete) dependent.forEach(reader.notAsked);
  const behind = new Set(loadBalancersOf(itemsOf([services], 'ServiceConfigurations')));
  return itemsOf([groups], 'TargetGroups').filter((group) =>
    (texts(group, 'LoadBalancerArns') ?? []).some((arn) => behind.has(arn)),
  );
}

/** The listeners of all services' load balancers. */
export async function readListeners(reader: Reader): Promise<void> {
  const arns = await allBehindServices(reader, [OPERATIONS.listeners, OPERATIONS.loadBalancerAttributes]);
  await Promise.all(arns.map((arn) => reader.ask(OPERATIONS.listeners, { LoadBalancerArn: arn })));
}

/** Attributes of all services' load balancers, listeners and target groups, and the health of every target. */
export async function readTargetGroups(reader: Reader): Promise<void> {
  const perGroup = [OPERATIONS.targetHealth, OPERATIONS.targetGroupAttributes, ...PER_APPLICATION];
  const [groups, arns] = await Promise.all([
    allGroupsBehindServices(reader, perGroup),
    allBehindServices(reader, [OPERATIONS.loadBalancerAttributes, ...PER_LISTENER]),
  ]);
  await Promise.all([readGroups(reader, groups), ...arns.map((arn) => readLoadBalancer(reader, arn))]);
}

/** The health and the attributes of target groups, and what is behind those that are an Application Load Balancer. */
export async function readGroups(reader: Reader, groups: readonly JsonObject[]): Promise<void> {
  await Promise.all(
    groups.map(async (group) => {
      const arn = text(group, 'TargetGroupArn');
      if (arn === undefined) return;
      const [health] = await Promise.all([
        reader.ask(OPERATIONS.targetHealth, { TargetGroupArn: arn }),
        reader.ask(OPERATIONS.targetGroupAttributes, { TargetGroupArn: arn }),
      ]);
      if (text(group, 'TargetType') === 'alb') await readApplicationLoadBalancers(reader, health);
    }),
  );
}

async function readApplicationLoadBalancers(reader: Reader, health: SnapshotCall): Promise<void> {
  if (!health.complete) PER_APPLICATION.forEach(reader.notAsked);
  const targets = itemsOf([health], 'TargetHealthDescriptions').map((item) =>
    objects({ Target: [item['Target'] ?? null] }, 'Target'),
  );
  const arns = unique(targets.flatMap((target) => (target ?? []).flatMap((item) => text(item, 'Id') ?? [])));
  await Promise.all([
    reader.askAbout(OPERATIONS.loadBalancers, 'LoadBalancerArns', arns),
    ...arns.map(async (arn) => {
      const listeners = await reader.ask(OPERATIONS.listeners, { LoadBalancerArn: arn });
      if (!listeners.complete) reader.notAsked(OPERATIONS.listenerRules);
      await Promise.all(
        listenerArns(listeners).map((listener) => reader.ask(OPERATIONS.listenerRules, { ListenerArn: listener })),
      );
    }),
  ]);
}

/** A load balancer's attributes, its listeners and theirs. */
export async function readLoadBalancer(reader: Reader, arn: string): Promise<void> {
  await Promise.all([
    reader.ask(OPERATIONS.loadBalancerAttributes, { LoadBalancerArn: arn }),
    reader.ask(OPERATIONS.listeners, { LoadBalancerArn: arn }).then((row) => {
      if (!row.complete) PER_LISTENER.forEach(reader.notAsked);
      return Promise.all([
        ...listenerArns(row).map((listener) => reader.ask(OPERATIONS.listenerAttributes, { ListenerArn: listener })),
        readListenerCertificates(reader, row),
      ]);
    }),
  ]);
}

/** Only TLS listeners have certificates. */
async function readListenerCertificates(reader: Reader, listeners: SnapshotCall): Promise<void> {
  const secure = itemsOf([listeners], 'Listeners').filter((item) =>
    ['TLS', 'HTTPS'].includes(text(item, 'Protocol') ?? ''),
  );
  await Promise.all(
    secure.map(async (listener) => {
      const arn = text(listener, 'ListenerArn');
      if (arn === undefined) return;
      const row = await reader.ask(OPERATIONS.listenerCertificates, { ListenerArn: arn });
      if (!row.complete) reader.notAsked(OPERATIONS.certificate);
      const certificates = [...(objects(listener, 'Certificates') ?? []), ...itemsOf([row], 'Certificates')].flatMap(
        (item) => text(item, 'CertificateArn') ?? [],
      );
      // A listener may also carry a certificate that was uploaded to IAM, which ACM does not know.
      const issued = unique(certificates).filter((one) => one.split(':')[2] === 'acm');
      await Promise.all(issued.map((one) => reader.ask(OPERATIONS.certificate, { CertificateArn: one })));
    }),
  );
}

/** The tags of all services' load balancers and target groups. */
export async function readLoadBalancerTags(reader: Reader): Promise<void> {
  const [groups, arns] = await Promise.all([
    allGroupsBehindServices(reader, [OPERATIONS.loadBalancerTags]),
    allBehindServices(reader, [OPERATIONS.loadBalancerTags]),
  ]);
  await readTags(reader, [...arns, ...groups.flatMap((group) => text(group, 'TargetGroupArn') ?? [])]);
}

/** The tags of load balancers and target groups, twenty at a time. */
export async function readTags(reader: Reader, arns: readonly string[]): Promise<void> {
  await Promise.all(
    chunks(unique(arns), TAGGED_ARNS).map((some) => reader.ask(OPERATIONS.loadBalancerTags, { ResourceArns: some })),
  );
}

function arnsOf(rows: readonly SnapshotCall[]): readonly string[] {
  return unique(itemsOf(rows, 'LoadBalancers').flatMap((item) => text(item, 'LoadBalancerArn') ?? []));
}

function listenerArns(row: SnapshotCall): readonly string[] {
  return unique(itemsOf([row], 'Listeners').flatMap((item) => text(item, 'ListenerArn') ?? []));
}
