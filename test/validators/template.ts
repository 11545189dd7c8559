import { parse, type ScalarTag, type CollectionTag, YAMLSeq } from 'yaml';
import { stableStringify, type Json } from '../../src/core/model/json.ts';

/** A CloudFormation template as an object, its short forms (`!Ref x`) as the long ones (`{ "Ref": "x" }`). */
export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: string }>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, Json>>;
  readonly Metadata?: Readonly<Record<string, Json>>;
}

const SCALAR_TAGS: readonly ScalarTag[] = [
  { tag: '!Ref', resolve: (value) => ({ Ref: value }) },
  { tag: '!GetAtt', resolve: (value) => ({ 'Fn::GetAtt': value.split('.') }) },
  { tag: '!Sub', resolve: (value) => ({ 'Fn::Sub': value }) },
];

const SELECT: CollectionTag = {
  tag: '!Select',
  collection: 'seq',
  resolve: (value) => ({ 'Fn::Select': value instanceof YAMLSeq ? (value.toJSON() as unknown) : [] }),
};

export function parseTemplate(text: string, version: '1.1' | '1.2' = '1.2'): Template {
  return parse(text, { version, customTags: [...SCALAR_TAGS, SELECT] }) as Template;
}

/**
 * What a template creates in one Region with the defaults of its parameters: resources without their logical ids, which
 * every tool chooses its own way, and lists without their order where AWS gives it no meaning.
 */
export function createdBy(template: Template, region: string): Json[] {
  const resolve = (value: Json): Json => {
    if (Array.isArray(value)) return sortedList(value.map((item: Json) => resolve(item)));
    if (typeof value !== 'object' || value === null) return value;
    const fields = value as Readonly<Record<string, Json>>;
    if (fields['Ref'] === 'AWS::Region') return region;
    if (Array.isArray(fields['Fn::Join'])) return resolveJoin(fields['Fn::Join'] as [string, Json[]], resolve);
    if (typeof fields['Ref'] === 'string') return resolveReference(template, fields['Ref']);
    if (typeof fields['Fn::Sub'] === 'string') {
      return fields['Fn::Sub']
        .replaceAll('${AWS::Region}', region)
        .replace(/\$\{(\w+)\}/g, (whole, name: string) => `<${template.Resources[name]?.Type ?? whole}>`);
    }
    if (Array.isArray(fields['Fn::GetAtt'])) {
      const [name, attribute] = fields['Fn::GetAtt'] as [string, string];
      return { [attribute]: template.Resources[name]?.Type ?? `unknown ${name}` };
    }
    if (Array.isArray(fields['Fn::Select'])) {
      const [index, list] = fields['Fn::Select'] as [number, Json];
      const values = unsorted(template, list);
      return values[index] ?? null;
    }
    return Object.fromEntries(Object.entries(fields).map(([key, item]) => [key, resolve(item)]));
  };
  return sortedList(
    Object.values(template.Resources).map(({ Type, Properties }) => ({
      Type,
      Properties: resolve(Properties as Json),
    })),
  );
}

/** The value as CloudFormation would see it: `${!x}` in Fn::Sub is the text `${x}`. */
export function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => plain(item));
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Sub': sub, ...others } = value as Readonly<Record<string, Json>>;
  if (typeof sub === 'string' && Object.keys(others).length === 0) return sub.replaceAll('${!', '${');
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item as Json)]));
}

/** A resource's tags by key. */
export function tagsOf(resource: TemplateResource): Record<string, string> {
  const tags = plain(resource.Properties['Tags'] ?? []) as { readonly Key: string; readonly Value: string }[];
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

function resolveJoin([separator, pieces]: [string, Json[]], resolve: (value: Json) => Json): string {
  return pieces.map((piece) => inText(resolve(piece))).join(separator);
}

/** What stands for another resource in the middle of a text. */
function inText(value: Json): string {
  return typeof value === 'string' ? value : `<${(value as { readonly one: string }).one}>`;
}

function resolveReference(template: Template, name: string): Json {
  const parameter = template.Parameters?.[name];
  if (parameter === undefined) return { one: template.Resources[name]?.Type ?? `unknown ${name}` };
  const isList = parameter.Type.startsWith('List<') || parameter.Type === 'CommaDelimitedList';
  return isList ? sortedList((parameter.Default ?? '').split(',')) : (parameter.Default ?? null);
}

function unsorted(template: Template, list: Json): string[] {
  const name = (list as { readonly Ref?: string }).Ref ?? '';
  return (template.Parameters?.[name]?.Default ?? '').split(',');
}

function sortedList(items: readonly Json[]): Json[] {
  return [...items].sort((a, b) => (stableStringify(a) < stableStringify(b) ? -1 : 1));
}
