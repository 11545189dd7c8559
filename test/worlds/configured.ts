import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string | undefined;
let count = 0;

/** The arguments that put a configuration in force. Beside its file lies a runbook, `runbook.md`. */
export function configured(configuration: object): readonly string[] {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'privatelink-configured-'));
    writeFileSync(join(made, 'runbook.md'), '# Runbook\n');
    process.once('exit', () => {
      rmSync(made, { recursive: true, force: true });
    });
    folder = made;
  }
  count += 1;
  const path = join(folder, `${count}.privatelink.json`);
  writeFileSync(path, JSON.stringify(configuration));
  return ['--config', path];
}
