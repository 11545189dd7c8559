import { consumerPath, endpointContext, type EndpointContext } from '../context.ts';
import type { DiagnoseOptions } from '../diagnosis.ts';
import { buildLookup } from '../lookup.ts';
import { AppError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import { portPlan } from '../ports.ts';
import { givenName, ownNames, privateNames } from '../rules/dns/names.ts';
import type { EndpointService } from '../resources/endpoint-service.ts';
import { verificationNames } from '../rules/dns/verification.ts';
import { strayTargets } from '../rules/dns/strays.ts';
import { interfaceHere, measurementsOf } from './place.ts';

/* What is to be measured of an endpoint, and for whom. */

export interface MeasurementPlan {
  readonly endpoint: string;
  /** Names to look up, each once. */
  readonly names: readonly string[];
  /** The endpoint's own addresses. */
  readonly addresses: readonly string[];
  /** Names whose answers stand in for the addresses where these were not read. */
  readonly ownNames: readonly string[];
  /** TCP ports. */
  readonly ports: readonly number[];
  /** Names whose TXT records are looked up; of an endpoint none. */
  readonly textNames: readonly string[];
}

/** More connections than that help nobody. */
const MOST_PORTS = 10;

/**
 * What a machine has to try in order to measure the path to an endpoint.
 *
 * @throws AppError `bad-input` when the id is no endpoint that has addresses
 */
export function measurementPlan(inventory: Inventory, options: DiagnoseOptions, id: string): MeasurementPlan {
  const service = inventory.services.get(id);
  if (service !== undefined) return ofService(service);
  const endpoint = inventory.endpoints.get(id);
  if (endpoint === undefined) {
    throw new AppError(
      'unknown-resource',
      `${id} is no endpoint and no endpoint service of what was loaded, so nothing can be measured of it.`,
    );
  }
  if (!MEASURABLE.has(endpoint.type ?? '')) {
    throw new AppError(
      'bad-input',
      `${id} is a ${endpoint.type ?? 'nameless'} endpoint: it has no names and addresses of its own to measure. Measure an interface, resource or service network endpoint.`,
    );
  }
  const context = endpointContext({ inventory, lookup: buildLookup(inventory), options }, endpoint);
  const own = ownNames(endpoint);
  const asked = givenName(context);
  const flows = portPlan(context).flows.filter(({ transport }) => transport === 'tcp');
  const ports = [...new Set([...(options.port === undefined ? [] : [options.port]), ...flows.map(({ port }) => port)])];
  return {
    endpoint: id,
    names: [
      ...new Set([
        ...(asked === undefined ? [] : [asked]),
        ...privateNames(context, endpoint).filter((name) => !name.startsWith('*.')),
        ...own,
        ...strayTargets(context).map(({ target }) => target),
      ]),
    ],
    addresses: addressesOf(context),
    ownNames: own.slice(0, 1),
    ports: ports.slice(0, MOST_PORTS),
    textNames: [],
  };
}

/** Of a service, what anyone can look up: the record that proves its private name. */
function ofService(service: EndpointService): MeasurementPlan {
  const { right, wrong } = verificationNames(service);
  return { endpoint: service.id, names: [], addresses: [], ownNames: [], ports: [], textNames: [...right, ...wrong] };
}

const MEASURABLE: ReadonlySet<string> = new Set(['Interface', 'Resource', 'ServiceNetwork']);

/** The addresses of the endpoint's interfaces as far as they were read, of the family that the path is judged in. */
function addressesOf({ interfaces, endpoint }: EndpointContext): readonly string[] {
  return interfaces.flatMap((item) =>
    endpoint.ipAddressType === 'ipv6' ? (item.ipv6Addresses ?? []) : (item.privateIps ?? []),
  );
}

/**
 * The options of a diagnosis that uses measurements: where nobody named a client, the machine that measured is it, if it is
 * in the endpoint's VPC.
 */
export function withMeasuredSource(inventory: Inventory, options: DiagnoseOptions): DiagnoseOptions {
  const endpoint = inventory.endpoints.get(options.measurements?.endpoint ?? '');
  if (endpoint === undefined || options.source !== undefined) return options;
  const measurements = measurementsOf({ options }, endpoint.id);
  if (measurements === undefined) return options;
  const [only, ...others] = options.ids ?? [];
  if (only !== endpoint.id || others.length > 0) return options;
  const context = consumerPath({ inventory, lookup: buildLookup(inventory), options }, endpoint);
  const here = interfaceHere(context, measurements.place.addresses);
  return here === undefined ? options : { ...options, source: here.id };
}
