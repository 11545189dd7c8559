import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Every string that the code hands to `l10n.t`, with the files that do. Anything but a literal there is an error. */
export function extractStrings(folder: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const file = join(folder, name);
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && /^(vscode\.)?l10n\.t$/.test(node.expression.getText(source))) {
        const [message] = node.arguments;
        if (message === undefined || !ts.isStringLiteralLike(message)) {
          throw new Error(`${file}: l10n.t takes a literal, so that it can be translated: ${node.getText(source)}`);
        }
        found.set(message.text, [...(found.get(message.text) ?? []), name]);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}
