import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { listProfiles } from '../../src/aws/profiles.ts';
import { missing, tool } from '../tools.ts';
import { hasAwsCli } from '../wire/aws-cli.ts';

/*
 * An independent reader of the same files: what `aws configure list-profiles` prints is botocore's list, and the Region
 * of each is what the AWS CLI would go to.
 */

const EVERYTHING = `
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

const KEYS = `
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

const REGION = 'region = us-east-1';

/** Config files that the AWS CLI accepts, by what is particular about them. */
const ACCEPTED: Readonly<Record<string, string>> = {
  'sections of every kind': EVERYTHING,
  'a comment without a space before it': '[profile a]\nregion = us-east-1#x\n',
  'a comment after a header': `[profile a] ; mine\n${REGION}\n`,
  'text after a header': `[profile a] trailing\n${REGION}\n`,
  'a colon for an equals sign': '[profile a]\nregion: us-east-1\n',
  'a colon inside a value': `[profile a]\ncredential_process = C:\\keys.exe --x=1\n${REGION}\n`,
  'a setting in capitals': '[profile a]\nREGION = us-east-1\n',
  'the default profile with a prefix': `[profile default]\n${REGION}\n`,
  'an empty value': '[profile a]\nregion =\noutput = json\n',
  'double quotes': `[profile "a b"]\n${REGION}\n`,
  'single quotes': `[profile 'a b']\n${REGION}\n`,
  'a quote inside quotes': `[profile "a'b"]\n${REGION}\n`,
  'quotes in the middle': `[profile a" "b]\n${REGION}\n`,
  'an escaped space': `[profile a\\ b]\n${REGION}\n`,
  'a quote that is not closed': `[profile it's]\n${REGION}\n[profile b]\n`,
  'a name of two words without quotes': `[profile a b]\n${REGION}\n`,
  'spaces inside the brackets': `[ profile a ]\n${REGION}\n`,
  'spaces before the name': `[profile   a]\n${REGION}\n`,
  'a tab before the name': `[profile\ta]\n${REGION}\n`,
  'tabs around the equals sign': '[profile a]\nregion\t=\tus-east-1\n',
  'indented settings': `[profile a]\n  ${REGION}\n  output = json\n`,
  'an indented comment': `[profile a]\n${REGION}\n  # comment\noutput=json\n`,
  'Windows’ line ends': '[profile a]\r\nregion = us-east-1\r\n',
  'no line end at the end': `[profile a]\n${REGION}`,
  'letters beyond ASCII': `[profile zürich]\nregion = eu-central-2\n`,
  'a prefix without a name': `[profile]\n${REGION}\n`,
  'a prefix in capitals': `[Profile a]\n${REGION}\n`,
  'a default in capitals': `[DEFAULT]\n${REGION}\n`,
  'a bracket in the name': `[profile a]b]\n${REGION}\n`,
  'a hash in the name': `[profile a#b]\n${REGION}\n`,
  'signs in the name': `[profile a+b%c:d@e/f]\n${REGION}\n`,
  'a percent sign in a value': `[profile a]\n${REGION}\nfoo = %(x)s\n`,
  'equals signs in a value': `[profile a]\n${REGION}\nx = a=b=c\n`,
  'nested settings': `[profile a]\ns3 =\n    region = mars\n    addressing_style = path\n${REGION}\n`,
  'a profile without settings': '[profile a]\n[profile b]\nregion=us-east-1\n',
  'an assumed role': `[profile a]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = default\nmfa_serial = arn:aws:iam::111122223333:mfa/x\n${REGION}\n`,
  'a web identity': `[profile a]\nrole_arn = arn:aws:iam::111122223333:role/r\nweb_identity_token_file = /t\n${REGION}\n`,
  'a credential source': `[profile a]\nrole_arn = arn:aws:iam::111122223333:role/r\ncredential_source = Ec2InstanceMetadata\n`,
  'a legacy sign-in': `[profile a]\nsso_start_url = https://x.example\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = r\n`,
  'an empty file': '',
  'nothing but comments': '# a\n; b\n\n',
};

