import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseSnapshot, serializeSnapshot } from '../../src/core/model/snapshot.ts';
import { brokenWorlds } from '../worlds/broken/index.ts';
import { ACCOUNTS, healthyEstate } from '../worlds/healthy.ts';
import { privatelink, serve, type Wire } from '../worlds/over-the-wire.ts';
import { denied } from '../worlds/unread.ts';
import { snapshotOf } from '../worlds/world.ts';
import { accessKeyOf } from '../wire/identities.ts';
import { writeProfiles, type TestProfiles } from '../wire/profiles.ts';

/* What a person who types a command sees when something is wrong: an exit code, and one sentence that says what to do. */

const estate = healthyEstate();
const healthy = snapshotOf(estate.world);
let wire: Wire;
let directory: string;
let profiles: TestProfiles;

beforeAll(async () => {
  wire = await serve(healthy);
  directory = await mkdtemp(join(tmpdir(), 'privatelink-cli-'));
  const consumer = { accessKeyId: accessKeyOf(ACCOUNTS.consumer), region: 'us-east-1' };
  profiles = await writeProfiles({
    consumer: { ...consumer, endpointUrl: wire.server.url },
    stranger: { ...consumer, accessKeyId: 'AKIANOBODY', endpointUrl: wire.server.url },
    // Nothing listens on the port for discarding.
    away: { ...consumer, endpointUrl: 'http://127.0.0.1:9' },
  });
});

beforeEach(async () => {
  await wire.server.change({ worlds: healthy, faults: [] });
  for (const [name, value] of Object.entries(profiles.environment)) vi.stubEnv(name, value);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

afterAll(async () => {
  await wire.stop();
  await profiles.remove();
  await rm(directory, { recursive: true, force: true });
});

async function fileOf(name: string, content: string): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, content);
  return file;
}

/** Nothing on stdout, one line for each thing that is wrong, no stack and nothing of an error's inside. */
function expectSentence(err: string, ...parts: readonly (string | RegExp)[]): void {
  for (const part of parts) expect(err).toMatch(part);
  expect(err).toMatch(/\.\n$/);
  expect(err).not.toMatch(/\n\s+at |undefined|\[object/);
}

describe('nothing can be collected: 3', () => {
  it.each([
    ['a profile that no file has', ['--profile', 'nobody'], [/There is no profile "nobody".*choose one that is/]],
    [
      'keys that AWS does not know',
      ['--profile', 'stranger'],
      [/refused the credentials of profile "stranger".*us-east-1/],
    ],
    ['a server that is not there', ['--profile', 'away'], [/"away".*ECONNREFUSED.*check the network/]],
    [
      'a Region that is none',
      ['--profile', 'consumer', '--region', 'Ireland!'],
      [/"Ireland!" is not the name of a Region/],
    ],
  ])('%s', async (_, options, parts) => {
    const { code, out, err } = await privatelink('list', ...options);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expectSentence(err, ...parts, 'Nothing could be collected.');
  });

  it('credentials that have expired', async () => {
    await wire.server.change({ faults: [{ kind: 'expired' }] });
    const { code, out, err } = await privatelink('diagnose', '--profile', 'consumer');
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expectSentence(err, /Profile "consumer" has expired credentials \(ExpiredToken\).*refresh them/);
  });

  it('a config file that cannot be understood, named with its line', async () => {
    const file = await fileOf('config', '[profile consumer\nregion = us-east-1\n');
    vi.stubEnv('AWS_CONFIG_FILE', file);
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(directory, 'none'));
    const { code, err } = await privatelink('list', '--profile', 'consumer');
    expect(code).toBe(3);
    expectSentence(err, 'There is no profile "consumer"', `${file} has a section that is not closed by "]" in line 1`);
  });

  it('a config file that is a folder', async () => {
    vi.stubEnv('AWS_CONFIG_FILE', directory);
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(directory, 'none'));
    const { code, err } = await privatelink('list', '--profile', 'consumer');
    expect(code).toBe(3);
    expectSentence(err, `${directory} could not be read (EISDIR)`);
  });
});

