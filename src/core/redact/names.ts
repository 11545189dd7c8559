import type { AddressMapping } from './addresses.ts';
import type { Tokens } from './tokens.ts';

/* Names that AWS builds: Regions, zones, service names and DNS names. */

/** https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
const REGION =
  /^(?:af|ap|ca|cn|eu|eu-iso[a-z]|eusc-de|il|me|mx|sa|us|us-gov|us-iso[a-z]?)-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d{1,2}$/;
/** A zone, or a Local or Wavelength Zone: https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html */
const ZONE = /^(.+?-\d{1,2})(?:[a-z]|-[a-z]{3}-\d[a-z]|-wl\d-[a-z]{3}-wlz-?\d)$/;
const ZONE_ID = /^[a-z]{2,4}[a-z]?\d{1,2}(?:-[a-z]{2,3}\d(?:-[a-z]{3})?)?-(?:az|wlz)\d$/;

export function isRegion(text: string): boolean {
  return REGION.test(text);
}

export function isZoneName(text: string): boolean {
  return isRegion(ZONE.exec(text)?.[1] ?? '');
}

export function isZoneId(text: string): boolean {
  return ZONE_ID.test(text);
}

/**
 * Domains in which only AWS gives names. Two of them name every EC2 instance
 * (https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html).
 */
const AWS_DOMAIN = /(?:^|\.)(?:amazonaws\.com(?:\.cn)?|api\.aws|aws\.dev|on\.aws|aws|ec2\.internal|compute\.internal)$/;

/** Labels of AWS's domains that are no customer's: what a service calls itself comes from the snapshot's service names. */
const AWS_LABELS = ['elb', 'vpce', 's3', 'dynamodb', 'execute-api', 'rds', 'compute-1', 'compute', 'dualstack'];

/** A service that AWS itself offers: customers' carry `vpce-svc-` ids, and their owners cannot choose the name. */
const AWS_SERVICE = /^(?:cn\.)?(?:com\.amazonaws|aws)\.(?!vpce\.)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/;
const CUSTOMER_SERVICE = /^((?:cn\.)?com\.amazonaws\.vpce\.)([a-z0-9-]+)\.(vpce-svc-[0-9A-Za-z]+)$/;
const DNS_NAME = /^(?:\*\.)?[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})+\.?$/;

export interface Names {
  /** The name of an endpoint service, AWS's or a customer's; of anything else, the tokens of its labels. */
  readonly service: (name: string) => string;
  /** A DNS name; `undefined` for what has no dot or is none. */
  readonly dns: (name: string) => string | undefined;
  /** A part of an ARN, or what a load balancer or target group is called. */
  readonly segment: (text: string) => string;
  /** A Region, or a token for what is none. */
  readonly region: (text: string) => string;
}

/** The labels by which AWS calls a service, out of the service's name; none out of a customer's service. */
export function labelsOfService(name: string): readonly string[] {
  return AWS_SERVICE.test(name) ? name.split('.').slice(2) : [];
}

/** @param amazons labels that stay as they are inside AWS's domains */
export function createNames(tokens: Tokens, addresses: AddressMapping, amazons: ReadonlySet<string>): Names {
  const kept = new Set([...AWS_LABELS, ...amazons]);
  const word = (text: string): string => (text === '' || text === '*' ? text : tokens.word(text.toLowerCase()));
  const segment = (text: string): string =>
    /^\d{12}$/.test(text) ? tokens.account(text) : (tokens.id(text) ?? (text === '' ? text : tokens.word(text)));
  const region = (text: string): string =>
    text === '' || text === 'aws-global' || isRegion(text) ? text : tokens.word(text);

  /** A label that AWS made out of an id, an address, or a load balancer's name. */
  const madeByAws = (label: string): string | undefined => {
    const [, service] = /^(vpce-svc-[0-9a-z]+)$/.exec(label) ?? [];
    if (service !== undefined) return tokens.id(service);
    const [, endpoint, unique, zone] = /^(vpce-[0-9a-z]+)(?:-([0-9a-z]{8}))?(?:-([a-z].*))?$/.exec(label) ?? [];
    if (endpoint !== undefined) {
      const parts = [tokens.id(endpoint), unique && hexOf('dns', unique), zone && zoneOf(zone)];
      return parts.filter((part) => part !== undefined).join('-');
    }
    const [, host, a, b, c, d] = /^(ip|ec2)-(\d+)-(\d+)-(\d+)-(\d+)$/.exec(label) ?? [];
    const address = host === undefined ? undefined : addresses.text([a, b, c, d].join('.'));
    if (host !== undefined && address !== undefined) return `${host}-${address.replaceAll('.', '-')}`;
    const [, internal = '', name, suffix] = /^(internal-)?(.+)-([0-9a-f]{16}|\d{8,10})$/.exec(label) ?? [];
    return name === undefined || suffix === undefined
      ? undefined
      : `${internal}${segment(name)}-${hexOf('elb', suffix)}`;
  };
  const hexOf = (domain: string, text: string): string =>
    /^[0-9a-f]+$/.test(text) ? tokens.hex(domain, text) : tokens.word(text);
  const zoneOf = (text: string): string => (isZoneName(text) || isRegion(text) ? text : tokens.word(text));

  const dns = (name: string): string | undefined => {
    if (!DNS_NAME.test(name)) return undefined;
    const bare = name.replace(/\.$/, '');
    const dot = bare === name ? '' : '.';
    const domain = AWS_DOMAIN.exec(bare.toLowerCase())?.[0] ?? '';
    const labels = bare.slice(0, bare.length - domain.length).split('.');
    const mapped = labels.map((label) =>
      domain !== '' && (kept.has(label) || isRegion(label) || isZoneName(label))
        ? label
        : ((domain === '' ? undefined : madeByAws(label)) ?? word(label)),
    );
    return `${mapped.join('.')}${domain}${dot}`;
  };
  const service = (name: string): string => {
    const [, prefix, home, id] = CUSTOMER_SERVICE.exec(name) ?? [];
    if (prefix !== undefined && home !== undefined && id !== undefined) {
      return `${prefix}${region(home)}.${tokens.id(id) ?? tokens.word(id)}`;
    }
    return AWS_SERVICE.test(name) ? name : (dns(name) ?? word(name));
  };
  return { service, dns, segment, region };
}
