import type { JsonObject } from '../model/json.ts';
import { certificateKey, permissionsKey, templateNotes, templateResources } from './cloudformation-resources.ts';
import type { Input, InputType, OwnAttribute, Plan, Term } from './model.ts';
import { inputWords, resourceWords } from './names.ts';
import {
  entry,
  mapping,
  sequence,
  text,
  type Template,
  type TemplateEntry,
  type TemplateResource,
} from './template.ts';
import { DYNAMIC_REFERENCE, withoutTrap } from './traps.ts';
import { nameSpace, pascalCase } from './words.ts';

/*
 * A plan as a CloudFormation template, before it is written as YAML or JSON.
 */

const PARAMETER_TYPES: Readonly<Partial<Record<InputType, string>>> = {
  vpc: 'AWS::EC2::VPC::Id',
  subnets: 'List<AWS::EC2::Subnet::Id>',
  'security-groups': 'List<AWS::EC2::SecurityGroup::Id>',
  'security-group': 'AWS::EC2::SecurityGroup::Id',
};

export interface TemplateDocument {
  readonly title: string;
  readonly header: readonly string[];
  readonly parameters: readonly TemplateEntry[];
  readonly resources: readonly TemplateEntry[];
  /** What `aws cloudformation create-change-set --change-set-type IMPORT` takes as its resources to import. */
  readonly toImport: readonly ImportedResource[];
  readonly notes: readonly string[];
}

export interface ImportedResource extends JsonObject {
  readonly ResourceType: string;
  readonly LogicalResourceId: string;
  readonly ResourceIdentifier: Readonly<Record<string, string>>;
}

/**
 * @param taken names that the file which the code goes into has already
 * @param imports whether the template takes over what exists: every resource of an import has a DeletionPolicy
 */
export function templateOf(given: Plan, taken: Iterable<string>, imports: boolean): TemplateDocument {
  const plan = withoutTrap(given, DYNAMIC_REFERENCE);
  const names = namesOf(plan, taken);
  const used = new Set<string>();
  const inputs = new Map(plan.inputs.map((input) => [input.key, input]));
  const resolve = (term: Term): Template => {
    if (term.kind === 'text') return text(term.text);
    if (term.kind === 'own') return ownReference(names.get(term.resource) ?? '', term.attribute);
    const input = inputs.get(term.input);
    // A comma separates the values of a parameter, so a value that holds one cannot be in it.
    if (input?.list === true && input.current.some((value) => value.includes(','))) {
      return term.kind === 'item'
        ? text(input.current[term.index] ?? '')
        : sequence(input.current.map((value) => text(value)));
    }
    used.add(term.input);
    const name = names.get(term.input) ?? '';
    return term.kind === 'item' ? { kind: 'select', index: term.index, name } : { kind: 'reference', name };
  };
  const notes: string[] = [];
  const toImport: ImportedResource[] = [];
  // What is said of a resource that has no place here stands above the next.
  const waiting: string[] = [];
  const resources = plan.resources.flatMap((resource): readonly TemplateEntry[] => {
    const isImported = imports && resource.keptFrom === undefined;
    const own = [
      ...templateNotes(resource),
      ...(imports && resource.keptFrom !== undefined ? [`Not to be imported: ${resource.keptFrom}.`] : []),
    ];
    notes.push(...resource.notes, ...own);
    const found = templateResources(resource, inputs);
    if (found.length === 0) waiting.push(...resource.comments, ...resource.notes, ...own);
    return found.flatMap((made, index) => {
      const id = names.get(made.key) ?? '';
      if (isImported && made.identifier === undefined) {
        const left = `${id} (${made.type}) is left out: CloudFormation cannot import what it is. Add it once the import is done.`;
        notes.push(left);
        waiting.push(left);
        return [];
      }
      if (isImported && made.identifier !== undefined) {
        toImport.push({ ResourceType: made.type, LogicalResourceId: id, ResourceIdentifier: made.identifier });
      }
      const comments = [
        ...waiting.splice(0),
        ...(index === 0 ? [...resource.comments, ...resource.notes, ...own] : []),
      ];
      return [{ key: id, value: resourceValue(made, isImported, resolve), comments }];
    });
  });
  const parameters = plan.inputs
    .filter((input) => used.has(input.key))
    .flatMap((input) => parameter(names.get(input.key) ?? '', input));
  return { title: plan.title, header: [...plan.header, ...waiting], parameters, resources, toImport, notes };
}

function resourceValue(made: TemplateResource, isImported: boolean, resolve: (term: Term) => Template): Template {
  return mapping(
    entry('Type', made.type),
    entry('DeletionPolicy', isImported ? 'Retain' : undefined),
    entry('UpdateReplacePolicy', isImported ? 'Retain' : undefined),
    entry('Properties', resolved(mapping(made.properties), resolve)),
  );
}

function resolved(value: Template, resolve: (term: Term) => Template): Template {
  switch (value.kind) {
    case 'term':
      return resolve(value.term);
    case 'regional':
      return { kind: 'substitute', text: `${value.prefix}.\${AWS::Region}.${value.short}` };
    case 'sequence':
      return sequence(value.items.map((item) => resolved(item, resolve)));
    case 'mapping':
      return mapping(value.entries.map((item) => ({ ...item, value: resolved(item.value, resolve) })));
    default:
      return value;
  }
}

/** A template has no attribute for the name of a service: it is put together as AWS does. */
function ownReference(name: string, attribute: OwnAttribute | undefined): Template {
  switch (attribute) {
    case undefined:
      return { kind: 'reference', name };
    case 'id':
      return { kind: 'attribute', name, attribute: 'Id' };
    case 'group-id':
      return { kind: 'attribute', name, attribute: 'GroupId' };
    case 'arn':
      return { kind: 'attribute', name, attribute: 'Arn' };
    case 'service-name':
      return { kind: 'substitute', text: `com.amazonaws.vpce.\${AWS::Region}.\${${name}}` };
  }
}

/** Parameters and resources share one space of names. */
function namesOf(plan: Plan, taken: Iterable<string>): ReadonlyMap<string, string> {
  const space = nameSpace(taken);
  return new Map<string, string>([
    ...plan.inputs.map((input): [string, string] => {
      const [short, long] = inputWords(input, input.type === 'targets' ? ['target', 'ids'] : input.words);
      return [input.key, space.take(pascalCase(short), pascalCase(long))];
    }),
    ...plan.resources.flatMap((resource): readonly (readonly [string, string])[] => {
      const name = space.take(pascalCase(resourceWords(resource)));
      if (resource.kind === 'listener') {
        const certificates = resource.moreCertificates.map(({ arn }): [string, string] => [
          certificateKey(resource.key, arn),
          space.take(`${name}Certificate`),
        ]);
        return [[resource.key, name], ...certificates];
      }
      if (resource.kind !== 'service') return [[resource.key, name]];
      return [
        [resource.key, name],
        [permissionsKey(resource.key), space.take(`${name}Permissions`)],
      ];
    }),
  ]);
}

function parameter(name: string, input: Input): readonly TemplateEntry[] {
  const values = input.type === 'targets' ? [...new Set(input.current)] : input.current;
  return entry(
    name,
    mapping(
      entry('Type', PARAMETER_TYPES[input.type] ?? (input.list ? 'CommaDelimitedList' : 'String')),
      entry('Description', input.description),
      entry('Default', values.length === 0 ? undefined : text(values.join(','), 'replaceable')),
    ),
  );
}
