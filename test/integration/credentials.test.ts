import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect, type Collected, type CollectRequest } from '../../src/aws/collect.ts';
import { createCredentialPool, type Asker, type CredentialPool } from '../../src/aws/credential-pool.ts';
import { listProfiles } from '../../src/aws/profiles.ts';
import { readSharedConfig } from '../../src/aws/shared-config.ts';
import { ACCOUNTS, healthyEstate } from '../worlds/healthy.ts';
import { snapshotOf } from '../worlds/world.ts';
import { accessKeyOf, identitiesOf } from '../wire/identities.ts';
import { writeProfiles, type TestProfiles } from '../wire/profiles.ts';
import { startWireServer, type WireServer } from '../wire/server.ts';

/* Where credentials come from: once for each profile, and from nothing that nobody chose. */

const healthy = snapshotOf(healthyEstate().world);
const ROLE = `arn:aws:iam::${ACCOUNTS.provider}:role/reader`;
const DEVICE = 'arn:aws:iam::111122223333:mfa/ada';
const REGIONS = ['us-east-1', 'us-east-2', 'eu-west-1'];
let server: WireServer;
let profiles: TestProfiles;
let pool: CredentialPool;
let marker: string;

beforeEach(async () => {
  server = await startWireServer({
    worlds: healthy,
    identities: identitiesOf(healthy),
    roles: { [ROLE]: accessKeyOf(ACCOUNTS.provider) },
  });
  const keys = { accessKeyId: accessKeyOf(ACCOUNTS.consumer), endpointUrl: server.url };
  const role = { endpointUrl: server.url, settings: { role_arn: ROLE, source_profile: 'keys' } };
  profiles = await writeProfiles({
    keys,
    role,
    mfa: { ...role, settings: { ...role.settings, mfa_serial: DEVICE } },
    chained: { ...role, settings: { ...role.settings, source_profile: 'program' } },
    program: { endpointUrl: server.url },
    slow: { endpointUrl: server.url, settings: { credential_process: 'sleep 5' } },
    signedOut: {
      endpointUrl: server.url,
      sso: {
        accessToken: 'old',
        account: ACCOUNTS.consumer,
        role: 'reader',
        region: 'us-east-1',
        expiresAt: '2020-01-01T00:00:00Z',
      },
    },
    throughSignedOut: { ...role, settings: { ...role.settings, source_profile: 'signedOut' } },
  });
  marker = join(profiles.directory, 'started');
  const answer = JSON.stringify({ Version: 1, AccessKeyId: keys.accessKeyId, SecretAccessKey: 'secret' });
  const script = join(profiles.directory, 'keys.sh');
  await writeFile(script, `echo started >> '${marker}'\necho '${answer}'\n`);
  await edit('[profile program]\n', `[profile program]\ncredential_process = sh ${script}\n`);
  pool = createCredentialPool();
});

afterEach(async () => {
  await server.stop();
  await profiles.remove();
});

/** A program that says that it was started, and fails. */
async function failing(): Promise<string> {
  const script = join(profiles.directory, 'fail.sh');
  await writeFile(script, `echo started >> '${marker}'\nexit 3\n`);
  return script;
}

async function edit(from: string, to: string): Promise<void> {
  const text = await readFile(profiles.configFile, 'utf8');
  expect(text).toContain(from);
  await writeFile(profiles.configFile, text.replace(from, to));
}

/** Each Region by itself, as the extension reads them: nothing but the pool knows of the others. */
async function read(profile: string, asker: Asker, request: Partial<CollectRequest> = {}): Promise<Collected[]> {
  const { environment } = profiles;
  return Promise.all(
    REGIONS.map((region) =>
      collect({ scopes: [{ profile, region }], depth: 'tree', environment, credentials: pool, asker, ...request }),
    ),
  );
}

function messages(answers: readonly Collected[]): readonly string[] {
  return answers.flatMap((answer) => answer.problems.map((problem) => problem.error.message));
}

function asked(operation: string): number {
  return server.calls.filter((call) => call.operation === operation).length;
}

/** Someone at the keyboard who answers with these, one after the other. */
function person(
  action: number,
  ...answers: readonly (string | undefined)[]
): Asker & { readonly questions: string[][] } {
  const questions: string[][] = [];
  return {
    action,
    mayRunPrograms: true,
    questions,
    mfaCode: (profile, device) => {
      questions.push([profile, device]);
      return Promise.resolve(answers[questions.length - 1]);
    },
  };
}

const nobody = (action: number): Asker => ({ action, mayRunPrograms: true });

describe('a role', () => {
  it('is assumed once for all Regions, services and readings', async () => {
    expect(messages(await read('role', nobody(1)))).toEqual([]);
    expect(messages(await read('role', nobody(2)))).toEqual([]);
    expect(asked('sts:AssumeRole')).toBe(1);
    expect(asked('sts:GetCallerIdentity')).toBe(2 * REGIONS.length);
  });

  it('that STS refuses is asked for once for each action, and the sentence names it', async () => {
    await server.change({ roles: {} });
    const first = messages(await read('role', nobody(1)));
    expect(first).toHaveLength(REGIONS.length);
    expect(first[0]).toMatch(
      /^AWS refused profile "role" the role arn:.*reader \(AccessDenied\); check the role's trust/,
    );
    const count = asked('sts:AssumeRole');
    await read('role', nobody(1));
    expect(asked('sts:AssumeRole')).toBe(count);
    await read('role', nobody(2));
    expect(asked('sts:AssumeRole')).toBeGreaterThan(count);
  });
});

