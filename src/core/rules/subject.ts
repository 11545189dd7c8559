import type { Answers } from '../configuration/types.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Gap } from '../needs.ts';
import type { ResourceBase } from '../resources/kind.ts';
import { awsCommand, READS_ONLY } from './command.ts';
import type { FixCommand } from '../diagnosis.ts';
import { malformed, unknown, type Requirement, type SubjectContext } from './rule.ts';

/* What rules ask of an endpoint and of a service alike: its tags, its name, and what the team wrote down of it. */

/** The endpoint or the service itself. */
export function recordOf(context: SubjectContext): ResourceBase {
  return context.kind === 'endpoint' ? context.path.endpoint : context.path.service;
}

/** Whose it is to name, tag and describe. */
export function keeperOf(context: SubjectContext): 'consumer' | 'provider' {
  return context.kind === 'endpoint' ? 'consumer' : 'provider';
}

/** The record as its own account lists it. */
export const SUBJECT: readonly Requirement<SubjectContext>[] = [
  {
    operation: 'ec2:DescribeVpcEndpoints',
    about: (context) => (context.kind === 'endpoint' ? [{ 'vpc-endpoint-id': recordOf(context).id }] : []),
  },
  {
    operation: 'ec2:DescribeVpcEndpointServiceConfigurations',
    about: (context) => (context.kind === 'service' ? [{ 'service-id': recordOf(context).id }] : []),
  },
];

/** Why nothing can be said of its tags; AWS shows them to the owner's account only. */
export function tagsGap(record: ResourceBase): { readonly gap: Gap } | undefined {
  if (record.account !== record.seenBy) return unknown('other-account', `account ${record.account}`);
  return Array.isArray(record.raw['Tags']) ? undefined : malformed(`Tags of ${record.id}`);
}

/** Why a name, a tag or an id cannot be held against what the team wrote: in a redacted file they are others. */
export function redactedGap(
  { scopes }: Pick<Inventory, 'scopes'>,
  { seenBy, region }: Pick<ResourceBase, 'seenBy' | 'region'>,
): { readonly gap: Gap } | undefined {
  const scope = scopes.find((item) => item.account === seenBy && item.region === region);
  return scope?.addressSpace === undefined ? undefined : unknown('input-missing', 'a file that is not redacted');
}

/** What the nearest entry says: of the endpoint or service, of its account, or of all. */
export function answerOf<K extends keyof Answers>(context: SubjectContext, question: K): Answers[K] | undefined {
  const all = context.path.options.configuration?.answers;
  if (all === undefined) return undefined;
  const { id, account } = recordOf(context);
  for (const key of [id, account, '*']) {
    const answer = all.get(key)?.[question];
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** A question that nobody answered. */
export function unanswered(question: keyof Answers): { readonly gap: Gap } {
  return unknown('input-missing', `answers.${question} in .privatelink.json`);
}

/** The command that sets tags. */
export function tagCommand({ id, region }: ResourceBase, tags: readonly string[]): FixCommand {
  return awsCommand('ec2 create-tags', region, { resources: id, tags }, 'sets tags; no traffic is touched');
}

/** The command that shows the record. */
export function showCommand(context: SubjectContext): FixCommand {
  const { id, region } = recordOf(context);
  return context.kind === 'endpoint'
    ? awsCommand('ec2 describe-vpc-endpoints', region, { 'vpc-endpoint-ids': id }, READS_ONLY)
    : awsCommand('ec2 describe-vpc-endpoint-service-configurations', region, { 'service-ids': id }, READS_ONLY);
}
