import { defined } from '../model/defined.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { object, text, texts } from '../model/read.ts';
import { base, type ResourceBase, type ResourceKind } from './kind.ts';

export interface Price {
  readonly unit?: string;
  readonly beginRange?: string;
  readonly endRange?: string;
  /** Amounts by currency, as the decimal text that AWS publishes. */
  readonly perUnit: Readonly<Record<string, string>>;
}

/** A product of AWS's price list with its on-demand prices. Its id is the SKU. */
export interface Product extends ResourceBase {
  readonly kind: 'product';
  readonly productFamily?: string;
  readonly regionCode?: string;
  readonly usageType?: string;
  /** A price a tier, the lowest tier first. */
  readonly prices: readonly Price[];
}

export const productKind: ResourceKind<Product> = {
  kind: 'product',
  operation: 'pricing:GetProducts',
  read: (call, scope) =>
    (texts(call.output, 'PriceList') ?? []).flatMap((item) => {
      const raw = parsed(item);
      const product = raw && object(raw, 'product');
      const id = product && text(product, 'sku');
      if (raw === undefined || product === undefined || id === undefined) return [];
      const attributes = object(product, 'attributes') ?? {};
      const usageType = text(attributes, 'usagetype');
      return [
        defined({
          ...base(scope, raw, { id, name: usageType, tags: {} }),
          kind: 'product' as const,
          productFamily: text(product, 'productFamily'),
          regionCode: text(attributes, 'regionCode'),
          usageType,
          prices: pricesOf(object(raw, 'terms') ?? {}),
        }),
      ];
    }),
};

/** A product comes as a text that holds JSON. */
function parsed(item: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(item);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function pricesOf(terms: JsonObject): readonly Price[] {
  return Object.values(object(terms, 'OnDemand') ?? {})
    .filter(isJsonObject)
    .flatMap((term) => Object.values(object(term, 'priceDimensions') ?? {}).filter(isJsonObject))
    .map((dimension) =>
      defined({
        unit: text(dimension, 'unit'),
        beginRange: text(dimension, 'beginRange'),
        endRange: text(dimension, 'endRange'),
        perUnit: Object.fromEntries(
          Object.entries(object(dimension, 'pricePerUnit') ?? {}).flatMap(([currency, amount]): [string, string][] =>
            typeof amount === 'string' ? [[currency, amount]] : [],
          ),
        ),
      }),
    )
    .sort((a, b) => (Number(a.beginRange) || 0) - (Number(b.beginRange) || 0));
}
