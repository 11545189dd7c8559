import type { CallStatus } from '../model/snapshot.ts';
import type { Transport } from '../reachability/security-group.ts';

/* What a search says, as plain data: the words for it are the views' own. Version 1 of docs/find-json.md. */

/** What a query was taken for. Whatever it was, names and tags that hold it are found too. */
export type Interpretation =
  | { readonly kind: 'everything' }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** An id, or the beginning of one; `whole` when it has as many digits as AWS's ids have. */
  | { readonly kind: 'id'; readonly id: string; readonly whole: boolean }
  | { readonly kind: 'arn'; readonly arn: string }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'cidr'; readonly cidr: string }
  /** Lower case, without a trailing dot. */
  | { readonly kind: 'dns-name'; readonly name: string }
  | { readonly kind: 'service-name'; readonly serviceName: string }
  /** Without a value: every resource that has the tag. */
  | { readonly kind: 'tag'; readonly key: string; readonly value?: string }
  | { readonly kind: 'port'; readonly port: number; readonly transport?: Transport }
  | { readonly kind: 'region'; readonly region: string }
  /** The name of an Availability Zone, or its id. */
  | { readonly kind: 'zone'; readonly zone: string };

/**
 * How a field's value answers the query: it is the same; begins with it; holds it; is a block or a range of ports that
 * it lies in (`contains`); lies in the block that was asked for (`within`); is a wildcard name for it (`wildcard`); or is
 * a domain that it lies in (`domain`).
 */
export type MatchHow = 'exact' | 'prefix' | 'word' | 'contains' | 'within' | 'wildcard' | 'domain';

export interface Match {
  /** The path in AWS's own names, such as `Groups.GroupId`; `tag:` and the key for a tag. */
  readonly field: string;
  readonly value: string;
  readonly how: MatchHow;
}

export interface FindResult {
  readonly id: string;
  /** The names of the files in src/core/resources. */
  readonly kind: string;
  readonly name?: string;
  readonly account: string;
  readonly region: string;
  /** Of a service as a consumer sees it: that consumer. */
  readonly seenBy?: string;
  /** Why it was found; absent when everything was asked for. */
  readonly match?: Match;
  /** The endpoint or endpoint service that it is a part of. */
  readonly subject?: string;
}

/** A listing that could have held a match and was not read whole. */
export interface FindGap {
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  /** `incomplete`: it was asked only about some resources, or for some of its items. */
  readonly why: Exclude<CallStatus, 'ok'> | 'incomplete';
  /** For an operation that AWS answers one resource at a time: for how many it is missing. */
  readonly resources?: number;
}

export interface Found {
  readonly version: 1;
  readonly query: string;
  readonly interpretation: Interpretation;
  /** The best first. */
  readonly results: readonly FindResult[];
  readonly gaps: readonly FindGap[];
  /** Whether what is not among the results is not there: every listing that could have held it was read whole. */
  readonly proved: boolean;
  /** Present where a redacted file was searched: the original names, addresses and most ids are not in it. */
  readonly redacted?: true;
  /** How many more there are than the results show. */
  readonly more: number;
}
