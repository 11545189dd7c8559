import { METRIC_NAMESPACES } from '../metric-series.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { isEnumerationWord } from './fields.ts';
import type { Names } from './names.ts';
import type { Tokens } from './tokens.ts';

/* What metrics, alarms and prices hold: names of load balancers without their ARN, formulas, price lists in a text. */

interface Words {
  readonly names: Names;
  readonly tokens: Tokens;
  readonly word: (text: string) => string;
}

/** `net/name/0123456789abcdef`, as the metrics of a load balancer and the interfaces of one call it. */
export function redactLoadBalancerName(text: string, { names, tokens }: Words): string | undefined {
  const [, kind, name, digits] = /^(net|app|gwy)\/([^/]+)\/([0-9a-f]{16})$/.exec(text) ?? [];
  if (kind === undefined || name === undefined || digits === undefined) return undefined;
  return `${kind}/${names.segment(name)}/${tokens.hex('elb', digits)}`;
}

/** Of a formula or query over metrics only whom it is about: ids, load balancers, AWS’s namespaces. */
export function redactExpression(text: string, words: Words): string {
  const found = text.match(/vpce(?:-svc)?-[0-9a-z]+|(?:net|app|gwy)\/[^/'"\s]+\/[0-9a-f]{16}/g) ?? [];
  return [
    ...found.map((one) => redactLoadBalancerName(one, words) ?? words.tokens.id(one) ?? words.word(one)),
    ...METRIC_NAMESPACES.filter((name) => text.includes(name)),
    words.word(text),
  ].join(' ');
}

/** A product of AWS’s price list is a text that holds JSON: AWS’s words and amounts stay, all else goes. */
export function redactPrice(text: string, { word }: Words): string {
  const walk = (item: Json | undefined): Json => {
    if (typeof item === 'string') return /^\d+(?:\.\d+)?$/.test(item) || isEnumerationWord(item) ? item : word(item);
    if (Array.isArray(item)) return item.map((one: Json) => walk(one));
    if (!isJsonObject(item)) return item ?? null;
    return Object.fromEntries(
      Object.entries(item).map(([key, one]) => [isEnumerationWord(key) ? key : word(key), walk(one)]),
    );
  };
  try {
    return JSON.stringify(walk(JSON.parse(text) as Json));
  } catch {
    return word(text);
  }
}
