/*
 * The services of AWS that workloads in subnets without a way to the internet need endpoints for, by the ends of their
 * names.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 * https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */

export interface StandardSet {
  readonly title: string;
  readonly services: readonly string[];
  /** Layers of images are in S3, which a gateway endpoint leads to for nothing. */
  readonly hasS3: boolean;
}

const IMAGES = ['ecr.api', 'ecr.dkr'];

export const STANDARD_SETS: Readonly<Record<string, StandardSet>> = {
  'private-ecr': { title: 'Amazon ECR', services: IMAGES, hasS3: true },
  'private-ecs': {
    title: 'Amazon ECS',
    services: ['ecs', 'ecs-agent', 'ecs-telemetry', ...IMAGES, 'logs'],
    hasS3: true,
  },
  'private-eks': {
    title: 'Amazon EKS',
    services: ['ec2', 'eks', 'eks-auth', 'elasticloadbalancing', 'sts', ...IMAGES, 'logs'],
    hasS3: true,
  },
  'private-ssm': { title: 'AWS Systems Manager', services: ['ssm', 'ssmmessages', 'ec2messages'], hasS3: false },
};
