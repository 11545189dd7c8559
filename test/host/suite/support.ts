import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { PrivateLinkApi } from '../../../src/extension/api.ts';
import { createSession, type Session } from '../../../src/extension/session.ts';
import { createWorkerClient, type WorkerClient } from '../../../src/extension/worker-client.ts';

/** The extension as VS Code has installed it. */
export function installed(): vscode.Extension<PrivateLinkApi> {
  const found = vscode.extensions.getExtension<PrivateLinkApi>('privatelink-explorer.privatelink-explorer');
  assert(found, 'the extension is not installed');
  return found;
}

export async function api(): Promise<PrivateLinkApi> {
  return installed().activate();
}

export async function openSample(): Promise<PrivateLinkApi> {
  const exported = await api();
  await vscode.commands.executeCommand('privatelink.openSample');
  return exported;
}

/** A memory that ends with the test. */
function memory(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, fallback?: T) => (values.get(key) as T | undefined) ?? (fallback as T),
    update: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

/** A session of the test's own, on the worker that the extension ships. */
export function ownSession(file = join(installed().extensionPath, 'dist', 'worker', 'worker.js')): {
  readonly session: Session;
  readonly client: WorkerClient;
  readonly dispose: () => void;
} {
  // Channels of one name are one channel: the suite that is done first must not close the others' log.
  const log = vscode.window.createOutputChannel(`PrivateLink tests ${randomUUID()}`, { log: true });
  const client = createWorkerClient(file, log);
  const session = createSession({
    client,
    log,
    globalState: memory(),
    workspaceState: memory(),
    samplePath: samplePath(),
    settings: () => ({ environment: {}, defaultScopes: [], readOnOpen: true, isCached: false, isTrusted: true }),
    cacheFolder: '',
    prepare: () => Promise.resolve(),
    ask: () => Promise.resolve(undefined),
  });
  return {
    session,
    client,
    dispose: () => {
      session.dispose();
      client.dispose();
      log.dispose();
    },
  };
}

export function samplePath(): string {
  return join(installed().extensionPath, 'samples', 'two-companies.plsnap.json');
}

/** Waits for a state that other parts of VS Code bring about; it is looked for at each of their events. */
export function until<T>(event: vscode.Event<T>, holds: () => boolean, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (holds()) {
      resolve();
      return;
    }
    const subscription = event(() => {
      if (!holds()) return;
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    });
    const timer = setTimeout(() => {
      subscription.dispose();
      reject(new Error(`It did not come to this: ${what}`));
    }, 15_000);
  });
}

export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
