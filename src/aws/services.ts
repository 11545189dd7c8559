import type { ClientConfig, ServiceClient, ServiceName } from './client.ts';

/** Loads a service's part of the SDK at its first use: the EC2 client alone takes about 0.3 s. */
export async function createServiceClient(service: ServiceName, config: ClientConfig): Promise<ServiceClient> {
  // Which Node runs is VS Code's choice, not the user's: the SDK's advice to upgrade it would only be noise.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  switch (service) {
    case 'ec2':
      return (await import('./services/ec2.ts')).createEc2(config);
    case 'elbv2':
      return (await import('./services/elbv2.ts')).createElbv2(config);
    case 'sts':
      return (await import('./services/sts.ts')).createSts(config);
  }
}
