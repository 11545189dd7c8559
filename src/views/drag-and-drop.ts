import {
  DataTransferItem,
  DocumentDropEdit,
  DocumentDropOrPasteEditKind,
  languages,
  WorkspaceEdit,
  type Disposable,
  type Position,
  type SnippetTextEdit,
  type TextDocument,
  type TreeDragAndDropController,
} from 'vscode';
import { subjectsOf, type ExplorerNode } from './explorer-source.ts';

/** What a drag out of the sidebar carries: the ids of endpoints and services, as JSON. */
export const SUBJECTS_MIME = 'application/vnd.privatelink.subjects';

export const dragController: TreeDragAndDropController<ExplorerNode> = {
  // Plain text beside it would come first among the edits that an editor offers.
  dragMimeTypes: [SUBJECTS_MIME],
  dropMimeTypes: [],
  handleDrag(nodes, transfer) {
    const subjects = subjectsOf(nodes);
    if (subjects.length === 0) return;
    transfer.set(SUBJECTS_MIME, new DataTransferItem(JSON.stringify(subjects)));
  },
};

/**
 * Inserts code where something from the sidebar is dropped, or the ids where no code is written for the file.
 *
 * @param codeFor the edit that inserts the code; `undefined` for a document that no code is written for
 */
export function registerCodeDrop(
  codeFor: (ids: readonly string[], document: TextDocument, position: Position) => Promise<SnippetTextEdit | undefined>,
  title: string,
): Disposable {
  const kind = DocumentDropOrPasteEditKind.Text.append('privatelink', 'code');
  return languages.registerDocumentDropEditProvider(
    '*',
    {
      async provideDocumentDropEdits(document, position, transfer, token) {
        const ids = readIds(await transfer.get(SUBJECTS_MIME)?.asString());
        if (ids.length === 0) return undefined;
        const edit = await codeFor(ids, document, position);
        if (token.isCancellationRequested) return undefined;
        if (edit === undefined) return new DocumentDropEdit(ids.join('\n'), title, kind);
        // As an additional edit, because only a SnippetTextEdit can keep the whitespace of the literal text.
        const workspaceEdit = new WorkspaceEdit();
        workspaceEdit.set(document.uri, [edit]);
        const drop = new DocumentDropEdit('', title, kind);
        drop.additionalEdit = workspaceEdit;
        return drop;
      },
    },
    { dropMimeTypes: [SUBJECTS_MIME], providedDropEditKinds: [kind] },
  );
}

function readIds(text: string | undefined): readonly string[] {
  if (text === undefined || text === '') return [];
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
