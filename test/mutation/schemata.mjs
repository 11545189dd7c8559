// Writes a source file so that each of its conditions can be negated and each of its boundaries moved while it runs: all
// mutants live in one program, and the one that is active is chosen by its number.
import ts from 'typescript';

/** @typedef {{ id: number, file: string, line: number, what: string }} Mutant */

/** What only words a finding: a mutant there changes no verdict. */
const WORDING_FIELDS = new Set([
  'message',
  'evidence',
  'commands',
  'fix',
  'statement',
  'title',
  'assumptions',
  'assumption',
  'missing',
]);
const WORDING_CALLS = new Set(['evidence', 'awsCommand']);
const WORDING_TYPES = /^(readonly )?(string|Evidence|FixCommand)(\[\]| \| undefined)?$/;

const BOUNDARIES = new Map([
  [ts.SyntaxKind.LessThanToken, '<'],
  [ts.SyntaxKind.LessThanEqualsToken, '<='],
  [ts.SyntaxKind.GreaterThanToken, '>'],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>='],
]);
const EQUALITIES = new Set([ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken]);
const LOGICAL = new Set([ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken]);
const ARITHMETIC = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
]);
/** Their callbacks answer yes or no. */
const PREDICATES = ['filter', 'some', 'every', 'find', 'findIndex', 'findLast'];
const SHIFTED = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };

/**
 * @param {string} source a TypeScript file
 * @param {string} file its name, for the mutants
 * @param {() => number} nextId gives each mutant its number
 * @returns {{ code: string, mutants: Mutant[] }} the code asks `globalThis.__mutant`, which `runtime.mjs` makes
 */
export function schemataOf(source, file, nextId) {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2023, true);
  const constants = numericConstants(tree);
  const mutants = [];

  const text = (node) => node.getText(tree).replaceAll(/\s+/g, ' ').slice(0, 100);
  const mutant = (node, what) => {
    const id = nextId();
    mutants.push({ id, file, line: tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1, what });
    return id;
  };

  const transformed = ts.transform(tree, [
    (context) => (root) => {
      const { factory } = context;
      const call = (name, ...args) =>
        factory.createCallExpression(
          factory.createPropertyAccessExpression(
            factory.createPropertyAccessExpression(factory.createIdentifier('globalThis'), '__mutant'),
            name,
          ),
          undefined,
          args.map((arg) => (typeof arg === 'number' ? factory.createNumericLiteral(arg) : arg)),
        );

      const visit = (node) => {
        if (isWording(node)) return node;
        let result = ts.visitEachChild(node, visit, context);
        const sign = ts.isBinaryExpression(node) ? BOUNDARIES.get(node.operatorToken.kind) : undefined;
        if (sign !== undefined && !asksForAny(node)) {
          const id = mutant(node, `${text(node)}: "${sign}" becomes "${SHIFTED[sign]}"`);
          result = call('compare', id, factory.createStringLiteral(sign), result.left, result.right);
        }
        if (isBound(node, constants)) {
          const place = text(comparisonOf(node));
          const up = mutant(node, `${text(node)}: one more, in ${place}`);
          const down = mutant(node, `${text(node)}: one less, in ${place}`);
          result = call('number', up, down, result);
        }
        return isCondition(node) ? call('negate', mutant(node, `${text(node)}: negated`), result) : result;
      };
      return ts.visitNode(root, visit, ts.isSourceFile);
    },
  ]);
  const code = ts.createPrinter().printFile(transformed.transformed[0]);
  transformed.dispose();
  return { code, mutants };
}

/** True where an expression decides something: what an `if` asks, a part of `&&` and `||`, what a predicate answers. */
function isCondition(node) {
  if (!ts.isExpression(node) || ts.isParenthesizedExpression(node)) return false;
  let child = node;
  let { parent } = node;
  while (ts.isParenthesizedExpression(parent)) [child, parent] = [parent, parent.parent];
  if (ts.isIfStatement(parent)) return parent.expression === child;
  if (ts.isConditionalExpression(parent)) return parent.condition === child;
  if (ts.isBinaryExpression(parent)) return LOGICAL.has(parent.operatorToken.kind);
  if (ts.isArrowFunction(parent))
    return parent.body === child && (isArgumentOf(parent, ...PREDICATES) || isYesOrNo(parent));
  if (ts.isReturnStatement(parent)) return isYesOrNo(functionAround(parent));
  return false;
}

/** True for the callback of a method of one of these names. */
function isArgumentOf(arrow, ...methods) {
  const call = arrow.parent;
  return (
    ts.isCallExpression(call) &&
    call.arguments.includes(arrow) &&
    ts.isPropertyAccessExpression(call.expression) &&
    methods.includes(call.expression.name.text)
  );
}

const isYesOrNo = (declaration) => declaration?.type?.kind === ts.SyntaxKind.BooleanKeyword;

function functionAround(node) {
  let at = node;
  while (at !== undefined && !ts.isFunctionLike(at)) at = at.parent;
  return at;
}

/** A number that something is compared with: written there, or a constant of the file. */
function isBound(node, constants) {
  const isNumber = ts.isNumericLiteral(node) || (ts.isIdentifier(node) && constants.has(node.text));
  const comparison = isNumber ? comparisonOf(node) : undefined;
  return comparison !== undefined && !asksForAny(comparison);
}

/** `items.length > 0` has no boundary to move: it asks whether there are any, and is negated as a whole. */
function asksForAny({ left, right }) {
  return ts.isPropertyAccessExpression(left) && ['length', 'size'].includes(left.name.text) && right.getText() === '0';
}

function comparisonOf(node) {
  let at = node.parent;
  while (ts.isParenthesizedExpression(at) || (ts.isBinaryExpression(at) && ARITHMETIC.has(at.operatorToken.kind))) {
    at = at.parent;
  }
  const compares =
    ts.isBinaryExpression(at) && (BOUNDARIES.has(at.operatorToken.kind) || EQUALITIES.has(at.operatorToken.kind));
  return compares ? at : undefined;
}

/** `const LIMIT = 50;` and `const HOUR = 60 * MINUTE;` at the top of a file. */
function numericConstants(tree) {
  const found = new Set();
  const isNumeric = (node) =>
    node !== undefined &&
    (ts.isNumericLiteral(node) ||
      (ts.isIdentifier(node) && found.has(node.text)) ||
      (ts.isBinaryExpression(node) &&
        ARITHMETIC.has(node.operatorToken.kind) &&
        isNumeric(node.left) &&
        isNumeric(node.right)));
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name) && isNumeric(initializer)) found.add(name.text);
    }
  }
  return found;
}

/** Texts, evidence, commands, and the order of a list. */
function isWording(node) {
  if (ts.isTemplateExpression(node) || ts.isTypeNode(node) || ts.isImportDeclaration(node)) return true;
  if (ts.isPropertyAssignment(node)) return ts.isIdentifier(node.name) && WORDING_FIELDS.has(node.name.text);
  if (ts.isFunctionLike(node) && node.type !== undefined && WORDING_TYPES.test(node.type.getText())) return true;
  if (ts.isArrowFunction(node)) return isArgumentOf(node, 'sort');
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && WORDING_CALLS.has(node.expression.text);
}
