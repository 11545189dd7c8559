import {
  env,
  EventEmitter,
  l10n,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
  type Event,
  type TreeDataProvider,
  type TreeView,
} from 'vscode';
import type { DifferenceGroup, DifferenceRow } from '../core/compare/rows.ts';
import {
  isSetChange,
  type FieldChange,
  type FindingChange,
  type ResourceDifference,
  type Side,
} from '../core/compare/types.ts';
import type { Json } from '../core/model/json.ts';
import { differenceKindName, gapReason, limitText } from './differences-text.ts';
import { plain } from './explorer-item.ts';
import { stateName } from './explorer-text.ts';
import { stateIcon } from './state-icon.ts';

/** What was compared, and how much differs. */
export interface ShownComparison {
  readonly before: { readonly label: string; readonly capturedAt: string };
  readonly after: { readonly label: string; readonly capturedAt: string };
  readonly groups: readonly DifferenceGroup[];
  readonly worse: number;
}

export interface DifferencesSource {
  readonly onDidChange: Event<void>;
  readonly comparison: () => ShownComparison | undefined;
  readonly rows: (group: string) => Promise<readonly DifferenceRow[]>;
}

export type DifferencesNode =
  | { readonly kind: 'group'; readonly id: string; readonly of: DifferenceGroup }
  | { readonly kind: 'row'; readonly id: string; readonly of: DifferenceRow; readonly resource?: string }
  | {
      readonly kind: 'detail';
      readonly id: string;
      readonly label: string;
      readonly description: string;
      readonly icon: string;
      readonly resource?: string;
    };

type DetailNode = DifferencesNode & { readonly kind: 'detail' };

export interface DifferencesProvider extends TreeDataProvider<DifferencesNode> {
  readonly dispose: () => void;
}

/** Groups, their rows, and what differs in each. */
export function createDifferencesProvider(source: DifferencesSource): DifferencesProvider {
  const changed = new EventEmitter<undefined>();
  const subscription = source.onDidChange(() => {
    changed.fire(undefined);
  });
  return {
    onDidChangeTreeData: changed.event,
    getTreeItem: differenceItem,
    async getChildren(node) {
      if (node === undefined) {
        return (source.comparison()?.groups ?? []).map((of): DifferencesNode => ({ kind: 'group', id: of.id, of }));
      }
      if (node.kind === 'group') return (await source.rows(node.of.id)).map((of, i) => rowNode(node.of.id, of, i));
      return node.kind === 'row' ? [...detailsOf(node.id, node.of)] : [];
    },
    dispose() {
      subscription.dispose();
      changed.dispose();
    },
  };
}

export interface DifferencesView {
  readonly view: TreeView<DifferencesNode>;
  readonly dispose: () => void;
}

export function createDifferences(source: DifferencesSource): DifferencesView {
  const provider = createDifferencesProvider(source);
  const view = window.createTreeView('privatelink.differences', { treeDataProvider: provider, showCollapseAll: true });
  const showHeader = (): void => {
    const shown = source.comparison();
    view.description = shown === undefined ? '' : `${shown.before.label} → ${shown.after.label}`;
    view.message = shown === undefined ? '' : messageOf(shown);
    const worse = shown?.worse ?? 0;
    const tooltip = worse === 1 ? l10n.t('1 verdict got worse') : l10n.t('{0} verdicts got worse', worse);
    view.badge = worse === 0 ? undefined : { value: worse, tooltip };
  };
  showHeader();
  const subscription = source.onDidChange(showHeader);
  return {
    view,
    dispose() {
      subscription.dispose();
      view.dispose();
      provider.dispose();
    },
  };
}

function messageOf({ before, after, groups }: ShownComparison): string {
  const format = new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeStyle: 'short' });
  const times = [before, after].map(({ capturedAt }) => format.format(new Date(capturedAt)));
  const period = l10n.t('From {0} to {1}', times[0] ?? '', times[1] ?? '');
  const differs = groups.some((group) => group.id !== 'unread');
  if (differs) return period;
  return `${period}: ${groups.length === 0 ? l10n.t('no difference') : l10n.t('no difference in what both have read')}`;
}

function rowNode(group: string, of: DifferenceRow, index: number): DifferencesNode {
  const id = `${group} ${index}`;
  switch (of.kind) {
    case 'verdict':
      return { kind: 'row', id, of, resource: of.of.id };
    case 'resource':
      return { kind: 'row', id, of, resource: of.resource };
    case 'scope':
    case 'unread':
      return { kind: 'row', id, of };
  }
}

function detailsOf(parent: string, row: DifferenceRow): readonly DetailNode[] {
  if (row.kind === 'verdict') {
    const { appeared, disappeared } = row.of;
    return [
      ...appeared.map((finding, i) => findingNode(`${parent} + ${i}`, finding, 'before')),
      ...disappeared.map((finding, i) => findingNode(`${parent} - ${i}`, finding, 'after')),
    ];
  }
  if (row.kind !== 'resource' || row.of.change !== 'changed') return [];
  return row.of.fields.flatMap((field, i) => fieldNodes(`${parent} ${i}`, field));
}

