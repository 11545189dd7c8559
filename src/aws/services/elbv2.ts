import {
  DescribeListenerAttributesCommand,
  DescribeListenerCertificatesCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ClientConfig, ServiceClient } from '../client.ts';
import { overCommands } from './commands.ts';

// Named one by one, so that the bundle holds these commands and no others.
const COMMANDS = {
  DescribeListenerAttributes: DescribeListenerAttributesCommand,
  DescribeListenerCertificates: DescribeListenerCertificatesCommand,
  DescribeRules: DescribeRulesCommand,
  DescribeTags: DescribeTagsCommand,
  DescribeLoadBalancers: DescribeLoadBalancersCommand,
  DescribeListeners: DescribeListenersCommand,
  DescribeTargetGroups: DescribeTargetGroupsCommand,
  DescribeTargetHealth: DescribeTargetHealthCommand,
  DescribeLoadBalancerAttributes: DescribeLoadBalancerAttributesCommand,
  DescribeTargetGroupAttributes: DescribeTargetGroupAttributesCommand,
};

export function createElbv2(config: ClientConfig): ServiceClient {
  return overCommands(new ElasticLoadBalancingV2Client(config), COMMANDS, 'xml');
}
