import { visible } from '../report/visible.ts';
import type { Hop, HopState, SubjectDiagnosis } from '../diagnosis.ts';
import type { Analysis, Explanation } from './analysis.ts';
import { CODES_PAGE, meaningOf } from './codes.ts';

/* Reachability Analyzer's word beside this program's, hop by hop. */

export type Relation =
  /** Both say the same. */
  | 'agree'
  | 'disagree'
  /** Only one of the two could say something. */
  | 'only-here'
  | 'only-analyzer';

export interface ComparedHop {
  readonly hop: Hop;
  readonly here: HopState;
  readonly analyzer: 'passes' | 'blocks' | 'not-told';
  readonly relation: Relation;
  readonly codes: readonly string[];
  /** The rules that judge what the codes are about. */
  readonly rules: readonly string[];
}

export interface AnalyzerComparison {
  readonly analysis: Analysis;
  readonly endpoint: string;
  readonly hops: readonly ComparedHop[];
  /** Codes that say what the analyzer could not look at, and codes that this release does not know. */
  readonly untold: readonly Explanation[];
}

/** What the analyzer models between a client and an endpoint; it knows neither DNS nor policies nor target health. */
const MODELLED: ReadonlySet<Hop> = new Set<Hop>(['source', 'route-table', 'network-acl', 'endpoint-security-group']);

export function compareWithAnalysis(subject: SubjectDiagnosis, analysis: Analysis): AnalyzerComparison {
  const blocks = new Map<Hop, Explanation[]>();
  const untold: Explanation[] = [];
  for (const item of analysis.explanations) {
    const meaning = meaningOf(item.code);
    const hop = meaning === undefined || meaning === 'limit' ? undefined : blockedHop(subject, meaning.hops);
    if (hop === undefined) untold.push(item);
    else blocks.set(hop, [...(blocks.get(hop) ?? []), item]);
  }
  return {
    analysis,
    endpoint: subject.id,
    untold,
    hops: subject.hops.flatMap(({ hop, state }): readonly ComparedHop[] => {
      const codes = [...new Set((blocks.get(hop) ?? []).map(({ code }) => code))];
      const analyzer =
        codes.length > 0 ? 'blocks' : analysis.pathFound === true && MODELLED.has(hop) ? 'passes' : 'not-told';
      if (state === 'not-applicable' && analyzer !== 'blocks') return [];
      const rules = codes.flatMap((code) => {
        const meaning = meaningOf(code);
        return meaning === undefined || meaning === 'limit' ? [] : meaning.rules;
      });
      return [{ hop, here: state, analyzer, relation: relationOf(state, analyzer), codes, rules: [...new Set(rules)] }];
    }),
  };
}

/** Of the hops that a code may be about, the one that fails here too, else the likeliest one of this path. */
function blockedHop(subject: SubjectDiagnosis, hops: readonly Hop[]): Hop | undefined {
  const own = hops.filter((hop) => subject.hops.some((item) => item.hop === hop));
  const failing = own.find((hop) =>
    subject.hops.some((item) => item.hop === hop && (item.state === 'fail' || item.state === 'warn')),
  );
  return failing ?? own[0];
}

function relationOf(here: HopState, analyzer: ComparedHop['analyzer']): Relation {
  if (analyzer === 'not-told') return 'only-here';
  if (here === 'unknown' || here === 'not-applicable') return 'only-analyzer';
  // A hop that works in part lets the one flow through that was analyzed.
  if (here === 'warn') return 'agree';
  return (here === 'fail') === (analyzer === 'blocks') ? 'agree' : 'disagree';
}

/** The comparison for a terminal. Ends with a newline. */
export function renderAnalyzerComparison({ analysis, endpoint, hops, untold }: AnalyzerComparison): string {
  const width = Math.max(...hops.map(({ hop }) => hop.length), 0);
  const lines = [
    `${endpoint} beside ${analysis.id}: ${verdictOf(analysis)}.`,
    '',
    ...hops.map(({ hop, here, analyzer, relation, codes, rules }) =>
      `  ${hop.padEnd(width)}  ${WORDS[relation].padEnd(13)}  here ${here}, analyzer ${analyzer === 'not-told' ? 'does not tell' : analyzer}${codes.length === 0 ? '' : `: ${codes.join(', ')}`}${rules.length === 0 ? '' : ` (${rules.join(', ')})`}`.trimEnd(),
    ),
    ...(untold.length === 0
      ? []
      : [
          '',
          '  Not compared:',
          ...untold.map(({ code, component }) => `    ${code}${component === undefined ? '' : ` at ${component}`}`),
        ]),
    '',
    'The analyzer looks at IPv4 and at configuration only: it knows no DNS, no endpoint policies and no target health.',
    `Its codes: ${CODES_PAGE}`,
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

const WORDS: Readonly<Record<Relation, string>> = {
  agree: 'agree',
  disagree: 'DISAGREE',
  'only-here': 'only here',
  'only-analyzer': 'only analyzer',
};

function verdictOf({ pathFound, status, statusMessage }: Analysis): string {
  if (pathFound === undefined)
    return `no result, it is ${status}${statusMessage === undefined ? '' : ` (${statusMessage})`}`;
  return pathFound ? 'a path was found' : 'no path was found';
}
