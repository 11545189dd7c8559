import { Disposable, l10n, StatusBarAlignment, window } from 'vscode';
import { viewState } from './projections.ts';
import type { Session } from './session.ts';
import { setContext } from './settings.ts';

/** Keeps the context keys, and the status bar item that shows, and cancels, what is being read. */
export function createStatus(session: Session): Disposable {
  const item = window.createStatusBarItem('privatelink.reading', StatusBarAlignment.Left);
  item.name = l10n.t('PrivateLink: Reading');
  item.command = 'privatelink.cancel';
  const update = (): void => {
    const { sources, isDeepening } = session.state;
    const loading = sources.filter((source) => source.status === 'loading');
    void setContext('privatelink.state', viewState(session.state));
    void setContext('privatelink.collecting', loading.length > 0);
    void setContext(
      'privatelink.hasData',
      sources.some((source) => source.hasData),
    );
    if (loading.length === 0 && isDeepening) {
      item.text = `$(sync~spin) ${l10n.t('PrivateLink: reading more')}`;
      item.tooltip = l10n.t('Reading what a diagnosis or a picture needs. Click to cancel.');
      item.accessibilityInformation = { label: l10n.t('PrivateLink is reading more. Activate to cancel.') };
      item.show();
      return;
    }
    if (loading.length === 0) {
      item.hide();
      return;
    }
    const done = loading.reduce((sum, source) => sum + source.done, 0);
    const names = loading.map((source) => source.label).join(', ');
    item.text = `$(sync~spin) ${l10n.t('PrivateLink: {0} of {1} read', sources.length - loading.length, sources.length)}`;
    item.tooltip = l10n.t('Reading {0}: {1} calls answered. Click to cancel.', names, done);
    item.accessibilityInformation = { label: l10n.t('PrivateLink is reading {0}. Activate to cancel.', names) };
    item.show();
  };
  update();
  return Disposable.from(item, session.onDidChange(update));
}
