import {
  code,
  commentText,
  escapeUnprintable,
  indentLines,
  literal,
  placeholder,
  wellFormed,
  type Code,
} from './parts.ts';
import { asSubstitute, type Template, type TemplateEntry, type TextStyle } from './template.ts';

/*
 * YAML as CloudFormation's readers take it. They differ in age, so strings are plain only where every version of YAML
 * reads them as the same string; all others are double-quoted.
 */

/** Words that YAML 1.1 takes for a boolean or for null. */
const KEYWORDS = ['y', 'n', 'yes', 'no', 'true', 'false', 'on', 'off', 'null'];

export function yamlText(text: string): string {
  const words = text.split(' ');
  const plain =
    words.every((word) => /^[A-Za-z0-9_./:<>,()-]*[A-Za-z0-9_./<>,()-]$/.test(word)) &&
    /^[A-Za-z/]/.test(text) &&
    !KEYWORDS.includes(text.toLowerCase());
  return plain ? text : doubleQuoted(text);
}

function doubleQuoted(text: string): string {
  return escapeUnprintable(JSON.stringify(wellFormed(text)));
}

function scalarCode(value: Template): Code {
  switch (value.kind) {
    case 'text':
      return textCode(value.text, value.style);
    case 'plain':
      return literal(String(value.value));
    case 'reference':
      return literal(`!Ref ${value.name}`);
    case 'attribute':
      return literal(`!GetAtt ${value.name}.${value.attribute}`);
    case 'select':
      return literal(`!Select [${value.index}, !Ref ${value.name}]`);
    case 'substitute':
      return literal(`!Sub ${value.text}`);
    default:
      return [];
  }
}

function textCode(value: string, style: TextStyle): Code {
  const mistaken = style === 'plain' ? undefined : asSubstitute(value);
  if (mistaken !== undefined) return literal(`!Sub ${doubleQuoted(mistaken)}`);
  if (style === 'quoted') return literal(doubleQuoted(value));
  const written = yamlText(value);
  if (style !== 'replaceable') return literal(written);
  return written === value ? placeholder(value) : code('"', placeholder(written.slice(1, -1)), '"');
}

/** The lines of a block, without indentation. */
export function yamlLines(value: Template): readonly Code[] {
  switch (value.kind) {
    case 'sequence':
      return value.items.length === 0 ? [literal('[]')] : value.items.flatMap(sequenceItem);
    case 'mapping':
      return value.entries.length === 0 ? [literal('{}')] : value.entries.flatMap(mappingEntry);
    default:
      return [scalarCode(value)];
  }
}

function sequenceItem(item: Template): readonly Code[] {
  const [first = [], ...rest] = yamlLines(item);
  return [code('- ', first), ...indentLines(rest, '  ')];
}

function mappingEntry({ key, value, comments = [] }: TemplateEntry): readonly Code[] {
  const above = comments.map((text) => literal(`# ${commentText(text)}`));
  const lines = yamlLines(value);
  const parts = value.kind === 'sequence' ? value.items : value.kind === 'mapping' ? value.entries : [];
  const inline = parts.length === 0;
  const named = literal(`${yamlText(key)}:`);
  return [...above, ...(inline ? [code(named, ' ', lines[0] ?? [])] : [named, ...indentLines(lines, '  ')])];
}
