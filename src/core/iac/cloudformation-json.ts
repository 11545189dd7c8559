import { templateOf, type TemplateDocument } from './cloudformation.ts';
import type { Plan } from './model.ts';
import {
  code,
  doubleQuoted,
  commentText,
  fromLines,
  indentLines,
  literal,
  placeholder,
  type Code,
  type Rendered,
  type RenderOptions,
} from './parts.ts';
import { asSubstitute, entry, mapping, sequence, text, type Template, type TemplateEntry } from './template.ts';

/**
 * A CloudFormation template as JSON. JSON has no comments: what explains a resource stands in its `Metadata`, which
 * CloudFormation keeps and does not read. A file that is a template already gets entries for its `Resources`; the first of
 * them has the parameters, which belong to another section, in its `Metadata`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-metadata.html
 */
export function renderCloudformationJson(plan: Plan, { existing, imports }: RenderOptions): Rendered {
  const taken = [...existing.matchAll(/^ *"([A-Za-z0-9]+)" *:/gm)].map(([, name = '']) => name);
  const document = templateOf(plan, taken, imports);
  const { notes, toImport } = document;
  const lines = /"Resources"\s*:/.test(existing)
    ? indentLines(entryLines(entriesOnly(document)), '    ')
    : jsonLines(wholeTemplate(document));
  return { code: fromLines(lines), notes, toImport };
}

function wholeTemplate({ title, header, parameters, resources, toImport }: TemplateDocument): Template {
  return mapping(
    entry('AWSTemplateFormatVersion', '2010-09-09'),
    entry('Description', title.slice(0, 200)),
    entry(
      'Metadata',
      mapping(
        entry('Comments', commentList(header)),
        entry('ResourcesToImport', toImport.length === 0 ? undefined : text(JSON.stringify(toImport))),
      ),
    ),
    parameters.length === 0 ? [] : entry('Parameters', mapping(parameters)),
    entry('Resources', mapping(resources.map((item) => withMetadata(item)))),
  );
}

function entriesOnly({ header, parameters, resources }: TemplateDocument): readonly TemplateEntry[] {
  return resources.map((item, index) =>
    index === 0
      ? withMetadata(
          { ...item, comments: [...header, ...(item.comments ?? [])] },
          parameters.length === 0 ? [] : entry('MoveToParameters', mapping(parameters)),
        )
      : withMetadata(item),
  );
}

/** The resource with its comments, before its properties. */
function withMetadata(item: TemplateEntry, more: readonly TemplateEntry[] = []): TemplateEntry {
  const { comments = [], value } = item;
  if (value.kind !== 'mapping' || (comments.length === 0 && more.length === 0)) return item;
  const metadata = mapping(comments.length === 0 ? [] : entry('Comments', commentList(comments)), more);
  const isProperties = ({ key }: TemplateEntry): boolean => key === 'Properties';
  return {
    ...item,
    value: mapping(
      value.entries.filter((one) => !isProperties(one)),
      entry('Metadata', metadata),
      value.entries.filter(isProperties),
    ),
  };
}

function commentList(comments: readonly string[]): Template {
  return sequence(comments.map((comment) => text(commentText(comment), 'untouched')));
}

function quote(value: string, replaceable = false): Code {
  const quoted = doubleQuoted(value);
  return replaceable ? code('"', placeholder(quoted.slice(1, -1)), '"') : literal(quoted);
}

/** The lines of a value, without indentation. */
function jsonLines(value: Template): readonly Code[] {
  switch (value.kind) {
    case 'text': {
      const mistaken = value.style === 'plain' ? undefined : asSubstitute(value.text);
      if (mistaken !== undefined) return [code('{ "Fn::Sub": ', quote(mistaken), ' }')];
      return [quote(value.text, value.style === 'replaceable')];
    }
    case 'plain':
      return [literal(String(value.value))];
    case 'reference':
      return [literal(`{ "Ref": "${value.name}" }`)];
    case 'attribute':
      return [literal(`{ "Fn::GetAtt": ["${value.name}", "${value.attribute}"] }`)];
    case 'select':
      return [literal(`{ "Fn::Select": [${value.index}, { "Ref": "${value.name}" }] }`)];
    case 'substitute':
      return [code('{ "Fn::Sub": ', quote(value.text), ' }')];
    case 'sequence':
      return surrounded('[', separated(value.items.map(jsonLines)), ']');
    case 'mapping':
      return surrounded('{', entryLines(value.entries), '}');
    default:
      return [];
  }
}

function entryLines(entries: readonly TemplateEntry[]): readonly Code[] {
  return separated(
    entries.map(({ key, value }) => {
      const [first = [], ...rest] = jsonLines(value);
      return [code(quote(key), ': ', first), ...rest];
    }),
  );
}

function separated(items: readonly (readonly Code[])[]): readonly Code[] {
  return items.flatMap((lines, index) =>
    lines.map((line, at) => (at === lines.length - 1 && index < items.length - 1 ? code(line, ',') : line)),
  );
}

function surrounded(open: string, lines: readonly Code[], close: string): readonly Code[] {
  return lines.length === 0 ? [literal(open + close)] : [literal(open), ...indentLines(lines, '  '), literal(close)];
}
