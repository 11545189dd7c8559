import {
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
import type { Finding, SubjectDiagnosis, Verdict } from '../core/diagnosis.ts';
import { plain } from './explorer-item.ts';
import { stateName } from './explorer-text.ts';
import { stateIcon } from './state-icon.ts';
import { SEVERITIES, type Severity } from '../core/severity.ts';

/** An endpoint or service with how much was found of it. */
export interface FindingsSubject extends Pick<SubjectDiagnosis, 'id' | 'name' | 'kind' | 'verdict' | 'summary'> {
  readonly findings: number;
  readonly severity?: Severity;
}

export interface FindingsSource {
  readonly onDidChange: Event<void>;
  readonly subjects: () => readonly FindingsSubject[];
  readonly findings: (subject: string) => Promise<readonly Finding[]>;
}

export type FindingsNode =
  | { readonly kind: 'subject'; readonly id: string; readonly subject: string; readonly of: FindingsSubject }
  | { readonly kind: 'finding'; readonly id: string; readonly subject: string; readonly of: Finding };

const VERDICTS: readonly Verdict[] = ['broken', 'degraded', 'unknown', 'healthy'];

const SEVERITY_ICONS: Readonly<Record<Severity, readonly [icon: string, color: string | undefined]>> = {
  critical: ['error', 'privatelink.state.broken'],
  high: ['error', 'privatelink.state.broken'],
  medium: ['warning', 'privatelink.state.degraded'],
  low: ['info', undefined],
  info: ['info', undefined],
};

export interface FindingsProvider extends TreeDataProvider<FindingsNode> {
  readonly dispose: () => void;
}

/** Subjects, worst first, with their findings in the order of the diagnosis. */
export function createFindingsProvider(source: FindingsSource): FindingsProvider {
  const changed = new EventEmitter<undefined>();
  const subscription = source.onDidChange(() => {
    changed.fire(undefined);
  });
  const subjects = (): readonly FindingsNode[] =>
    source
      .subjects()
      .filter((subject) => subject.findings > 0)
      .sort(worstFirst)
      .map((subject) => ({ kind: 'subject', id: subject.id, subject: subject.id, of: subject }));
  return {
    onDidChangeTreeData: changed.event,
    getTreeItem: (node) => (node.kind === 'subject' ? subjectItem(node.of) : findingItem(node)),
    async getChildren(node) {
      if (node === undefined) return [...subjects()];
      if (node.kind === 'finding') return [];
      const findings = await source.findings(node.subject);
      return findings.map((finding, i): FindingsNode => ({
        kind: 'finding',
        id: `${node.subject} ${finding.rule} ${finding.resource} ${i}`,
        subject: node.subject,
        of: finding,
      }));
    },
    getParent: (node) => (node.kind === 'subject' ? undefined : subjects().find((one) => one.id === node.subject)),
    dispose() {
      subscription.dispose();
      changed.dispose();
    },
  };
}

export interface FindingsView {
  readonly view: TreeView<FindingsNode>;
  /** Opens a subject's findings where the view is visible; takes no focus. */
  readonly show: (subject: string) => Promise<void>;
  readonly dispose: () => void;
}

export function createFindings(source: FindingsSource): FindingsView {
  const provider = createFindingsProvider(source);
  const view = window.createTreeView('privatelink.findings', { treeDataProvider: provider, showCollapseAll: true });
  const showCount = (): void => {
    const broken = source.subjects().filter((subject) => subject.verdict === 'broken').length;
    const degraded = source.subjects().filter((subject) => subject.verdict === 'degraded').length;
    view.description = broken + degraded === 0 ? '' : l10n.t('{0} broken, {1} degraded', broken, degraded);
    const tooltip = broken === 1 ? l10n.t('1 path is broken') : l10n.t('{0} paths are broken', broken);
    view.badge = broken === 0 ? undefined : { value: broken, tooltip };
  };
  showCount();
  const subscription = source.onDidChange(showCount);
  return {
    view,
    async show(subject) {
      const found = source.subjects().find((one) => one.id === subject && one.findings > 0);
      if (!view.visible || found === undefined) return;
      await view.reveal(
        { kind: 'subject', id: found.id, subject: found.id, of: found },
        { select: true, focus: false, expand: true },
      );
    },
    dispose() {
      subscription.dispose();
      view.dispose();
      provider.dispose();
    },
  };
}

function worstFirst(a: FindingsSubject, b: FindingsSubject): number {
  return (
    VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
    severityRank(a) - severityRank(b) ||
    (a.name ?? a.id).localeCompare(b.name ?? b.id, 'en', { numeric: true })
  );
}

function severityRank({ severity }: FindingsSubject): number {
  return severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity);
}

function subjectItem(subject: FindingsSubject): TreeItem {
  const label = subject.name ?? subject.id;
  const item = new TreeItem(label, TreeItemCollapsibleState.Collapsed);
  item.id = subject.id;
  item.description = subject.name === undefined ? subject.summary : `${subject.id} · ${subject.summary}`;
  item.iconPath = stateIcon(subject.verdict);
  item.tooltip = plain(subject.summary);
  item.contextValue = 'subject';
  item.accessibilityInformation = { label: [label, stateName(subject.verdict), subject.summary].join(', ') };
  return item;
}

function findingItem(node: FindingsNode & { readonly kind: 'finding' }): TreeItem {
  const finding = node.of;
  const item = new TreeItem(finding.title, TreeItemCollapsibleState.None);
  const [icon, color] = SEVERITY_ICONS[finding.severity];
  item.id = node.id;
  item.description = `${finding.rule} · ${finding.resource}`;
  item.iconPath = color === undefined ? new ThemeIcon(icon) : new ThemeIcon(icon, new ThemeColor(color));
  item.tooltip = plain(finding.message);
  item.contextValue = 'finding';
  item.command = { command: 'privatelink.diagnose', title: l10n.t('Open Report'), arguments: [node] };
  item.accessibilityInformation = { label: [finding.severity, finding.title, finding.message].join(', ') };
  return item;
}
