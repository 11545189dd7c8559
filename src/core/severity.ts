/** How much a finding matters, the worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The gravest severity among findings; `undefined` where there are none. */
export function worstSeverity(findings: readonly { readonly severity: Severity }[]): Severity | undefined {
  return SEVERITIES.find((level) => findings.some(({ severity }) => severity === level));
}
