import { isEmptyFilter, type GraphFilter } from './filter.ts';
import type { Layer } from './layers.ts';

/** What a panel asks for. Everything is as the size of the picture suggests unless it is said. */
export interface ViewRequest {
  /** An endpoint, a service, a VPC, an account, a Region, or anything on a path; everything that was read without it. */
  readonly subject?: string;
  readonly filter: GraphFilter;
  readonly layers?: readonly Layer[];
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

/** What the user makes of a picture, whatever it is of. */
export type PageView = Omit<ViewRequest, 'subject'>;

export const WHOLE_VIEW: PageView = { filter: {}, opened: [], closed: [] };

/** True where the user made nothing of a picture: it shows what its size suggests. */
export function isUntouched({ filter, layers, opened, closed }: PageView): boolean {
  return isEmptyFilter(filter) && layers === undefined && opened.length === 0 && closed.length === 0;
}
