import type { Cdk, CdkEntry, CdkStatement } from './cdk-tree.ts';
import {
  code,
  doubleQuoted,
  commentText,
  indentLines,
  joinCode,
  literal,
  placeholder,
  textOf,
  type Code,
} from './parts.ts';

/*
 * The pieces of a CDK program in Python, laid out as black would. Properties are named arguments, and names are in
 * Python's style, by the rules of jsii.
 * https://docs.aws.amazon.com/cdk/v2/guide/work-with-cdk-python.html
 */

const LINE_WIDTH = 88;
const INDENT = '    ';

/** `private_i_pv4_address` for `privateIPv4Address`: as jsii does, wherever the capitals are. */
export function snake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z]+)/g, '$1_$2')
    .toLowerCase();
}

/** A string literal in double quotes. */
export function pyString(text: string, replaceable = false): Code {
  const inner = doubleQuoted(text).slice(1, -1);
  return code('"', replaceable ? placeholder(inner) : inner, '"');
}

/** @param depth how far the statement is indented */
export function pythonStatement(given: CdkStatement, depth: number): readonly Code[] {
  const width = LINE_WIDTH - depth * INDENT.length;
  switch (given.kind) {
    case 'comment':
      return [literal(`# ${commentText(given.text)}`)];
    case 'do':
      return python(given.value, width);
    case 'assign':
    case 'declare': {
      const head = `${inline(given.target)} = `;
      const [first = [], ...rest] = python(given.value, width - head.length);
      return [code(head, first), ...rest];
    }
  }
}

/** Names that stand for parts of an item, and what they are in Python. */
type Parts = ReadonlyMap<string, string>;

const NONE: Parts = new Map();

function inline(given: Cdk, parts: Parts = NONE): string {
  return python(given, Number.MAX_SAFE_INTEGER, parts).map(textOf).join('');
}

/** The lines of an expression. */
function python(given: Cdk, width: number, parts: Parts = NONE): readonly Code[] {
  const nested = (value: Cdk): readonly Code[] => python(value, LINE_WIDTH - 3 * INDENT.length, parts);
  const one = (value: Cdk): string => inline(value, parts);
  switch (given.kind) {
    case 'text':
      return [pyString(given.text, given.replaceable)];
    case 'plain':
      return [
        literal(
          given.value === null
            ? 'None'
            : given.value === true
              ? 'True'
              : given.value === false
                ? 'False'
                : String(given.value),
        ),
      ];
    case 'list':
      return wrapped('[', given.items.map(nested), ']', width);
    case 'map':
      return wrapped(
        '{',
        given.entries.map((entry) => keyed(code(pyString(entry.key), ': '), nested(entry.value))),
        '}',
        width,
      );
    case 'struct':
      return wrapped(
        `${moduleName(given.type)}(`,
        given.entries.map((entry) => argument(entry, nested)),
        ')',
        width,
      );
    case 'construct':
      return wrapped(
        `${moduleName(given.type)}(`,
        [[literal('self')], nested(given.id), ...given.props.entries.map((entry) => argument(entry, nested))],
        ')',
        width,
      );
    case 'name':
      return [literal(moduleName(given.name))];
    case 'make':
      return wrapped(`${moduleName(given.type)}(`, given.args.map(nested), ')', width);
    case 'call':
      return wrapped(`${one(given.on)}.${snake(given.method)}(`, argumentsOf(given.args, nested), ')', width);
    case 'get':
      return [literal(`${one(given.of)}.${snake(given.property)}`)];
    case 'at':
      return [literal(`${bare(given.of, parts)}[${given.index}]`)];
    case 'this':
      return [literal('self')];
    case 'variable':
      return [
        literal(parts.get(given.name) ?? (given.list === true ? `list(${snake(given.name)})` : snake(given.name))),
      ];
    case 'field':
      return [literal(`self.${snake(given.name)}`)];
    case 'each': {
      const item = snake(given.item);
      const source = given.numbered
        ? `index, ${item} in enumerate(${bare(given.list, parts)})`
        : `${item} in ${bare(given.list, parts)}`;
      return comprehension(one(given.body), source, width);
    }
    case 'fields': {
      const fields = given.fields.map((field): [string, string] => [field, fieldOf(field)]);
      return comprehension(inline(given.body, new Map(fields)), `target in ${bare(given.list, parts)}`, width);
    }
    case 'number':
      return [code('f', pyString(`${given.text}{index + 1}`))];
    case 'index':
      return [literal(`${bare(given.of, parts)}[index]`)];
    case 'spread':
      return [literal(`*${bare(given.of, parts)}`)];
    case 'child':
      return [
        literal(`${one(given.of)}.node.${given.id === undefined ? 'default_child' : `find_child("${given.id}")`}`),
      ];
  }
}

/** An expression where it need not be a list of its own. */
function bare(given: Cdk, parts: Parts): string {
  return given.kind === 'variable' ? (parts.get(given.name) ?? snake(given.name)) : inline(given, parts);
}

/** The zone of a target is seldom there. */
function fieldOf(field: string): string {
  return field === 'availabilityZone' ? 'target.get("availability_zone")' : `target["${snake(field)}"]`;
}

/** The last argument's properties are named arguments. */
function argumentsOf(args: readonly Cdk[], nested: (value: Cdk) => readonly Code[]): readonly (readonly Code[])[] {
  return args.flatMap((item, index) =>
    item.kind === 'struct' && index === args.length - 1
      ? item.entries.map((entry) => argument(entry, nested))
      : [nested(item)],
  );
}

function argument({ key, value }: CdkEntry, nested: (value: Cdk) => readonly Code[]): readonly Code[] {
  return keyed(literal(`${snake(key)}=`), nested(value));
}

function keyed(key: Code, [first = [], ...rest]: readonly Code[]): readonly Code[] {
  return [code(key, first), ...rest];
}

function comprehension(body: string, source: string, width: number): readonly Code[] {
  const oneLine = `[${body} for ${source}]`;
  if (oneLine.length <= width) return [literal(oneLine)];
  return [literal('['), ...indentLines([literal(body), literal(`for ${source}`)], INDENT), literal(']')];
}

/** The first part of a name is a module where it is not a class of the CDK itself. */
function moduleName(name: string): string {
  return name.replace(/^[a-z][A-Za-z0-9]*(?=\.)/, snake);
}

/** On one line where all of it fits, else one item a line with a comma behind each. */
function wrapped(open: string, items: readonly (readonly Code[])[], close: string, width: number): readonly Code[] {
  const oneLine = code(
    open,
    joinCode(
      items.map((item) => item.flat()),
      ', ',
    ),
    close,
  );
  if (items.every((item) => item.length === 1) && textOf(oneLine).length <= width) return [oneLine];
  const inner = items.flatMap((item) =>
    item.map((line, index) => (index === item.length - 1 ? code(line, ',') : line)),
  );
  return [literal(open), ...indentLines(inner, INDENT), literal(close)];
}
