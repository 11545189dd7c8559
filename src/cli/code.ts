import { writeFile } from 'node:fs/promises';
import { generateCode, generateNewEndpoint } from '../core/iac/generate.ts';
import { IP_ADDRESS_TYPES } from '../core/iac/endpoint-answers.ts';
import type { NewEndpointRequest } from '../core/iac/new-endpoint.ts';
import { STANDARD_SETS } from '../core/iac/standard-sets.ts';
import { CODE_FORMATS, CODE_SCOPES, type CodeFormat, type CodeResult } from '../core/iac/types.ts';
import type { Inventory } from '../core/model/inventory.ts';
import { visible } from '../core/report/visible.ts';
import { checkWritable } from '../files/snapshot-file.ts';
import { EXIT, json, nothingCollected, type ExitCode, type Io } from './io.ts';
import { choiceOption, listOption, parseCommand, textOption, usage, type Parsed } from './options.ts';
import { depthFor, openSource, SOURCE_USAGE } from './source.ts';

/** Beside the scopes of what exists: an endpoint that does not exist yet. */
const SCOPES = [...CODE_SCOPES, 'new'] as const;

export const CODE_USAGE = `privatelink code ID --format ${CODE_FORMATS.join('|')} [options]
privatelink code SERVICE --scope new --vpc VPC --format ${CODE_FORMATS.join('|')} [options]

${SOURCE_USAGE}  --format ${CODE_FORMATS.join('|')}
  --scope ${SCOPES.join('|')}
                                 the thing alone; with what it needs (path: security groups and what an endpoint
                                 leads to); a service with its load balancers; or a new interface endpoint for
                                 SERVICE: vpce-svc-…, a name, the end of the name of one of AWS’s own (sqs), or
                                 what private subnets need: ${Object.keys(STANDARD_SETS).join(', ')}
  --import                       the code takes over what exists: import blocks of Terraform, logical ids and what
                                 names them for CloudFormation and the CDK
  --import-file FILE             with --import: also save the resources to import of CloudFormation, or the resource
                                 mapping of the CDK

With --scope new; what AWS would refuse is refused, with the reason:
  --vpc VPC                      where the endpoint is to be
  --subnets SUBNET[,SUBNET…]     (default: one in each zone of the service, by zone id)
  --security-groups SG[,SG…]     (default: a new group that lets the VPC’s CIDRs in on the service’s ports)
  --ports PORT[,PORT…]           443 or udp/53, where the service’s listeners cannot be read
  --private-dns on|off           (default: on where it can work)
  --ip-address-type ${IP_ADDRESS_TYPES.join('|')}
  --name NAME                    the Name tag (default: the service’s name)
`;

const OPTIONS = {
  format: { type: 'string' },
  scope: { type: 'string' },
  import: { type: 'boolean' },
  'import-file': { type: 'string' },
  vpc: { type: 'string' },
  subnets: { type: 'string' },
  'security-groups': { type: 'string' },
  ports: { type: 'string' },
  'private-dns': { type: 'string' },
  'ip-address-type': { type: 'string' },
  name: { type: 'string' },
} as const;

/** Only a new endpoint has these. */
const OF_NEW = ['vpc', 'subnets', 'security-groups', 'ports', 'private-dns', 'ip-address-type', 'name'] as const;

/** Writes code for what exists, or for a new endpoint. */
export async function runCode(args: readonly string[], io: Io): Promise<ExitCode> {
  const parsed = parseCommand('code', args, OPTIONS, { min: 1, max: 1, name: 'ID' });
  const format = choiceOption(parsed, 'format', CODE_FORMATS, undefined);
  const scope = parsed.values['scope'] === undefined ? undefined : choiceOption(parsed, 'scope', SCOPES, undefined);
  const [id = ''] = parsed.positionals;
  if (scope === 'new') {
    const request = newEndpoint(parsed, id);
    return write(parsed, io, undefined, (inventory) => generateNewEndpoint(inventory, request, format));
  }
  const stray = OF_NEW.find((option) => parsed.values[option] !== undefined);
  if (stray !== undefined) throw usage(`--${stray} goes with --scope new.`);
  const imports = parsed.values['import'] === true;
  const importFile = importFileOf(parsed, format, imports);
  if (importFile !== undefined) await checkWritable(importFile);
  const options = { imports, ...(scope === undefined ? {} : { scope }) };
  return write(parsed, io, importFile, (inventory) => generateCode(inventory, id, format, options));
}

async function write(
  parsed: Parsed,
  io: Io,
  importFile: string | undefined,
  generate: (inventory: Inventory) => CodeResult,
): Promise<ExitCode> {
  // A new endpoint needs the VPC and all that is in it, not only the path of one service.
  const depth = parsed.values['scope'] === 'new' ? 'diagnosis' : depthFor(parsed.positionals[0]);
  // An import names the rules of security groups by ids that nothing else asks for.
  const extras = parsed.values['scope'] === 'path' ? (['group-rules'] as const) : [];
  const source = await openSource(parsed, io, depth, extras);
  if (source.isEmpty) return nothingCollected(io);
  const code = generate(source.inventory);
  if (importFile !== undefined) await writeFile(importFile, json(code.toImport));
  for (const note of code.notes) io.err(`${visible(note)}\n`);
  io.out(code.text);
  return EXIT.done;
}

function importFileOf(parsed: Parsed, format: CodeFormat, imports: boolean): string | undefined {
  const importFile = textOption(parsed, 'import-file');
  if (importFile === undefined) return undefined;
  if (!imports) throw usage('--import-file goes with --import.');
  if (format === 'terraform') {
    throw usage('--import-file is for CloudFormation and the CDK: Terraform’s import blocks stand in the code.');
  }
  return importFile;
}

function newEndpoint(parsed: Parsed, service: string): NewEndpointRequest {
  const vpc = textOption(parsed, 'vpc');
  if (vpc === undefined) throw usage('--scope new needs --vpc: where the endpoint is to be.');
  for (const option of ['import', 'import-file']) {
    if (parsed.values[option] !== undefined) {
      throw usage(`--${option} is for what exists; it does not go with --scope new.`);
    }
  }
  const list = (option: string): readonly string[] | undefined =>
    parsed.values[option] === undefined ? undefined : listOption(parsed, option);
  const [subnets, securityGroups, ports] = [list('subnets'), list('security-groups'), list('ports')];
  if (securityGroups !== undefined && ports !== undefined) {
    throw usage('--ports is of a new security group; it does not go with --security-groups.');
  }
  const dns =
    parsed.values['private-dns'] === undefined
      ? undefined
      : choiceOption(parsed, 'private-dns', ['on', 'off'], undefined);
  const type =
    parsed.values['ip-address-type'] === undefined
      ? undefined
      : choiceOption(parsed, 'ip-address-type', IP_ADDRESS_TYPES, undefined);
  const name = textOption(parsed, 'name');
  return {
    service,
    vpc,
    ...(subnets === undefined ? {} : { subnets }),
    ...(securityGroups === undefined ? {} : { securityGroups }),
    ...(ports === undefined ? {} : { ports }),
    ...(dns === undefined ? {} : { privateDns: dns === 'on' }),
    ...(type === undefined ? {} : { ipAddressType: type }),
    ...(name === undefined ? {} : { name }),
  };
}
