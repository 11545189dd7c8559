import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../core/model/errors.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Settings = Readonly<Record<string, string>>;

/** What the shared config and credentials files say, without resolving anything. */
export interface SharedConfig {
  /** By profile name, the config file's settings with the credentials file's over them. */
  readonly profiles: ReadonlyMap<string, Settings>;
  /** `services` sections by name; nested settings are keyed `service.setting`. */
  readonly services: ReadonlyMap<string, Settings>;
  /** `sso-session` sections by name. */
  readonly ssoSessions: ReadonlyMap<string, Settings>;
  /** One for each file that could not be read, and for each line that is neither a section nor a setting. */
  readonly problems: readonly AppError[];
}

export interface SharedConfigFiles {
  readonly configFile: string;
  readonly credentialsFile: string;
}

/** Where the two files are: https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html. */
export function sharedConfigFiles(environment: Environment): SharedConfigFiles {
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? homedir();
  const place = (name: string, file: string): string => {
    const path = environment[name];
    if (path === undefined || path === '') return join(home, '.aws', file);
    return path.startsWith('~/') ? join(home, path.slice(2)) : path;
  };
  return {
    configFile: place('AWS_CONFIG_FILE', 'config'),
    credentialsFile: place('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  };
}

/** Reads both files afresh. A missing file is an empty one; anything else that is wrong is a problem, and the rest counts. */
export async function readSharedConfig(environment: Environment): Promise<SharedConfig> {
  const files = sharedConfigFiles(environment);
  const [config, credentials] = await Promise.all([readIni(files.configFile), readIni(files.credentialsFile)]);
  const profiles = new Map<string, Settings>();
  const services = new Map<string, Settings>();
  const ssoSessions = new Map<string, Settings>();
  for (const [header, settings] of config.sections) {
    const { type, name } = configSection(header);
    if (type === 'profile') profiles.set(name, settings);
    else if (type === 'services') services.set(name, settings);
    else if (type === 'sso-session') ssoSessions.set(name, settings);
  }
  for (const [name, settings] of credentials.sections) {
    profiles.set(name, { ...profiles.get(name), ...settings });
  }
  return { profiles, services, ssoSessions, problems: [...config.problems, ...credentials.problems] };
}

interface Ini {
  readonly sections: ReadonlyMap<string, Settings>;
  readonly problems: readonly AppError[];
}

async function readIni(path: string): Promise<Ini> {
  try {
    return parseIni(await readFile(path, 'utf8'), path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return { sections: new Map(), problems: [] };
    const message = `The AWS file ${path} could not be read (${code ?? 'unknown error'}); profiles in it are missing. Check its permissions and that it is a file.`;
    return { sections: new Map(), problems: [new AppError('unreadable-file', message, { cause })] };
  }
}

/**
 * Sections with their settings. A setting without a value opens a nested block, whose indented lines are keyed
 * `name.setting` (https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html).
 */
export function parseIni(content: string, path: string): Ini {
  const sections = new Map<string, Settings>();
  const problems: AppError[] = [];
  const wrong = (line: number, why: string): void => {
    const message = `The AWS file ${path} has ${why} in line ${line}; that line is ignored. Correct it there.`;
    problems.push(new AppError('bad-input', message));
  };
  let settings: Record<string, string> | undefined;
  // Below a header that could not be read: one complaint, about the header, is enough.
  let lost = false;
  let nested: string | undefined;
  content.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.replace(/^\uFEFF/, '').replace(/(^|\s)[#;].*$/, '');
    const trimmed = line.trim();
    if (trimmed === '') return;
    if (trimmed.startsWith('[')) {
      nested = undefined;
      settings = undefined;
      lost = true;
      const header = /^\[(.+)\]/.exec(trimmed)?.[1];
      if (header === undefined || header.trim() === '') {
        wrong(index + 1, 'a section that is not closed by "]"');
        return;
      }
      lost = false;
      settings = { ...sections.get(header) };
      sections.set(header, settings);
      return;
    }
    const delimiter = trimmed.search(/[=:]/);
    if (delimiter <= 0) {
      wrong(index + 1, 'text that is neither a section nor a setting');
      return;
    }
    if (settings === undefined) {
      if (!lost) wrong(index + 1, 'a setting outside any section');
      return;
    }
    const name = trimmed.slice(0, delimiter).trim().toLowerCase();
    const value = trimmed.slice(delimiter + 1).trim();
    const indented = /^\s/.test(line);
    if (!indented) nested = value === '' ? name : undefined;
    if (indented && nested !== undefined) settings[`${nested}.${name}`] = value;
    else if (value !== '') settings[name] = value;
  });
  return { sections, problems };
}

/** A header of the config file is words as a shell would split them, a kind and a name; anything else names nothing. */
function configSection(header: string): { type: string; name: string } {
  if (header === 'default') return { type: 'profile', name: 'default' };
  const [type = '', name, ...more] = /^\S/.test(header) ? shellWords(header) : [];
  const isNamed = /^(profile|services|sso-session)$/.test(type) && name !== undefined && more.length === 0;
  return isNamed ? { type, name } : { type: 'other', name: header };
}

/** None where a quote is left open. */
function shellWords(text: string): readonly string[] {
  const word = /\s*((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+)\s*/y;
  const words: string[] = [];
  while (word.lastIndex < text.length) {
    const match = word.exec(text);
    if (match === null) return [];
    words.push((match[1] ?? '').replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g, unquoted));
  }
  return words;
}

function unquoted(_: string, double?: string, single?: string, escaped?: string): string {
  return double?.replace(/\\(["\\])/g, '$1') ?? single ?? escaped ?? '';
}
