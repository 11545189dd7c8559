import { LAYERS } from '../src/core/graph/layers.ts';
import type { GraphFilter } from '../src/core/graph/filter.ts';
import type { PlacedView } from '../src/core/graph/view.ts';
import type { PageView } from '../src/core/graph/request.ts';
import type { WebviewStrings } from '../src/protocol/strings.ts';
import { element } from './dom.ts';
import { createButton, createCheckbox, createSelect, createTextInput } from './ui/controls.ts';

/* What the picture is of: which endpoints and services, and which layers of their paths. */

const SHOWN_VERDICTS = ['broken', 'degraded', 'unknown', 'healthy'] as const;
const SHOWN_SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

/** Draws the bar for a view; a change is told as the whole view that it makes. */
export function showFilters(
  bar: HTMLElement,
  view: PageView,
  { layers, facets, differing }: Pick<PlacedView, 'layers' | 'facets' | 'differing'>,
  strings: WebviewStrings,
  changed: (view: PageView) => void,
): void {
  const { filter } = view;
  const change = (part: Partial<Record<keyof GraphFilter, unknown>>): void => {
    const next = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined && value !== '');
    changed({ ...view, filter: Object.fromEntries(next) });
  };
  const checks = <T extends string>(
    title: string,
    names: readonly (readonly [T, string])[],
    chosen: readonly T[],
    tell: (chosen: readonly T[]) => void,
  ): HTMLElement =>
    element('fieldset', {
      children: [
        element('legend', { text: title }),
        ...names.map(([name, text]) =>
          createCheckbox(text, chosen.includes(name), (checked) => {
            tell(names.map(([item]) => item).filter((item) => (item === name ? checked : chosen.includes(item))));
          }),
        ),
      ],
    });
  const subjectControls = (): readonly HTMLElement[] => [
    checks(
      strings.verdict,
      SHOWN_VERDICTS.map((verdict) => [verdict, strings.verdicts[verdict]]),
      filter.verdicts ?? [],
      (verdicts) => {
        change({ verdicts });
      },
    ),
    checks(
      strings.severity,
      SHOWN_SEVERITIES.map((severity) => [severity, strings.severities[severity]]),
      filter.severities ?? [],
      (severities) => {
        change({ severities });
      },
    ),
    checks(
      strings.type,
      facets.types.map((type) => [type, type]),
      filter.types ?? [],
      (types) => {
        change({ types });
      },
    ),
    createSelect(
      strings.vpc,
      [
        { value: '', text: strings.allVpcs },
        ...facets.vpcs.map(({ id, name }) => ({ value: id, text: name === undefined ? id : `${name} (${id})` })),
      ],
      filter.vpcs?.[0] ?? '',
      (vpc) => {
        change({ vpcs: vpc === '' ? undefined : [vpc] });
      },
    ),
    createTextInput(
      strings.tag,
      filter.tag ?? '',
      (tag) => {
        change({ tag });
      },
      facets.tagKeys,
    ),
  ];
  const focused = document.activeElement instanceof HTMLElement ? bar.contains(document.activeElement) : false;
  const at = focused ? controlsOf(bar).indexOf(document.activeElement as HTMLElement) : -1;
  bar.replaceChildren(
    checks(
      strings.layersTitle,
      LAYERS.map((layer) => [layer, strings.layers[layer]]),
      layers,
      (chosen) => {
        changed({ ...view, layers: chosen });
      },
    ),
    // What one of two readings does not match is not gone: only one reading is filtered.
    ...(differing === undefined ? subjectControls() : []),
    createButton({
      label: strings.reset,
      onClick: () => {
        changed({ filter: {}, opened: view.opened, closed: view.closed });
      },
    }),
  );
  // Each change draws the bar anew: whoever goes through it by keyboard stays where they were.
  controlsOf(bar)[at]?.focus();
}

function controlsOf(bar: HTMLElement): readonly HTMLElement[] {
  return [...bar.querySelectorAll<HTMLElement>('input, select, vscode-button')];
}
