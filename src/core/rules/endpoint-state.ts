import { evidence, type EndpointContext } from '../context.ts';
import { malformed, pass, type CheckResult, type Draft } from './rule.ts';

/** A rule that looks at nothing but the endpoint's state. */
export function whenState(
  context: EndpointContext,
  states: readonly string[],
  draft: (context: EndpointContext) => Omit<Draft, 'resource' | 'evidence'> & { readonly evidence?: Draft['evidence'] },
): CheckResult {
  const { endpoint } = context;
  if (endpoint.state === undefined) return malformed('State');
  if (!states.includes(endpoint.state)) return pass(`${endpoint.id} is ${stateName(endpoint.state)}.`);
  const { evidence: more, ...rest } = draft(context);
  return {
    instances: [{ resource: endpoint.id, state: 'fail' }],
    findings: [
      { resource: endpoint.id, evidence: [evidence(endpoint.id, 'State', endpoint.state), ...(more ?? [])], ...rest },
    ],
  };
}

/** The state as people write it. */
export function stateName(state: string): string {
  return state === 'pendingacceptance' ? 'waiting for acceptance' : state;
}