function findingNode(id: string, finding: FindingChange, lacking: Side): DetailNode {
  const notes = [finding.rule, finding.resource];
  if (finding.unjudged !== undefined) {
    const reason = gapReason(finding.unjudged);
    notes.push(
      lacking === 'before'
        ? l10n.t('could not be judged before: {0}', reason)
        : l10n.t('can no longer be judged: {0}', reason),
    );
  } else if (finding.followsFrom !== undefined) {
    notes.push(
      lacking === 'before'
        ? l10n.t('followed from {0} before', finding.followsFrom)
        : l10n.t('follows from {0} now', finding.followsFrom),
    );
  }
  return {
    kind: 'detail',
    id,
    label: finding.title,
    description: notes.join(' · '),
    icon: lacking === 'before' ? 'diff-added' : 'diff-removed',
    resource: finding.resource,
  };
}

function fieldNodes(id: string, field: FieldChange): readonly DetailNode[] {
  const node = (suffix: string, icon: string, description: string): DetailNode => ({
    kind: 'detail',
    id: `${id} ${suffix}`,
    label: field.field,
    description,
    icon,
  });
  if (!isSetChange(field)) {
    return [node('', 'diff-modified', `${valueText(field.before)} → ${valueText(field.after)}`)];
  }
  return [
    ...field.removed.map((member, i) => node(`- ${i}`, 'diff-removed', `− ${member}`)),
    ...field.added.map((member, i) => node(`+ ${i}`, 'diff-added', `+ ${member}`)),
  ];
}

function valueText(value: Json | undefined): string {
  if (value === undefined) return l10n.t('not in the answer');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function differenceItem(node: DifferencesNode): TreeItem {
  switch (node.kind) {
    case 'group':
      return groupItem(node.id, node.of);
    case 'row':
      return withReveal(rowItem(node.id, node.of), node);
    case 'detail': {
      const item = new TreeItem(node.label, TreeItemCollapsibleState.None);
      item.id = node.id;
      item.description = node.description;
      item.iconPath = new ThemeIcon(node.icon);
      item.tooltip = plain(`${node.label}: ${node.description}`);
      item.accessibilityInformation = { label: `${node.label}, ${node.description}` };
      return withReveal(item, node);
    }
  }
}

/** A click shows the resource in the tree, where what is loaded has it. */
function withReveal(item: TreeItem, node: DifferencesNode & { readonly kind: 'row' | 'detail' }): TreeItem {
  if (node.resource === undefined) return item;
  item.contextValue = 'difference';
  item.command = {
    command: 'privatelink.revealInExplorer',
    title: l10n.t('Reveal in Tree'),
    arguments: [{ resource: node.resource }],
  };
  return item;
}

function groupItem(id: string, { count }: DifferenceGroup): TreeItem {
  const label = differenceKindName(id);
  const isOpen = id === 'verdicts';
  const item = new TreeItem(label, isOpen ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed);
  item.id = id;
  item.description = String(count);
  item.accessibilityInformation = { label: `${label}, ${count}` };
  return item;
}

function rowItem(id: string, row: DifferenceRow): TreeItem {
  switch (row.kind) {
    case 'verdict': {
      const { of } = row;
      const description = `${stateName(of.before)} → ${stateName(of.after)}`;
      const isOpen = of.appeared.length + of.disappeared.length > 0;
      return makeItem(id, of.name ?? of.id, description, stateIcon(of.after), isOpen);
    }
    case 'resource': {
      const { of } = row;
      const [icon, color] = CHANGE_ICONS[of.change];
      const place = `${of.account} · ${of.region}`;
      const what = of.change === 'not-comparable' ? `${limitText(of.in)} · ${gapReason(of)}` : changeName(of);
      const name = of.name === undefined ? [] : [of.id];
      const description = [what, ...name, place].join(' · ');
      return makeItem(
        id,
        of.name ?? of.id,
        description,
        new ThemeIcon(icon, new ThemeColor(color)),
        of.change === 'changed',
      );
    }
    case 'scope':
      return makeItem(
        id,
        `${row.of.account} · ${row.of.region}`,
        limitText(row.side),
        new ThemeIcon('question'),
        false,
      );
    case 'unread': {
      const { operation, status, account, region, side } = row.of;
      const when = side === 'before' ? l10n.t('before') : l10n.t('after');
      const icon = new ThemeIcon(status === 'denied' ? 'lock' : 'question');
      return makeItem(id, operation, [status, when, account, region].join(' · '), icon, false);
    }
  }
}

function makeItem(id: string, label: string, description: string, icon: ThemeIcon, hasDetails: boolean): TreeItem {
  const state = hasDetails ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None;
  const item = new TreeItem(label, state);
  item.id = id;
  item.description = description;
  item.iconPath = icon;
  item.tooltip = plain(`${label}: ${description}`);
  item.accessibilityInformation = { label: `${label}, ${description}` };
  return item;
}

const CHANGE_ICONS: Readonly<Record<ResourceDifference['change'], readonly [icon: string, color: string]>> = {
  removed: ['diff-removed', 'gitDecoration.deletedResourceForeground'],
  changed: ['diff-modified', 'gitDecoration.modifiedResourceForeground'],
  added: ['diff-added', 'gitDecoration.addedResourceForeground'],
  'not-comparable': ['question', 'privatelink.state.unknown'],
};

function changeName(difference: ResourceDifference & { readonly change: 'removed' | 'changed' | 'added' }): string {
  switch (difference.change) {
    case 'removed':
      return l10n.t('removed');
    case 'changed':
      return l10n.t('changed');
    case 'added':
      return l10n.t('added');
  }
}
