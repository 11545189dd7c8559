import type { ServiceName } from './client.ts';
import { limiter, tokenBucket, type Bucket, type Limiter, type Take } from './limit.ts';
import type { Operation } from './operations.ts';

/** Whose bucket a request draws from. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** How fast requests may be sent. One of these serves all readings of a process, as AWS's buckets do. */
export interface Budgets {
  /**
   * Makes a request as soon as AWS would take it without throttling and a place is free; the task is never started when
   * the signal fires before, and the signal's reason is thrown then.
   */
  readonly send: <T>(operation: Operation, place: Place, signal: AbortSignal, task: () => Promise<T>) => Promise<T>;
  /** Runs the reading of one scope; a few are read at once, so that the first is there soon. */
  readonly scope: Limiter;
}

interface ServiceBudget extends Bucket {
  /** What shares one bucket within an account: each operation by itself, all of a Region's, or all of the account's. */
  readonly per: 'operation' | 'region' | 'account';
}

/**
 * What AWS publishes. Where it publishes nothing, a pace that a person at a console could keep.
 *
 * - EC2: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html (non-mutating actions, paginated)
 * - ELB: https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/api-throttling.html (all actions together,
 *   shared with every other caller of the account)
 * - Route 53 and Resolver: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
 * - CloudTrail: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
const PUBLISHED: Partial<Readonly<Record<ServiceName, ServiceBudget>>> = {
  ec2: { capacity: 100, refill: 20, per: 'operation' },
  elbv2: { capacity: 40, refill: 10, per: 'region' },
  route53: { capacity: 50, refill: 10, per: 'account' },
  route53resolver: { capacity: 5, refill: 5, per: 'region' },
  cloudtrail: { capacity: 2, refill: 2, per: 'region' },
};
const UNPUBLISHED: ServiceBudget = { capacity: 20, refill: 10, per: 'region' };

/** Requests under way at once, in all scopes together: enough to hide the network's delay, few enough to stay polite. */
const REQUESTS_AT_ONCE = 64;
/** ELB's bucket is small and shared: a few of its requests at once are as fast, and leave room for others. */
const ELB_AT_ONCE = 4;
const SCOPES_AT_ONCE = 8;

/** Fresh, full buckets for every account and Region. */
export function createBudgets(): Budgets {
  const buckets = new Map<string, Take>();
  const widths = new Map<string, Limiter>();
  const everything = limiter(REQUESTS_AT_ONCE);
  const bucketOf = (operation: Operation, { account, region }: Place): Take => {
    const budget = PUBLISHED[operation.service] ?? UNPUBLISHED;
    const shared = { operation: `${region} ${operation.name}`, region, account: '' }[budget.per];
    return known(buckets, `${operation.service} ${account} ${shared}`, () => tokenBucket(budget));
  };
  const widthOf = (operation: Operation, { account, region }: Place): Limiter =>
    operation.service === 'elbv2' ? known(widths, `${account} ${region}`, () => limiter(ELB_AT_ONCE)) : everything;
  return {
    async send(operation, place, signal, task) {
      await bucketOf(operation, place)(signal);
      return widthOf(
        operation,
        place,
      )(() => {
        signal.throwIfAborted();
        return task();
      });
    },
    scope: limiter(SCOPES_AT_ONCE),
  };
}

function known<T>(items: Map<string, T>, key: string, make: () => T): T {
  const item = items.get(key) ?? make();
  items.set(key, item);
  return item;
}
