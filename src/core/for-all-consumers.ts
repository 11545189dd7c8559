import type { ConsumerPath, ProviderContext } from './context.ts';
import type { CheckResult, Rule } from './rules/rule.ts';

/**
 * Keeps what a rule says of a service without a look at who uses it: that holds for each of its endpoints, and there may
 * be thousands of them.
 *
 * @param service the path behind the service, the same object for all of its endpoints
 * @param view the same as one of its endpoints sees it
 * @param check must say the same of the same view
 * @returns what `check` says of the view, or said of another endpoint's
 * @throws what `check` throws; that is not kept
 */
export function forAllConsumers(
  rule: Rule,
  service: ProviderContext,
  view: ProviderContext,
  check: (view: ProviderContext) => CheckResult,
): CheckResult {
  const { consumer } = view;
  if (consumer === undefined) return check(view);
  const known = SAID.get(service) ?? new Map<Rule, CheckResult>();
  SAID.set(service, known);
  const before = known.get(rule);
  if (before !== undefined) return before;
  const looks: ConsumerPath[] = [];
  const result = check({
    ...view,
    get consumer() {
      looks.push(consumer);
      return consumer;
    },
  });
  if (looks.length === 0) known.set(rule, result);
  return result;
}

const SAID = new WeakMap<ProviderContext, Map<Rule, CheckResult>>();
