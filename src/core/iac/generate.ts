import type { Inventory } from '../model/inventory.ts';
import { renderCdkPython } from './cdk-python.ts';
import { renderCdkTypescript } from './cdk-typescript.ts';
import { renderCloudformationJson } from './cloudformation-json.ts';
import { renderCloudformationYaml } from './cloudformation-yaml.ts';
import type { Plan } from './model.ts';
import { textOf, type Rendered, type RenderOptions } from './parts.ts';
import type { NewEndpointRequest } from './new-endpoint.ts';
import { planCode } from './plan.ts';
import { awsProviderMajor } from './provider-version.ts';
import { planNewEndpoint } from './plan-new-endpoint.ts';
import { renderTerraform } from './terraform.ts';
import type { CodeFormat, CodeResult, CodeScope } from './types.ts';

/** What Terraform’s code is valid for where nobody asks for more. */
const EARLIEST_PROVIDER = 5;

const RENDERERS: Readonly<Record<CodeFormat, (plan: Plan, options: RenderOptions) => Rendered>> = {
  terraform: renderTerraform,
  'cdk-typescript': renderCdkTypescript,
  'cdk-python': renderCdkPython,
  'cloudformation-yaml': renderCloudformationYaml,
  'cloudformation-json': renderCloudformationJson,
};

/** The file that the code goes into. */
interface FileOptions {
  readonly existing?: string;
  readonly beside?: readonly string[];
}

/**
 * The code for a VPC endpoint or an endpoint service, or for several of them in one piece. The same inventory gives the
 * same text.
 *
 * @param ids ids (`vpce-…`, `vpce-svc-…`), or the name of an endpoint service
 * @param options.scope `resource`: the thing alone; `service`: an endpoint service with its load balancers, listeners
 *   and target groups. Without it: all that belongs to the thing.
 * @param options.existing the text of the file that the code goes into: its names are not taken again, what it imports is
 *   not imported again, and a template gets entries for its `Resources` in place of a whole second template
 * @param options.beside the texts of Terraform’s other files in that folder, which say for which provider it is
 * @param options.imports whether the code takes over what exists, in place of creating its like
 * @throws AppError `unknown-resource` for an id that is nowhere, `unsupported` for one that no code is written for
 */
export function generateCode(
  inventory: Inventory,
  ids: string | readonly string[],
  format: CodeFormat,
  options: { readonly scope?: CodeScope; readonly imports?: boolean } & FileOptions = {},
): CodeResult {
  return written(planCode(inventory, typeof ids === 'string' ? [ids] : ids, options.scope), format, options);
}

/**
 * The code for a new interface endpoint. The same inventory and request give the same text.
 *
 * @throws AppError `unsupported` with every reason for which AWS would refuse it; `bad-input` and `unknown-resource` for a
 *   request that names nothing
 */
export function generateNewEndpoint(
  inventory: Inventory,
  request: NewEndpointRequest,
  format: CodeFormat,
  options: FileOptions = {},
): CodeResult {
  return written(planNewEndpoint(inventory, request), format, options);
}

function written(
  plan: Plan,
  format: CodeFormat,
  { existing = '', imports = false, beside = [] }: FileOptions & { readonly imports?: boolean },
): CodeResult {
  const awsProvider = awsProviderMajor([existing, ...beside]) ?? EARLIEST_PROVIDER;
  const { code, notes, toImport } = RENDERERS[format](plan, { existing, imports, awsProvider });
  return {
    format,
    text: textOf(code),
    parts: code,
    notes: [...new Set(notes)],
    ...(toImport === undefined ? {} : { toImport }),
  };
}
