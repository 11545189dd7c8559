import { l10n } from 'vscode';
import type { TreeGap, TreeNodeKind, TreeState } from '../core/tree/types.ts';
import type { ExplorerNode } from './explorer-source.ts';

/* What the sidebar says, in the user's language. AWS's own words (names, ids, states) stay as they are. */

/** The label that a sighted user reads. */
export function labelOf(node: ExplorerNode): string {
  switch (node.kind) {
    case 'services':
      return l10n.t('Endpoint services');
    case 'endpoints':
      return l10n.t('VPC endpoints');
    case 'connections':
      return l10n.t('Connections');
    case 'vpc':
      return node.label === '' ? l10n.t('No VPC given') : node.label;
    case 'gap':
      return node.gap?.missing.join(', ') ?? '';
    default:
      return node.label;
  }
}

/** What stands behind the label. */
export function descriptionOf(node: ExplorerNode): string {
  if (node.kind === 'source') return node.message ?? sourceStatus(node.status);
  if (node.gap !== undefined) return gapText(node.gap);
  const count = node.count === undefined || node.kind === 'scope' ? [] : [String(node.count)];
  return [...node.details, ...count].join(' · ');
}

/** What a screen reader says: label, kind, state and details, in this order. */
export function spokenLabel(node: ExplorerNode): string {
  const parts =
    node.kind === 'source'
      ? [node.label, sourceStatus(node.status), node.message ?? '']
      : [labelOf(node), kindName(node.kind), stateName(node.state), descriptionOf(node)];
  return parts.filter((part) => part !== '').join(', ');
}

function sourceStatus(status: 'loading' | 'failed' | 'cancelled'): string {
  switch (status) {
    case 'loading':
      return l10n.t('reading');
    case 'failed':
      return l10n.t('could not be read');
    case 'cancelled':
      return l10n.t('cancelled');
  }
}

function gapText({ reason }: TreeGap): string {
  switch (reason) {
    case 'denied':
      return l10n.t('not allowed to read');
    case 'failed':
      return l10n.t('could not be read completely');
    case 'not-asked':
      return l10n.t('not read');
    case 'other-account':
      return l10n.t('on the other side, which was not read');
  }
}

/** The tooltip of a gap: what to do about it. */
export function gapAdvice({ reason, missing }: TreeGap): string {
  const what = missing.join(', ');
  switch (reason) {
    case 'denied':
      return l10n.t(
        'This is not an empty list: the credentials may not call {0}. Allow it in their IAM policy, then refresh.',
        what,
      );
    case 'failed':
      return l10n.t('This may not be all there is: {0} did not answer completely. Refresh to try again.', what);
    case 'not-asked':
      return l10n.t('This is not an empty list: {0} was not called.', what);
    case 'other-account':
      return l10n.t('This lies in another account: select a profile of it to see it ({0}).', what);
  }
}

export function stateName(state: TreeState): string {
  switch (state) {
    case 'broken':
      return l10n.t('broken');
    case 'degraded':
      return l10n.t('degraded');
    case 'healthy':
      return l10n.t('healthy');
    case 'unknown':
      return l10n.t('state unknown');
    case 'none':
      return '';
  }
}

export function kindName(kind: TreeNodeKind): string {
  switch (kind) {
    case 'scope':
      return l10n.t('account and Region');
    case 'vpc':
      return l10n.t('VPC');
    case 'service':
      return l10n.t('endpoint service');
    case 'endpoint':
      return l10n.t('VPC endpoint');
    case 'connection':
      return l10n.t('connection');
    case 'load-balancer':
      return l10n.t('load balancer');
    case 'target-group':
      return l10n.t('target group');
    case 'target':
      return l10n.t('target');
    case 'subnet':
      return l10n.t('subnet');
    case 'route-table':
      return l10n.t('route table');
    case 'network-interface':
      return l10n.t('network interface');
    case 'services':
    case 'endpoints':
    case 'connections':
    case 'gap':
      return '';
  }
}
