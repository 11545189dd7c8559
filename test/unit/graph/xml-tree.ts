import { SaxesParser } from 'saxes';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text in it and in all below it. */
  readonly text: string;
}

/** Reads a document with a parser that takes nothing but well-formed XML 1.0; throws at the first fault. */
export function parseXml(text: string): XmlElement {
  const top = { name: '', attributes: {}, children: [] as XmlElement[], text: '' };
  const open = [top];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const values = Object.entries(attributes).map(([key, { value }]): [string, string] => [key, value]);
    open.push({ name, attributes: Object.fromEntries(values), children: [], text: '' });
  });
  const write = (part: string): void => {
    for (const element of open) element.text += part;
  };
  parser.on('text', write);
  parser.on('cdata', write);
  parser.on('closetag', () => {
    const done = open.pop();
    if (done !== undefined) open.at(-1)?.children.push(done);
  });
  parser.write(text).close();
  const [root] = top.children;
  if (root === undefined) throw new Error('There is no element.');
  return root;
}

/** The element and all below it, outer ones first. */
export function* walk(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) yield* walk(child);
}

export function named(root: XmlElement, name: string): readonly XmlElement[] {
  return [...walk(root)].filter((element) => element.name === name);
}

const HARMLESS = new Set(['svg', 'title', 'desc', 'g', 'rect', 'path', 'text', 'circle']);

/** What in a picture could run, load or lead somewhere; empty for one that is safe to open and to embed. */
export function dangers(root: XmlElement): readonly string[] {
  return [...walk(root)].flatMap(({ name, attributes }) => [
    ...(HARMLESS.has(name) ? [] : [`<${name}>`]),
    ...Object.entries(attributes).flatMap(([key, value]) => {
      const active =
        /^on|href$|^src$|^style$/i.test(key) || (/url\(|javascript:/i.test(value) && !/^data-|^aria-/.test(key));
      return active ? [`${name} ${key}`] : [];
    }),
  ]);
}
