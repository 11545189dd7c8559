import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from './template.ts';

/**
 * As strict as a project with the CDK can be (its own types do not hold under exactOptionalPropertyTypes): code that is
 * inserted anywhere must compile anywhere.
 */
const COMPILER_OPTIONS = {
  target: 'ES2022',
  module: 'node16',
  strict: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noPropertyAccessFromIndexSignature: true,
  skipLibCheck: true,
  types: [],
};

export interface CdkProgram {
  /** The compiler's messages; empty when everything compiles. */
  readonly problems: readonly string[];
  /** Each stack's template by the name of its module, and the file that it stands in. */
  readonly templates: ReadonlyMap<string, { readonly file: string; readonly template: Template }>;
  /** What the CDK says while it runs: warnings of its own, and errors. */
  readonly output: string;
  readonly dispose: () => Promise<void>;
}

/**
 * Compiles modules that each export one construct, then runs a program that puts every construct into a stack of its
 * own.
 *
 * @param packages the directory with the CDK in its node_modules
 */
export async function runCdk(packages: string, modules: ReadonlyMap<string, string>): Promise<CdkProgram> {
  const directory = await mkdtemp(join(tmpdir(), 'generated-cdk-'));
  await symlink(join(packages, 'node_modules'), join(directory, 'node_modules'), 'junction');
  for (const [name, text] of modules) await writeFile(join(directory, `${name}.ts`), text);
  await writeFile(join(directory, 'app.ts'), appOf(modules));
  await writeFile(join(directory, 'package.json'), '{"type":"commonjs"}');
  await writeFile(
    join(directory, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['*.ts'] }),
  );

  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const compiled = await run(directory, compiler, '-p', '.', '--pretty', 'false');
  const dispose = (): Promise<void> => rm(directory, { recursive: true, force: true });
  if (compiled.code !== 0) {
    return {
      problems: compiled.output.split('\n').filter((line) => line !== ''),
      templates: new Map(),
      output: '',
      dispose,
    };
  }
  const ran = await run(directory, 'app.js');
  if (ran.code !== 0) throw new Error(`the CDK program failed: ${withoutBundles(ran.output)}`);
  return { problems: [], templates: await templatesOf(directory, modules), output: ran.output, dispose };
}

async function templatesOf(directory: string, modules: ReadonlyMap<string, string>): Promise<CdkProgram['templates']> {
  const templates = await Promise.all(
    [...modules.keys()].map(async (name) => {
      const file = join(directory, 'cdk.out', `${stackName(name)}.template.json`);
      return [name, { file, template: JSON.parse(await readFile(file, 'utf8')) as Template }] as const;
    }),
  );
  return new Map(templates);
}

/**
 * Runs Python modules that each define one construct: what they ask of the CDK is written down, and asked of the CDK
 * itself by the names of its jsii assembly. The CDK's bindings for Python would do the same, and are not everywhere to be
 * had.
 *
 * @param packages the directory with the CDK in its node_modules
 */
export async function runPythonCdk(
  python: string,
  packages: string,
  modules: ReadonlyMap<string, string>,
): Promise<CdkProgram> {
  const directory = await mkdtemp(join(tmpdir(), 'generated-cdk-python-'));
  const dispose = (): Promise<void> => rm(directory, { recursive: true, force: true });
  const tools = join(import.meta.dirname, 'python');
  await symlink(join(packages, 'node_modules'), join(directory, 'node_modules'), 'junction');
  await copyFile(join(tools, 'replay.cjs'), join(directory, 'replay.cjs'));
  const recorded = await runWith(
    python,
    directory,
    [join(tools, 'record.py')],
    JSON.stringify(Object.fromEntries(modules)),
  );
  if (recorded.code !== 0) throw new Error(`the Python program failed: ${recorded.output}`);
  await writeFile(join(directory, 'recorded.json'), recorded.output);
  const ran = await run(directory, 'replay.cjs');
  if (ran.code !== 0) throw new Error(`the CDK program failed: ${withoutBundles(ran.output)}`);
  return { problems: [], templates: await templatesOf(directory, modules), output: ran.output, dispose };
}

/** The CDK's files are one long line each, which Node.js quotes in full. */
function withoutBundles(output: string): string {
  return output.replace(/^.{1000,}$/gm, '…');
}

/** Stacks may not have underscores in their names. */
function stackName(module: string): string {
  return module.replaceAll('_', '-');
}

function appOf(modules: ReadonlyMap<string, string>): string {
  const lines = [...modules].flatMap(([name, text]) => {
    const classes = [...text.matchAll(/^export class (\w+) extends/gm)].map(([, found = '']) => found);
    return [
      `import * as ${name} from './${name}';`,
      `const ${name}_stack = new Stack(app, '${stackName(name)}', { env, synthesizer: new BootstraplessSynthesizer() });`,
      ...classes.map(
        (found, index) => `new ${name}.${found}(${name}_stack, 'Inserted${index === 0 ? '' : index + 1}');`,
      ),
    ];
  });
  return [
    `import { App, BootstraplessSynthesizer, Stack } from 'aws-cdk-lib';`,
    `const app = new App({ outdir: 'cdk.out', analyticsReporting: false });`,
    `const env = { account: '111122223333', region: 'eu-west-1' };`,
    ...lines,
    'app.synth();',
    '',
  ].join('\n');
}

interface Ran {
  readonly code: number;
  readonly output: string;
}

function run(directory: string, ...args: readonly string[]): Promise<Ran> {
  return runWith(process.execPath, directory, args, '');
}

function runWith(program: string, directory: string, args: readonly string[], input: string): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { cwd: directory, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, output: `${stdout}${stderr}` });
    });
    child.stdin?.end(input);
  });
}
