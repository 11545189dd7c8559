import { AppError } from '../model/errors.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { bool, object, objects, text } from '../model/read.ts';

/* An analysis of Reachability Analyzer, as DescribeNetworkInsightsAnalyses answers. */

export interface Explanation {
  readonly code: string;
  /** The component that the code is about, by its id or ARN. */
  readonly component?: string;
}

export interface Analysis {
  readonly id: string;
  /** `undefined` while it runs, or when it failed. */
  readonly pathFound?: boolean;
  /** `running`, `succeeded` or `failed`. */
  readonly status: string;
  readonly statusMessage?: string;
  readonly startedAt?: string;
  readonly explanations: readonly Explanation[];
  /** The components of the path that was found, in order. */
  readonly components: readonly string[];
}

/**
 * Reads the first analysis of an answer.
 *
 * @param value the parsed output of `aws ec2 describe-network-insights-analyses`, or one analysis of it
 * @throws AppError `unreadable-file` when there is none
 */
export function readAnalysis(value: unknown): Analysis {
  const root = isJsonObject(value) ? value : {};
  const raw = objects(root, 'NetworkInsightsAnalyses')?.[0] ?? root;
  const id = text(raw, 'NetworkInsightsAnalysisId');
  const status = text(raw, 'Status');
  if (id === undefined || status === undefined) {
    throw new AppError(
      'unreadable-file',
      'This is no analysis: give what "aws ec2 describe-network-insights-analyses --network-insights-analysis-ids NIA_ID" printed.',
    );
  }
  const forward = objects(raw, 'ForwardPathComponents') ?? [];
  const pathFound = bool(raw, 'NetworkPathFound');
  const statusMessage = text(raw, 'StatusMessage');
  const startedAt = text(raw, 'StartDate');
  return {
    id,
    status,
    ...(pathFound === undefined || status !== 'succeeded' ? {} : { pathFound }),
    ...(statusMessage === undefined ? {} : { statusMessage }),
    ...(startedAt === undefined ? {} : { startedAt }),
    explanations: [...(objects(raw, 'Explanations') ?? [])].flatMap(explanation),
    components: forward.flatMap((item) => nameOf(object(item, 'Component') ?? {}) ?? []),
  };
}

function explanation(raw: JsonObject): readonly Explanation[] {
  const code = text(raw, 'ExplanationCode');
  if (code === undefined) return [];
  const named = ['Component', 'NetworkInterface', 'SecurityGroup', 'Acl', 'RouteTable', 'VpcEndpoint'];
  const component = named.flatMap((field) => nameOf(object(raw, field) ?? {}) ?? [])[0];
  return [{ code, ...(component === undefined ? {} : { component }) }];
}

function nameOf(component: JsonObject): string | undefined {
  return text(component, 'Id') ?? text(component, 'Arn');
}
