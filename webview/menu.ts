import type { GraphNode } from '../src/core/graph/types.ts';
import { askedId } from '../src/core/impact/asked.ts';

/**
 * What VS Code's context menus are told of a node, as JSON for `data-vscode-context`: when clauses read it, and commands get it.
 * https://code.visualstudio.com/api/extension-guides/webview#context-menus
 */
export function menuContext({ id, kind, subject }: GraphNode): string {
  const askAbout = askedId({ id, kind });
  return JSON.stringify({
    webviewSection: subject === undefined ? 'node' : 'subject',
    resource: id,
    kind,
    ...(subject === undefined ? {} : { subject }),
    ...(askAbout === undefined ? {} : { askAbout }),
    preventDefaultContextMenuItems: true,
  });
}
