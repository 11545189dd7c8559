import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { MissingTool } from './missing.ts';

/** Where the provider may lie already; without it, `terraform init` asks the registry. */
const PLUGIN_DIRECTORIES = [
  '/opt/tf-plugins',
  join(homedir(), '.terraform.d', 'plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
];

/** The provider never gets to ask AWS anything: credentials that are none, and every check of them off. */
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIANOBODY', AWS_SECRET_ACCESS_KEY: 'none' };

/** @param account whether the provider asks who it is, as groups of other accounts go by their account’s id */
function rootFor(region: string, account = false): string {
  return `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0"
    }
  }
}

provider "aws" {
  region                      = "${region}"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = ${!account}
}
`;
}

/** Every resource that Terraform would create, by module and address, with the values that it would give. */
export type PlannedValues = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** A configuration with one module for each piece of generated code: one initialisation and one run for all of them. */
export interface TerraformWorkspace {
  /** Paths that `terraform fmt` would change. */
  readonly unformatted: () => Promise<string[]>;
  /** What `terraform validate` holds against the code. */
  readonly problems: () => Promise<string[]>;
  readonly plan: () => Promise<PlannedValues>;
  readonly dispose: () => Promise<void>;
}

export async function terraformWorkspace(
  terraform: string,
  modules: ReadonlyMap<string, string>,
): Promise<TerraformWorkspace> {
  const directory = await mkdtemp(join(tmpdir(), 'generated-terraform-'));
  const run = (...args: readonly string[]): Promise<Outcome> => runIn(directory, terraform, args, CREDENTIALS);
  const calls = [...modules.keys()].map((name) => `\nmodule "${name}" {\n  source = "./${name}"\n}\n`);
  await writeFile(join(directory, 'main.tf'), rootFor('eu-west-1') + calls.join(''));
  for (const [name, text] of modules) {
    await mkdir(join(directory, name));
    await writeFile(join(directory, name, 'generated.tf'), text);
  }
  await initialised(directory, run);
  return {
    unformatted: async () =>
      (await run('fmt', '-check', '-recursive', '-list=true')).output.split('\n').filter((line) => line !== ''),
    problems: async () => {
      const { output } = await run('validate', '-json');
      const result = JSON.parse(output) as { diagnostics: Diagnostic[] };
      return result.diagnostics.map(problemText);
    },
    plan: async () => {
      const planned = await run('plan', '-input=false', '-no-color', '-refresh=false', '-out=plan');
      if (planned.code !== 0) throw new Error(`terraform plan failed: ${planned.output}`);
      const shown = await run('show', '-json', 'plan');
      return resourcesOf(JSON.parse(shown.output) as Plan);
    },
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Initialises a configuration, and removes it where that fails. */
async function initialised(directory: string, run: (...args: readonly string[]) => Promise<Outcome>): Promise<void> {
  await writeFile(join(directory, 'settings.tfrc'), '');
  const mirror = PLUGIN_DIRECTORIES.find((path) => existsSync(join(path, 'registry.terraform.io/hashicorp/aws')));
  const init = await run(
    'init',
    '-input=false',
    '-no-color',
    ...(mirror === undefined ? [] : [`-plugin-dir=${mirror}`]),
  );
  if (init.code !== 0) {
    await rm(directory, { recursive: true, force: true });
    if (mirror === undefined && /registry/i.test(init.output))
      throw new MissingTool('the AWS provider for Terraform cannot be had');
    throw new Error(`terraform init failed: ${init.output}`);
  }
}

/** What `terraform plan` counts. */
export interface ImportPlan {
  readonly imported: number;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
  /** For each resource that is not merely imported: its address, what would be done, and the arguments that differ. */
  readonly differences: readonly string[];
  /** Paths that `terraform fmt` would change. */
  readonly unformatted: readonly string[];
  /** What `terraform validate` holds against the code. */
  readonly problems: readonly string[];
}

/**
 * Plans code with import blocks against a server that has what is to be imported.
 *
 * @param code the whole root module but for the provider
 * @param server where all of AWS's services answer
 */
export async function planImport(
  terraform: string,
  code: string,
  server: { readonly url: string; readonly region: string },
): Promise<ImportPlan> {
  const directory = await mkdtemp(join(tmpdir(), 'imported-terraform-'));
  const settings = { ...CREDENTIALS, AWS_ENDPOINT_URL: server.url };
  const run = (...args: readonly string[]): Promise<Outcome> => runIn(directory, terraform, args, settings);
  await writeFile(join(directory, 'main.tf'), rootFor(server.region, true));
  await writeFile(join(directory, 'generated.tf'), code);
  await initialised(directory, run);
  try {
    const unformatted = (await run('fmt', '-check', '-list=true')).output.split('\n').filter((line) => line !== '');
    const validated = JSON.parse((await run('validate', '-json')).output) as { diagnostics: Diagnostic[] };
    const planned = await run('plan', '-input=false', '-no-color', '-out=plan');
    if (planned.code !== 0) throw new Error(`terraform plan failed: ${planned.output}`);
    const [, imported = '0', added = '0', changed = '0', destroyed = '0'] =
      /(?:(\d+) to import, )?(\d+) to add, (\d+) to change, (\d+) to destroy/.exec(planned.output) ?? [];
    const shown = JSON.parse((await run('show', '-json', 'plan')).output) as Changes;
    return {
      imported: Number(imported),
      added: Number(added),
      changed: Number(changed),
      destroyed: Number(destroyed),
      differences: shown.resource_changes.flatMap(differenceOf),
      unformatted,
      problems: validated.diagnostics.map(problemText),
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

type Values = Readonly<Record<string, unknown>>;

interface Changes {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: Values | null;
      readonly after: Values | null;
    };
  }[];
}

function differenceOf({ address, change: { actions, before, after } }: Changes['resource_changes'][number]): string[] {
  if (actions.length === 1 && actions[0] === 'no-op') return [];
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const differing = names.filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
  const said = differing.map((name) => `${name}: ${JSON.stringify(before?.[name])} → ${JSON.stringify(after?.[name])}`);
  return [`${address} ${actions.join(', ')} (${said.join('; ')})`];
}

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
}

function problemText(item: Diagnostic): string {
  return `${item.severity}: ${item.summary} ${item.detail ?? ''} (${item.range?.filename ?? '?'}:${item.range?.start.line ?? 0})`;
}

interface Plan {
  readonly planned_values: {
    readonly root_module: {
      readonly child_modules?: readonly {
        readonly resources?: readonly {
          readonly address: string;
          /** None where nothing of it is known before it is made. */
          readonly values?: Readonly<Record<string, unknown>>;
        }[];
      }[];
    };
  };
}

function resourcesOf(plan: Plan): PlannedValues {
  const modules = plan.planned_values.root_module.child_modules ?? [];
  return new Map(
    modules.flatMap((module) => (module.resources ?? []).map((item) => [item.address, item.values ?? {}] as const)),
  );
}

interface Outcome {
  readonly code: number;
  readonly output: string;
}

function runIn(
  directory: string,
  terraform: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  // The user's own settings might name mirrors, or nothing that exists.
  const env = {
    ...process.env,
    ...settings,
    TF_CLI_CONFIG_FILE: join(directory, 'settings.tfrc'),
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
  };
  return new Promise((resolve) => {
    execFile(terraform, args, { cwd: directory, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, output: code === 0 || stdout.startsWith('{') ? stdout : `${stdout}${stderr}` });
    });
  });
}
