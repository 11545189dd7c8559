import {
  env,
  l10n,
  Range,
  SnippetString,
  SnippetTextEdit,
  Uri,
  ViewColumn,
  window,
  workspace,
  type Position,
  type QuickPickItem,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import { formatForFile } from '../../core/iac/language.ts';
import { CODE_FORMATS, type CodeFormat, type CodePart, type CodeResult } from '../../core/iac/types.ts';
import { AppError } from '../../core/model/errors.ts';
import type { CodeFile } from '../../worker/api.ts';
import type { Session } from '../session.ts';
import { setting } from '../settings.ts';
import { chooseSubjects } from './arguments.ts';

const LABELS: Readonly<Record<CodeFormat, { readonly label: string; readonly language: string }>> = {
  terraform: { label: 'Terraform', language: 'terraform' },
  'cloudformation-yaml': { label: 'CloudFormation (YAML)', language: 'yaml' },
  'cloudformation-json': { label: 'CloudFormation (JSON)', language: 'json' },
  'cdk-typescript': { label: 'AWS CDK (TypeScript)', language: 'typescript' },
  'cdk-python': { label: 'AWS CDK (Python)', language: 'python' },
};

/** Inserts code at the cursor of the text editor that is, or last was, in use; without one in a new document. */
export async function insertCode(session: Session, args: readonly unknown[]): Promise<void> {
  const ids = await chooseSubjects(session, args, l10n.t('What to write code for'));
  if (ids.length > 0) await write(session, ids, false);
}

/**
 * Inserts code that takes over what exists. What CloudFormation and the CDK need besides the code is shown beside it, for
 * the user to save.
 */
export async function insertImportCode(session: Session, args: readonly unknown[]): Promise<void> {
  const ids = await chooseSubjects(session, args, l10n.t('What to take over'));
  if (ids.length === 0) return;
  const written = await write(session, ids, true);
  if (written?.toImport === undefined) return;
  const content = `${JSON.stringify(written.toImport, undefined, 2)}\n`;
  const document = await workspace.openTextDocument({ language: 'json', content });
  await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preserveFocus: true });
}

async function write(session: Session, ids: readonly string[], imports: boolean): Promise<CodeResult | undefined> {
  const place = await placeForCode();
  if (place === undefined) return undefined;
  const { format, file } = place;
  await session.deepen({ ids, fresh: false, depth: 'diagnosis' }, 'user');
  const written = await session.call('code', { ids, format, ...file, ...(imports ? { imports } : {}) });
  await insertInto(place, written);
  return written;
}

/** Where code goes, and in which format. */
export interface PlaceForCode {
  readonly editor: TextEditor | undefined;
  readonly format: CodeFormat;
  /** What is there. */
  readonly file: CodeFile;
}

/** The text editor that is, or last was, in use; `undefined` when the user picks no format. */
export async function placeForCode(): Promise<PlaceForCode | undefined> {
  const editor = targetEditor();
  const known = editor === undefined ? configuredFormat() : formatOf(editor.document);
  const format = known ?? (await pickFormat());
  return format === undefined ? undefined : { editor, format, file: await fileOf(editor?.document, format) };
}

/** The text of the document and, as a module of Terraform is a folder, those of the other files there. */
async function fileOf(document: TextDocument | undefined, format: CodeFormat): Promise<CodeFile> {
  if (document === undefined) return {};
  const existing = document.getText();
  if (format !== 'terraform' || document.isUntitled) return { existing };
  const folder = Uri.joinPath(document.uri, '..');
  const texts = async (): Promise<readonly string[]> => {
    const entries = await workspace.fs.readDirectory(folder);
    const files = entries.flatMap(([name]) => (/\.(tf|tofu)$/.test(name) ? [Uri.joinPath(folder, name)] : []));
    const others = files.filter((uri) => uri.toString() !== document.uri.toString());
    const found = await Promise.all(others.map((uri) => workspace.fs.readFile(uri)));
    return found.map((bytes) => new TextDecoder().decode(bytes));
  };
  // What cannot be read asks for nothing.
  return { existing, beside: await texts().catch(() => []) };
}

/** Inserts code at the cursor; without an editor in a new document. */
export async function insertInto({ editor, format }: PlaceForCode, { parts, notes }: CodeResult): Promise<void> {
  await insert(editor ?? (await newDocument(format)), parts);
  if (notes.length > 0) {
    const text = l10n.t('{0} notes stand as comments in the inserted code.', notes.length);
    window.setStatusBarMessage(text, 8000);
  }
}

