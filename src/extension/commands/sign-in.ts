import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { env, l10n, UIKind, window } from 'vscode';
import { AppError } from '../../core/model/errors.ts';
import type { Session } from '../session.ts';
import { awsEnvironment } from '../settings.ts';

/** The first with a choice: before it, every sign-in shows a code. https://github.com/aws/aws-cli/blob/v2/CHANGELOG.rst */
const FIRST_WITH_CHOICE = [2, 22];
const INSTALL = 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html';

/**
 * Starts the profile's session of IAM Identity Center in a terminal, and reads again what had failed for want of it.
 *
 * @throws AppError when there is no AWS CLI that could
 */
export async function signIn(session: Session, [profile]: readonly unknown[]): Promise<void> {
  if (typeof profile !== 'string') {
    throw new AppError(
      'bad-input',
      l10n.t('No profile was named to sign in with; use the action of its error message.'),
    );
  }
  const version = await awsCliVersion();
  const isRemote = env.remoteName !== undefined || env.uiKind === UIKind.Web;
  const args = ['sso', 'login', '--profile', profile];
  if (version === undefined || version[0] < 2) throw noAwsCli(version !== undefined, args);
  // On a machine elsewhere, the browser of the person could not come back to the program that waits for it.
  if (isRemote && hasChoice(version)) args.push('--use-device-code');
  // The program itself and no shell: nothing in the name of a profile can be a command.
  const terminal = window.createTerminal({
    name: l10n.t('Sign In: {0}', profile),
    shellPath: 'aws',
    shellArgs: args,
    env: awsEnvironment(),
    isTransient: true,
  });
  const closed = window.onDidCloseTerminal((ended) => {
    if (ended !== terminal) return;
    closed.dispose();
    if (ended.exitStatus?.code === 0) void session.refresh(failedKeys(session), 'user');
  });
  terminal.show();
}

/** The sources that could not be read for want of credentials. */
export function failedKeys(session: Session): readonly string[] {
  return session.state.sources
    .filter(({ status, error }) => status === 'failed' && error?.code === 'credentials')
    .map((source) => source.key);
}

async function awsCliVersion(): Promise<readonly [major: number, minor: number] | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)('aws', ['--version'], { timeout: 10_000 });
    const match = /aws-cli\/(\d+)\.(\d+)/.exec(stdout + stderr);
    return match === null ? undefined : [Number(match[1]), Number(match[2])];
  } catch {
    return undefined;
  }
}

function hasChoice([major, minor]: readonly [number, number]): boolean {
  const [firstMajor = 0, firstMinor = 0] = FIRST_WITH_CHOICE;
  return major > firstMajor || (major === firstMajor && minor >= firstMinor);
}

function noAwsCli(isOld: boolean, args: readonly string[]): AppError {
  const command = `aws ${args.join(' ')}`;
  const why = isOld
    ? l10n.t('The AWS CLI on this machine is version 1, which cannot sign in to IAM Identity Center')
    : l10n.t('The AWS CLI, which signs in to IAM Identity Center, was not found on this machine');
  const next = l10n.t('install version 2 from {0}, or run "{1}" where it is.', INSTALL, command);
  return new AppError('credentials', `${why}; ${next}`);
}
