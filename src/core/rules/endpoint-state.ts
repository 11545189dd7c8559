import { evidence, type EndpointContext } from '../context.ts';
import { malformed, type CheckResult, type Draft } from './rule.ts';

/** A rule that looks at nothing but the endpoint's state. */
export function whenState(
  context: EndpointContext,
  states: readonly string[],
  draft: (context: EndpointContext) => Omit<Draft, 'resource' | 'evidence'> & { readonly evidence?: Draft['evidence'] },
): CheckResult {
  const { endpoint } = context;
  if (endpoint.state === undefined) return malformed('State');
  if (!states.includes(endpoint.state)) return { instances: [], findings: [] };
  const { evidence: more, ...rest } = draft(context);
  return {
    instances: [{ resource: endpoint.id, state: 'fail' }],
    findings: [
      { resource: endpoint.id, evidence: [evidence(endpoint.id, 'State', endpoint.state), ...(more ?? [])], ...rest },
    ],
  };
}
