import { describe, expect, test } from 'vitest';
import type { PlacedNode } from '../../../src/core/graph/types.ts';
import type { Affected, Extent } from '../../../src/core/impact/types.ts';
import type { ImpactView } from '../../../src/core/impact/view.ts';
import { impactMarks } from '../../../webview/impact-marks.ts';
import { strings } from '../protocol/strings.ts';

const words = { ...strings.impact, inside: '{0} inside' };

const node = (id: string, kind: PlacedNode['kind'] = 'vpc-endpoint', inside?: number): PlacedNode => ({
  ...{ id, label: id, kind, account: '1', region: 'r', state: 'none', x: 0, y: 0, width: 1, height: 1 },
  ...(inside === undefined ? {} : { inside }),
});
const affected = (id: string, extent: Extent): Affected => ({
  ...{ kind: 'endpoint', id, region: 'r', verdict: 'healthy', extent, why: '', ways: [] },
});
const impact = (
  places: readonly (readonly [string, ...string[]])[],
  ...all: readonly Affected[]
): Pick<ImpactView, 'of' | 'affected' | 'places'> => ({
  of: { kind: 'load-balancer', id: 'nlb' },
  affected: all,
  places: places.map(([id, ...frames]) => ({ id, frames })),
});

describe('an impact in the drawing', () => {
  test('says on each node by a sign and a word how much of it depends, and what was asked about', () => {
    const { flags, lit } = impactMarks(
      impact(
        [['a'], ['b'], ['c'], ['nlb'], ['eni']],
        affected('a', 'all'),
        affected('b', 'part'),
        affected('c', 'unknown'),
      ),
      [node('a'), node('b'), node('c'), node('d'), node('nlb', 'load-balancer'), node('eni', 'network-interface')],
      words,
    );
    expect(Object.fromEntries(flags)).toEqual({
      a: { text: '✕ all', tone: 'loss' },
      b: { text: '! part', tone: 'part' },
      c: { text: '? unknown', tone: 'unsure' },
      nlb: { text: 'asked', tone: 'asked' },
    });
    expect([...lit].sort()).toEqual(['a', 'b', 'c', 'eni', 'nlb']);
  });

  test('says of a closed frame how many are inside, in the worst of their extents', () => {
    const { flags, lit } = impactMarks(
      impact(
        [
          ['a', 'account', 'vpc'],
          ['b', 'account', 'vpc'],
          ['eni', 'account', 'vpc'],
        ],
        affected('a', 'part'),
        affected('b', 'all'),
      ),
      [node('account', 'account'), node('vpc', 'vpc', 7), node('other', 'vpc', 2)],
      words,
    );
    expect(Object.fromEntries(flags)).toEqual({ vpc: { text: '✕ 2 inside', tone: 'loss' } });
    expect([...lit]).toEqual(['vpc']);
    const unsure = impactMarks(
      impact(
        [
          ['a', 'vpc'],
          ['b', 'vpc'],
        ],
        affected('a', 'part'),
        affected('b', 'unknown'),
      ),
      [node('vpc', 'vpc', 7)],
      words,
    );
    expect(unsure.flags.get('vpc')?.text).toBe('? 2 inside');
  });

  test('marks nothing for what an open frame does not show, because its layer is off', () => {
    const { flags, lit } = impactMarks(impact([['dns', 'vpc']], affected('dns', 'all')), [node('vpc', 'vpc')], words);
    expect(flags.size).toBe(0);
    expect(lit.size).toBe(0);
  });

  test('never dims one that stands for many alike: any of them may depend on it', () => {
    const { lit } = impactMarks(impact([]), [node('group/account/1', 'account', 40), node('vpc', 'vpc', 2)], words);
    expect([...lit]).toEqual(['group/account/1']);
  });

  test('marks a zone in every VPC that has it', () => {
    const zones = [
      node('zone/vpc-1/use1-az1', 'zone'),
      node('zone/vpc-2/use1-az1', 'zone'),
      node('zone/vpc-2/use1-az2', 'zone'),
    ];
    const { flags } = impactMarks({ ...impact([]), of: { kind: 'zone', id: 'use1-az1' } }, zones, words);
    expect([...flags.keys()]).toEqual(['zone/vpc-1/use1-az1', 'zone/vpc-2/use1-az1']);
  });
});
