import type { ClientConfig, ServiceClient, ServiceName } from './client.ts';

/** Each service's part of the SDK, loaded at its first use: the EC2 client alone takes about 0.3 s. */
const SERVICES: Readonly<Record<ServiceName, (config: ClientConfig) => Promise<ServiceClient>>> = {
  acm: async (config) => (await import('./services/acm.ts')).createAcm(config),
  cloudtrail: async (config) => (await import('./services/cloudtrail.ts')).createCloudtrail(config),
  cloudwatch: async (config) => (await import('./services/cloudwatch.ts')).createCloudwatch(config),
  ec2: async (config) => (await import('./services/ec2.ts')).createEc2(config),
  elbv2: async (config) => (await import('./services/elbv2.ts')).createElbv2(config),
  iam: async (config) => (await import('./services/iam.ts')).createIam(config),
  organizations: async (config) => (await import('./services/organizations.ts')).createOrganizations(config),
  pricing: async (config) => (await import('./services/pricing.ts')).createPricing(config),
  ram: async (config) => (await import('./services/ram.ts')).createRam(config),
  route53: async (config) => (await import('./services/route53.ts')).createRoute53(config),
  route53resolver: async (config) => (await import('./services/route53resolver.ts')).createRoute53resolver(config),
  'service-quotas': async (config) => (await import('./services/service-quotas.ts')).createServiceQuotas(config),
  sts: async (config) => (await import('./services/sts.ts')).createSts(config),
  'vpc-lattice': async (config) => (await import('./services/vpc-lattice.ts')).createVpcLattice(config),
};

/** A client for one service of one scope. */
export function createServiceClient(service: ServiceName, config: ClientConfig): Promise<ServiceClient> {
  // Which Node runs is VS Code's choice, not the user's: the SDK's advice to upgrade it would only be noise.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  return SERVICES[service](config);
}
