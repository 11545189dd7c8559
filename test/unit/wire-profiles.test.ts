import { existsSync } from 'node:fs';
import { getSSOTokenFromFile, loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import { expect, test } from 'vitest';
import { writeProfiles } from '../wire/profiles.ts';

test('the files say what was asked for, as the SDK reads them', async () => {
  const profiles = await writeProfiles({
    default: { region: 'eu-west-1' },
    consumer: {
      accessKeyId: 'AKIACONSUMER',
      sessionToken: 'token',
      region: 'eu-west-1',
      endpointUrl: 'http://127.0.0.1:1',
      services: { ec2: 'http://127.0.0.1:2' },
      settings: { role_session_name: 'test' },
    },
  });
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    filepath: profiles.credentialsFile,
    configFilepath: profiles.configFile,
    ignoreCache: true,
  });
  expect(configFile).toEqual({
    default: { region: 'eu-west-1' },
    consumer: {
      region: 'eu-west-1',
      endpoint_url: 'http://127.0.0.1:1',
      services: 'services-of-consumer',
      role_session_name: 'test',
    },
    'services.services-of-consumer': { 'ec2.endpoint_url': 'http://127.0.0.1:2' },
  });
  expect(credentialsFile).toEqual({
    consumer: {
      aws_access_key_id: 'AKIACONSUMER',
      aws_secret_access_key: 'secret-for-tests',
      aws_session_token: 'token',
    },
  });
  await profiles.remove();
  expect(existsSync(profiles.directory)).toBe(false);
});

test('a sign-in is found where the SDK looks for it', async () => {
  const profiles = await writeProfiles({
    session: { sso: { accessToken: 'token', account: '111111111111', role: 'reader', region: 'eu-west-1' } },
  });
  const { configFile } = await loadSharedConfigFiles({
    filepath: profiles.credentialsFile,
    configFilepath: profiles.configFile,
    ignoreCache: true,
  });
  expect(configFile).toMatchObject({
    session: { sso_session: 'session-of-session', sso_account_id: '111111111111', sso_role_name: 'reader' },
    'sso-session.session-of-session': { sso_region: 'eu-west-1' },
  });
  const before = process.env['HOME'];
  process.env['HOME'] = profiles.directory;
  try {
    expect(await getSSOTokenFromFile('session-of-session')).toMatchObject({
      accessToken: 'token',
      region: 'eu-west-1',
    });
  } finally {
    if (before === undefined) delete process.env['HOME'];
    else process.env['HOME'] = before;
    await profiles.remove();
  }
});

test("the environment names these files and nothing of the machine's own set-up", async () => {
  const before = process.env['AWS_PROFILE'];
  process.env['AWS_PROFILE'] = 'production';
  const profiles = await writeProfiles({ consumer: {} });
  try {
    expect(profiles.environment).toMatchObject({
      HOME: profiles.directory,
      AWS_CONFIG_FILE: profiles.configFile,
      AWS_SHARED_CREDENTIALS_FILE: profiles.credentialsFile,
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    expect(Object.keys(profiles.environment)).not.toContain('AWS_PROFILE');
  } finally {
    if (before === undefined) delete process.env['AWS_PROFILE'];
    else process.env['AWS_PROFILE'] = before;
    await profiles.remove();
  }
});
