import { expect, test } from 'vitest';
import { matchesName, parseNamePattern } from '../../../src/core/configuration/name-pattern.ts';

const NAMES = [
  '',
  'a',
  'b',
  'ab',
  'aab',
  'abab',
  'prod-payments-kms',
  'prod-payments',
  'Prod-x-y',
  'a-b-c',
  'a--b',
  'x1',
  '-',
  ']',
  'a.b',
  'aXb',
];

test.each([
  '^[a-z0-9]+(-[a-z0-9]+){2,}$',
  '(prod|dev)-[a-z]+(-[a-z]+)*',
  'a*b',
  'a?b?',
  '(a|ab)(b|ab)*',
  '(ab){2}',
  '[^a]',
  '[]a]'.replace('[]', '[\\]'),
  'a\\.b',
  'a.b',
  '\\w+',
  '[a-]+',
  'x\\d',
  '',
  '(a|)b',
  '(a*)*b',
  'a{1,2}b',
  'a{0,1}',
])('%s means what a regular expression for the whole name means', (text) => {
  const pattern = parseNamePattern(text);
  expect(pattern).toBeDefined();
  const expression = new RegExp(`^(?:${text})$`, 'u');
  for (const name of NAMES) expect(pattern && matchesName(pattern, name), name).toBe(expression.test(name));
});

test.each([
  '(',
  ')',
  'a)',
  '[a',
  '[]',
  '[z-a]',
  '*a',
  'a**',
  'a{2,1}',
  'a{',
  'a{999}',
  '(?:a)',
  '\\b',
  '\\1',
  'a\\',
  'a^b',
  'a$b',
  'a'.repeat(201),
])('%s is refused', (text) => {
  expect(parseNamePattern(text)).toBeUndefined();
});

test('a pattern that sends others back and forth for ever is answered at once', () => {
  const pattern = parseNamePattern('((a|a)*)*(a+)+b');
  expect(pattern && matchesName(pattern, 'a'.repeat(256))).toBe(false);
  expect(pattern && matchesName(pattern, `${'a'.repeat(255)}b`)).toBe(true);
});
