import { join } from 'node:path';
import { commands, l10n, window, type ExtensionContext } from 'vscode';
import { createExplorer, type Explorer } from '../views/explorer.ts';
import { dragController, registerCodeDrop } from '../views/drag-and-drop.ts';
import { createDifferences } from '../views/differences.ts';
import { createFindings } from '../views/findings.ts';
import { createTopologyPanels, type TopologyPanels } from '../views/topology-panel.ts';
import { createApi, type PrivateLinkApi } from './api.ts';
import { codeForDrop } from './commands/code.ts';
import { registerCommands } from './commands/register.ts';
import { createComparison } from './comparison.ts';
import { createConfiguration } from './configuration.ts';
import { createBoundary } from './errors.ts';
import { followProfileFiles } from './profile-files.ts';
import { ask } from './questions.ts';
import { comparisonTopology, explorerSource, findingsSource, topologySource } from './projections.ts';
import { createRefresher } from './refresh.ts';
import { createReports } from './report.ts';
import { createSession } from './session.ts';
import { sessionSettings } from './settings.ts';
import { createStatus } from './status.ts';
import { createWorkerClient } from './worker-client.ts';

/** Puts the parts together. The worker thread, and with it the AWS SDK, starts when something is first read. */
export function activate(context: ExtensionContext): PrivateLinkApi {
  const { extensionPath, globalState, workspaceState, subscriptions } = context;
  const log = window.createOutputChannel('PrivateLink Explorer', { log: true });
  const boundary = createBoundary(log);
  const client = createWorkerClient(join(extensionPath, 'dist', 'worker', 'worker.js'), log);
  const samplePath = join(extensionPath, 'samples', 'two-companies.plsnap.json');
  const settings = sessionSettings;
  const cacheFolder = join(context.globalStorageUri.fsPath, 'read');
  const configuration = createConfiguration(client, boundary.show);
  const { prepare } = configuration;
  const parts = { client, log, globalState, workspaceState, samplePath, settings, cacheFolder, ask, prepare };
  const session = createSession(parts);
  const explorer = createExplorer(explorerSource(session), dragController);
  const findings = createFindings(findingsSource(session));
  const reports = createReports(session);
  const comparison = createComparison(session);
  const differences = createDifferences(comparison);
  const pictures = { loaded: topologySource(session), comparison: comparisonTopology(session, comparison) };
  const panels = createTopologyPanels(context, pictures, {
    diagnose: (id) => void commands.executeCommand('privatelink.diagnose', id),
    insertCode: (id) => void commands.executeCommand('privatelink.insertCode', id),
    openImpact: (id) => {
      panels.showImpact(id, 'apart');
    },
    reveal: (id, { focus }) => {
      if (focus || explorer.view.visible) explorer.reveal(id, { focus }).catch(boundary.show);
    },
    log: (message) => {
      log.warn(message);
    },
  });
  subscriptions.push(
    ...[log, client, session, explorer, findings, reports, comparison, differences, panels, createStatus(session)],
    registerCommands({
      session,
      explorer,
      findings,
      reports,
      comparison,
      panels,
      boundary,
      log,
      samplePath,
      extensionPath,
    }),
    registerCodeDrop(
      (ids, document, position) => codeForDrop(session, ids, document, position),
      l10n.t('Insert PrivateLink code'),
    ),
    configuration,
    configuration.onDidChange(() => {
      session.judge().catch(boundary.show);
    }),
    client.onDidStop(boundary.show),
    createRefresher(session, explorer, boundary.show),
    followProfileFiles(session, boundary.show),
    followTree(explorer, panels),
  );
  return createApi(session);
}

/** What is selected in the tree is marked in the diagrams. */
function followTree(explorer: Explorer, panels: TopologyPanels): { dispose(): void } {
  return explorer.view.onDidChangeSelection(({ selection }) => {
    const [node] = selection;
    if (node !== undefined && node.kind !== 'source' && node.resource !== undefined) panels.select(node.resource);
  });
}
