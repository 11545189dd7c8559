import { l10n, ProgressLocation, window } from 'vscode';
import type { TopologyPanels } from '../../views/topology-panel.ts';
import type { Reports } from '../report.ts';
import type { Session } from '../session.ts';
import { nothingLoaded, resourceIds } from './arguments.ts';

/* What depends on something, and what becomes of everything if a zone fails. */

/** Shows what depends on a resource: from a diagram in that diagram, from the tree in one of what the resource is part of. */
export function showImpact(panels: Pick<TopologyPanels, 'showImpact'>, args: readonly unknown[]): void {
  const asked = askedInDiagram(args[0]);
  const [resource] = resourceIds(args);
  if (asked !== undefined) panels.showImpact(asked, 'here');
  else if (resource !== undefined) panels.showImpact(resource, 'apart');
}

/** What a diagram's context menu says that can be asked about: of a node that is no resource another id than its own. */
function askedInDiagram(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || !('askAbout' in item)) return undefined;
  return typeof item.askAbout === 'string' ? item.askAbout : undefined;
}

/** Shows what each Availability Zone holds of what the command was run on, or of everything, and what stops without it. */
export async function openZones(
  { session, reports }: { readonly session: Session; readonly reports: Reports },
  args: readonly unknown[],
): Promise<void> {
  if ((session.state.view?.subjects.length ?? 0) === 0) throw nothingLoaded();
  const ids = resourceIds(args);
  const title = l10n.t('Reading what each zone holds');
  await window.withProgress({ location: ProgressLocation.Window, title }, async () => {
    await session.deepen({ ids, fresh: false, depth: 'diagnosis' }, 'user');
    await reports.openZones(ids);
  });
}
