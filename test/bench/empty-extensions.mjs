// Extensions that do nothing, to hold the activation of ours against (test/bench/activation.ts).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes them below a folder and returns their paths. */
export function writeEmptyExtensions(folder) {
  return [1, 2, 3, 4, 5].map((number) => {
    const path = join(folder, `empty-${number}`);
    mkdirSync(path, { recursive: true });
    const manifest = {
      name: `empty-${number}`,
      publisher: 'privatelink-bench',
      version: '1.0.0',
      engines: { vscode: '^1.100.0' },
      extensionKind: ['workspace'],
      activationEvents: [],
      main: './extension.cjs',
    };
    writeFileSync(join(path, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(path, 'extension.cjs'), 'exports.activate = () => {};\n');
    return path;
  });
}
