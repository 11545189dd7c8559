import { EventEmitter, RelativePattern, workspace, type Disposable, type Event, type WorkspaceFolder } from 'vscode';
import { CONFIGURATION_FILE } from '../core/configuration/types.ts';
import { isAppError } from '../core/model/errors.ts';
import type { WorkerClient } from './worker-client.ts';

/** The `.privatelink.json` of the workspace, as it counts for what is shown. */
export interface WorkspaceConfiguration {
  dispose(): void;
  /** Puts the file as it is now in force; what is wrong with it is told once. */
  readonly prepare: () => Promise<void>;
  /** Fires when another text, another file or none may be in force. */
  readonly onDidChange: Event<void>;
}

/**
 * Watches the file in each folder of the workspace. In a workspace that is not trusted it is not read at all: whoever
 * wrote such a folder could hide a finding from whoever looks into it, and call a stranger's account known.
 */
export function createConfiguration(client: WorkerClient, show: (error: unknown) => unknown): WorkspaceConfiguration {
  const changed = new EventEmitter<void>();
  let watchers: readonly Disposable[] = [];
  let told: string | undefined;
  const fire = (): void => {
    changed.fire();
  };
  const watch = (): void => {
    for (const watcher of watchers) watcher.dispose();
    watchers = readable().map((folder) => {
      const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, CONFIGURATION_FILE));
      watcher.onDidCreate(fire);
      watcher.onDidChange(fire);
      watcher.onDidDelete(fire);
      return watcher;
    });
  };
  const renew = (): void => {
    watch();
    fire();
  };
  watch();
  const listeners = [workspace.onDidGrantWorkspaceTrust(renew), workspace.onDidChangeWorkspaceFolders(renew)];
  return {
    onDidChange: changed.event,
    async prepare() {
      try {
        await client.call('configure', { folders: readable().map(({ uri }) => uri.fsPath) });
        told = undefined;
      } catch (error) {
        if (!isAppError(error)) throw error;
        if (told !== error.message) show(error);
        told = error.message;
      }
    },
    dispose() {
      for (const one of [...listeners, ...watchers, changed]) one.dispose();
    },
  };
}

/** Folders on this machine's disk: the worker reads no others. */
function readable(): readonly WorkspaceFolder[] {
  if (!workspace.isTrusted) return [];
  return (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}