describe('an MFA code', () => {
  it('is asked for once, and reaches STS with its device', async () => {
    const ada = person(1, '123456');
    expect(messages(await read('mfa', ada))).toEqual([]);
    expect(ada.questions).toEqual([['mfa', DEVICE]]);
    const assumed = server.calls.filter((call) => call.operation === 'sts:AssumeRole');
    expect(assumed.map((call) => call.params)).toMatchObject([{ SerialNumber: DEVICE, TokenCode: '123456' }]);
    // A refresh in the background later on needs no one.
    expect(messages(await read('mfa', nobody(2)))).toEqual([]);
    expect(asked('sts:AssumeRole')).toBe(1);
  });

  it('is not asked for again when the question is dismissed, until there is another action', async () => {
    const ada = person(1, undefined, '123456');
    const first = messages(await read('mfa', ada));
    expect(first).toHaveLength(REGIONS.length);
    expect(first[0]).toMatch(/^Profile "mfa" was not read, because no code of the MFA device .*mfa\/ada was given/);
    expect(messages(await read('mfa', ada))).toEqual(first);
    expect(ada.questions).toHaveLength(1);
    expect(messages(await read('mfa', { ...ada, action: 2 }))).toEqual([]);
    expect(ada.questions).toHaveLength(2);
  });

  it('is nothing that a reading in the background asks for', async () => {
    expect(messages(await read('mfa', nobody(1)))[0]).toMatch(
      /^Profile "mfa" needs a code of the MFA device .*refresh/,
    );
    expect(server.calls).toEqual([]);
  });

  it('may take longer than any deadline', async () => {
    const late: Asker = {
      ...nobody(1),
      mfaCode: () =>
        new Promise((resolve) =>
          setTimeout(() => {
            resolve('123456');
          }, 600),
        ),
    };
    expect(messages(await read('mfa', late, { deadlineMs: 500 }))).toEqual([]);
  });
});

describe('a program of the config file', () => {
  it('is not started by listing the profiles', async () => {
    const listed = await listProfiles(profiles.environment);
    expect(listed.profiles.map((profile) => profile.name)).toContain('program');
    expect(existsSync(marker)).toBe(false);
  });

  it.each([
    ['program', 'its credential_process'],
    ['chained', 'the credential_process of profile "program"'],
  ])('is not started for "%s" where the workspace is not trusted', async (profile, whose) => {
    const answers = await read(profile, { action: 1, mayRunPrograms: false });
    expect(messages(answers)).toHaveLength(REGIONS.length);
    expect(messages(answers)[0]).toContain(`Profile "${profile}" gets its credentials from ${whose}, a program`);
    expect(answers[0]?.problems[0]?.error.actions).toMatchObject([{ command: 'workbench.trust.manage' }]);
    expect(existsSync(marker)).toBe(false);
  });

  it('is started once otherwise', async () => {
    expect(messages(await read('program', nobody(1)))).toEqual([]);
    expect(await readFile(marker, 'utf8')).toBe('started\n');
  });

  it('that fails is not started again', async () => {
    await edit(
      `credential_process = sh ${join(profiles.directory, 'keys.sh')}`,
      `credential_process = sh ${await failing()}`,
    );
    expect(messages(await read('program', nobody(1)))).toHaveLength(REGIONS.length);
    expect(await readFile(marker, 'utf8')).toBe('started\n');
  });

  it('that never ends is given up, once for all Regions', async () => {
    const answers = messages(await read('slow', nobody(1), { deadlineMs: 300 }));
    expect(answers).toEqual(
      REGIONS.map(() => expect.stringMatching(/^Profile "slow" gave no credentials within 0\.3 s; check/) as string),
    );
  });
});

describe('a sign-in that has ended', () => {
  it.each(['signedOut', 'throughSignedOut'])('is told for "%s" with the profile to sign in with', async (profile) => {
    const [answer] = await read(profile, nobody(1));
    const error = answer?.problems[0]?.error;
    expect(error?.message).toMatch(/^The SSO session of profile ".*" has expired or was never started, so us-east-1/);
    expect(error?.actions).toEqual([{ title: 'Sign In', command: 'privatelink.signIn', args: ['signedOut'] }]);
    expect(server.calls).toEqual([]);
  });
});

describe('a change of the files', () => {
  const changed = async (): Promise<readonly string[]> =>
    pool.changed(['keys', 'role', 'mfa'], await readSharedConfig(profiles.environment));

  it('concerns the profiles that were used, and those that they lend from', async () => {
    await read('role', nobody(1));
    expect(await changed()).toEqual([]);
    await edit('[profile mfa]', '[profile mfa]\nexternal_id = 7');
    expect(await changed()).toEqual([]);
    await edit('[profile keys]', '[profile keys]\noutput = json');
    expect(await changed()).toEqual(['role']);
  });

  it('makes the next reading ask for credentials afresh', async () => {
    await read('role', nobody(1));
    await edit(`[profile role]`, '[profile role]\nexternal_id = 7');
    await read('role', nobody(2));
    expect(asked('sts:AssumeRole')).toBe(2);
    expect(await changed()).toEqual([]);
  });
});
