import { templateOf, type ImportedResource, type TemplateDocument } from './cloudformation.ts';
import type { Plan } from './model.ts';
import {
  commentText,
  fromLines,
  indentLines,
  joinGroups,
  literal,
  textOf,
  type Code,
  type Rendered,
  type RenderOptions,
} from './parts.ts';
import { entry, mapping, text } from './template.ts';
import { yamlLines } from './yaml.ts';

/**
 * A CloudFormation template as YAML. A file that is a template already gets entries for its `Resources`, and their
 * parameters as comments, for they belong to another section.
 */
export function renderCloudformationYaml(plan: Plan, { existing, imports }: RenderOptions): Rendered {
  const taken = [...existing.matchAll(/^ +([A-Za-z0-9]+):/gm)].map(([, name = '']) => name);
  const document = templateOf(plan, taken, imports);
  const { notes, toImport } = document;
  const header = [...document.header, ...importHeader(toImport)].map((line) => literal(`# ${commentText(line)}`));
  const lines = /^Resources:/m.test(existing) ? entriesOnly(document, header) : wholeTemplate(document, header);
  return { code: fromLines(lines), notes, toImport };
}

function wholeTemplate({ title, parameters, resources }: TemplateDocument, header: readonly Code[]): readonly Code[] {
  const sections = [
    [...entry('AWSTemplateFormatVersion', text('2010-09-09', 'quoted')), ...entry('Description', title.slice(0, 200))],
    parameters.length === 0 ? [] : entry('Parameters', mapping(parameters)),
    entry('Resources', mapping(resources)),
  ].filter((section) => section.length > 0);
  return joinGroups([header, ...sections.map((section) => yamlLines(mapping(section)))]);
}

function entriesOnly({ parameters, resources }: TemplateDocument, header: readonly Code[]): readonly Code[] {
  const moved = yamlLines(mapping(parameters)).map((line) => literal(`#   ${textOf(line)}`));
  const intro =
    parameters.length === 0 ? [] : [literal('# Move these parameters to the section Parameters:'), ...moved];
  return indentLines([...header, ...intro, ...yamlLines(mapping(resources))], '  ');
}

/** How the template takes over what exists; the identifiers stand there for who has the template alone. */
function importHeader(toImport: readonly ImportedResource[]): readonly string[] {
  if (toImport.length === 0) return [];
  return [
    'To import what exists: aws cloudformation create-change-set --change-set-type IMPORT --change-set-name import --stack-name STACK --template-body file://THIS-FILE --resources-to-import file://import.json',
    'import.json:',
    JSON.stringify(toImport),
  ];
}
