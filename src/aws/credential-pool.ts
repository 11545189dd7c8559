import { createHash } from 'node:crypto';
import { AppError } from '../core/model/errors.ts';
import { DeadlineExceeded, untilAborted, withDeadline } from './call.ts';
import { credentialProvider, type Credentials } from './credentials.ts';
import { isRefusal, roleError } from './failures.ts';
import { closeNetwork, networkOf } from './network.ts';
import { mfaDevices, profileChain, programProfile, type ChainLink } from './profile-chain.ts';
import type { Environment, SharedConfig } from './shared-config.ts';

/** For whom something is read, and what that allows. */
export interface Asker {
  /** The same for all that follows from one action: what was refused once is not tried again for it. */
  readonly action: number;
  /** Asks a person for the code that an MFA device shows; absent where no one is there. `undefined` when dismissed. */
  readonly mfaCode?: (profile: string, device: string) => Promise<string | undefined>;
  /** False in a workspace that is not trusted: no program is started there that a file names. */
  readonly mayRunPrograms: boolean;
}

/** What the credentials of a profile depend on. */
export interface CredentialRequest {
  /** `undefined` is the SDK's default chain. */
  readonly profile: string | undefined;
  /** Where STS is asked when neither the profile nor the environment names a Region. */
  readonly region: string;
  readonly config: SharedConfig;
  readonly environment: Environment;
  readonly asker: Asker;
  readonly signal: AbortSignal;
  /** For everything but a person's answer, in milliseconds. */
  readonly deadlineMs: number;
}

/** Credentials by profile, for all Regions and clients: a role is assumed, and a person asked, once. */
export interface CredentialPool {
  /** @throws (the provider) AppError `credentials` for what only a person can mend; what the SDK throws for the rest */
  readonly provider: (request: CredentialRequest) => () => Promise<Credentials>;
  /**
   * Those of the profiles, `''` for the default chain, whose files say something else by now than when their credentials were last asked for.
   */
  readonly changed: (profiles: readonly string[], config: SharedConfig) => readonly string[];
}

interface Entry {
  readonly fingerprint: string;
  credentials?: Credentials;
  pending?: { readonly answer: Promise<Credentials>; readonly signal: AbortSignal };
  refusal?: { readonly action: number; readonly error: Error };
}

/** Before they expire, in milliseconds: as long as the SDK's own clients take for the time to refresh. */
const REFRESH_BEFORE = 5 * 60_000;

/** @param now milliseconds since 1970 */
export function createCredentialPool(now: () => number = Date.now): CredentialPool {
  const entries = new Map<string, Entry>();

  const entryOf = ({ profile, config }: CredentialRequest): Entry => {
    const key = profile ?? '';
    const fingerprint = fingerprintOf(profile ?? 'default', config);
    const known = entries.get(key);
    if (known?.fingerprint === fingerprint) return known;
    const entry: Entry = { fingerprint };
    entries.set(key, entry);
    return entry;
  };

  const resolve = async (request: CredentialRequest): Promise<Credentials> => {
    const entry = entryOf(request);
    const { action } = request.asker;
    const expiry = entry.credentials?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    if (entry.credentials !== undefined && now() < expiry - REFRESH_BEFORE) return entry.credentials;
    if (entry.refusal?.action === action) throw entry.refusal.error;
    const joined = entry.pending;
    if (joined !== undefined) {
      return joined.answer.catch((error: unknown) => {
        // Whoever asked first gave up; that says nothing about the profile.
        if (joined.signal.aborted && !request.signal.aborted) return resolve(request);
        throw error;
      });
    }
    const answer = resolveAfresh(request);
    entry.pending = { answer, signal: request.signal };
    try {
      entry.credentials = await answer;
      return entry.credentials;
    } catch (error) {
      if (isRefusal(error)) entry.refusal = { action, error };
      throw error;
    } finally {
      delete entry.pending;
    }
  };

  return {
    provider: (request) => () => resolve(request),
    changed: (profiles, config) =>
      profiles.filter((profile) => {
        const known = entries.get(profile);
        return known !== undefined && known.fingerprint !== fingerprintOf(profile === '' ? 'default' : profile, config);
      }),
  };
}

async function resolveAfresh(request: CredentialRequest): Promise<Credentials> {
  const { profile, config, environment, asker, signal, deadlineMs } = request;
  const chain = profileChain(profile ?? 'default', config);
  // The SDK's default chain takes the environment's keys before it looks into the files.
  const usesFiles = profile !== undefined || (environment['AWS_ACCESS_KEY_ID'] ?? '') === '';
  const name = profile ?? 'default';
  if (usesFiles && !asker.mayRunPrograms) refusePrograms(name, chain);
  const codes = usesFiles ? await askForCodes(name, chain, asker, signal) : new Map<string, string>();
  const region = config.profiles.get(name)?.['region'] ?? environment['AWS_REGION'] ?? request.region;
  const network = await networkOf(name, config, environment);
  try {
    const mfaCode = (device: string): Promise<string> => Promise.resolve(codes.get(device) ?? '');
    return await withDeadline(signal, deadlineMs, async () => {
      const provide = await credentialProvider(profile, region, config, environment, network, mfaCode);
      return provide();
    });
  } catch (error) {
    if (error instanceof DeadlineExceeded) throw silent(name, deadlineMs);
    throw roleError(error, name, chain[0]?.settings['role_arn']) ?? error;
  } finally {
    closeNetwork(network);
  }
}

function silent(profile: string, deadlineMs: number): AppError {
  return new AppError(
    'credentials',
    `Profile "${profile}" gave no credentials within ${deadlineMs / 1000} s; check its credential_process, or whether STS and IAM Identity Center can be reached.`,
  );
}

function refusePrograms(profile: string, chain: readonly ChainLink[]): void {
  const program = programProfile(chain);
  if (program === undefined) return;
  const whose = program === profile ? 'its credential_process' : `the credential_process of profile "${program}"`;
  throw new AppError(
    'credentials',
    `Profile "${profile}" gets its credentials from ${whose}, a program that is not started in a workspace that is not trusted; trust the workspace, or choose another profile.`,
    { actions: [{ title: 'Manage Workspace Trust', command: 'workbench.trust.manage' }] },
  );
}

/** One code for each device, asked for before STS is: a person may take longer than any deadline. */
async function askForCodes(
  profile: string,
  chain: readonly ChainLink[],
  asker: Asker,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const codes = new Map<string, string>();
  for (const device of mfaDevices(chain)) {
    if (asker.mfaCode === undefined) {
      throw new AppError(
        'credentials',
        `Profile "${profile}" needs a code of the MFA device ${device}, which is asked for only when you start the reading; refresh it, or run the command in a terminal.`,
        { actions: [{ title: 'Refresh', command: 'privatelink.refresh' }] },
      );
    }
    const code = await untilAborted(asker.mfaCode(profile, device), signal);
    if (code === undefined || code === '') {
      throw new AppError(
        'credentials',
        `Profile "${profile}" was not read, because no code of the MFA device ${device} was given; refresh it to be asked again.`,
        { actions: [{ title: 'Refresh', command: 'privatelink.refresh' }] },
      );
    }
    codes.set(device, code);
  }
  return codes;
}

/** What the files say about where a profile's credentials come from, as a hash: it outlives the secrets. */
function fingerprintOf(profile: string, config: SharedConfig): string {
  const links = profileChain(profile, config).map(({ name, settings }) => {
    const session = settings['sso_session'];
    return [name, settings, session === undefined ? {} : (config.ssoSessions.get(session) ?? {})];
  });
  return createHash('sha256').update(JSON.stringify(links)).digest('hex');
}
