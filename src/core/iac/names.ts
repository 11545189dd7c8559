import type { Input, PlannedResource } from './model.ts';
import { withKind } from './words.ts';

/* The names of inputs and resources where each kind does not have a space of its own: in templates and constructs. */

interface KindWords {
  readonly words: readonly string[];
  /** Last words that say the same. */
  readonly sayings: readonly string[];
}

const KINDS: Readonly<Record<PlannedResource['kind'], KindWords>> = {
  'security-group': { words: ['Security', 'Group'], sayings: ['sg', 'group'] },
  'security-group-rule': { words: ['Rule'], sayings: [] },
  'flow-log': { words: ['Flow', 'Log'], sayings: ['log', 'logs'] },
  accepter: { words: ['Accepter'], sayings: [] },
  'service-network': { words: ['Service', 'Network'], sayings: ['sn', 'network'] },
  'network-resource': { words: ['Association'], sayings: [] },
  endpoint: { words: ['Endpoint'], sayings: ['vpce'] },
  service: { words: ['Service'], sayings: ['svc'] },
  'load-balancer': { words: ['Load', 'Balancer'], sayings: ['nlb', 'lb'] },
  'target-group': { words: ['Target', 'Group'], sayings: ['tg', 'targets'] },
  listener: { words: ['Listener'], sayings: [] },
  notification: { words: ['Notification'], sayings: [] },
  'resource-gateway': { words: ['Resource', 'Gateway'], sayings: ['rgw', 'gateway'] },
  'new-group': { words: ['Security', 'Group'], sayings: ['sg', 'group'] },
  'resource-configuration': { words: ['Resource', 'Configuration'], sayings: ['rcfg'] },
};

/** The kind alone: enough for what there is one of. */
export function kindWords(resource: PlannedResource): readonly string[] {
  return KINDS[resource.kind].words;
}

/** The name with its kind, unless the name says it already. */
export function resourceWords({ kind, words }: Pick<PlannedResource, 'kind' | 'words'>): readonly string[] {
  return withKind(words, KINDS[kind].words, KINDS[kind].sayings);
}

/** The names that an input may have, the shortest first; each target group's targets go by its name from the start. */
export function inputWords(input: Input, words = input.words): readonly [readonly string[], readonly string[]] {
  const whole = [...input.prefix, ...words];
  return input.type === 'targets' ? [whole, whole] : [words, whole];
}
