import type { FixCommand } from '../diagnosis.ts';
import { awsCommand, READS_ONLY } from '../rules/command.ts';

/* How somebody has the path analyzed by AWS: it creates things and costs money, so this program does not do it. */

/** As AWS publishes it for Reachability Analyzer. */
export const ANALYSIS_PRICE = 'USD 0.10';
export const ANALYSIS_PRICE_PAGE = 'https://aws.amazon.com/vpc/pricing/';

/** What whoever runs the commands needs: https://docs.aws.amazon.com/vpc/latest/reachability/security_iam_required-API-permissions.html */
export const ANALYSIS_ACTIONS: readonly string[] = [
  'ec2:CreateNetworkInsightsPath',
  'ec2:DeleteNetworkInsightsAnalysis',
  'ec2:DeleteNetworkInsightsPath',
  'ec2:DescribeNetworkInsightsAnalyses',
  'ec2:StartNetworkInsightsAnalysis',
  'tiros:CreateQuery',
  'tiros:GetQueryAnswer',
  'tiros:GetQueryExplanation',
];

/**
 * The commands in their order, with what each does.
 *
 * @param source a network interface or an instance
 */
export function analysisCommands(
  endpoint: string,
  region: string,
  source: string,
  port: number | undefined,
): readonly FixCommand[] {
  return [
    awsCommand(
      'ec2 create-network-insights-path',
      region,
      {
        source,
        destination: endpoint,
        protocol: 'tcp',
        ...(port === undefined ? {} : { 'destination-port': String(port) }),
      },
      'creates a path, a description of what to analyze; no traffic is touched',
    ),
    awsCommand(
      'ec2 start-network-insights-analysis',
      region,
      { 'network-insights-path-id': 'NIP_ID' },
      `costs ${ANALYSIS_PRICE} as published on ${ANALYSIS_PRICE_PAGE}; no traffic is touched`,
    ),
    awsCommand(
      'ec2 describe-network-insights-analyses',
      region,
      { 'network-insights-analysis-ids': 'NIA_ID', output: 'json' },
      READS_ONLY,
    ),
    awsCommand(
      'ec2 delete-network-insights-analysis',
      region,
      { 'network-insights-analysis-id': 'NIA_ID' },
      'removes the analysis; AWS does so by itself after 120 days',
    ),
    awsCommand(
      'ec2 delete-network-insights-path',
      region,
      { 'network-insights-path-id': 'NIP_ID' },
      'removes the path, which is possible once its analyses are gone',
    ),
  ];
}
