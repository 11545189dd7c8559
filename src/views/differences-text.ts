import { l10n } from 'vscode';
import type { NotComparable, Side } from '../core/compare/types.ts';
import { kindWords } from '../core/compare/words.ts';

/* What the view of differences says, in the user's language. AWS's own words stay as they are. */

/** The title of a group of differences. */
export function differenceKindName(group: string): string {
  switch (group) {
    case 'verdicts':
      return l10n.t('Verdicts');
    case 'unread':
      return l10n.t('Not read on both sides');
    case 'vpc-endpoint':
      return l10n.t('VPC endpoints');
    case 'endpoint-service':
      return l10n.t('Endpoint services');
    case 'service-detail':
      return l10n.t('Services as consumers see them');
    case 'endpoint-connection':
      return l10n.t('Connections');
    case 'service-permission':
      return l10n.t('Permissions');
    case 'connection-notification':
      return l10n.t('Connection notifications');
    case 'vpc':
      return l10n.t('VPCs');
    case 'vpc-attribute':
      return l10n.t('VPC attributes');
    case 'dhcp-options':
      return l10n.t('DHCP option sets');
    case 'subnet':
      return l10n.t('Subnets');
    case 'route-table':
      return l10n.t('Route tables');
    case 'network-acl':
      return l10n.t('Network ACLs');
    case 'security-group':
      return l10n.t('Security groups');
    case 'network-interface':
      return l10n.t('Network interfaces');
    case 'prefix-list':
      return l10n.t('Prefix lists');
    case 'load-balancer':
      return l10n.t('Load balancers');
    case 'load-balancer-attributes':
      return l10n.t('Attributes of load balancers');
    case 'listener':
      return l10n.t('Listeners');
    case 'target-group':
      return l10n.t('Target groups');
    case 'target-group-attributes':
      return l10n.t('Attributes of target groups');
    case 'target-health':
      return l10n.t('Targets');
    default:
      return sentenceCase(kindWords(group, 2));
  }
}

function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Which side alone has it. */
export function limitText(side: Side): string {
  return side === 'before' ? l10n.t('read only before') : l10n.t('read only after');
}

/** Why a side could not tell. */
export function gapReason({ reason, missing }: Pick<NotComparable, 'reason' | 'missing'>): string {
  const what = missing.join(', ');
  switch (reason) {
    case 'denied':
      return l10n.t('not allowed to call {0}', what);
    case 'other-account':
      return l10n.t('not read: {0}', what);
    case 'not-asked':
      return l10n.t('not read, or not completely: {0}', what);
    case 'malformed':
      return l10n.t('unusable answer: {0}', what);
    case 'input-missing':
      return l10n.t('needs an input: {0}', what);
    case 'unsupported':
    case 'suppressed':
      return what;
  }
}
