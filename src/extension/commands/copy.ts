import { env, l10n, Uri, window } from 'vscode';
import { AppError } from '../../core/model/errors.ts';
import type { ResourceFacts } from '../../core/tree/facts.ts';
import type { Session } from '../session.ts';
import { resourceIds } from './arguments.ts';

/** What can be copied of a resource, by the command that copies it. */
export const COPIES = {
  'privatelink.copyId': (facts: ResourceFacts) => [facts.id],
  'privatelink.copyArn': ({ arn }: ResourceFacts) => arn ?? [],
  'privatelink.copyServiceName': ({ serviceName }: ResourceFacts) => serviceName ?? [],
  'privatelink.copyDnsNames': ({ dnsNames }: ResourceFacts) => dnsNames,
  'privatelink.copyIps': ({ ips }: ResourceFacts) => ips,
  'privatelink.copyCliCommand': ({ cliCommand }: ResourceFacts) => cliCommand ?? [],
} as const;

/** Copies one thing of each of the selected resources, a line each. */
export async function copyFacts(
  session: Session,
  args: readonly unknown[],
  pick: (facts: ResourceFacts) => string | readonly string[],
): Promise<void> {
  const facts = await factsOf(session, args);
  await copyText(facts.flatMap(pick).join('\n'));
}

/** Copies AWS's own answer: an object for one resource, a list for several. */
export async function copyJson(session: Session, args: readonly unknown[]): Promise<void> {
  const facts = await factsOf(session, args);
  const answers = facts.flatMap((item) => item.json ?? []);
  if (answers.length === 0) return copyText('');
  await copyText(JSON.stringify(answers.length === 1 ? answers[0] : answers, null, 2));
}

export async function copyText(text: string): Promise<void> {
  if (text === '') {
    throw new AppError('bad-input', l10n.t('There is nothing to copy: AWS gave no such value for it.'));
  }
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(l10n.t('Copied'), 3000);
}

export async function openInConsole(session: Session, args: readonly unknown[]): Promise<void> {
  const urls = (await factsOf(session, args)).flatMap((item) => item.consoleUrl ?? []);
  if (urls.length === 0) {
    throw new AppError('bad-input', l10n.t('The AWS Console has no page for it, or is not known for its partition.'));
  }
  for (const url of urls) await env.openExternal(Uri.parse(url, true));
}

async function factsOf(session: Session, args: readonly unknown[]): Promise<readonly ResourceFacts[]> {
  const ids = resourceIds(args);
  if (ids.length === 0) {
    throw new AppError('bad-input', l10n.t('Select something in the PrivateLink sidebar first.'));
  }
  return session.call('facts', { ids });
}