/** What the AWS CLI refuses as a whole; here the rest of the file counts, and all but the last three are told. */
const REFUSED: Readonly<Record<string, string>> = {
  'a line that is no setting': `[profile a]\n${REGION}\nnonsense\n`,
  'a header that is not closed': `[profile b\n[profile a]\n${REGION}\n`,
  'a setting outside a section': `output = json\n[profile a]\n${REGION}\n`,
  'a setting twice': `[profile a]\nregion = mars\n${REGION}\n`,
  'a section twice': `[profile a]\noutput = json\n[profile a]\n${REGION}\n`,
  'a mark of the byte order': `\uFEFF[profile a]\n${REGION}\n`,
};

const SCRIPT = `
import json, os, sys, botocore.session
answers = []
for folder in sys.argv[1:]:
    os.environ["AWS_CONFIG_FILE"] = os.path.join(folder, "config")
    os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.path.join(folder, "credentials")
    try:
        session = botocore.session.get_session()
        profiles = session.full_config["profiles"]
        answers.append({name: profiles[name].get("region") or None for name in session.available_profiles})
    except botocore.exceptions.ConfigParseError:
        answers.append("refused")
print(json.dumps(answers))
`;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'privatelink-botocore-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** What botocore makes of each file, with the same credentials file beside it. */
async function botocore(context: TestContext, files: readonly string[], credentials: string): Promise<unknown[]> {
  const python = tool(context, 'python3');
  if (!(await hasAwsCli(python))) missing(context, 'the AWS CLI is not installed for python3');
  await Promise.all(files.map((file, index) => write(folderOf(index), file, credentials)));
  const env = { PATH: process.env['PATH'] ?? '', HOME: directory };
  const { stdout } = await promisify(execFile)(python, ['-c', SCRIPT, ...files.map((_, index) => folderOf(index))], {
    env,
  });
  return JSON.parse(stdout) as unknown[];
}

const folderOf = (index: number): string => join(directory, String(index));

async function write(folder: string, config: string, credentials: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config'), config);
  await writeFile(join(folder, 'credentials'), credentials);
}

async function ours(index: number): Promise<{ regions: unknown; problems: readonly string[] }> {
  const { profiles, problems } = await listProfiles({
    AWS_CONFIG_FILE: join(folderOf(index), 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folderOf(index), 'credentials'),
  });
  return {
    regions: Object.fromEntries(profiles.map(({ name, region }) => [name, region ?? null])),
    problems: problems.map((problem) => problem.message),
  };
}

describe('the profiles and their Regions', () => {
  test.for([
    ['without keys', ''],
    ['with keys for some of them', KEYS],
  ] as const)('are those that botocore finds, %s', async ([, credentials], context) => {
    const theirs = await botocore(context, Object.values(ACCEPTED), credentials);
    const names = Object.keys(ACCEPTED);
    const read = await Promise.all(names.map((_name, index) => ours(index)));
    expect(Object.fromEntries(names.map((name, index) => [name, read[index]?.regions]))).toEqual(
      Object.fromEntries(names.map((name, index) => [name, theirs[index]])),
    );
    expect(read.flatMap((one) => one.problems)).toEqual([]);
  });

  test('are there although one line makes the AWS CLI refuse the file', async (context) => {
    const names = Object.keys(REFUSED);
    expect(await botocore(context, Object.values(REFUSED), '')).toEqual(names.map(() => 'refused'));
    const read = await Promise.all(names.map((_name, index) => ours(index)));
    expect(read.map((one) => one.regions)).toEqual(names.map(() => ({ a: 'us-east-1' })));
    expect(read.map((one) => one.problems.length)).toEqual([1, 1, 1, 0, 0, 0]);
  });
});
