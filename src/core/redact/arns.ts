import type { Names } from './names.ts';
import type { Tokens } from './tokens.ts';

/*
 * ARNs (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html): partition, service, Region and the type of
 * the resource stay, everything that a customer chose goes.
 */

/** Words that say what kind of resource an ARN names. */
const TYPES = new Set([
  ...['role', 'user', 'group', 'policy', 'assumed-role', 'federated-user', 'instance-profile', 'saml-provider'],
  ...['oidc-provider', 'loadbalancer', 'listener', 'listener-rule', 'targetgroup', 'net', 'app', 'gwy', 'vpc'],
  ...['subnet', 'security-group', 'vpc-endpoint', 'vpc-endpoint-service', 'network-interface', 'route-table'],
  ...['network-acl', 'prefix-list', 'instance', 'certificate', 'function', 'key', 'alias', 'secret', 'table', 'stack'],
  ...['log-group', 'db', 'cluster', 'resourceconfiguration', 'resourcegateway', 'servicenetwork', 'resource-share'],
  ...['organization', 'ou', 'account', 'domain', 'hostedzone', 'resolver-rule', 'resolver-endpoint'],
]);

/** Services whose ARNs name the resource and no type of it. */
const UNTYPED = new Set(['s3', 'sns', 'sqs']);

/** Wildcards and AWS's own policy variables, which keep a policy's meaning readable and say nothing of the customer. */
const WILD = /(\*|\?|\$\{aws:[A-Za-z]+\})/;

/** The text with every part between wildcards replaced. */
export function betweenWildcards(text: string, replace: (part: string) => string): string {
  return text
    .split(WILD)
    .map((part, i) => (i % 2 === 1 || part === '' ? part : replace(part)))
    .join('');
}

/** @returns the ARN rewritten; `undefined` for what does not start as one */
export function redactArn(arn: string, tokens: Tokens, names: Names): string | undefined {
  const [head, partition = '', service = '', region = '', account = '', ...rest] = arn.split(':');
  if (head !== 'arn') return undefined;
  const resource = rest.join(':');
  const isAwsOwn = service === 'iam' && account === 'aws';
  const segment = (text: string): string => betweenWildcards(text, names.segment);
  return [
    head,
    /^(?:aws(?:-[a-z]+)*|\*)$/.test(partition) ? partition : segment(partition),
    /^(?:[a-z0-9-]*|\*)$/.test(service) ? service : segment(service),
    betweenWildcards(region, names.region),
    account === 'aws' ? account : segment(account),
    ...(rest.length === 0 ? [] : [isAwsOwn ? resource : redactResource(service, resource, tokens, segment)]),
  ].join(':');
}

function redactResource(service: string, resource: string, tokens: Tokens, segment: (text: string) => string): string {
  const parts = resource.split(/([/:])/);
  const isTyped = parts.length > 1 && !UNTYPED.has(service);
  const isElb = service === 'elasticloadbalancing';
  return parts
    .map((part, i) => {
      if (i % 2 === 1) return part;
      if (service === 'iam' && resource === 'root') return part;
      if (isTyped && i < parts.length - 1 && TYPES.has(part)) return part;
      return isElb && /^[0-9a-f]{16}$/.test(part) ? tokens.hex('elb', part) : segment(part);
    })
    .join('');
}
