import type { EC2ClientConfig } from '@aws-sdk/client-ec2';

/** What all clients of a scope have in common. */
export type ClientConfig = Pick<
  EC2ClientConfig,
  | 'region'
  | 'credentials'
  | 'endpoint'
  | 'ignoreConfiguredEndpointUrls'
  | 'maxAttempts'
  | 'retryMode'
  | 'profile'
  | 'requestHandler'
  | 'useFipsEndpoint'
  | 'useDualstackEndpoint'
  | 'logger'
>;

/** A client that can be asked for an operation by its name, without anyone knowing the SDK's classes. */
export interface ServiceClient {
  /**
   * @param onAttempt is given every attempt while it runs, also those that are followed by another one
   * @throws what the SDK throws
   */
  send(
    operation: string,
    input: object,
    signal: AbortSignal,
    onAttempt?: (attempt: Promise<unknown>) => void,
  ): Promise<object>;
  destroy(): void;
}

/**
 * Each service's id in the `services` section of a profile and in `AWS_ENDPOINT_URL_<ID>`
 * (https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html).
 */
export const SERVICE_IDS = {
  acm: 'acm',
  cloudtrail: 'cloudtrail',
  cloudwatch: 'cloudwatch',
  ec2: 'ec2',
  elbv2: 'elastic_load_balancing_v2',
  iam: 'iam',
  organizations: 'organizations',
  pricing: 'pricing',
  ram: 'ram',
  route53: 'route_53',
  route53resolver: 'route53resolver',
  'service-quotas': 'service_quotas',
  sso: 'sso',
  'sso-oidc': 'sso_oidc',
  sts: 'sts',
  'vpc-lattice': 'vpc_lattice',
} as const;

/** The services that operations are asked of; the two of IAM Identity Center belong to the credential chain. */
export type ServiceName = Exclude<keyof typeof SERVICE_IDS, 'sso' | 'sso-oidc'>;
