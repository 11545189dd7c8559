import { isSetChange, type Comparison, type FieldChange, type ResourceDifference } from '../compare/types.ts';
import { absenceWords, valueWords } from '../compare/words.ts';
import { AppError, isAppError } from '../model/errors.ts';
import { describeNode, type NodeDetails } from './details.ts';
import type { JudgedReading } from './difference.ts';
import type { DetailField } from './fields.ts';

/**
 * What there is to say of a node of a picture of two readings: what differs first, then what the newer reading says of it,
 * or the older one where only that has it.
 *
 * @param readings the newer one first
 * @throws AppError `unknown-resource` when neither has it
 */
export function describeDifference(
  readings: readonly JudgedReading[],
  comparison: Comparison,
  id: string,
): NodeDetails {
  const details = firstDescribed(readings, id);
  const differences = comparison.resources.filter((resource) => resource.id === id);
  return { ...details, fields: [...differences.flatMap(changeFields), ...details.fields] };
}

function firstDescribed([first, ...others]: readonly JudgedReading[], id: string): NodeDetails {
  if (first === undefined) throw new AppError('internal', 'Nothing was read.');
  try {
    return describeNode(first.inventory, first.diagnosis, id);
  } catch (error) {
    if (!isAppError(error) || others.length === 0) throw error;
    return firstDescribed(others, id);
  }
}

function changeFields(difference: ResourceDifference): readonly DetailField[] {
  switch (difference.change) {
    case 'added':
      return [{ label: 'Difference', value: 'only in the newer snapshot' }];
    case 'removed':
      return [{ label: 'Difference', value: 'only in the older snapshot' }];
    case 'not-comparable':
      return [{ label: 'Difference', value: `read only ${difference.in}; ${absenceWords(difference)}` }];
    case 'changed':
      return difference.fields.map((field) => ({ label: `Changed: ${field.field}`, value: fieldWords(field) }));
  }
}

function fieldWords(field: FieldChange): string {
  if (!isSetChange(field)) return `${valueWords(field.before)} → ${valueWords(field.after)}`;
  return [...field.removed.map((member) => `− ${member}`), ...field.added.map((member) => `+ ${member}`)].join('\n');
}
