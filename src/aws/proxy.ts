import { AppError } from '../core/model/errors.ts';
import type { Environment } from './shared-config.ts';

/** A proxy as the environment names it; the name and the password that it wants are apart from its URL. */
export interface Proxy {
  readonly url: URL;
  /** The value of `Proxy-Authorization`. */
  readonly authorization?: string;
}

/**
 * The proxy for requests of a scheme, as the AWS CLI takes it from the environment; the variable in lower case wins.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html
 *
 * @returns `undefined` where none is named
 * @throws AppError `unsupported` for one that is not reached over HTTP, `bad-input` for one that is no URL
 */
export function proxyFor(scheme: 'http' | 'https', environment: Environment): Proxy | undefined {
  const names = [`${scheme}_proxy`, `${scheme}_proxy`.toUpperCase()];
  const name = names.find((candidate) => environment[candidate] !== undefined);
  const value = name === undefined ? '' : (environment[name] ?? '').trim();
  if (name === undefined || value === '') return undefined;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(text)) {
    throw new AppError('bad-input', `The proxy that ${name} names is not a URL such as http://proxy.example:3128.`);
  }
  const url = new URL(text);
  if (!['http:', 'https:'].includes(url.protocol)) {
    throw new AppError(
      'unsupported',
      `The proxy that ${name} names speaks ${url.protocol.slice(0, -1)}, and only http and https are supported; name such a one there, or none.`,
    );
  }
  const { username, password } = url;
  url.username = '';
  url.password = '';
  if (username === '' && password === '') return { url };
  const credentials = `${decoded(username)}:${decoded(password)}`;
  return { url, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** What is not percent-encoded stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Whether a host is reached without a proxy: this machine itself, and what `NO_PROXY` names by its end, with or without a
 * port, as Python does it for the AWS CLI (https://docs.python.org/3/library/urllib.request.html).
 */
export function bypassesProxy(host: string, port: number, environment: Environment): boolean {
  const bare = host.toLowerCase().replace(/^\[|\]$/g, '');
  if (/^(localhost|.*\.localhost|127(\.\d+){3}|::1)$/.test(bare)) return true;
  const entries = (environment['no_proxy'] ?? environment['NO_PROXY'] ?? '').toLowerCase().split(',');
  return entries
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const name = entry.replace(/^\*?\.+/, '');
      return [bare, `${bare}:${port}`].some((own) => own === name || own.endsWith(`.${name}`));
    });
}
