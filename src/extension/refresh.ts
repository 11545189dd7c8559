import { Disposable, window, workspace } from 'vscode';
import type { Explorer } from '../views/explorer.ts';
import type { Session } from './session.ts';
import { setting } from './settings.ts';

const MINUTE = 60_000;
/** How often the interval is looked at: a change of the setting takes effect within it. */
const TICK = 15_000;

/**
 * Reads again what has grown old: when the window gets the focus while the tree is visible, and at the interval of the
 * settings. Only what comes from AWS, and never what is being read or has failed: a person decides about that.
 */
export function createRefresher(
  session: Session,
  explorer: Explorer,
  onError: (error: unknown) => void,
  now: () => number = Date.now,
): Disposable {
  const refreshOlderThan = (age: number): void => {
    const keys = session.state.sources
      .filter(
        ({ origin, status, readAt }) => origin.kind === 'live' && status === 'ready' && now() - (readAt ?? 0) >= age,
      )
      .map((source) => source.key);
    if (keys.length > 0) session.refresh(keys, 'background').catch(onError);
  };
  const onFocus = (): void => {
    const minutes = setting('privatelink.refreshOnFocus');
    if (minutes > 0 && window.state.focused && explorer.view.visible) refreshOlderThan(minutes * MINUTE);
  };
  const timer = setInterval(() => {
    const minutes = setting('privatelink.refreshInterval');
    if (minutes > 0) refreshOlderThan(minutes * MINUTE);
  }, TICK);
  return Disposable.from(
    window.onDidChangeWindowState(onFocus),
    explorer.view.onDidChangeVisibility(onFocus),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('privatelink.refreshOnFocus')) onFocus();
    }),
    new Disposable(() => {
      clearInterval(timer);
    }),
  );
}
