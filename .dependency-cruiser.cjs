// Who may import whom: docs/architecture.md says why. Every rule is an error.
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^(src|webview|test)/', pathNot: allowed.map((a) => `^src/${a}/`) },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-is-pure',
      comment: 'core runs anywhere: no vscode, no SDK, no file system, no DOM',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'core'], pathNot: '^$' },
    },
    only('core-imports-nothing', 'core', ['core'], 'core imports only itself'),
    only('protocol-imports-core-types', 'protocol', ['protocol', 'core'], ''),
    only('aws-imports-core', 'aws', ['aws', 'core'], ''),
    only('layout-imports-core', 'layout', ['layout', 'core'], ''),
    only('files-imports-core', 'files', ['files', 'core'], ''),
    only('measure-imports-core', 'measure', ['measure', 'core'], ''),
    only('worker-imports', 'worker', ['worker', 'core', 'aws', 'layout', 'files', 'measure', 'protocol'], ''),
    only('cli-imports', 'cli', ['cli', 'core', 'aws', 'layout', 'files', 'measure'], ''),
    only('views-import', 'views', ['views', 'core', 'protocol'], 'views project the state, they do not fetch it'),
    {
      name: 'webview-imports',
      comment: 'the browser app sees messages and core types only',
      severity: 'error',
      from: { path: '^webview/' },
      to: { path: '^(src|test)/', pathNot: '^src/(protocol|core)/' },
    },
    {
      name: 'sdk-only-in-aws',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/aws/' },
      to: { path: '@aws-sdk/|@smithy/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'vscode-only-in-views-and-extension',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/(views|extension)/' },
      to: { path: '^vscode$' },
    },
    {
      name: 'elk-only-in-layout',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/layout/' },
      to: { path: 'elkjs' },
    },
    {
      name: 'toolkit-through-one-file',
      comment: 'webview-ui-toolkit is no longer maintained: replacing it must stay one file',
      severity: 'error',
      from: { pathNot: '^webview/ui/controls\\.ts$' },
      to: { path: '@vscode/webview-ui-toolkit' },
    },
    {
      name: 'the-walk-imports-nothing',
      comment: 'test/walk/packet judges paths beside the engine: it must be a reading of AWS’s pages of its own',
      severity: 'error',
      from: { path: '^test/walk/packet/' },
      to: { pathNot: '^test/walk/packet/' },
    },
    { name: 'no-test-in-src', severity: 'error', from: { path: '^(src|webview)/' }, to: { path: '^test/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