it('what could be collected is shown all the same: 0', async () => {
  const { code, out, err } = await privatelink('list', '--profile', 'consumer,nobody,away');
  expect(code).toBe(0);
  expect(out).toContain(estate.endpoint.id);
  expectSentence(err, 'There is no profile "nobody"', /"away".*ECONNREFUSED/);
  expect(err).not.toContain('Nothing could be collected');
});

describe('a file that is no snapshot: 2', () => {
  const text = serializeSnapshot(healthy);
  it.each([
    ['that is not JSON', 'hello', /is not a snapshot: it is not valid JSON/],
    ['that is empty', '', /is not a snapshot/],
    ['of something else', '{"Resources": {}}', /format should be "privatelink-snapshot"/],
    ['of a list', '[]', /the file should be an object/],
    [
      'from a later release',
      text.replace('"version": 1', '"version": 2'),
      /snapshot version 2.*reads version 1.*Update/,
    ],
    ['with a call that has no operation', text.replaceAll('"operation"', '"op"'), /scopes\[0\]\.calls\[0\]\.operation/],
    ['that was cut off', text.slice(0, -100), /is not a snapshot/],
  ])('%s', async (name, content, message) => {
    const file = await fileOf(`${name.replaceAll(' ', '-')}.plsnap.json`, content);
    const { code, out, err } = await privatelink('diagnose', '--snapshot', file);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expectSentence(err, file, message);
  });

  it.each([
    ['that is not there', (): string => join(directory, 'missing.json'), 'there is no such file or folder'],
    ['that is a folder', (): string => directory, 'it is a folder; name a file'],
    ['that is a device', (): string => '/dev/null', 'it is a device, a pipe or a socket; save its content as a file'],
  ])('%s', async (_, path, message) => {
    const { code, out, err } = await privatelink('list', '--snapshot', path());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expectSentence(err, path(), message);
  });

  it('one of two, and nothing is shown of the other', async () => {
    const good = await fileOf('good.plsnap.json', text);
    const bad = await fileOf('bad.plsnap.json', '{');
    const { code, out, err } = await privatelink('list', '--snapshot', `${good},${bad}`);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expectSentence(err, bad);
  });
});

