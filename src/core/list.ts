import type { Inventory } from './model/inventory.ts';

/** A row of `privatelink list`: an endpoint, or a service as its provider sees it. */
export interface ListRow {
  readonly id: string;
  readonly kind: 'endpoint' | 'service';
  readonly type: string;
  /** Empty when it has none. */
  readonly name: string;
  readonly state: string;
  readonly service: string;
  readonly account: string;
  readonly region: string;
  /** Empty for a service. */
  readonly vpc: string;
}

/** Endpoints, then services, each by account, Region and id. */
export function listRows(inventory: Inventory): readonly ListRow[] {
  const endpoints = [...inventory.endpoints.values()].map((endpoint): ListRow => ({
    id: endpoint.id,
    kind: 'endpoint',
    type: endpoint.type ?? '',
    name: endpoint.name ?? '',
    state: endpoint.state ?? '',
    service: endpoint.serviceName ?? endpoint.resourceConfigurationArn ?? endpoint.serviceNetworkArn ?? '',
    account: endpoint.account,
    region: endpoint.region,
    vpc: endpoint.vpcId ?? '',
  }));
  const services = [...inventory.services.values()].map((service): ListRow => ({
    id: service.id,
    kind: 'service',
    type: service.types?.join(', ') ?? '',
    name: service.name ?? '',
    state: service.state ?? '',
    service: service.serviceName ?? '',
    account: service.account,
    region: service.region,
    vpc: '',
  }));
  return [...endpoints.sort(byPlace), ...services.sort(byPlace)];
}

function byPlace(a: ListRow, b: ListRow): number {
  const left = `${a.account} ${a.region} ${a.id}`;
  const right = `${b.account} ${b.region} ${b.id}`;
  return left < right ? -1 : left > right ? 1 : 0;
}
