import type { Cdk, CdkStatement } from './cdk-tree.ts';
import { code, commentText, indentLines, literal, textOf, type Code } from './parts.ts';
import { property, statement, ts, tsCall, tsLines, tsList, tsObject, tsString, tsText, type Ts } from './typescript.ts';

/* The pieces of a CDK program in TypeScript. */

export function typescriptStatement(given: CdkStatement): readonly Code[] {
  switch (given.kind) {
    case 'comment':
      return [literal(`// ${commentText(given.text)}`)];
    case 'do':
      return statement('', typescript(given.value));
    case 'assign':
      return statement(`${inline(given.target)} = `, typescript(given.value));
    case 'declare': {
      const head = `${given.target.kind === 'variable' ? 'const ' : ''}${inline(given.target)} = `;
      // A list made of another stands over three lines, whatever its length.
      if (given.value.kind === 'each' && given.value.numbered) return eachLines(head, given.value);
      return statement(head, typescript(given.value));
    }
  }
}

function eachLines(head: string, given: Cdk & { readonly kind: 'each' }): readonly Code[] {
  return [
    literal(`${head}${inline(given.list)}.map((${given.item}, index) =>`),
    ...indentLines([code(inline(given.body), ',')], '  '),
    literal(');'),
  ];
}

function inline(given: Cdk): string {
  if (given.kind === 'variable') return given.name;
  if (given.kind === 'field') return `this.${given.name}`;
  const lines = tsLines(typescript(given), Number.MAX_SAFE_INTEGER);
  return lines.map(textOf).join('');
}

function typescript(given: Cdk): Ts {
  switch (given.kind) {
    case 'text':
      return tsText(given.text, given.replaceable);
    case 'plain':
      return ts(String(given.value));
    case 'list':
      return tsList(given.items.map(typescript));
    case 'map':
    case 'struct':
      return tsObject(...given.entries.map(({ key, value }) => property(key, typescript(value))));
    case 'construct':
      return tsCall(`new ${given.type}`, ts('this'), typescript(given.id), typescript(given.props));
    case 'name':
      return ts(given.name);
    case 'make':
      return tsCall(`new ${given.type}`, ...given.args.map(typescript));
    case 'call':
      return tsCall(`${inline(given.on)}.${given.method}`, ...given.args.map(typescript));
    case 'get':
      return ts(`${inline(given.of)}.${given.property}`);
    case 'at':
      return ts(`${inline(given.of)}[${given.index}]!`);
    case 'this':
      return ts('this');
    case 'variable':
      return ts(given.name);
    case 'field':
      return ts(`this.${given.name}`);
    case 'each':
      return ts(
        `${inline(given.list)}.map((${given.item}${given.numbered ? ', index' : ''}) => ${inline(given.body)})`,
      );
    case 'fields':
      return ts(
        `${inline(given.list)}.map(({ ${given.fields.join(', ')} }) => ${given.body.kind === 'struct' ? `(${inline(given.body)})` : inline(given.body)})`,
      );
    case 'number':
      return ts(code('`', textOf(tsString(given.text)).slice(1, -1), '${index + 1}`'));
    case 'index':
      return ts(`${inline(given.of)}[index]`);
    case 'spread':
      return ts(`...${inline(given.of)}`);
    case 'child':
      return ts(
        `(${inline(given.of)}.node.${given.id === undefined ? 'defaultChild' : `findChild('${given.id}')`} as ${given.type})`,
      );
  }
}
