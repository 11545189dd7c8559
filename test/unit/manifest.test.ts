import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXTRAS } from '../../src/aws/plan/extra-names.ts';
import { RULES } from '../../src/core/rules/registry.ts';
import { COMMANDS, CONTEXT_KEYS, ITEM_FLAGS, SETTINGS, VIEW_STATES } from '../../src/extension/contributions.ts';

interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly scope?: string;
  readonly markdownDescription?: string;
  readonly items?: { readonly enum?: readonly string[] };
}

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly extensionKind: readonly string[];
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly capabilities: Readonly<Record<string, { readonly supported: unknown; readonly description: string }>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly submenus: readonly { readonly id: string }[];
    readonly views: Readonly<
      Record<string, readonly { readonly id: string; readonly icon: string; readonly when?: string }[]>
    >;
    readonly viewsContainers: {
      readonly activitybar: readonly { readonly id: string; readonly icon: string }[];
    };
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when?: string }[];
    readonly colors: readonly { readonly id: string; readonly defaults: Readonly<Record<string, string>> }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const root = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const strings = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Readonly<Record<string, string>>;
const { commands, menus, views, viewsContainers, viewsWelcome, colors, submenus, configuration } = manifest.contributes;
const declared = commands.map((command) => command.command);
const items = Object.values(menus).flat();
const conditions = [
  ...items.map((item) => item.when ?? ''),
  ...viewsWelcome.map((welcome) => welcome.when ?? ''),
  ...commands.map((command) => command.enablement ?? ''),
  ...Object.values(views).flatMap((list) => list.map((view) => view.when ?? '')),
];

