/*
 * What package.json declares and the code uses, once and typed: a command that is registered but not declared, a setting
 * that is read under another name or a context key that nobody sets does not compile, or fails test/unit/manifest.test.ts.
 */

/** `palette`: everywhere. `tree`: needs something to act on, so it is hidden from the palette. `internal`: not declared. */
export type CommandPlace = 'palette' | 'tree' | 'internal';

export const COMMANDS = {
  'privatelink.selectScopes': 'palette',
  'privatelink.refresh': 'palette',
  'privatelink.cancel': 'palette',
  'privatelink.find': 'palette',
  'privatelink.openTopology': 'palette',
  'privatelink.diagnose': 'palette',
  'privatelink.diagnoseAll': 'palette',
  'privatelink.openZones': 'palette',
  'privatelink.showImpact': 'tree',
  'privatelink.insertCode': 'palette',
  'privatelink.insertImportCode': 'palette',
  'privatelink.newEndpointCode': 'palette',
  'privatelink.copyCode': 'palette',
  'privatelink.saveSnapshot': 'palette',
  'privatelink.openSnapshot': 'palette',
  'privatelink.openSample': 'palette',
  'privatelink.compareSnapshots': 'palette',
  'privatelink.openComparison': 'palette',
  'privatelink.drawComparison': 'palette',
  'privatelink.closeComparison': 'palette',
  'privatelink.closeSource': 'palette',
  'privatelink.exportReport': 'palette',
  'privatelink.exportDiagram': 'palette',
  'privatelink.restart': 'palette',
  'privatelink.showLog': 'palette',
  'privatelink.diagnoseFromHere': 'tree',
  'privatelink.copyId': 'tree',
  'privatelink.copyArn': 'tree',
  'privatelink.copyServiceName': 'tree',
  'privatelink.copyDnsNames': 'tree',
  'privatelink.copyIps': 'tree',
  'privatelink.copyJson': 'tree',
  'privatelink.copyCliCommand': 'tree',
  'privatelink.openInConsole': 'tree',
  'privatelink.revealInExplorer': 'tree',
  'privatelink.signIn': 'internal',
} as const satisfies Readonly<Record<`privatelink.${string}`, CommandPlace>>;

export type CommandId = keyof typeof COMMANDS;

/** The settings with the defaults that package.json gives them. */
export const SETTINGS = {
  'privatelink.profiles': [] as readonly string[],
  'privatelink.regions': [] as readonly string[],
  'privatelink.readOnOpen': true,
  'privatelink.keepBetweenWindows': true,
  'privatelink.refreshOnFocus': 15,
  'privatelink.refreshInterval': 0,
  'privatelink.configFile': '',
  'privatelink.credentialsFile': '',
  'privatelink.codeFormat': 'auto' as 'auto' | 'terraform' | 'cdk-typescript' | 'cloudformation-yaml',
  'privatelink.diagnoseWith': [] as readonly string[],
  'privatelink.reportView': 'preview' as 'preview' | 'text',
};

export type SettingId = keyof typeof SETTINGS;

/** What `when` clauses ask. */
export interface ContextKeys {
  /** What the sidebar is showing: decides the welcome text. */
  'privatelink.state': ViewState;
  'privatelink.collecting': boolean;
  'privatelink.hasData': boolean;
  'privatelink.hasComparison': boolean;
}

export const CONTEXT_KEYS: readonly (keyof ContextKeys)[] = [
  'privatelink.state',
  'privatelink.collecting',
  'privatelink.hasData',
  'privatelink.hasComparison',
];

export const VIEW_STATES = ['empty', 'loading', 'signedOut', 'denied', 'failed', 'ready'] as const;
export type ViewState = (typeof VIEW_STATES)[number];

/** What a tree item's `contextValue` may hold, space separated; menus ask for them with `=~`. */
export const ITEM_FLAGS = [
  'subject',
  'path',
  'resource',
  'service',
  'dns',
  'ips',
  'console',
  'scope',
  'source',
  'finding',
  'difference',
] as const;
