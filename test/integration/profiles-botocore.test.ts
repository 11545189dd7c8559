import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listProfiles } from '../../src/aws/profiles.ts';
import { missing, tool } from '../tools.ts';
import { hasAwsCli } from '../wire/aws-cli.ts';

/* An independent reader of the same two files: what `aws configure list-profiles` prints is botocore's list. */

const CONFIG = `
# the usual ones
[default]
region = eu-west-1
output = json

[profile orders]
region=us-east-1
s3 =
    max_concurrent_requests = 20
    addressing_style = path

[profile "two words"]
region = us-east-2

[profile 'single']
role_arn = arn:aws:iam::111122223333:role/reader
source_profile = orders

[profile   many-spaces]
region = us-west-2

[sso-session corp]
sso_region = us-east-1
sso_start_url = https://corp.example/start

[profile with.dots-and_more@corp/x]
sso_session = corp

[services local]
ec2 =
  endpoint_url = http://127.0.0.1:4566

[plugins]
cli_legacy_plugin_path = /x

[not-a-profile]
region = mars
`;

const CREDENTIALS = `
[default]
aws_access_key_id = AKIADEFAULT
aws_secret_access_key = a=b#c

[orders]
aws_access_key_id = AKIAORDERS
aws_secret_access_key = s

[only here]
aws_access_key_id = AKIAONLY
aws_secret_access_key = s
`;

const SCRIPT = `
import json, botocore.session
session = botocore.session.get_session()
print(json.dumps({name: session.full_config["profiles"][name].get("region") for name in session.available_profiles}))
`;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'privatelink-botocore-'));
  await writeFile(join(directory, 'config'), CONFIG);
  await writeFile(join(directory, 'credentials'), CREDENTIALS);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('the profiles are those that botocore finds, each with its Region', async (context) => {
  const python = tool(context, 'python3');
  if (!(await hasAwsCli(python))) missing(context, 'the AWS CLI is not installed for python3');
  const environment = {
    AWS_CONFIG_FILE: join(directory, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'credentials'),
  };
  const env = { PATH: process.env['PATH'] ?? '', HOME: directory, ...environment };
  const { stdout } = await promisify(execFile)(python, ['-c', SCRIPT], { env });
  const { profiles, problems } = await listProfiles(environment);
  expect(problems).toEqual([]);
  expect(Object.fromEntries(profiles.map(({ name, region }) => [name, region ?? null]))).toEqual(JSON.parse(stdout));
});
