// How long the extension takes to activate, beside extensions that do nothing, in the same extension host.
import * as vscode from 'vscode';

export interface Activation {
  /** Milliseconds that VS Code needed for an extension whose activate() is empty: the median of three. */
  empty: number;
  /** The same for ours; undefined when something had activated it before it could be measured. */
  extension: number | undefined;
}

const publisher = 'privatelink-bench';

/** VS Code activates this one by itself when it has finished starting; the host is busy until then. */
const startup = 'empty-1';
const warmUp = 'empty-2';
const measured = ['empty-3', 'empty-4', 'empty-5'];

async function activate(id: string): Promise<number | undefined> {
  const extension = vscode.extensions.getExtension(id);
  if (!extension || extension.isActive) return undefined;
  const began = performance.now();
  await extension.activate();
  return performance.now() - began;
}

async function startupFinished(): Promise<void> {
  const extension = vscode.extensions.getExtension(`${publisher}.${startup}`);
  while (extension && !extension.isActive) await new Promise((resolve) => setImmediate(resolve));
}

/** Undefined where the extensions that do nothing are not installed. */
export async function measureActivation(): Promise<Activation | undefined> {
  await startupFinished();
  await activate(`${publisher}.${warmUp}`);
  const extension = await activate('privatelink-explorer.privatelink-explorer');
  const empty: number[] = [];
  for (const name of measured) {
    const taken = await activate(`${publisher}.${name}`);
    if (taken === undefined) return undefined;
    empty.push(taken);
  }
  return { empty: empty.sort((a, b) => a - b)[1] ?? 0, extension };
}
