import { constructs } from './cdk-constructs.ts';
import type { CdkNames } from './cdk-context.ts';
import { CDK_CORE, CDK_MODULES, cdkNames, className, isField } from './cdk-names.ts';
import { CDK_TOKEN } from './cdk-text.ts';
import { DYNAMIC_REFERENCE, withoutTrap } from './traps.ts';
import type { Input, Plan } from './model.ts';
import {
  code,
  commentText,
  fromLines,
  indentLines,
  joinCode,
  joinGroups,
  literal,
  textOf,
  type Code,
  type Rendered,
  type RenderOptions,
} from './parts.ts';
import { typescriptStatement } from './cdk-typescript-text.ts';
import { tsList, tsLines, tsText, ts, tsString, type Ts } from './typescript.ts';

/*
 * A construct for the AWS CDK, version 2: a module of its own in an empty file, and at the top level of any other. What
 * is not generated comes in as properties whose defaults are the present values.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.InterfaceVpcEndpoint.html
 */

/** Words that cannot be the name of a local variable, and names that the code uses already. */
const RESERVED = (
  'arguments as async await break case catch class const continue debugger default delete do else enum eval export extends ' +
  'false finally for function get if implements import in instanceof interface let new null package private protected ' +
  'public return set static super switch this throw true try type typeof undefined var void while with yield ' +
  'id props scope subnetId groupId index arn loadBalancerArn'
).split(' ');

/** What the module that the code goes into imports is not imported again, and no name of it is declared twice. */
export function renderCdkTypescript(given: Plan, { existing, imports: imported }: RenderOptions): Rendered {
  const plan = withoutTrap(withoutTrap(given, DYNAMIC_REFERENCE), CDK_TOKEN);
  const names = cdkNames(plan, RESERVED);
  const body = constructs(plan, names, imported);
  const inputs = plan.inputs.filter((input) => body.used.has(input.key));
  const declared = [...existing.matchAll(/\b(?:class|interface|type|enum|const|let|var|function)\s+(\w+)/g)];
  const taken = declared.map(([, name = '']) => name.replace(/Props$/, ''));
  const name = className(plan, [...taken, ...importedIn(existing)]);
  const statements = body.groups.map((group) => group.flatMap(typescriptStatement));
  const required = inputs.some((input) => input.current.length === 0);

  const properties = plan.resources.filter(isField);
  const fields = properties.map((resource) =>
    literal(`readonly ${names.variables.get(resource.key)?.name ?? ''}: ${body.types.get(resource.key) ?? ''};`),
  );
  const parameters = `scope: Construct, id: string${inputs.length === 0 ? '' : `, props: ${name}Props${required ? '' : ' = {}'}`}`;
  const constructorLines: readonly Code[] = [
    literal(`constructor(${parameters}) {`),
    ...indentLines(joinGroups([[literal('super(scope, id);'), ...defaults(inputs, names)], ...statements]), '  '),
    literal('}'),
  ];
  const classLines: readonly Code[] = [
    literal(`export class ${name} extends Construct {`),
    ...indentLines(joinGroups([fields, constructorLines].filter((group) => group.length > 0)), '  '),
    literal('}'),
  ];
  const text = textOf(fromLines(classLines));
  const lines = joinGroups([
    [
      ...[...plan.header, ...body.header].map((line) => literal(`// ${commentText(line)}`)),
      ...imports(text, importedIn(existing)),
    ],
    ...(inputs.length === 0 ? [] : [propsInterface(name, inputs, names)]),
    classLines,
  ]);
  return {
    code: fromLines(lines),
    notes: body.notes,
    ...(body.toImport === undefined ? {} : { toImport: body.toImport }),
  };
}

/** The names that a module's imports bring in. */
function importedIn(existing: string): readonly string[] {
  const clauses = [...existing.matchAll(/\bimport\s+([^'"]+?)\s+from\s/g)].map(([, clause = '']) => clause);
  return clauses.flatMap((clause) => clause.split(/[{},]/)).flatMap((binding) => /(\w+)\s*$/.exec(binding)?.[1] ?? []);
}

function imports(text: string, present: readonly string[]): readonly Code[] {
  // What stands in comments and strings is no use of a name.
  const bare = text.replace(/\/\/.*|\/\*[^]*?\*\/|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g, '');
  const isMissing = (name: string): boolean =>
    !present.includes(name) && new RegExp(`(?<![A-Za-z0-9_$.])${name}\\.`).test(bare);
  const core = CDK_CORE.filter(isMissing);
  const modules = Object.entries(CDK_MODULES).filter(([alias]) => isMissing(alias));
  return [
    ...(core.length === 0 ? [] : [`import { ${core.join(', ')} } from 'aws-cdk-lib';`]),
    ...modules.map(([alias, module]) => `import * as ${alias} from '${module}';`),
    ...(present.includes('Construct') ? [] : [`import { Construct } from 'constructs';`]),
  ].map(literal);
}

function propsInterface(name: string, inputs: readonly Input[], names: CdkNames): readonly Code[] {
  const members = inputs.flatMap((input) => [
    literal(`/** ${commentText(input.description)} */`),
    literal(`readonly ${names.inputs.get(input.key) ?? ''}${input.current.length === 0 ? '' : '?'}: ${typeOf(input)};`),
  ]);
  return [literal(`export interface ${name}Props {`), ...indentLines(members, '  '), literal('}')];
}

function typeOf(input: Input): string {
  if (input.type === 'targets') {
    const zone = input.targets.some((target) => target.availabilityZone !== undefined);
    return `{ id: string; port: number${zone ? '; availabilityZone?: string' : ''} }[]`;
  }
  return input.list ? 'string[]' : 'string';
}

/** `const { vpcId = 'vpc-…', … } = props;` */
function defaults(inputs: readonly Input[], names: CdkNames): readonly Code[] {
  if (inputs.length === 0) return [];
  const members = inputs.flatMap((input) => {
    const name = names.inputs.get(input.key) ?? '';
    if (input.current.length === 0) return [literal(`${name},`)];
    const lines = tsLines(valueOf(input));
    return lines.map((line, index) =>
      code(index === 0 ? `${name} = ` : '', line, index === lines.length - 1 ? ',' : ''),
    );
  });
  return [literal('const {'), ...indentLines(members, '  '), literal('} = props;')];
}

function valueOf(input: Input): Ts {
  if (input.type === 'targets') {
    return tsList(
      input.targets.map((target) => {
        const fields = [
          code('id: ', tsString(target.id, true)),
          ...(target.port === undefined ? [] : [code(`port: ${target.port}`)]),
          ...(target.availabilityZone === undefined
            ? []
            : [code('availabilityZone: ', tsString(target.availabilityZone))]),
        ];
        return ts('{ ', joinCode(fields, ', '), ' }');
      }),
    );
  }
  if (input.list) return tsList(input.current.map((value) => tsText(value, true)));
  return tsText(input.current[0] ?? '', true);
}