/** All of the extension's code as one text. */
function sources(): string {
  const folder = join(root, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

describe('commands', () => {
  test('are declared exactly as they are typed, but for internal ones', () => {
    const typed = Object.entries(COMMANDS).flatMap(([id, place]) => (place === 'internal' ? [] : [id]));
    expect([...declared].sort()).toEqual(typed.sort());
  });

  test('that need something to act on are hidden from the palette, and no others', () => {
    const hidden = (menus['commandPalette'] ?? []).filter((item) => item.when === 'false').map((item) => item.command);
    const tree = Object.entries(COMMANDS).flatMap(([id, place]) => (place === 'tree' ? [id] : []));
    expect([...hidden].sort()).toEqual(tree.sort());
    for (const id of tree) {
      expect(
        items.filter((item) => item.command === id && item.when !== 'false'),
        `${id} is in no menu`,
      ).not.toEqual([]);
    }
  });

  test('in menus, welcome texts and settings are declared', () => {
    const used = [
      ...items.flatMap((item) => item.command ?? []),
      ...Object.values(strings).flatMap((value) => [...value.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id)),
    ];
    expect(used.filter((id) => !declared.includes(id ?? ''))).toEqual([]);
  });

  test('in the code are typed', () => {
    const used = [...sources().matchAll(/executeCommand\('(privatelink\.\w+)'|command: '(privatelink\.\w+)'/g)];
    const ids = used.map(([, first, second]) => first ?? second ?? '');
    expect(ids.length).toBeGreaterThan(5);
    expect(ids.filter((id) => !(id in COMMANDS))).toEqual([]);
  });

  test('in the context menu of a view name that view', () => {
    const inViews = [...(menus['view/title'] ?? []), ...(menus['view/item/context'] ?? [])];
    expect(inViews.filter((item) => !/view == privatelink\.\w+/.test(item.when ?? ''))).toEqual([]);
  });

  test('of submenus belong to one that is declared', () => {
    expect(items.flatMap((item) => item.submenu ?? [])).toEqual(submenus.map((submenu) => submenu.id));
    for (const { id } of submenus) expect(menus[id]?.length).toBeGreaterThan(0);
  });
});

describe('settings', () => {
  test('are declared exactly as they are read, with the same defaults', () => {
    const defaults = Object.entries(configuration.properties).map(([id, setting]) => [id, setting.default]);
    expect(Object.fromEntries(defaults)).toEqual(SETTINGS);
  });

  test.each(Object.entries(configuration.properties))('%s has a description, a scope and a type', (_, setting) => {
    expect(setting.markdownDescription).toBeTruthy();
    expect(setting.scope).toMatch(/^(machine|window|resource)$/);
    expect(Array.isArray(setting.default) ? 'array' : typeof setting.default).toBe(setting.type);
  });

  test('about what a diagnosis reads beside the configuration take the words of --with, and no workspace sets them', () => {
    const setting = configuration.properties['privatelink.diagnoseWith'];
    expect(setting?.items?.enum).toEqual(EXTRAS);
    expect(setting?.scope).toBe('machine');
  });

  test('about credentials cannot be set by a workspace', () => {
    const about = Object.entries(configuration.properties).filter(([id]) => /profile|region|File$/i.test(id));
    expect(about.length).toBeGreaterThan(3);
    expect(about.filter(([, setting]) => setting.scope !== 'machine')).toEqual([]);
  });
});

describe('when clauses', () => {
  test('ask only for context keys that are set', () => {
    const asked = conditions.flatMap((when) => [
      ...when.matchAll(/(?<![\w.=]\s?)privatelink\.(?!explorer|findings|differences)\w+/g),
    ]);
    const keys = new Set(asked.map(([key]) => key));
    expect(keys.size).toBe(CONTEXT_KEYS.length);
    expect([...keys].filter((key) => !CONTEXT_KEYS.some((known) => known === key))).toEqual([]);
  });

  test('compare the state only with states that there are', () => {
    const states = conditions.flatMap((when) =>
      [...when.matchAll(/privatelink\.state == (\w+)/g)].map(([, state]) => state),
    );
    expect(states.length).toBeGreaterThan(2);
    expect(states.filter((state) => !VIEW_STATES.some((known) => known === state))).toEqual([]);
  });

  test('ask only for flags that tree items carry', () => {
    const flags = conditions.flatMap((when) => [
      ...[...when.matchAll(/viewItem =~ \/\\b(\w+)\\b\//g)].map(([, flag]) => flag),
      ...[...when.matchAll(/viewItem == (\w+)/g)].map(([, flag]) => flag),
    ]);
    expect(flags.length).toBeGreaterThan(5);
    expect(flags.filter((flag) => !ITEM_FLAGS.some((known) => known === flag))).toEqual([]);
    expect(conditions.filter((when) => /viewItem/.test(when) && !/viewItem (==|=~ \/\\b\w+\\b\/)/.test(when))).toEqual(
      [],
    );
  });
});

describe('strings', () => {
  test('of the manifest are all in package.nls.json, and none is left over', () => {
    const used = new Set([...text.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
    expect(Object.keys(strings).filter((key) => !used.has(key))).toEqual([]);
    expect([...used].filter((key) => strings[key ?? ''] === undefined)).toEqual([]);
  });

  test('are what titles, names and descriptions consist of', () => {
    const plain = [
      ...commands.map((command) => command.title),
      ...viewsWelcome.map((welcome) => welcome.contents),
      ...Object.values(configuration.properties).map((setting) => setting.markdownDescription ?? ''),
    ].filter((value) => !/^%[\w.]+%$/.test(value));
    expect(plain).toEqual([]);
  });
});

describe('what others rely on', () => {
  test('the ids of the container and the views', () => {
    expect(viewsContainers.activitybar.map((container) => container.id)).toEqual(['privatelink']);
    expect(views['privatelink']?.map((view) => view.id)).toEqual([
      'privatelink.explorer',
      'privatelink.findings',
      'privatelink.differences',
    ]);
  });

  test('the host, and what it takes', () => {
    expect(manifest.extensionKind).toEqual(['workspace']);
    expect(manifest.engines.vscode).toBe('^1.100.0');
    expect(manifest.devDependencies['@types/vscode'], 'the API of the oldest VS Code that may run it').toBe('1.100.0');
    expect(manifest.activationEvents).toContain('onWebviewPanel:privatelink.topology');
    for (const kind of ['untrustedWorkspaces', 'virtualWorkspaces']) {
      expect(manifest.capabilities[kind]?.supported).toBe('limited');
      expect(manifest.capabilities[kind]?.description).toMatch(/^%/);
    }
  });

  test('files that are named are there', () => {
    const files = [
      manifest.icon,
      ...viewsContainers.activitybar.map((one) => one.icon),
      ...Object.values(views)
        .flat()
        .map((one) => one.icon),
    ];
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test('each state has a colour in each kind of theme', () => {
    expect(colors.map((color) => color.id)).toEqual(
      ['broken', 'degraded', 'healthy', 'unknown'].map((state) => `privatelink.state.${state}`),
    );
    for (const { defaults } of colors) {
      expect(Object.keys(defaults).sort()).toEqual(['dark', 'highContrast', 'highContrastLight', 'light']);
    }
  });
});

test('the change log counts the rules that there are', () => {
  expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toContain(`Diagnosis by ${RULES.length} rules`);
});
