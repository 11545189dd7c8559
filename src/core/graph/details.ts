import type { Finding } from '../diagnosis.ts';

/** What the details pane shows of a node; plain data, no markup. */
export interface NodeDetails {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly state: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly findings: readonly Pick<Finding, 'rule' | 'severity' | 'title' | 'message'>[];
  /** The endpoint or service that can be diagnosed and generated code for; absent for nodes without one. */
  readonly subject?: string;
}
