import type { Gap } from '../needs.ts';
import type { Instance } from '../rules/rule.ts';

/** What is known of a hop beside its rules. */
export type Proof =
  | {
      readonly kind: 'pass';
      readonly statement: string;
      readonly instances?: readonly Instance[];
      readonly alone?: true;
    }
  | { readonly kind: 'gap'; readonly gap: Gap }
  | { readonly kind: 'not-applicable'; readonly statement: string }
  /** The rules of the hop prove it. */
  | { readonly kind: 'by-rules' };
