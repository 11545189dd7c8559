import type { Diagnosis } from '../core/diagnosis.ts';
import type { Graph } from '../core/graph/types.ts';
import { CODE_FORMATS, type CodeFormat } from '../core/iac/types.ts';
import { AppError } from '../core/model/errors.ts';
import type { InventoryJson } from '../worker/api.ts';
import type { Session } from './session.ts';

/** What other extensions get from `activate()`: plain JSON, the same as the command line prints. */
export interface PrivateLinkApi {
  readonly version: 1;
  /** Endpoints and services, a row each, with the scopes and what became of each call. */
  readonly inventory: () => Promise<InventoryJson>;
  /** The path of one subject, or of everything that is loaded. */
  readonly graph: (id?: string) => Promise<Graph>;
  readonly diagnose: (id: string) => Promise<Diagnosis>;
  readonly code: (id: string, format: CodeFormat) => Promise<string>;
}

/** Errors reject as AppError: `code` says which kind, `message` is a sentence for the user. */
export function createApi(session: Session): PrivateLinkApi {
  return {
    version: 1,
    inventory: () => session.call('inventory', {}),
    async graph(id) {
      await session.deepen({ ids: id === undefined ? [] : [id], fresh: false, depth: 'topology' }, 'background');
      return session.call('graph', id === undefined ? {} : { subject: id });
    },
    async diagnose(id) {
      await session.deepen({ ids: [id], fresh: true, depth: 'diagnosis' }, 'background');
      return session.call('diagnose', { ids: [id] });
    },
    async code(id, format) {
      if (!CODE_FORMATS.includes(format)) {
        throw new AppError('bad-input', `"${format as string}" is no format of code; use ${CODE_FORMATS.join(', ')}.`);
      }
      await session.deepen({ ids: [id], fresh: false, depth: 'diagnosis' }, 'background');
      return (await session.call('code', { ids: [id], format })).text;
    },
  };
}
