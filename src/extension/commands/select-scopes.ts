import { l10n, window, type QuickPickItem } from 'vscode';
import { AppError } from '../../core/model/errors.ts';
import type { ProfileChoice } from '../../worker/api.ts';
import type { Boundary } from '../errors.ts';
import { isRegionName, partitionOf, REGIONS } from '../regions.ts';
import type { LiveScope, Session } from '../session.ts';
import { awsEnvironment } from '../settings.ts';

interface ProfileItem extends QuickPickItem {
  /** Absent for the SDK's own chain. */
  readonly profile?: ProfileChoice;
}

interface RegionItem extends QuickPickItem {
  readonly region: string;
}

/** Asks for profiles, then for Regions, and reads them. No profile's credentials are resolved before that. */
export async function selectScopes(session: Session, boundary: Boundary): Promise<void> {
  const { profiles, problems } = await session.call('listProfiles', { environment: awsEnvironment() });
  for (const { code, message, actions } of problems) boundary.show(new AppError(code, message, { actions }));
  const before = session.scopes();
  const chosen = await pickProfiles(profiles, before);
  if (chosen === undefined) return;
  const regions = chosen.length === 0 ? [] : await pickRegions(chosen, before);
  if (regions === undefined) return;
  await session.selectScopes(chosen.flatMap((item) => scopesOf(item.profile, regions)));
  showFailure(session, boundary);
}

/** Reads again, everything or the named sources. */
export async function refresh(session: Session, boundary: Boundary, keys?: readonly string[]): Promise<void> {
  await session.refresh(keys, 'user');
  showFailure(session, boundary);
}

/** One message however many failed: the tree says it of each. */
function showFailure(session: Session, boundary: Boundary): void {
  const error = session.state.sources.find((source) => source.status === 'failed')?.error;
  if (error !== undefined) boundary.show(new AppError(error.code, error.message, { actions: error.actions }));
}

async function pickProfiles(
  profiles: readonly ProfileChoice[],
  before: readonly LiveScope[],
): Promise<readonly ProfileItem[] | undefined> {
  const items = profiles.map((profile): ProfileItem => ({
    label: profile.name,
    ...(profile.region === undefined ? {} : { description: profile.region }),
    detail: profile.details,
    picked: before.some((scope) => scope.profile === profile.name),
    profile,
  }));
  const own: ProfileItem = {
    label: l10n.t('Default credentials'),
    description: l10n.t('environment variables, container or instance role'),
    picked: before.some((scope) => scope.profile === undefined),
  };
  const all = items.length === 0 || hasOwnCredentials() || own.picked === true ? [...items, own] : items;
  // Of thousands, those that are chosen already would be far down.
  const withOwn = [...all.filter((item) => item.picked === true), ...all.filter((item) => item.picked !== true)];
  return window.showQuickPick(withOwn, {
    title: l10n.t('Select Profiles (1 of 2)'),
    placeHolder:
      items.length === 0
        ? l10n.t('There are no profiles in the AWS config and credentials files')
        : l10n.t('Profiles to read VPC endpoints and endpoint services with'),
    canPickMany: true,
    // What was ticked so far must not be lost to a view that takes the focus.
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
}

function hasOwnCredentials(): boolean {
  return ['AWS_ACCESS_KEY_ID', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'].some(
    (name) => (process.env[name] ?? '') !== '',
  );
}

async function pickRegions(
  chosen: readonly ProfileItem[],
  before: readonly LiveScope[],
): Promise<readonly string[] | undefined> {
  const own = new Map<string, string[]>();
  for (const { profile } of chosen) {
    if (profile?.region === undefined) continue;
    own.set(profile.region, [...(own.get(profile.region) ?? []), profile.name]);
  }
  const names = new Set(chosen.map((item) => item.profile?.name));
  const picked = new Set(before.filter((scope) => names.has(scope.profile)).flatMap((scope) => scope.region ?? []));
  const first = picked.size > 0 ? picked : new Set(own.keys());
  const all = [...new Set([...own.keys(), ...picked, ...REGIONS])];
  const items = all.map((region): RegionItem => {
    const profiles = own.get(region);
    return {
      label: region,
      region,
      picked: first.has(region),
      ...(profiles === undefined ? {} : { description: l10n.t('Region of {0}', profiles.join(', ')) }),
    };
  });
  const other: RegionItem = { label: l10n.t('Another Region…'), region: '', alwaysShow: true };
  const answer = await window.showQuickPick([...items, other], {
    title: l10n.t('Select Regions (2 of 2)'),
    placeHolder: l10n.t('Regions to read with each of the profiles'),
    canPickMany: true,
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  if (answer === undefined) return undefined;
  const regions = answer.map((item) => item.region).filter((region) => region !== '');
  if (!answer.includes(other)) return regions;
  const typed = await window.showInputBox({
    title: l10n.t('Another Region'),
    prompt: l10n.t('The name of a Region, such as eu-central-1'),
    validateInput: (value) =>
      isRegionName(value.trim()) ? undefined : l10n.t('The name of a Region looks like eu-central-1.'),
  });
  return typed === undefined ? undefined : [...new Set([...regions, typed.trim()])];
}

/** A profile's credentials work in one partition only: Regions of another are left out for it. */
function scopesOf(profile: ProfileChoice | undefined, regions: readonly string[]): readonly LiveScope[] {
  const name = profile === undefined ? {} : { profile: profile.name };
  const home = profile?.region;
  const reachable = regions.filter((region) => home === undefined || partitionOf(region) === partitionOf(home));
  if (reachable.length > 0) return reachable.map((region) => ({ ...name, region }));
  return [{ ...name, ...(home === undefined ? {} : { region: home }) }];
}