describe('wrong usage: 2', () => {
  it.each([
    [[], /privatelink COMMAND/],
    [['fix'], /"fix" is not a command/],
    [['find'], /"privatelink find" needs QUERY/],
    [['find', 'two', 'words'], /takes one QUERY; words is one too many/],
    [['list', '--nonsense'], /--nonsense.*See "privatelink list --help"/],
    [['list', 'a'], /takes no argument/],
    [['list', '--format', 'xml'], /--format "xml" is not known; it is one of text, json/],
    [['graph'], /--format is missing; it is one of json, mermaid, svg, drawio/],
    [['code'], /needs ID/],
    [['code', 'vpce-0', '--format', 'cdk-python', '--import-file', 'a'], /--import-file goes with --import\./],
    [
      ['code', 'vpce-0', '--format', 'terraform', '--import', '--import-file', 'a'],
      /--import-file is for CloudFormation and the CDK: Terraform’s import blocks stand in the code\./,
    ],
    [['diagnose', 'a', 'b'], /takes one ID; b is one too many/],
    [['diagnose', '--name', '..pay..example*'], /--name "\.\.pay\.\.example\*" is no DNS name/],
    [['diagnose', '--name', 'https://pay.example.com'], /is no DNS name: give the host/],
    [['diagnose', '--name', '10.1.2.3'], /--name "10\.1\.2\.3" is an address, no DNS name: .*--source/],
    [
      ['diagnose', '--snapshot', 'a', '--snapshot', 'b'],
      /--snapshot is given more than once; give all of its values at once, with commas/,
    ],
    [['diagnose', '--port', '443', '--port=444'], /--port is given more than once; give it once/],
    [['diagnose', '--config', '/dev/null'], /\/dev\/null could not be read: it is a device, a pipe or a socket/],
    [
      ['analyze', 'vpce-0123456789abcdef0', '--analysis', '/dev/null'],
      /\/dev\/null holds no analysis: it cannot be opened: it is a device/,
    ],
    [['diagnose', '--action', 'PutObject'], /--action "PutObject" is no action/],
    [
      ['diagnose', '--principal', 'role/orders'],
      /--principal "role\/orders" is no ARN: give one such as arn:aws:iam::111122223333:role\/orders\./,
    ],
    [
      ['diagnose', '--resource', 'example-bucket'],
      /--resource "example-bucket" is no ARN: give one such as arn:aws:s3:::/,
    ],
    [
      ['diagnose', '--known-accounts', '444455556666,4444-5555'],
      /--known-accounts "4444-5555" is no account id of twelve/,
    ],
    [['diagnose', '--known-accounts', ','], /--known-accounts "," names nothing: give at least one value/],
    [['list', '--profile', ' , '], /--profile " , " names nothing: give at least one value, or leave it out/],
    [['diagnose', ''], /^ID is empty: name one, or leave it out/],
    [['graph', ' ', '--format', 'json'], /^ID is empty: name one, or leave it out/],
    [['code', ''], /^ID is empty: name one\.$/m],
    [['diagnose', '--port', '70000'], /--port "70000" is not a port: give a number from 1 to 65535, such as 443/],
    [['diagnose', '--port', '-1'], /--port "-1" is not a port: give a number from 1 to 65535, such as 443/],
    [['analyze', 'vpce-0', '--port', '-1'], /--port "-1" is not a port: give a number from 1 to 65535/],
    [['diagnose', '--name', '-x'], /--name has no value, or one that begins with "-": write --name=-x if it is meant/],
    [['diagnose', '--port', '--measure'], /--port has no value: give it one.*See "privatelink diagnose --help"/],
    [['diagnose', '--with', 'weather'], /weather/],
    [['diagnose', '--measurements', '/nowhere/measured.json', '--snapshot', 'x'], /./],
    [['diagnose', '--config', '/nowhere/.privatelink.json', '--snapshot', 'x'], /./],
    [['diagnose', '--fail-on', 'awful'], /--fail-on "awful" is not known/],
    [['diagnose', '--profile='], /--profile is empty/],
    [['diagnose', '--snapshot', 'x', '--profile', 'y'], /--snapshot reads files; it does not go with --profile/],
    [['snapshot'], /needs --out FILE/],
    [['compare', 'a'], /"privatelink compare" needs A and B/],
    [['compare', 'a', 'b', 'c'], /takes A and B; c is one too many/],
    [['compare', 'a', ','], /The name of a snapshot file is empty/],
    [['compare', 'a', 'b', '--profile', 'y'], /reads the files that are its arguments; it takes no --profile/],
    [['compare', 'a', 'b', '--format', 'sarif'], /--format "sarif" is not known; it is one of text, json, markdown/],
  ])('%j', async (argv, message) => {
    wire.server.clear();
    const { code, out, err } = await privatelink(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expectSentence(err, message);
    expect(wire.server.calls).toEqual([]);
  });

  it('an id that is nowhere', async () => {
    const { code, out, err } = await privatelink('diagnose', 'vpce-0123456789abcdef0', '--profile', 'consumer');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expectSentence(err, 'vpce-0123456789abcdef0');
  });

  it('a place that cannot be written to', async () => {
    const file = join(directory, 'none', 'out.plsnap.json');
    const { code, err } = await privatelink('snapshot', '--profile', 'consumer', '--out', file);
    expect(code).toBe(2);
    expectSentence(err, file, 'could not be written');
  });
});

describe('the exit code of a diagnosis', () => {
  let broken: string;
  let whole: string;
  let exposed: string;
  beforeAll(async () => {
    const built = (rule: string): string => {
      const world = brokenWorlds.find((item) => item.rule === rule);
      if (world === undefined) throw new Error(`There is no world for ${rule}`);
      return serializeSnapshot(world.build());
    };
    whole = await fileOf('whole.plsnap.json', serializeSnapshot(healthy));
    broken = await fileOf('broken.plsnap.json', built('PL-SG-002'));
    exposed = await fileOf('exposed.plsnap.json', built('PL-NET-002'));
  });

  it.each([
    ['a healthy estate', () => whole, [], 0],
    ['a broken one', () => broken, [], 1],
    ['a broken one that may be', () => broken, ['--fail-on', 'never'], 0],
    ['a low finding, by default', () => exposed, [], 0],
    ['a low finding that is asked for', () => exposed, ['--fail-on', 'low'], 1],
    ['a low finding when more is asked for', () => exposed, ['--fail-on', 'medium'], 0],
    ['a healthy estate that must be known', () => whole, ['--fail-on-unknown'], 0],
    ['a broken one that must be known', () => broken, ['--fail-on-unknown'], 1],
  ] as const)('of %s', async (_, file, options, expected) => {
    const { code, out } = await privatelink('diagnose', '--snapshot', file(), ...options);
    expect(out).not.toBe('');
    expect(code).toBe(expected);
  });

  it.each([
    ['sarif', '"version": "2.1.0"'],
    ['csv', 'PL-SG-002'],
  ])('as %s is the same, and all that is printed is that', async (format, part) => {
    const { code, out } = await privatelink('diagnose', '--snapshot', broken, '--format', format);
    expect(code).toBe(1);
    expect(out).toContain(part);
    expect(out).toContain('PL-SG-002');
  });

  it.each([
    ['that is not JSON', '{', /is not valid JSON; correct it, or remove it/],
    ['with something unknown in it', '{"version": 1, "nonsense": true}', /is not a usable configuration/],
    ['of a later release', '{"version": 2}', /configuration version 2; this release reads version 1/],
  ])('with a configuration %s', async (name, content, message) => {
    const file = await fileOf(`${name.replaceAll(' ', '-')}.json`, content);
    const { code, out, err } = await privatelink('diagnose', '--snapshot', whole, '--config', file);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expectSentence(err, file, message);
  });

  it('with a configuration that says of a day to come what was found on it', async () => {
    const content = JSON.stringify({ onboarding: { [estate.endpoint.id]: { validated: '2999-12-31' } } });
    const file = await fileOf('future.json', content);
    for (const command of [['diagnose'], ['graph', '--format', 'json']]) {
      const { code, out, err } = await privatelink(...command, '--snapshot', whole, '--config', file);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expectSentence(err, file, `onboarding["${estate.endpoint.id}"].validated is 2999-12-31, a day that has not come`);
    }
  });

  it('for a source with zeros that some programs read as octal', async () => {
    for (const source of ['010.020.0.1', '10.20.00.0/16']) {
      const { code, out, err } = await privatelink('diagnose', '--snapshot', whole, '--source', source);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expectSentence(err, `The source "${source}" has a number that begins with 0`, 'write 10.20.0.');
    }
  });

  it('tells of unknown hops, asked or not', async () => {
    const asked = ['diagnose', estate.endpoint.id, '--profile', 'consumer'];
    const quiet = await privatelink(...asked);
    expect(quiet.code).toBe(0);
    expect(quiet.err).toContain('1 of 1 subject(s) have hops that could not be judged');
    expect((await privatelink(...asked, '--fail-on-unknown')).code).toBe(4);
  });

  it('tells of listings that were not read, which may hide subjects', async () => {
    const unread = denied(denied(healthy, 'ec2:DescribeVpcEndpoints'), 'ec2:DescribeVpcEndpointServiceConfigurations');
    const file = await fileOf('unread.plsnap.json', serializeSnapshot(unread));
    const { code, err } = await privatelink('diagnose', '--snapshot', file, '--fail-on-unknown');
    expect(err).toContain('ec2:DescribeVpcEndpoints was not read in full in account 111122223333, us-east-1');
    expect(code).toBe(4);
  });

  it('of a file is repeatable: its own time counts', async () => {
    const runs = [];
    for (let i = 0; i < 2; i += 1) runs.push(await privatelink('diagnose', '--snapshot', broken, '--format', 'json'));
    expect(runs[0]?.out).toBe(runs[1]?.out);
    expect(JSON.parse(runs[0]?.out ?? '')).toMatchObject({ version: 1, now: healthy.capturedAt });
  });
});

it('a saved snapshot is read back as it was', async () => {
  const file = join(directory, 'saved.plsnap.json');
  const { code, out, err } = await privatelink('snapshot', '--profile', 'consumer', '--out', file);
  expect({ code, out, err }).toEqual({ code: 0, out: '', err: `Saved 1 scope(s) to ${file}.\n` });
  const content = await readFile(file, 'utf8');
  expect(serializeSnapshot(parseSnapshot(content, file))).toBe(content);
});
