import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { NodeDetails } from '../core/graph/details.ts';
import type { TreeNode, TreeNodeKind } from '../core/tree/types.ts';
import type { ExplorerNode, SourceNode } from './explorer-source.ts';
import { descriptionOf, gapAdvice, labelOf, spokenLabel } from './explorer-text.ts';
import { stateColor, stateIcon } from './state-icon.ts';

/** Groups with more than this open only when someone opens them. */
const OPEN_UP_TO = 30;

/** The icon of each kind, by VS Code's name for it. */
export const ICONS: Readonly<Record<Exclude<TreeNodeKind, 'gap'>, string>> = {
  scope: 'globe',
  services: 'server-environment',
  endpoints: 'plug',
  vpc: 'cloud',
  service: 'server-environment',
  endpoint: 'plug',
  connections: 'link',
  connection: 'link',
  'load-balancer': 'server',
  'target-group': 'layers',
  target: 'vm',
  subnet: 'symbol-structure',
  'route-table': 'list-flat',
  'network-interface': 'circuit-board',
};

/** What menus may ask of a kind; the words are those of ITEM_FLAGS in contributions.ts. */
const FLAGS: Readonly<Partial<Record<TreeNodeKind, string>>> = {
  endpoint: 'subject path resource service dns ips console',
  service: 'subject path resource service dns console',
  connection: 'path resource',
  'load-balancer': 'path resource dns ips console',
  'target-group': 'path resource console',
  target: 'path resource',
  subnet: 'path resource console',
  'route-table': 'path resource console',
  'network-interface': 'path resource ips console',
  vpc: 'resource console',
  scope: 'scope',
};

/** How a node looks, but for the tooltip of a resource: that one is made when someone asks for it. */
export function treeItem(node: ExplorerNode): TreeItem {
  const item = new TreeItem(labelOf(node), collapsibleState(node));
  item.id = node.id;
  item.description = descriptionOf(node);
  item.accessibilityInformation = { label: spokenLabel(node) };
  if (node.kind === 'source') {
    item.iconPath = sourceIcon(node);
    item.contextValue = 'source';
    item.tooltip = plain(node.message ?? descriptionOf(node));
    return item;
  }
  item.iconPath = icon(node);
  const flags = FLAGS[node.kind];
  if (flags !== undefined) item.contextValue = flags;
  if (node.gap !== undefined) item.tooltip = plain(gapAdvice(node.gap));
  return item;
}

function collapsibleState(node: ExplorerNode): TreeItemCollapsibleState {
  if (node.kind === 'source') return TreeItemCollapsibleState.None;
  if (node.late === true) return TreeItemCollapsibleState.Collapsed;
  if (node.children === undefined || node.children.length === 0) return TreeItemCollapsibleState.None;
  const isOpen =
    node.kind === 'scope' || (['services', 'endpoints', 'vpc'].includes(node.kind) && (node.count ?? 0) <= OPEN_UP_TO);
  return isOpen ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

function icon(node: TreeNode): ThemeIcon {
  if (node.kind === 'gap') {
    return new ThemeIcon(node.gap?.reason === 'denied' ? 'lock' : 'question', stateColor('unknown'));
  }
  const judged = node.kind === 'endpoint' || node.kind === 'service';
  const isGroup = node.children !== undefined && ['scope', 'services', 'endpoints', 'vpc'].includes(node.kind);
  if (node.state !== 'none' && (judged || (!isGroup && node.state !== 'healthy' && node.state !== 'unknown'))) {
    return stateIcon(node.state);
  }
  return new ThemeIcon(ICONS[node.kind], stateColor(node.state));
}

function sourceIcon({ status }: SourceNode): ThemeIcon {
  switch (status) {
    case 'loading':
      return new ThemeIcon('loading~spin');
    case 'failed':
      return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
    case 'cancelled':
      return new ThemeIcon('circle-slash');
  }
}

/** The tooltip of a resource. Names and tags are other people's text: they are escaped, and nothing in it is trusted. */
export function tooltip(details: NodeDetails): MarkdownString {
  const text = new MarkdownString();
  text.appendMarkdown('**').appendText(details.title).appendMarkdown('**\n\n');
  for (const { label, value } of details.fields.slice(0, 14)) {
    text
      .appendMarkdown('- ')
      .appendText(`${label}: ${oneLine(value)}`)
      .appendMarkdown('\n');
  }
  for (const { severity, title } of details.findings.slice(0, 5)) {
    text.appendMarkdown('\n- ').appendText(`${severity}: ${oneLine(title)}`);
  }
  return text;
}

/** A text in which nothing is markup. */
export function plain(value: string): MarkdownString {
  return new MarkdownString().appendText(value);
}

function oneLine(value: string): string {
  const line = value.replaceAll(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
