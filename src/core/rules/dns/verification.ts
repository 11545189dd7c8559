import type { EndpointService } from '../../resources/endpoint-service.ts';

/*
 * Where the TXT record stands that proves a private name: at the name that AWS gave, in the domain or one above it, or at
 * the domain itself where the DNS provider takes no underscore.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/verify-domains.html
 */

export interface VerificationNames {
  /** Names at which AWS finds the record. */
  readonly right: readonly string[];
  /** Names at which it ends up by the usual mistakes: without the underscore, or with the domain twice. */
  readonly wrong: readonly string[];
}

/** Lower case; empty where the service has no private name, or nobody said which record it needs. */
export function verificationNames({ privateDnsName, privateDnsNameConfiguration }: EndpointService): VerificationNames {
  const label = privateDnsNameConfiguration?.name?.toLowerCase();
  if (privateDnsName === undefined || label === undefined || label === '') return { right: [], wrong: [] };
  const domain = privateDnsName.toLowerCase().replace(/^\*\./, '');
  const labels = domain.split('.');
  // A top-level domain is nobody's to write in.
  const domains = labels.slice(0, -1).map((_, i) => labels.slice(i).join('.'));
  return {
    right: [...domains.map((one) => `${label}.${one}`), ...domains],
    wrong: [...(label.startsWith('_') ? [`${label.slice(1)}.${domain}`] : []), `${label}.${domain}.${domain}`],
  };
}
