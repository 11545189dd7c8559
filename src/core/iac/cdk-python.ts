import { constructs } from './cdk-constructs.ts';
import type { CdkNames } from './cdk-context.ts';
import { CDK_CORE, CDK_MODULES, cdkNames, className } from './cdk-names.ts';
import { pyString, pythonStatement, snake } from './cdk-python-text.ts';
import { CDK_TOKEN } from './cdk-text.ts';
import type { Input, Plan, Target } from './model.ts';
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
import { DYNAMIC_REFERENCE, withoutTrap } from './traps.ts';

/*
 * A construct for the AWS CDK, version 2, in Python: a module of its own in an empty file, and at the top level of any
 * other. What is not generated comes in as named arguments whose defaults are the present values.
 * https://docs.aws.amazon.com/cdk/v2/guide/work-with-cdk-python.html
 */

/** Words that cannot be the name of a variable, and names that the code uses already. */
const RESERVED = (
  'and as assert async await break class continue def del elif else except false finally for from global if import in is ' +
  'lambda none nonlocal not or pass raise return true try while with yield match case type list enumerate super ' +
  'self scope constructId construct subnetId groupId index arn loadBalancerArn target id port'
).split(' ');

const INDENT = '    ';

/** What the module that the code goes into imports is not imported again, and no class of it is declared twice. */
export function renderCdkPython(given: Plan, { existing, imports }: RenderOptions): Rendered {
  const plan = withoutTrap(withoutTrap(given, DYNAMIC_REFERENCE), CDK_TOKEN);
  const names = cdkNames(plan, RESERVED);
  const body = constructs(plan, names, imports);
  const inputs = plan.inputs.filter((input) => body.used.has(input.key));
  const declared = [...existing.matchAll(/^(?:class|def)\s+(\w+)|^(\w+)\s*=/gm)].map(
    ([, one, other]) => one ?? other ?? '',
  );
  const present = importedIn(existing);
  const name = className(plan, [...declared, ...present]);
  const statements = body.groups.map((group) => group.flatMap((item) => pythonStatement(item, 2)));
  const lines: readonly Code[] = [
    literal(`class ${name}(Construct):`),
    ...indentLines(
      [
        ...signature(inputs, names),
        ...indentLines(joinGroups([[literal('super().__init__(scope, construct_id)')], ...statements]), INDENT),
      ],
      INDENT,
    ),
  ];
  const text = textOf(fromLines(lines));
  const comments = [...plan.header, ...body.header].map((line) => literal(`# ${commentText(line)}`));
  const importLines = importsOf(text, inputs, present);
  const head = importLines.length === 0 ? comments : joinGroups([comments, ...importLines]);
  return {
    code: fromLines([...head, [], [], ...lines]),
    notes: body.notes,
    ...(body.toImport === undefined ? {} : { toImport: body.toImport }),
  };
}

/** The names that a module's imports bring in. */
function importedIn(existing: string): readonly string[] {
  return [...existing.matchAll(/^(?:from\s+\S+\s+)?import\s+\(?([^)\n]+)/gm)]
    .flatMap(([, clause = '']) => clause.split(','))
    .flatMap((binding) => /(\w+)\s*$/.exec(binding)?.[1] ?? []);
}

function importsOf(text: string, inputs: readonly Input[], present: readonly string[]): readonly (readonly Code[])[] {
  const bare = text.replace(/#.*|"(?:\\.|[^"\\])*"/g, '');
  const uses = (name: string): boolean => new RegExp(`(?<![A-Za-z0-9_.])${name}\\.`).test(bare);
  const types = [
    ...(inputs.some((input) => input.type === 'targets') ? ['Any', 'Mapping'] : []),
    ...(inputs.some((input) => input.list) ? ['Sequence'] : []),
  ].filter((name) => !present.includes(name));
  const core = CDK_CORE.filter((name) => uses(name) && !present.includes(name));
  const modules = Object.entries(CDK_MODULES)
    .map(([alias, module]) => [snake(alias), module.replace('aws-cdk-lib/', '').replaceAll('-', '_')] as const)
    .filter(([alias]) => uses(alias) && !present.includes(alias));
  const cdk = [
    ...(core.length === 0 ? [] : [`from aws_cdk import ${core.join(', ')}`]),
    ...modules.map(([alias, module]) => `from aws_cdk import ${module} as ${alias}`),
    ...(present.includes('Construct') ? [] : ['from constructs import Construct']),
  ];
  const typing = types.length === 0 ? [] : [`from typing import ${types.join(', ')}`];
  return [typing, cdk].filter((group) => group.length > 0).map((group) => group.map(literal));
}

/** All but the scope and the id go by name; each parameter has its description above it. */
function signature(inputs: readonly Input[], names: CdkNames): readonly Code[] {
  const required = inputs.filter((input) => input.current.length === 0);
  const parameters = [...required, ...inputs.filter((input) => input.current.length > 0)].flatMap((input) => {
    const head = `${snake(names.inputs.get(input.key) ?? '')}: ${typeOf(input)}`;
    const lines = input.current.length === 0 ? [literal(head)] : valueLines(`${head} = `, input);
    return [
      literal(`# ${commentText(input.description)}`),
      ...lines.map((line, index) => (index === lines.length - 1 ? code(line, ',') : line)),
    ];
  });
  if (parameters.length === 0) return [literal('def __init__(self, scope: Construct, construct_id: str) -> None:')];
  const own = ['self,', 'scope: Construct,', 'construct_id: str,', '*,'].map(literal);
  return [literal('def __init__('), ...indentLines([...own, ...parameters], INDENT), literal(') -> None:')];
}

function typeOf(input: Input): string {
  if (input.type === 'targets') return 'Sequence[Mapping[str, Any]]';
  return input.list ? 'Sequence[str]' : 'str';
}

/** A tuple for a list: a list as a default would be shared by all. */
function valueLines(head: string, input: Input): readonly Code[] {
  if (!input.list) return [code(head, pyString(input.current[0] ?? '', true))];
  const items =
    input.type === 'targets' ? input.targets.map(targetOf) : input.current.map((value) => pyString(value, true));
  const oneLine = code(head, '(', joinCode(items, ', '), items.length === 1 ? ',)' : ')');
  if (textOf(oneLine).length < 80) return [oneLine];
  return [
    literal(`${head}(`),
    ...indentLines(
      items.map((item) => code(item, ',')),
      INDENT,
    ),
    literal(')'),
  ];
}

function targetOf(target: Target): Code {
  const fields = [
    code('"id": ', pyString(target.id, true)),
    ...(target.port === undefined ? [] : [code(`"port": ${target.port}`)]),
    ...(target.availabilityZone === undefined
      ? []
      : [code('"availability_zone": ', pyString(target.availabilityZone))]),
  ];
  return code('{', joinCode(fields, ', '), '}');
}
