// Extensions that do nothing but ask for the API, as every extension does: what ours is held against in activation.ts.
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
      // The first one tells when VS Code has finished starting.
      activationEvents: number === 1 ? ['onStartupFinished'] : [],
      main: './extension.cjs',
    };
    writeFileSync(join(path, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(path, 'extension.cjs'), "require('vscode');\nexports.activate = () => {};\n");
    return path;
  });
}
