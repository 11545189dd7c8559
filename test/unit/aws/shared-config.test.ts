import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listProfiles } from '../../../src/aws/profiles.ts';
import { parseIni, readSharedConfig, sharedConfigFiles, type Environment } from '../../../src/aws/shared-config.ts';

let directory: string;
let environment: Environment;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'privatelink-config-'));
  environment = {
    AWS_CONFIG_FILE: join(directory, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'credentials'),
  };
});

afterEach(() => rm(directory, { recursive: true, force: true }));

async function write(files: { config?: string; credentials?: string }): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
}

describe('where the files are', () => {
  it('is what the variables say', () => {
    expect(sharedConfigFiles({ HOME: '/people/ada', AWS_CONFIG_FILE: '~/team/config' })).toEqual({
      configFile: join('/people/ada', 'team/config'),
      credentialsFile: join('/people/ada', '.aws', 'credentials'),
    });
  });

  it('is the usual place where a variable is empty', () => {
    const files = sharedConfigFiles({
      HOME: '/people/ada',
      AWS_CONFIG_FILE: '',
      AWS_SHARED_CREDENTIALS_FILE: '/x/keys',
    });
    expect(files).toEqual({ configFile: join('/people/ada', '.aws', 'config'), credentialsFile: '/x/keys' });
  });
});

describe('profiles', () => {
  it('are those of both files, the credentials file’s settings over the config file’s', async () => {
    await write({
      config: '[default]\nregion = eu-west-1\n\n[profile orders]\nregion=us-east-1\naws_access_key_id = AKIAOLD\n',
      credentials:
        '[orders]\naws_access_key_id = AKIANEW\naws_secret_access_key = s\n\n[only-keys]\naws_access_key_id = A\n',
    });
    const { profiles } = await readSharedConfig(environment);
    expect([...profiles.keys()]).toEqual(['default', 'orders', 'only-keys']);
    expect(profiles.get('orders')).toMatchObject({ region: 'us-east-1', aws_access_key_id: 'AKIANEW' });
  });

  it('have names with spaces and quotes', async () => {
    await write({ config: `[profile "two words"]\nregion = us-east-1\n[profile 'single']\n[profile\tafter-tab]\n` });
    const { profiles, problems } = await listProfiles(environment);
    expect(profiles.map(({ name }) => name)).toEqual(['two words', 'single', 'after-tab']);
    expect(problems).toEqual([]);
  });

  it('are not made of the sections that are none', async () => {
    await write({
      config:
        '[profile a]\n[sso-session corp]\nsso_region = us-east-1\n[services local]\nec2 =\n  endpoint_url = x\n[b]\n',
    });
    expect((await listProfiles(environment)).profiles.map(({ name }) => name)).toEqual(['a']);
  });

  it('say where their credentials would come from, and nothing secret', async () => {
    await write({
      config: [
        '[profile keys]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = very-secret',
        '[profile role]\nrole_arn = arn:aws:iam::111122223333:role/reader\nsource_profile = keys',
        '[profile web]\nrole_arn = arn:aws:iam::111122223333:role/ci\nweb_identity_token_file = /token',
        '[profile session]\nsso_session = corp\nsso_account_id = 111122223333',
        '[profile legacy]\nsso_start_url = https://corp.awsapps.com/start\nsso_account_id = 111122223333',
        '[profile process]\ncredential_process = /bin/keys',
        '[profile bare]\nregion = eu-west-1',
      ].join('\n'),
    });
    const { profiles } = await listProfiles(environment);
    expect(Object.fromEntries(profiles.map(({ name, details }) => [name, details]))).toEqual({
      keys: 'access key',
      role: 'role arn:aws:iam::111122223333:role/reader from keys',
      web: 'web identity, arn:aws:iam::111122223333:role/ci',
      session: 'SSO session corp, account 111122223333',
      legacy: 'SSO, account 111122223333',
      process: 'credential process',
      bare: 'no credentials in the files',
    });
    expect(profiles.at(-1)).toMatchObject({ region: 'eu-west-1' });
    expect(JSON.stringify(profiles)).not.toContain('very-secret');
  });
});

describe('a line', () => {
  it('that is nested belongs to the setting without a value above it', () => {
    const { sections } = parseIni(
      '[services local]\nec2 =\n  endpoint_url = http://127.0.0.1:1\nsts =\n\tendpoint_url = http://127.0.0.1:2\n',
      'config',
    );
    expect(sections.get('services local')).toEqual({
      'ec2.endpoint_url': 'http://127.0.0.1:1',
      'sts.endpoint_url': 'http://127.0.0.1:2',
    });
  });

  it('may hold a comment, Windows’ line end, and a mark of the byte order', () => {
    const { sections, problems } = parseIni(
      '\uFEFF[default] ; mine\r\n# all\r\nregion = eu-west-1 # home\r\n',
      'config',
    );
    expect(sections.get('default')).toEqual({ region: 'eu-west-1' });
    expect(problems).toEqual([]);
  });

  it('keeps the "=" and the "#" of its value', () => {
    const { sections } = parseIni('[default]\naws_secret_access_key = a=b#c==\n', 'credentials');
    expect(sections.get('default')).toEqual({ aws_secret_access_key: 'a=b#c==' });
  });
});

describe('what is wrong', () => {
  it('is said with the file and the line, and the rest counts', async () => {
    await write({
      config: 'region = lost\n[profile a]\nregion = us-east-1\nnonsense\n[profile b\nregion = x\n[profile c]\n',
    });
    const { profiles, problems } = await listProfiles(environment);
    expect(profiles.map(({ name }) => name)).toEqual(['a', 'c']);
    const messages = problems.map(({ message }) => message);
    expect(messages).toEqual([
      expect.stringMatching(/config has a setting outside any section in line 1;/),
      expect.stringMatching(/config has text that is neither a section nor a setting in line 4;/),
      expect.stringMatching(/config has a section that is not closed by "]" in line 5;/),
    ]);
    for (const message of messages) expect(message).toContain(join(directory, 'config'));
  });

  it('does not repeat what stands in the line: it may be a secret', async () => {
    await write({ credentials: '[a]\nwJalrXUtnFEMI\n' });
    const { problems } = await listProfiles(environment);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).not.toContain('wJalrXUtnFEMI');
  });

  it('in one file leaves the other', async () => {
    await mkdir(join(directory, 'config'));
    await write({ credentials: '[a]\naws_access_key_id = A\n' });
    const { profiles, problems } = await listProfiles(environment);
    expect(profiles.map(({ name }) => name)).toEqual(['a']);
    expect(problems).toMatchObject([{ code: 'unreadable-file' }]);
    expect(problems[0]?.message).toContain(join(directory, 'config'));
  });

  it('is nothing when there are no files', async () => {
    expect(await listProfiles(environment)).toEqual({ profiles: [], problems: [] });
  });
});
