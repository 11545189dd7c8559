import {
  ColorThemeKind,
  commands,
  env,
  l10n,
  UIKind,
  Uri,
  window,
  workspace,
  type MessageItem,
  type QuickPickItem,
} from 'vscode';
import type { DiagramFormat } from '../../core/graph/formats.ts';
import { DIAGRAM_THEMES, type DiagramTheme } from '../../core/graph/palettes.ts';
import { AppError } from '../../core/model/errors.ts';
import { COMPARISON, type Shown, type TopologyPanels } from '../../views/topology-panel.ts';
import { diagramWords } from '../../views/topology-strings.ts';
import type { Boundary } from '../errors.ts';
import type { Session } from '../session.ts';
import { nothingLoaded, resourceIds, subjectIds } from './arguments.ts';

export interface ExportParts {
  readonly session: Session;
  readonly panels: TopologyPanels;
  readonly boundary: Pick<Boundary, 'show'>;
}

/** What a diagram can be saved as: how that is made, and what the file is called. */
interface Format {
  readonly label: string;
  readonly detail: string;
  readonly extension: string;
  /** What the worker renders; of a PNG the page then makes pixels. */
  readonly from: DiagramFormat;
  readonly isThemed: boolean;
}

/** Pixels of a PNG for each of the diagram's: small text stays sharp on dense screens and in print. */
const PNG_SCALE = 2;

function formats(): readonly (Format & { readonly key: string })[] {
  return [
    {
      ...{ key: 'svg', label: 'SVG', extension: 'svg', from: 'svg', isThemed: true },
      detail: l10n.t('As on the screen, sharp at every size'),
    },
    {
      ...{ key: 'png', label: 'PNG', extension: 'png', from: 'svg', isThemed: true },
      detail: l10n.t('The same in pixels'),
    },
    {
      ...{ key: 'drawio', label: 'draw.io', extension: 'drawio', from: 'drawio', isThemed: false },
      detail: l10n.t('To draw on, with every resource in its group'),
    },
    {
      ...{ key: 'mermaid', label: 'Mermaid', extension: 'mmd', from: 'mermaid', isThemed: false },
      detail: l10n.t('A flowchart for Markdown'),
    },
    {
      ...{ key: 'json', label: 'JSON', extension: 'json', from: 'json', isThemed: false },
      detail: l10n.t('Nodes and edges for programs'),
    },
  ];
}

/**
 * Saves the diagram of what the command was run on: a resource of the tree, else what the topology panel in front shows,
 * else everything that is loaded.
 */
export async function exportDiagram(parts: ExportParts, args: readonly unknown[]): Promise<void> {
  const { session, panels, boundary } = parts;
  const subject = subjectIds(args)[0] ?? resourceIds(args)[0] ?? panels.active()?.subject;
  if (subject !== COMPARISON && (session.state.view?.subjects.length ?? 0) === 0) throw nothingLoaded();
  const title = l10n.t('Export Diagram');
  const format = await window.showQuickPick(formats(), { title, placeHolder: l10n.t('Which format?') });
  if (format === undefined) return;
  const theme = format.isThemed ? await pickTheme(title) : 'light';
  if (theme === undefined) return;
  const file = await askForFile(title, format, subject);
  if (file === undefined) return;
  const content = await render(parts, subject, format.key === 'png', format.from, theme);
  try {
    await workspace.fs.writeFile(file, content);
  } catch (cause) {
    const message = l10n.t('The diagram could not be saved as {0}. Choose another folder.', nameOf(file));
    throw new AppError('bad-input', message, { cause });
  }
  offerToOpen(file).catch(boundary.show);
}

/** The editor's own kind of theme stands first. */
async function pickTheme(title: string): Promise<DiagramTheme | undefined> {
  const { kind } = window.activeColorTheme;
  const own: DiagramTheme =
    kind === ColorThemeKind.Light || kind === ColorThemeKind.HighContrastLight ? 'light' : 'dark';
  const labels: Readonly<Record<DiagramTheme, string>> = { light: l10n.t('Light'), dark: l10n.t('Dark') };
  const items = [...DIAGRAM_THEMES]
    .sort((a, b) => Number(b === own) - Number(a === own))
    .map((theme): QuickPickItem & { readonly theme: DiagramTheme } => ({ label: labels[theme], theme }));
  return (await window.showQuickPick(items, { title, placeHolder: l10n.t('On which background?') }))?.theme;
}

function askForFile(title: string, { label, extension }: Format, subject: Shown): Thenable<Uri | undefined> {
  // An ARN or a host name is no name of a file.
  const named = subject === COMPARISON ? 'comparison' : subject;
  const what = named === undefined ? '' : `-${named.replace(/[^\w.-]+/g, '-').slice(0, 80)}`;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const name = `privatelink${what}.${extension}`;
  return window.showSaveDialog({
    title,
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, name) }),
    filters: { [label]: [extension] },
  });
}

async function render(
  { session, panels }: ExportParts,
  subject: Shown,
  isPng: boolean,
  format: DiagramFormat,
  theme: DiagramTheme,
): Promise<Uint8Array> {
  const text = await textOf(session, subject, format, theme);
  return isPng ? panels.rasterise(subject, text, PNG_SCALE) : new TextEncoder().encode(text);
}

async function textOf(session: Session, subject: Shown, format: DiagramFormat, theme: DiagramTheme): Promise<string> {
  const how = { format, theme, words: diagramWords() };
  if (subject === COMPARISON) return session.call('differenceDiagram', how);
  await session.deepen({ ids: subject === undefined ? [] : [subject], fresh: false, depth: 'topology' }, 'user');
  return session.call('diagram', { ...(subject === undefined ? {} : { subject }), ...how });
}

async function offerToOpen(file: Uri): Promise<void> {
  const open: MessageItem = { title: l10n.t('Open') };
  const reveal: MessageItem = { title: l10n.t('Reveal') };
  const command = revealCommand(file);
  const message = l10n.t('Saved {0}', nameOf(file));
  const chosen = await window.showInformationMessage(message, open, ...(command === undefined ? [] : [reveal]));
  if (chosen === open) await commands.executeCommand('vscode.open', file);
  if (chosen === reveal && command !== undefined) await commands.executeCommand(command, file);
}

/** Where a file can be shown: in the file explorer when it is in the workspace, else by the system, where there is one. */
function revealCommand(file: Uri): string | undefined {
  if (workspace.getWorkspaceFolder(file) !== undefined) return 'revealInExplorer';
  return file.scheme === 'file' && env.uiKind === UIKind.Desktop && env.remoteName === undefined
    ? 'revealFileInOS'
    : undefined;
}

function nameOf(file: Uri): string {
  return workspace.asRelativePath(file);
}
