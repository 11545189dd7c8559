import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestProfile {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  /** Endpoints of single services, by the service's name in the config file, for example `ec2` or `elastic_load_balancing_v2`. */
  readonly services?: Readonly<Record<string, string>>;
  /** Signed in through IAM Identity Center; the token is put where `aws sso login` leaves it. */
  readonly sso?: SsoSignIn;
  /** Any other settings of the profile, for example `role_arn`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface SsoSignIn {
  readonly accessToken: string;
  readonly account: string;
  readonly role: string;
  readonly region: string;
  /** When the sign-in ends; in an hour when absent. */
  readonly expiresAt?: string;
}

export interface TestProfiles {
  readonly directory: string;
  readonly configFile: string;
  readonly credentialsFile: string;
  /** All that a child process or a collection should see: these files, and nothing of the machine's own AWS set-up. */
  readonly environment: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** Writes a pair of AWS config and credentials files to a new temporary directory. */
export async function writeProfiles(profiles: Readonly<Record<string, TestProfile>>): Promise<TestProfiles> {
  const directory = await mkdtemp(join(tmpdir(), 'privatelink-profiles-'));
  const configFile = join(directory, 'config');
  const credentialsFile = join(directory, 'credentials');
  await writeFile(configFile, Object.entries(profiles).map(configSection).join('\n'));
  await writeFile(credentialsFile, Object.entries(profiles).map(credentialsSection).join('\n'), { mode: 0o600 });
  const cache = join(directory, '.aws', 'sso', 'cache');
  await mkdir(cache, { recursive: true });
  for (const [name, { sso }] of Object.entries(profiles)) {
    if (sso !== undefined) await writeFile(join(cache, `${sha1(sessionOf(name))}.json`), tokenFile(sso));
  }
  return {
    directory,
    configFile,
    credentialsFile,
    environment: {
      ...inherited(),
      HOME: directory,
      AWS_CONFIG_FILE: configFile,
      AWS_SHARED_CREDENTIALS_FILE: credentialsFile,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    async remove() {
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const START_URL = 'https://signin.example/start';

function sessionOf(profile: string): string {
  return `session-of-${profile}`;
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function tokenFile(sso: SsoSignIn): string {
  return JSON.stringify({
    startUrl: START_URL,
    region: sso.region,
    accessToken: sso.accessToken,
    expiresAt: sso.expiresAt ?? new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, ''),
  });
}

/** What a child needs of this process: where programs are, and what watches over the tests' connections. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'TMPDIR', 'NODE_OPTIONS', 'PRIVATELINK_GUARD_LOG'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function configSection([name, profile]: [string, TestProfile]): string {
  const lines = [name === 'default' ? '[default]' : `[profile ${name}]`];
  if (profile.region !== undefined) lines.push(`region = ${profile.region}`);
  if (profile.endpointUrl !== undefined) lines.push(`endpoint_url = ${profile.endpointUrl}`);
  if (profile.services !== undefined) lines.push(`services = services-of-${name}`);
  for (const [key, value] of Object.entries(profile.settings ?? {})) lines.push(`${key} = ${value}`);
  if (profile.sso !== undefined) {
    const { account, role, region } = profile.sso;
    lines.push(`sso_session = ${sessionOf(name)}`, `sso_account_id = ${account}`, `sso_role_name = ${role}`);
    lines.push('', `[sso-session ${sessionOf(name)}]`, `sso_region = ${region}`, `sso_start_url = ${START_URL}`);
  }
  if (profile.services !== undefined) {
    lines.push('', `[services services-of-${name}]`);
    for (const [service, url] of Object.entries(profile.services))
      lines.push(`${service} =`, `  endpoint_url = ${url}`);
  }
  return `${lines.join('\n')}\n`;
}

function credentialsSection([name, profile]: [string, TestProfile]): string {
  if (profile.accessKeyId === undefined) return '';
  const lines = [
    `[${name}]`,
    `aws_access_key_id = ${profile.accessKeyId}`,
    `aws_secret_access_key = ${profile.secretAccessKey ?? 'secret-for-tests'}`,
  ];
  if (profile.sessionToken !== undefined) lines.push(`aws_session_token = ${profile.sessionToken}`);
  return `${lines.join('\n')}\n`;
}
