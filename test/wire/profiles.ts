import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
  /** Any other settings of the profile, for example `role_arn`. */
  readonly settings?: Readonly<Record<string, string>>;
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
