import type { EndpointContext } from '../context.ts';
import { joinGaps } from '../needs.ts';
import { gapsOfWays, outsideWays } from '../outside.ts';
import type { SubjectType } from '../rules/rule.ts';
import type { Proof } from './proof.ts';

/**
 * The client's own side. Inside one VPC routes are always there; a client elsewhere needs them both ways, to and from each
 * of the endpoint's interfaces.
 */
export function sourceProof(context: EndpointContext, type: SubjectType): Proof {
  if (context.options.source === undefined) {
    return { kind: 'not-applicable', statement: 'No source was given; what stood in for it is under Assumptions.' };
  }
  if (type === 'Gateway') return { kind: 'by-rules' };
  const ways = outsideWays(context);
  if (ways === undefined) return { kind: 'by-rules' };
  if ('gap' in ways) return { kind: 'gap', gap: ways.gap };
  const gap = joinGaps(gapsOfWays(ways.zones.flatMap(({ forward, back }) => [forward, back])));
  if (gap !== undefined) return { kind: 'gap', gap };
  if (ways.origin.kind === 'elsewhere') return { kind: 'by-rules' };
  const links = new Set(ways.zones.flatMap(({ forward }) => (forward?.kind === 'open' ? [forward.by.id] : [])));
  return {
    kind: 'pass',
    statement: `${ways.origin.source.id} in ${ways.origin.vpc.id} and ${context.endpoint.id} have routes to each other over ${[...links].join(', ')}.`,
  };
}
