import type { Json } from '../model/json.ts';
import type { CodePart } from './types.ts';

/** Text under construction: parts in order, of which some are the user's to replace. */
export type Code = readonly CodePart[];

/** Text that must arrive to the letter. */
export function literal(text: string): Code {
  return text === '' ? [] : [{ kind: 'literal', text }];
}

/** A value that the user may want to replace, as it stands in the code (already escaped). */
export function placeholder(value: string): Code {
  return value === '' ? [] : [{ kind: 'placeholder', value }];
}

export interface RenderOptions {
  /** The text of the file that the code goes into. */
  readonly existing: string;
  /** Whether the code takes over what exists, in place of creating its like. */
  readonly imports: boolean;
  /** The lowest major version of Terraform’s AWS provider that the code is for. */
  readonly awsProvider: number;
}

/** What a renderer makes of a plan. */
export interface Rendered {
  readonly code: Code;
  /** What the format cannot express, and what the plan says was not read. */
  readonly notes: readonly string[];
  /** What an import needs besides the code: resources to import of CloudFormation, the mapping of the CDK. */
  readonly toImport?: Json;
}

/** Strings are taken as literal text; neighbouring literals become one. */
export function code(...pieces: readonly (string | Code)[]): Code {
  const merged: CodePart[] = [];
  for (const piece of pieces) {
    if (typeof piece === 'string') add(merged, { kind: 'literal', text: piece });
    else for (const part of piece) add(merged, part);
  }
  return merged;
}

function add(merged: CodePart[], part: CodePart): void {
  const last = merged.at(-1);
  if (part.kind === 'literal') {
    if (part.text === '') return;
    if (last?.kind === 'literal') {
      merged[merged.length - 1] = { kind: 'literal', text: last.text + part.text };
      return;
    }
  }
  merged.push(part);
}

export function joinCode(pieces: readonly Code[], separator: string): Code {
  return pieces.flatMap((piece, index) => (index === 0 ? piece : [...literal(separator), ...piece]));
}

export function textOf(parts: Code): string {
  return parts.map((part) => (part.kind === 'literal' ? part.text : part.value)).join('');
}

/** The lines as one text that ends with a newline, neighbouring literals merged. */
export function fromLines(lines: readonly Code[]): Code {
  const merged: CodePart[] = [];
  let text = '';
  for (const line of lines) {
    for (const part of line) {
      if (part.kind === 'literal') text += part.text;
      else {
        if (text !== '') merged.push({ kind: 'literal', text });
        text = '';
        merged.push(part);
      }
    }
    text += '\n';
  }
  if (text !== '') merged.push({ kind: 'literal', text });
  return merged;
}

/** Groups of lines with an empty line between one and the next. */
export function joinGroups(groups: readonly (readonly Code[])[]): readonly Code[] {
  return groups.flatMap((group, index) => (index === 0 ? group : [[], ...group]));
}

/** `Text` in front of every line; empty lines stay empty. */
export function indentLines(lines: readonly Code[], by: string): readonly Code[] {
  return lines.map((line) => (line.length === 0 ? line : code(by, line)));
}

/*
 * Characters that end a line, do not print, or turn the reading direction round: in a comment they would let a tag's
 * value step out of it or hide in it.
 */
const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]/g;

/** The text as one line that can stand in a comment of any of the languages. */
export function commentText(text: string): string {
  return wellFormed(text).replace(UNPRINTABLE, ' ').replaceAll('*/', '* /').trimEnd();
}

/** The same characters written as `\uXXXX` in an already quoted string. */
export function escapeUnprintable(quoted: string): string {
  return quoted.replace(UNPRINTABLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A text in double quotes, as JSON, JavaScript and Python read it. */
export function doubleQuoted(text: string): string {
  return escapeUnprintable(JSON.stringify(wellFormed(text)));
}

/** Halves of surrogate pairs are no text: they become U+FFFD, as every encoder would make of them. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}
