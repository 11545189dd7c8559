import type { Tags } from './model.ts';
import { entry, mapping, sequence, text, type Template, type TemplateEntry } from './template.ts';

/** Tags as a list; the name is the user’s to replace. */
export function tagEntries(tags: Tags): readonly TemplateEntry[] {
  if (tags.length === 0) return [];
  const item = ({ key, value }: Tags[number]): Template =>
    mapping(
      entry('Key', text(key, 'untouched')),
      entry('Value', key === 'Name' ? text(value, 'replaceable') : text(value, 'untouched')),
    );
  return entry('Tags', sequence(tags.map(item)));
}
