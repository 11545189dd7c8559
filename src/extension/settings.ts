import { commands, workspace } from 'vscode';
import { EXTRAS, type Extra } from '../aws/plan/extra-names.ts';
import type { Environment } from '../worker/api.ts';
import { SETTINGS, type ContextKeys, type SettingId } from './contributions.ts';
import type { LiveScope, SessionOptions } from './session.ts';

/** A setting's value; where someone wrote one of another type into a settings file, the default. */
export function setting<S extends SettingId>(id: S): (typeof SETTINGS)[S] {
  const fallback = SETTINGS[id];
  const value: unknown = workspace.getConfiguration().get(id);
  const fits = Array.isArray(fallback)
    ? Array.isArray(value) && value.every((item) => typeof item === 'string')
    : typeof value === typeof fallback;
  return fits ? (value as (typeof SETTINGS)[S]) : fallback;
}

/** What a diagnosis reads beyond the configuration; words that name nothing are left out. */
export function diagnoseExtras(): readonly Extra[] {
  const asked = setting('privatelink.diagnoseWith');
  return EXTRAS.filter((extra) => asked.includes(extra));
}

/** What the settings add to the environment that the AWS SDK reads. */
export function awsEnvironment(): Environment {
  const config = setting('privatelink.configFile');
  const credentials = setting('privatelink.credentialsFile');
  return {
    ...proxyEnvironment(),
    ...(config === '' ? {} : { AWS_CONFIG_FILE: config }),
    ...(credentials === '' ? {} : { AWS_SHARED_CREDENTIALS_FILE: credentials }),
  };
}

/**
 * VS Code's own proxy settings as the variables that everything below reads. VS Code applies them in the extension host
 * only, not in worker threads: https://code.visualstudio.com/docs/setup/network. The lower case wins over what the
 * environment has, as the settings do in VS Code; with `http.proxySupport` off there is no proxy at all.
 */
function proxyEnvironment(): Environment {
  const http = workspace.getConfiguration('http');
  if (http.get('proxySupport') === 'off') return { http_proxy: '', https_proxy: '' };
  const proxy: unknown = http.get('proxy');
  const exceptions: unknown = http.get('noProxy');
  const isList = Array.isArray(exceptions) && exceptions.length > 0;
  return {
    ...(typeof proxy === 'string' && proxy !== '' ? { http_proxy: proxy, https_proxy: proxy } : {}),
    ...(isList ? { no_proxy: exceptions.join(',') } : {}),
  };
}

/** Resolves when `when` clauses that ask for the key have been told. */
export async function setContext<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): Promise<void> {
  await commands.executeCommand('setContext', key, value);
}

/** What a session asks of the settings, as they are now. */
export const sessionSettings: SessionOptions['settings'] = () => {
  const profiles = setting('privatelink.profiles');
  const regions = setting('privatelink.regions');
  return {
    environment: awsEnvironment(),
    defaultScopes: profiles.flatMap((profile): readonly LiveScope[] =>
      regions.length === 0 ? [{ profile }] : regions.map((region) => ({ profile, region })),
    ),
    readOnOpen: setting('privatelink.readOnOpen'),
    isCached: setting('privatelink.keepBetweenWindows'),
    isTrusted: workspace.isTrusted,
  };
};
