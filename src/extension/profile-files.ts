import { basename, dirname, join } from 'node:path';
import { Disposable, RelativePattern, Uri, workspace, type FileSystemWatcher } from 'vscode';
import { sharedConfigFiles } from '../aws/shared-config.ts';
import { failedKeys } from './commands/sign-in.ts';
import type { Session } from './session.ts';
import { awsEnvironment } from './settings.ts';

/**
 * Follows the AWS config and credentials files and the sign-ins of IAM Identity Center, as long as something is read
 * from AWS: what had failed for want of credentials is read again, and what a profile led to before its settings changed
 * is dropped first, because it may be another account's.
 */
export function followProfileFiles(session: Session, onError: (error: unknown) => void): Disposable {
  let watchers: readonly Disposable[] = [];
  let seen = 0;
  let done = 0;
  let running: Promise<void> | undefined;
  const follow = async (): Promise<void> => {
    while (done < seen) {
      done = seen;
      const changed = await session.call('changedSources', { environment: awsEnvironment() });
      if (changed.length > 0) await session.forget(changed);
      const keys = [...new Set([...changed, ...failedKeys(session)])];
      if (keys.length > 0) await session.refresh(keys, 'background');
    }
  };
  const changed = (): void => {
    seen += 1;
    running ??= follow()
      .catch(onError)
      .finally(() => {
        running = undefined;
      });
  };
  const update = (): void => {
    const isLive = session.scopes().length > 0;
    if (isLive === watchers.length > 0) return;
    for (const watcher of watchers) watcher.dispose();
    watchers = isLive ? watchAll(changed) : [];
  };
  const restart = (): void => {
    for (const watcher of watchers) watcher.dispose();
    watchers = [];
    update();
  };
  update();
  return Disposable.from(
    session.onDidChange(update),
    workspace.onDidChangeConfiguration((event) => {
      const names = ['privatelink.configFile', 'privatelink.credentialsFile'];
      if (names.some((name) => event.affectsConfiguration(name))) restart();
    }),
    new Disposable(() => {
      for (const watcher of watchers) watcher.dispose();
    }),
  );
}

function watchAll(changed: () => void): readonly Disposable[] {
  const environment = { ...process.env, ...awsEnvironment() };
  const { configFile, credentialsFile } = sharedConfigFiles(environment);
  // Where the AWS CLI and the SDKs keep the tokens of a sign-in, wherever the two files are.
  const tokens = join(
    sharedConfigFiles({ HOME: environment['HOME'], USERPROFILE: environment['USERPROFILE'] }).configFile,
    '..',
    'sso',
    'cache',
  );
  return [
    watch(dirname(configFile), basename(configFile)),
    watch(dirname(credentialsFile), basename(credentialsFile)),
    watch(tokens, '*.json'),
  ].flatMap((watcher) => [
    watcher,
    watcher.onDidChange(changed),
    watcher.onDidCreate(changed),
    watcher.onDidDelete(changed),
  ]);
}

function watch(folder: string, pattern: string): FileSystemWatcher {
  return workspace.createFileSystemWatcher(new RelativePattern(Uri.file(folder), pattern));
}
