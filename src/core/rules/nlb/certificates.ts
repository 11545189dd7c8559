import { selectedListeners, type ProviderContext } from '../../context.ts';
import type { Listener } from '../../resources/listener.ts';

/* What the certificates of TLS listeners are for. */

/** Those of the customer's own in IAM say nothing of their names. */
export const ACM = /^arn:[^:]+:acm:/;

/** The listeners behind the judged port that end TLS. */
export function tlsListeners({ loadBalancers, options }: ProviderContext): readonly Listener[] {
  return loadBalancers
    .flatMap((path) => selectedListeners(path, options.port))
    .filter((listener) => listener.protocol === 'TLS');
}

/** The default certificate first. */
export function certificateArns({ lookup }: ProviderContext, listener: Listener): readonly string[] {
  const others = lookup.certificatesOf(listener.id).map((item) => item.certificateArn);
  return [...new Set([...(listener.certificateArns ?? []), ...others])];
}

/** A wildcard stands for exactly one label: https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html. */
export function coversName(pattern: string, name: string): boolean {
  const [wanted, asked] = [pattern.toLowerCase(), name.toLowerCase()];
  if (!wanted.startsWith('*.')) return wanted === asked;
  return asked.slice(asked.indexOf('.')) === wanted.slice(1);
}
