import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Disposable, type LogOutputChannel } from 'vscode';
import type { Explorer } from '../../views/explorer.ts';
import type { TopologyPanels } from '../../views/topology-panel.ts';
import type { Comparison } from '../comparison.ts';
import type { CommandId } from '../contributions.ts';
import type { Boundary } from '../errors.ts';
import type { Session } from '../session.ts';
import { resourceIds, subjectIds } from './arguments.ts';
import { copyCode, insertCode, insertImportCode } from './code.ts';
import { compareSnapshots } from './compare.ts';
import { COPIES, copyFacts, copyJson, openInConsole } from './copy.ts';
import { diagnose, diagnoseAll, exportReport, type DiagnoseParts } from './diagnose.ts';
import { exportDiagram } from './export-diagram.ts';
import { find } from './find.ts';
import { openZones, showImpact } from './impact.ts';
import type * as NewEndpoint from './new-endpoint.ts';
import { diagnoseFromHere } from './measure.ts';
import { refresh, selectScopes } from './select-scopes.ts';
import { signIn } from './sign-in.ts';
import { closeSource, openSnapshot, saveSnapshot } from './snapshots.ts';

/** What commands act on. */
export interface CommandParts extends DiagnoseParts {
  readonly explorer: Explorer;
  readonly comparison: Comparison;
  readonly panels: TopologyPanels;
  readonly boundary: Boundary;
  readonly log: LogOutputChannel;
  readonly samplePath: string;
  readonly extensionPath: string;
}

type Run = (...args: readonly unknown[]) => unknown;

/** Registers every command; one without a function does not compile. */
export function registerCommands(parts: CommandParts): Disposable {
  const { session, explorer, comparison, panels, boundary, log } = parts;
  const copy =
    (id: keyof typeof COPIES): Run =>
    (...args) =>
      copyFacts(session, args, COPIES[id]);
  const commands: Readonly<Record<CommandId, Run>> = {
    'privatelink.selectScopes': () => selectScopes(session, boundary),
    'privatelink.refresh': (...args) => refresh(session, boundary, sourceKeys(session, args)),
    'privatelink.cancel': () => {
      session.cancel();
    },
    'privatelink.find': () => {
      find(parts);
    },
    'privatelink.openTopology': (...args) => {
      panels.open(subjectIds(args)[0] ?? resourceIds(args)[0]);
    },
    'privatelink.diagnose': (...args) => diagnose(parts, args),
    'privatelink.diagnoseFromHere': (...args) => diagnoseFromHere(parts, args),
    'privatelink.diagnoseAll': () => diagnoseAll(parts),
    'privatelink.openZones': (...args) => openZones(parts, args),
    'privatelink.showImpact': (...args) => {
      showImpact(panels, args);
    },
    'privatelink.insertCode': (...args) => insertCode(session, args),
    'privatelink.insertImportCode': (...args) => insertImportCode(session, args),
    'privatelink.newEndpointCode': (...args) => laterCommands(parts.extensionPath).newEndpointCode(session, args),
    'privatelink.copyCode': (...args) => copyCode(session, args),
    'privatelink.saveSnapshot': () => saveSnapshot(session),
    'privatelink.openSnapshot': (...args) => openSnapshot(session, args),
    'privatelink.openSample': () => session.open({ kind: 'sample', path: parts.samplePath }),
    'privatelink.compareSnapshots': (...args) => compareSnapshots(session, comparison, args),
    'privatelink.openComparison': () => comparison.openReport(),
    'privatelink.drawComparison': () => {
      panels.openComparison();
    },
    'privatelink.closeComparison': () => comparison.close(),
    'privatelink.closeSource': () => closeSource(session),
    'privatelink.exportReport': (...args) => exportReport(session, args),
    'privatelink.exportDiagram': (...args) => exportDiagram(parts, args),
    'privatelink.restart': async () => {
      // A new worker holds no comparison.
      await comparison.forget();
      await session.restart();
    },
    'privatelink.showLog': () => {
      log.show();
    },
    'privatelink.copyId': copy('privatelink.copyId'),
    'privatelink.copyArn': copy('privatelink.copyArn'),
    'privatelink.copyServiceName': copy('privatelink.copyServiceName'),
    'privatelink.copyDnsNames': copy('privatelink.copyDnsNames'),
    'privatelink.copyIps': copy('privatelink.copyIps'),
    'privatelink.copyJson': (...args) => copyJson(session, args),
    'privatelink.copyCliCommand': copy('privatelink.copyCliCommand'),
    'privatelink.openInConsole': (...args) => openInConsole(session, args),
    'privatelink.revealInExplorer': async (...args) => {
      const [id] = resourceIds(args);
      if (id !== undefined) await explorer.reveal(id, { focus: true });
    },
    'privatelink.signIn': (...args) => signIn(session, args),
  };
  return Disposable.from(...Object.entries(commands).map(([id, run]) => boundary.register(id as CommandId, run)));
}

/** What is not needed at the start is in a bundle of its own. */
function laterCommands(extensionPath: string): typeof NewEndpoint {
  const load = createRequire(join(extensionPath, 'package.json'));
  return load(join(extensionPath, 'dist', 'new-endpoint.cjs')) as typeof NewEndpoint;
}

/** The sources whose node, or whose account and Region's node, the command was run on; `undefined` means all of them. */
function sourceKeys(session: Session, [node]: readonly unknown[]): readonly string[] | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const { id } = node as { id?: unknown };
  if (typeof id !== 'string') return undefined;
  const { sources, view } = session.state;
  const own = sources.map((source) => source.key).filter((key) => `source ${key}` === id);
  const keys = own.length > 0 ? own : (view?.sourcesOf[id] ?? []);
  return keys.length === 0 ? undefined : keys;
}
