import type { EC2ClientConfig } from '@aws-sdk/client-ec2';

export type ServiceName = 'ec2' | 'elbv2' | 'sts';

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
  | 'logger'
>;

/** A client that can be asked for an operation by its name, without anyone knowing the SDK's classes. */
export interface ServiceClient {
  /** @throws what the SDK throws */
  send(operation: string, input: object, signal: AbortSignal): Promise<object>;
  destroy(): void;
}

/** Each service's id in the `services` section of a profile and in `AWS_ENDPOINT_URL_<ID>`. */
export const SERVICE_IDS: Readonly<Record<ServiceName | 'sso' | 'sso-oidc', string>> = {
  ec2: 'ec2',
  elbv2: 'elastic_load_balancing_v2',
  sts: 'sts',
  sso: 'sso',
  'sso-oidc': 'sso_oidc',
};
