import { l10n, ThemeIcon, type QuickInputButton, type QuickPickItem } from 'vscode';
import { kindWords } from '../core/compare/words.ts';
import { gapLines } from '../core/find/text.ts';
import type { FindResult, Found, Match } from '../core/find/types.ts';
import { visible } from '../core/report/visible.ts';
import type { ResourceNodeKind } from '../core/tree/types.ts';
import { ICONS } from './explorer-item.ts';
import { kindName } from './explorer-text.ts';

/** A line of the box: a result, or a word on what the results do not show. */
export interface FindItem extends QuickPickItem {
  readonly result?: FindResult;
}

/** What the tree calls a kind, where it shows it. */
const TREE_KINDS: Readonly<Record<string, ResourceNodeKind>> = {
  'vpc-endpoint': 'endpoint',
  'endpoint-service': 'service',
  'service-detail': 'service',
  'endpoint-connection': 'connection',
  vpc: 'vpc',
  subnet: 'subnet',
  'route-table': 'route-table',
  'network-interface': 'network-interface',
  'load-balancer': 'load-balancer',
  'target-group': 'target-group',
  'target-health': 'target',
};

/** The button that shows a result on the diagram of what it is a part of. */
export function diagramButton(): QuickInputButton {
  return { iconPath: new ThemeIcon('type-hierarchy-sub'), tooltip: l10n.t('Show on diagram') };
}

/** The button that has read what was not read. */
export function readButton(): QuickInputButton {
  return { iconPath: new ThemeIcon('cloud-download'), tooltip: l10n.t('Read what is missing') };
}

/**
 * The lines of the box: the results in their order, then how many more there are, then what was not read.
 *
 * @param canRead whether what is missing can be asked for: of a file it cannot
 */
export function findItems(found: Found, canRead: boolean): readonly FindItem[] {
  const { results, more, gaps, proved } = found;
  const none = proved ? l10n.t('Not found') : l10n.t('Not found in what was read');
  return [
    ...results.map(resultItem),
    ...(results.length === 0 ? [note('search-stop', none)] : []),
    ...(more === 0 ? [] : [note('ellipsis', l10n.t('{0} more: a longer query narrows them', more))]),
    ...(gaps.length === 0
      ? []
      : [
          {
            ...note('question', l10n.t('Not everything was read')),
            detail: visible(gapLines(gaps).join('; ')),
            ...(canRead ? { buttons: [readButton()] } : {}),
          },
        ]),
  ];
}

function note(icon: string, label: string): FindItem {
  // The worker has compared already, and in more than what is shown.
  return { label, iconPath: new ThemeIcon(icon), alwaysShow: true };
}

function resultItem(result: FindResult): FindItem {
  const { id, kind, name, account, region, seenBy, match, subject } = result;
  const treeKind = TREE_KINDS[kind];
  const place = seenBy === undefined ? account : l10n.t('{0}, as {1} sees it', account, seenBy);
  return {
    result,
    label: visible(name ?? id),
    iconPath: new ThemeIcon(treeKind === undefined ? 'symbol-misc' : ICONS[treeKind]),
    description: visible(
      [
        treeKind === undefined ? kindWords(kind) : kindName(treeKind),
        ...(name === undefined ? [] : [id]),
        place,
        region,
      ]
        .filter((part) => part !== '')
        .join(' · '),
    ),
    ...(match === undefined ? {} : { detail: visible(whyFound(match)) }),
    ...(subject === undefined ? {} : { buttons: [diagramButton()] }),
    alwaysShow: true,
  };
}

/** Why it was found, in the user's language; the field and the value are AWS's. */
function whyFound({ field, value, how }: Match): string {
  switch (how) {
    case 'exact':
      return l10n.t('{0} is {1}', field, value);
    case 'prefix':
      return l10n.t('{0} begins with it: {1}', field, value);
    case 'word':
      return l10n.t('{0} holds it: {1}', field, value);
    case 'contains':
      return l10n.t('{0} contains it: {1}', field, value);
    case 'within':
      return l10n.t('{0} lies in it: {1}', field, value);
    case 'wildcard':
      return l10n.t('{0} stands for it: {1}', field, value);
    case 'domain':
      return l10n.t('{0} is a domain of it: {1}', field, value);
  }
}
