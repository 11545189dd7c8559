import type { Diagnosis, Verdict } from '../diagnosis.ts';
import type { Inventory } from '../model/inventory.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import type { ResourceBase } from '../resources/kind.ts';
import type { VpcEndpoint } from '../resources/vpc-endpoint.ts';
import { worstSeverity, type Severity } from '../severity.ts';

/* Which endpoints and services a picture is about. */

/** What a filter asks; what it leaves out, everything passes. */
export interface GraphFilter {
  readonly verdicts?: readonly Verdict[];
  /** By the gravest finding. */
  readonly severities?: readonly Severity[];
  /** `Interface`, `Gateway`, …; `service` for endpoint services. */
  readonly types?: readonly string[];
  readonly vpcs?: readonly string[];
  /** `key`, or `key=value`. */
  readonly tag?: string;
}

/** What there is to filter by. */
export interface Facets {
  readonly types: readonly string[];
  readonly vpcs: readonly { readonly id: string; readonly name?: string }[];
  readonly tagKeys: readonly string[];
}

/** True for a filter that lets everything pass. */
export function isEmptyFilter({ verdicts, severities, types, vpcs, tag }: GraphFilter): boolean {
  return [verdicts, severities, types, vpcs].every((wanted) => wanted === undefined || wanted.length === 0) && !tag;
}

/** The ids of the endpoints and services that pass. Without a diagnosis every verdict is unknown. */
export function matchingSubjects(
  inventory: Inventory,
  diagnosis: Diagnosis | undefined,
  filter: GraphFilter,
): ReadonlySet<string> {
  const judged = new Map((diagnosis?.subjects ?? []).map((subject) => [subject.id, subject]));
  const passes = (item: VpcEndpoint | EndpointService, type: string, vpcs: readonly string[]): boolean => {
    const subject = judged.get(item.id);
    const severity = worstSeverity(subject?.findings ?? []);
    return (
      isWanted(filter.verdicts, [subject?.verdict ?? 'unknown']) &&
      isWanted(filter.severities, severity === undefined ? [] : [severity]) &&
      isWanted(filter.types, [type]) &&
      isWanted(filter.vpcs, vpcs) &&
      hasTag(item, filter.tag)
    );
  };
  return new Set([
    ...[...inventory.endpoints.values()]
      .filter((item) => passes(item, item.type ?? 'unknown', item.vpcId === undefined ? [] : [item.vpcId]))
      .map(({ id }) => id),
    ...[...inventory.services.values()]
      .filter((item) => passes(item, SERVICE, vpcsOfService(inventory, item)))
      .map(({ id }) => id),
  ]);
}

const SERVICE = 'service';

function isWanted<T>(wanted: readonly T[] | undefined, found: readonly T[]): boolean {
  return wanted === undefined || wanted.length === 0 || found.some((item) => wanted.includes(item));
}

function hasTag({ tags }: ResourceBase, wanted: string | undefined): boolean {
  if (wanted === undefined || wanted === '') return true;
  const at = wanted.indexOf('=');
  const key = at < 0 ? wanted : wanted.slice(0, at);
  return Object.hasOwn(tags, key) && (at < 0 || tags[key] === wanted.slice(at + 1));
}

/** Where a service's load balancers stand. */
function vpcsOfService(inventory: Inventory, service: EndpointService): readonly string[] {
  const arns = [...(service.networkLoadBalancerArns ?? []), ...(service.gatewayLoadBalancerArns ?? [])];
  return arns.flatMap((arn) => inventory.loadBalancers.get(arn)?.vpcId ?? []);
}

/** What the endpoints and services that were read differ in. */
export function facetsOf(inventory: Inventory): Facets {
  const endpoints = [...inventory.endpoints.values()];
  const services = [...inventory.services.values()];
  const vpcs = new Set([
    ...endpoints.flatMap((item) => item.vpcId ?? []),
    ...services.flatMap((item) => vpcsOfService(inventory, item)),
  ]);
  return {
    types: [
      ...new Set([...endpoints.flatMap((item) => item.type ?? []), ...(services.length === 0 ? [] : [SERVICE])]),
    ].sort(),
    vpcs: [...vpcs].sort().map((id) => {
      const name = inventory.vpcs.get(id)?.name;
      return name === undefined ? { id } : { id, name };
    }),
    tagKeys: [...new Set([...endpoints, ...services].flatMap((item) => Object.keys(item.tags)))].sort(),
  };
}