export async function copyCode(session: Session, args: readonly unknown[]): Promise<void> {
  const ids = await chooseSubjects(session, args, l10n.t('What to write code for'));
  if (ids.length === 0) return;
  const format = configuredFormat() ?? (await pickFormat());
  if (format === undefined) return;
  await session.deepen({ ids, fresh: false, depth: 'diagnosis' }, 'user');
  const { text } = await session.call('code', { ids, format });
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(l10n.t('Copied {0} code', LABELS[format].label), 5000);
}

/** The code for a place in a document that something was dropped into. */
export async function codeForDrop(
  session: Session,
  ids: readonly string[],
  document: TextDocument,
  position: Position,
): Promise<SnippetTextEdit | undefined> {
  const format = formatOf(document);
  if (format === undefined) return undefined;
  await session.deepen({ ids, fresh: false, depth: 'diagnosis' }, 'user');
  const { parts } = await session.call('code', { ids, format, ...(await fileOf(document, format)) });
  const { range, lead } = placeFor(document, position);
  const edit = new SnippetTextEdit(range, snippetOf([...lead, ...parts]));
  edit.keepWhitespace = true;
  return edit;
}

/** Literal text arrives to the letter, whatever `$`, `}` and `\` it holds; placeholders become tab stops. */
export function snippetOf(parts: readonly CodePart[]): SnippetString {
  const snippet = new SnippetString();
  for (const part of parts) {
    if (part.kind === 'literal') snippet.appendText(part.text);
    else snippet.appendPlaceholder(part.value);
  }
  return snippet;
}

/**
 * Code starts on a line of its own: white space before the position gives way to the code's own indentation, and after
 * anything else comes a line break.
 */
function placeFor(
  document: TextDocument,
  position: Position,
): { readonly range: Range; readonly lead: readonly CodePart[] } {
  const start = position.with({ character: 0 });
  const isBlank = document.getText(new Range(start, position)).trim() === '';
  return isBlank
    ? { range: new Range(start, position), lead: [] }
    : { range: new Range(position, position), lead: [{ kind: 'literal', text: '\n' }] };
}

/** By the file's name first; a document that says nothing gets what the settings say, if anything. */
function formatOf(document: TextDocument): CodeFormat | undefined {
  return formatForFile(document.fileName, document.languageId) ?? configuredFormat();
}

function configuredFormat(): CodeFormat | undefined {
  const format = setting('privatelink.codeFormat');
  return CODE_FORMATS.find((known) => known === format);
}

async function pickFormat(): Promise<CodeFormat | undefined> {
  const items = CODE_FORMATS.map((format): QuickPickItem & { readonly format: CodeFormat } => ({
    label: LABELS[format].label,
    format,
  }));
  return (await window.showQuickPick(items, { placeHolder: l10n.t('Which kind of code?') }))?.format;
}

/** While the topology has the focus no text editor is active: then the one that is beside it counts. */
function targetEditor(): TextEditor | undefined {
  return [window.activeTextEditor, ...window.visibleTextEditors].find(
    (editor) => editor !== undefined && isDocumentOfAUser(editor.document),
  );
}

/** Output, logs and our own reports are editors too. */
function isDocumentOfAUser({ uri }: TextDocument): boolean {
  return uri.scheme === 'untitled' || workspace.fs.isWritableFileSystem(uri.scheme) !== undefined;
}

/** In a language that VS Code may not know: without an extension for it Terraform is plain text. */
async function newDocument(format: CodeFormat): Promise<TextEditor> {
  const document = await workspace.openTextDocument({ language: LABELS[format].language, content: '' });
  return window.showTextDocument(document);
}

async function insert(editor: TextEditor, parts: readonly CodePart[]): Promise<void> {
  const { document, viewColumn, selection } = editor;
  const column = viewColumn === undefined ? {} : { viewColumn };
  const shown = await window.showTextDocument(document, { ...column, selection, preserveFocus: false });
  const { range, lead } = placeFor(document, selection.active);
  const { version } = document;
  const isAccepted = await shown.insertSnippet(snippetOf([...lead, ...parts]), range, {
    undoStopBefore: true,
    undoStopAfter: true,
    keepWhitespace: true,
  });
  // A read-only editor accepts a snippet and drops it: only the document shows that.
  if (!isAccepted || document.version === version) {
    throw new AppError(
      'bad-input',
      l10n.t('{0} could not be changed: it is read-only. Open a file that can be edited.', document.fileName),
    );
  }
}
