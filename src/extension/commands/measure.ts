import { l10n, ProgressLocation, window } from 'vscode';
import type { Measurements } from '../../core/measure/measurements.ts';
import type { MeasurementPlan } from '../../core/measure/plan.ts';
import type { Reports } from '../report.ts';
import type { Session } from '../session.ts';
import { chooseEndpoint } from './arguments.ts';

/** Diagnoses an endpoint, and tries its names and addresses from where this runs, after showing what that sends. */
export async function diagnoseFromHere(
  { session, reports }: { readonly session: Session; readonly reports: Reports },
  args: readonly unknown[],
): Promise<void> {
  const id = await chooseEndpoint(session, args, l10n.t('What to measure'));
  if (id === undefined) return;
  const plan = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('Diagnosing {0}', id) },
    async () => {
      await session.deepen({ ids: [id], fresh: true, depth: 'diagnosis' }, 'user');
      return session.call('measurementPlan', { id });
    },
  );
  const measure = l10n.t('Measure');
  const message = l10n.t('Measure {0} from this machine?', id);
  const answer = await window.showInformationMessage(message, { modal: true, detail: whatIsSent(plan) }, measure);
  if (answer !== measure) return;
  const measurements = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Measuring {0}', id), cancellable: true },
    (_, token): Promise<Measurements> => {
      const controller = new AbortController();
      token.onCancellationRequested(() => {
        controller.abort();
      });
      return session.call('measure', { plan }, { signal: controller.signal });
    },
  );
  await reports.open([id], measurements);
}

function whatIsSent({ names, addresses, ownNames, ports }: MeasurementPlan): string {
  const targets = addresses.length > 0 ? addresses : ownNames;
  const pairs = targets.flatMap((target) => ports.map((port) => `${target}:${port}`));
  return [
    l10n.t('DNS look-ups by the resolver of the machine that this window works on: {0}.', names.join(', ')),
    pairs.length === 0
      ? l10n.t('No connections: the port is not known.')
      : l10n.t('TCP connections, opened and closed without sending data: {0}.', pairs.join(', ')),
    l10n.t('Only a machine in the endpoint’s VPC shows what its clients get.'),
  ].join('\n\n');
}
