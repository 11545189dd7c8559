import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { camelCase, nameSpace, nameWords, pascalCase, snakeCase, wordsOf } from '../../../src/core/iac/words.ts';

describe('names from Name tags', () => {
  test.each([
    ['orders-client', 'orders_client', 'OrdersClient', 'ordersClient'],
    ['Prod / Orders (eu)', 'prod_orders_eu', 'ProdOrdersEu', 'prodOrdersEu'],
    ['ordersClient', 'orders_client', 'OrdersClient', 'ordersClient'],
    ['S3', 's3', 'S3', 's3'],
    ['Zahlungs-Dienst für Köln', 'zahlungs_dienst_fur_koln', 'ZahlungsDienstFurKoln', 'zahlungsDienstFurKoln'],
  ])('%s', (name, snake, pascal, camel) => {
    const words = wordsOf(name);
    expect([snakeCase(words), pascalCase(words), camelCase(words)]).toEqual([snake, pascal, camel]);
  });

  test('nothing is left of a name without letters or digits, so something else takes its place', () => {
    expect(nameWords('日本', ['vpce', '1'], 'endpoint')).toEqual(['vpce', '1']);
    expect(nameWords(undefined, ['vpce', '1'], 'endpoint')).toEqual(['vpce', '1']);
  });

  test('no name begins with a digit', () => {
    expect(nameWords('1-firewall', [], 'endpoint')).toEqual(['endpoint', '1', 'firewall']);
  });

  test('any name is a short identifier in every style', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const words = nameWords(name, ['vpce', '1'], 'endpoint');
        expect(snakeCase(words)).toMatch(/^[a-z][a-z0-9_]{0,70}$/);
        expect(pascalCase(words)).toMatch(/^[A-Z][A-Za-z0-9]{0,70}$/);
        expect(camelCase(words)).toMatch(/^[a-z][A-Za-z0-9]{0,70}$/);
      }),
    );
  });

  test('names are given out once, whatever their case', () => {
    const space = nameSpace(['source']);
    expect(space.take('orders')).toBe('orders');
    expect(space.take('Orders')).toBe('Orders2');
    expect(space.take('orders', 'orders_b')).toBe('orders_b');
    expect(space.take('source')).toBe('source2');
    expect(space.take('orders_443')).toBe('orders_443');
    expect(space.take('orders_443')).toBe('orders_443_2');
  });
});
