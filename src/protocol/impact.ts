import type { ImpactPlace, ImpactView } from '../core/impact/view.ts';
import type { Affected, ImpactGap } from '../core/impact/types.ts';
import { EXTENTS, isListOf, isOneOf, isRecord, isText, VERDICTS } from './shapes.ts';

/* Guards for what depends on something, as it reaches the page. */

const AFFECTED_KINDS: Readonly<Record<Affected['kind'], true>> = { endpoint: true, service: true };
const SAID_VERDICTS: Readonly<Record<Affected['verdict'], true>> = { ...VERDICTS, 'not-loaded': true };

/** What depends on something, and where it is in the picture. */
export function isImpactView(value: unknown): value is ImpactView {
  return (
    isRecord(value) &&
    isStep(value['of']) &&
    ['account', 'region'].every((field) => isMaybeText((value['of'] as Readonly<Record<string, unknown>>)[field])) &&
    isText(value['summary']) &&
    typeof value['complete'] === 'boolean' &&
    isListOf(value['affected'], isAffected) &&
    isListOf(value['gaps'], isGap) &&
    isListOf(value['places'], isPlace)
  );
}

function isAffected(value: unknown): value is Affected {
  return (
    isRecord(value) &&
    isOneOf(value['kind'], AFFECTED_KINDS) &&
    isOneOf(value['verdict'], SAID_VERDICTS) &&
    isOneOf(value['extent'], EXTENTS) &&
    ['id', 'region', 'why'].every((field) => isText(value[field])) &&
    ['name', 'account', 'vpcId', 'state'].every((field) => isMaybeText(value[field])) &&
    (value['listeners'] === undefined || isTexts(value['listeners'])) &&
    isListOf(value['ways'], (way): way is Affected['ways'][number] => isListOf(way, isStep))
  );
}

function isStep(value: unknown): value is Affected['ways'][number][number] {
  return isRecord(value) && isText(value['kind']) && isText(value['id']) && isMaybeText(value['name']);
}

function isGap(value: unknown): value is ImpactGap {
  return isRecord(value) && ['operation', 'account', 'region'].every((field) => isText(value[field]));
}

function isPlace(value: unknown): value is ImpactPlace {
  return isRecord(value) && isText(value['id']) && isTexts(value['frames']);
}

function isTexts(value: unknown): boolean {
  return isListOf(value, (item): item is string => isText(item));
}

function isMaybeText(value: unknown): boolean {
  return value === undefined || isText(value);
}
