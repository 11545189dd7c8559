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
const ROOT = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0"
    }
  }
}

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
`;

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
  const run = (...args: readonly string[]): Promise<Outcome> => runIn(directory, terraform, args);
  const calls = [...modules.keys()].map((name) => `\nmodule "${name}" {\n  source = "./${name}"\n}\n`);
  await writeFile(join(directory, 'settings.tfrc'), '');
  await writeFile(join(directory, 'main.tf'), ROOT + calls.join(''));
  for (const [name, text] of modules) {
    await mkdir(join(directory, name));
    await writeFile(join(directory, name, 'generated.tf'), text);
  }
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
  return {
    unformatted: async () =>
      (await run('fmt', '-check', '-recursive', '-list=true')).output.split('\n').filter((line) => line !== ''),
    problems: async () => {
      const { output } = await run('validate', '-json');
      const result = JSON.parse(output) as { diagnostics: Diagnostic[] };
      return result.diagnostics.map(
        (item) =>
          `${item.severity}: ${item.summary} ${item.detail ?? ''} (${item.range?.filename ?? '?'}:${item.range?.start.line ?? 0})`,
      );
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

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
}

interface Plan {
  readonly planned_values: {
    readonly root_module: {
      readonly child_modules?: readonly {
        readonly resources?: readonly {
          readonly address: string;
          readonly values: Readonly<Record<string, unknown>>;
        }[];
      }[];
    };
  };
}

function resourcesOf(plan: Plan): PlannedValues {
  const modules = plan.planned_values.root_module.child_modules ?? [];
  return new Map(
    modules.flatMap((module) => (module.resources ?? []).map((item) => [item.address, item.values] as const)),
  );
}

interface Outcome {
  readonly code: number;
  readonly output: string;
}

function runIn(directory: string, terraform: string, args: readonly string[]): Promise<Outcome> {
  // The user's own settings might name mirrors, or nothing that exists.
  const env = {
    ...process.env,
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
