import type { NamePattern } from './name-pattern.ts';
import type { Severity } from '../severity.ts';

/* What a team writes down about its estate: `.privatelink.json`, version 1 (docs/configuration.md). */

export const CONFIGURATION_FILE = '.privatelink.json';
export const CONFIGURATION_VERSION = 1;

/** A finding that a team has looked at and lives with, until a day that it named. */
export interface Suppression {
  readonly rule: string;
  /** The id or ARN that the finding names as its resource. */
  readonly resource: string;
  readonly reason: string;
  /** `2026-12-31`: the last day, in UTC, on which it counts. */
  readonly expires: string;
}

/** Who keeps an endpoint or a service, and what is written down for those who use it. */
export interface Onboarding {
  /** A file beside or below the configuration's, or an https address. */
  readonly runbook?: string;
  readonly providerOwner?: string;
  readonly consumerOwner?: string;
  readonly approver?: string;
  readonly support?: string;
  /** `2026-03-01`: when a diagnosis of it passed and was kept. */
  readonly validated?: string;
}

/** What PrivateLink does not carry. */
export const NEEDS_BEYOND = ['provider-initiates', 'icmp', 'any-port', 'multicast', 'whole-subnets'] as const;
export type NeedBeyond = (typeof NEEDS_BEYOND)[number];

/** The five questions of a security review. */
export const REVIEW_QUESTIONS = {
  privateOnly: 'Is this path supposed to be private only?',
  scope: 'Is one service needed, or a wider network route?',
  approver: 'Who approves new endpoint consumers?',
  dns: 'How will DNS behave for the application team?',
  observability: 'How will failures or misconfigurations be observed?',
} as const;

/** The items of the design checklist that no answer of AWS shows. */
export const DESIGN_ITEMS = {
  roles: 'Who is the provider, and who the consumer?',
  need: 'Is the need service-specific or network-wide?',
  ownership: 'Who owns approval and lifecycle?',
  onboarding: 'Where are the consumers’ onboarding steps?',
} as const;

/** Answers to what only people know. */
export interface Answers {
  /** Whether a policy limits ec2:CreateVpcEndpoint to services of named owners. */
  readonly serviceOwnersLimited?: boolean;
  readonly needs?: readonly NeedBeyond[];
  /** Endpoint ids that policies of buckets, queues, keys name in aws:SourceVpce. */
  readonly endpointsInPolicies?: readonly string[];
  readonly review?: Readonly<Partial<Record<keyof typeof REVIEW_QUESTIONS, string>>>;
  readonly design?: Readonly<Partial<Record<keyof typeof DESIGN_ITEMS, string>>>;
}

export interface Configuration {
  /** How messages name the file. */
  readonly file: string;
  readonly severities: ReadonlyMap<string, Severity>;
  readonly suppressions: readonly Suppression[];
  readonly requiredTags: readonly string[];
  readonly knownAccounts: readonly string[];
  /** What names of endpoints and services must look like; absent where no standard is set. */
  readonly naming?: NamePattern;
  /** Tag keys that say that something is managed by code. */
  readonly managedByTags: readonly string[];
  /** By the id of the endpoint or service; absent where the team keeps no such list here. */
  readonly onboarding?: ReadonlyMap<string, Onboarding>;
  /** By the id of an endpoint or service, by account, or `*` for all. */
  readonly answers: ReadonlyMap<string, Answers>;
  /** Runbooks that are named and are not there. */
  readonly missingFiles: ReadonlySet<string>;
}
