import { basename } from 'node:path';
import { EventEmitter, l10n, type Event, type LogOutputChannel, type Memento } from 'vscode';
import { limiter } from '../aws/limit.ts';
import { AppError, isAppError } from '../core/model/errors.ts';
import type { ErrorData, Loaded, Need, Occasion, Question, View, WorkerMethods } from '../worker/api.ts';
import type { WorkerClient } from './worker-client.ts';

/** A profile in a Region, as chosen; what is absent is decided by the SDK's own chain. */
export interface LiveScope {
  readonly profile?: string;
  readonly region?: string;
}

export type SourceOrigin =
  | { readonly kind: 'live'; readonly scope: LiveScope }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'sample'; readonly path: string };

/** Who wants something to be read: only a person who does may be asked for an MFA code. */
export type ReadBy = 'user' | 'background';

/** Where something was, or is being, read from. */
export interface Source {
  readonly key: string;
  readonly origin: SourceOrigin;
  readonly label: string;
  /** Grows with each reading: an answer that carries an older one is dropped. */
  readonly revision: number;
  readonly status: 'loading' | 'ready' | 'failed' | 'cancelled';
  /** True once a reading has succeeded; a later one that fails leaves what was there. */
  readonly hasData: boolean;
  readonly error?: ErrorData;
  readonly problems: readonly ErrorData[];
  /** When its data were read, in milliseconds since 1970; absent while there are none. */
  readonly readAt?: number;
  /** Operations that were answered so far. */
  readonly done: number;
}

export interface SessionState {
  readonly sources: readonly Source[];
  readonly view?: View;
  /** True while more is read of what is loaded. */
  readonly isDeepening: boolean;
  /** Grows with each view. */
  readonly revision: number;
}

/** What is loaded. Everything that is shown follows from `state`; it changes only as a whole, with one event. */
export interface Session {
  readonly state: SessionState;
  readonly onDidChange: Event<void>;
  /** Fires when there is a new view: `state.revision` has then grown. */
  readonly onDidLoad: Event<void>;
  readonly call: WorkerClient['call'];
  /**
   * Reads from AWS what is needed and not there yet. Throws what kept it from being read; what was loaded stays.
   */
  readonly deepen: (need: Need, by: ReadBy) => Promise<void>;
  /** Reads these profiles and Regions, and no others any more. */
  readonly selectScopes: (scopes: readonly LiveScope[]) => Promise<void>;
  /** Adds a snapshot file, or the sample. Throws what is wrong with it; what was loaded stays. */
  readonly open: (origin: Exclude<SourceOrigin, { kind: 'live' }>) => Promise<void>;
  readonly close: (keys: readonly string[]) => Promise<void>;
  /** Reads the named sources again, or all of them; what was loaded of them stays until then. */
  readonly refresh: (keys: readonly string[] | undefined, by: ReadBy) => Promise<void>;
  /** Drops what was read of live sources: their profiles may lead to other accounts by now. */
  readonly forget: (keys: readonly string[]) => Promise<void>;
  /** Judges what is loaded anew, for something that is in force has changed. */
  readonly judge: () => Promise<void>;
  readonly cancel: () => void;
  /** Starts the worker thread anew and reads everything again. */
  readonly restart: () => Promise<void>;
  /** Reads what was loaded the last time; later calls wait for the first. */
  readonly restore: () => Promise<void>;
  readonly scopes: () => readonly LiveScope[];
  readonly dispose: () => void;
}

export interface SessionOptions {
  readonly client: WorkerClient;
  readonly log: LogOutputChannel;
  /** Chosen profiles and Regions: of the user, never of a workspace. */
  readonly globalState: Memento;
  /** Opened files: of the workspace. */
  readonly workspaceState: Memento;
  readonly samplePath: string;
  readonly settings: () => {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly defaultScopes: readonly LiveScope[];
    readonly readOnOpen: boolean;
    readonly isCached: boolean;
    readonly isTrusted: boolean;
  };
  /** Puts in force what has to be, before anything is judged. */
  readonly prepare: () => Promise<void>;
  /** `undefined` when the person dismisses the question. */
  readonly ask: (question: Question, signal: AbortSignal) => Promise<string | undefined>;
  /** Where what was read is kept for the next window. */
  readonly cacheFolder: string;
}

const SCOPES_KEY = 'privatelink.scopes';
const FILES_KEY = 'privatelink.files';
/** Scopes that are read at the same time. */
const WIDTH = 8;
/** Until the status bar says that something is read, in milliseconds. */
const SIGN_AFTER = 300;
/** Between two views while scopes arrive, in milliseconds. */
const VIEW_INTERVAL = 250;

export function createSession(options: SessionOptions): Session {
  const { client } = options;
  const changed = new EventEmitter<void>();
  const loaded = new EventEmitter<void>();
  const running = new Map<string, AbortController>();
  const deepening = new Set<AbortController>();
  const atOnce = limiter(WIDTH);
  let state: SessionState = { sources: [], isDeepening: false, revision: 0 };
  let lastRevision = 0;
  let lastAction = 0;
  let restored: Promise<void> | undefined;
  let nextView: Promise<void> | undefined;
  let lastView = 0;

  const set = (next: Partial<SessionState>): void => {
    state = { ...state, ...next };
    changed.fire();
  };
  const find = (key: string): Source | undefined => state.sources.find((source) => source.key === key);
  const patch = (key: string, revision: number, next: Partial<Source>): void => {
    if (find(key)?.revision !== revision) return;
    set({ sources: state.sources.map((source) => (source.key === key ? withNext(source, next) : source)) });
  };

  /** One view for everything that arrives within the interval. */
  const refreshView = (): Promise<void> => {
    nextView ??= (async () => {
      const wait = Math.max(0, lastView + VIEW_INTERVAL - Date.now());
      await new Promise((resolve) => setTimeout(resolve, wait));
      lastView = Date.now();
      nextView = undefined;
      await options.prepare();
      // The worker answers in the order of the calls, so a later view is never overtaken by an earlier one.
      const view = await client.call('view', {});
      set({ view, revision: state.revision + 1 });
      loaded.fire();
    })();
    return nextView;
  };

  const occasionFor = (by: ReadBy): Occasion => {
    lastAction += 1;
    return { action: lastAction, byUser: by === 'user', isTrusted: options.settings().isTrusted };
  };

  const read = async (key: string, occasion: Occasion): Promise<void> => {
    const source = find(key);
    if (source === undefined) return;
    running.get(key)?.abort();
    const controller = new AbortController();
    running.set(key, controller);
    lastRevision += 1;
    const revision = lastRevision;
    set({
      sources: state.sources.map((one) =>
        one.key === key ? withNext(one, { revision, status: 'loading', done: 0, error: undefined }) : one,
      ),
    });
    try {
      const answer = await readOrigin(source, revision, occasion, controller.signal);
      if (find(key)?.revision !== revision || !answer.stored) return;
      await refreshView();
      const readAt = Date.parse(answer.capturedAt);
      patch(key, revision, { status: 'ready', hasData: true, problems: answer.problems, readAt });
    } catch (error) {
      const cancelled = isAppError(error) && error.code === 'cancelled';
      patch(key, revision, cancelled ? { status: 'cancelled' } : { status: 'failed', error: sentence(error) });
      throw error;
    } finally {
      if (running.get(key) === controller) running.delete(key);
    }
  };

  const readOrigin = (
    { key, origin }: Source,
    revision: number,
    occasion: Occasion,
    signal: AbortSignal,
  ): Promise<Loaded> => {
    if (origin.kind !== 'live') return client.call('openFile', { key, revision, path: origin.path }, { signal });
    const params = { ...readingOf(key, revision, origin.scope), occasion };
    const onQuestion = (question: Question): Promise<string | undefined> => options.ask(question, signal);
    const onProgress = ({ done }: { readonly done: number }): void => {
      patch(key, revision, { done });
    };
    return atOnce(() => client.call('collect', params, { signal, onProgress, onQuestion }));
  };

  const cacheFolder = (): { readonly cacheFolder?: string } =>
    options.settings().isCached ? { cacheFolder: options.cacheFolder } : {};

  const readingOf = (key: string, revision: number, scope: LiveScope): WorkerMethods['restoreCached']['params'] => ({
    key,
    revision,
    environment: options.settings().environment,
    ...cacheFolder(),
    ...scope,
  });

  /** Shows what the last window left of the sources, with its age, until they are read. */
  const showCached = async (keys: readonly string[]): Promise<void> => {
    const shown = await Promise.all(
      keys.map(async (key) => {
        const source = find(key);
        if (source?.origin.kind !== 'live') return false;
        lastRevision += 1;
        const revision = lastRevision;
        const answer = await client.call('restoreCached', readingOf(key, revision, source.origin.scope));
        if (answer?.stored !== true) return false;
        const readAt = Date.parse(answer.capturedAt);
        set({
          sources: state.sources.map((one) =>
            one.key === key ? { ...one, revision, status: 'ready', hasData: true, readAt } : one,
          ),
        });
        return true;
      }),
    );
    if (shown.includes(true)) await refreshView();
  };

  /** Reads several; what one meets is told at its own node of the tree. */
  const readAll = async (keys: readonly string[], by: ReadBy): Promise<void> => {
    const occasion = occasionFor(by);
    const results = await Promise.allSettled(keys.map((key) => read(key, occasion)));
    for (const result of results) {
      if (result.status === 'rejected' && !isAppError(result.reason)) options.log.error(String(result.reason));
    }
  };

  const add = (origin: SourceOrigin): string => {
    const key = keyOf(origin);
    if (find(key) === undefined) set({ sources: [...state.sources, newSource(key, origin)] });
    return key;
  };

  const remove = async (keys: readonly string[]): Promise<void> => {
    if (keys.length === 0) return;
    for (const key of keys) running.get(key)?.abort();
    set({ sources: state.sources.filter((source) => !keys.includes(source.key)) });
    await client.call('close', { keys, ...cacheFolder() });
    await refreshView();
  };

  const remember = async (): Promise<void> => {
    await options.globalState.update(SCOPES_KEY, scopes());
    const files = state.sources.flatMap(({ origin }) => (origin.kind === 'live' ? [] : [origin]));
    await options.workspaceState.update(FILES_KEY, files);
  };

  const scopes = (): readonly LiveScope[] =>
    state.sources.flatMap(({ origin }) => (origin.kind === 'live' ? [origin.scope] : []));

  const restore = async (): Promise<void> => {
    const { defaultScopes, readOnOpen } = options.settings();
    const files = readFiles(options.workspaceState.get(FILES_KEY), options.samplePath);
    const chosen = readScopes(options.globalState.get(SCOPES_KEY)) ?? defaultScopes;
    const known = new Set(state.sources.map((source) => source.key));
    const live = chosen.map((scope): SourceOrigin => ({ kind: 'live', scope }));
    const keys = [...files, ...live].map(add).filter((key) => !known.has(key));
    if (options.settings().isCached) await showCached(keys);
    const wanted = keys.filter((key) => readOnOpen || find(key)?.origin.kind !== 'live');
    await readAll(wanted, 'background');
    // Neither kept nor to be read: nothing could be shown of it.
    const empty = readOnOpen ? [] : keys.filter((key) => find(key)?.hasData === false);
    if (empty.length > 0) set({ sources: state.sources.filter(({ key }) => !empty.includes(key)) });
  };

  return {
    get state() {
      return state;
    },
    onDidChange: changed.event,
    onDidLoad: loaded.event,
    call: client.call,
    async deepen(need, by) {
      const controller = new AbortController();
      deepening.add(controller);
      // Most needs are met already: only what takes a moment is worth a sign.
      const sign = setTimeout(() => {
        set({ isDeepening: true });
      }, SIGN_AFTER);
      try {
        const { changed: hasChanged, problems } = await client.call(
          'deepen',
          { ...need, occasion: occasionFor(by) },
          { signal: controller.signal, onQuestion: (question) => options.ask(question, controller.signal) },
        );
        for (const problem of problems) options.log.warn(problem.message);
        if (hasChanged) await refreshView();
      } finally {
        deepening.delete(controller);
        clearTimeout(sign);
        if (state.isDeepening && deepening.size === 0) set({ isDeepening: false });
      }
    },
    async selectScopes(chosen) {
      const origins = chosen.map((scope): SourceOrigin => ({ kind: 'live', scope }));
      const wanted = new Set(origins.map(keyOf));
      const gone = state.sources.filter(({ key, origin }) => origin.kind === 'live' && !wanted.has(key));
      const keys = origins.map(add);
      await remove(gone.map((source) => source.key));
      await remember();
      await readAll(keys, 'user');
    },
    async open(origin) {
      const known = find(keyOf(origin)) !== undefined;
      const key = add(origin);
      try {
        await read(key, occasionFor('user'));
        await remember();
      } catch (error) {
        // A file that could not be opened is not part of what is loaded; one that could once stays, with its error.
        if (!known) set({ sources: state.sources.filter((source) => source.key !== key) });
        throw error;
      }
    },
    async close(keys) {
      await remove(keys);
      await remember();
    },
    async refresh(keys, by) {
      await readAll(keys ?? state.sources.map((source) => source.key), by);
    },
    async forget(keys) {
      await client.call('close', { keys, ...cacheFolder() });
      set({
        sources: state.sources.map((source) =>
          keys.includes(source.key) ? { ...source, hasData: false, status: 'loading' } : source,
        ),
      });
      await refreshView();
    },
    async judge() {
      if (state.sources.some((source) => source.hasData)) await refreshView();
    },
    cancel() {
      for (const controller of [...running.values(), ...deepening]) controller.abort();
    },
    async restart() {
      await client.restart();
      // A new worker holds nothing: what cannot be read again is not there to be saved or shown as current.
      state = {
        isDeepening: state.isDeepening,
        sources: state.sources.map((source) => ({ ...source, hasData: false })),
        revision: state.revision + 1,
      };
      changed.fire();
      await readAll(
        state.sources.map((source) => source.key),
        'user',
      );
    },
    restore() {
      restored ??= restore();
      return restored;
    },
    scopes,
    dispose() {
      for (const controller of [...running.values(), ...deepening]) controller.abort();
      changed.dispose();
      loaded.dispose();
    },
  };
}

function keyOf(origin: SourceOrigin): string {
  switch (origin.kind) {
    case 'live':
      return `live ${origin.scope.profile ?? ''} ${origin.scope.region ?? ''}`;
    case 'file':
      return `file ${origin.path}`;
    case 'sample':
      return 'sample';
  }
}

function newSource(key: string, origin: SourceOrigin): Source {
  return {
    key,
    origin,
    label: labelOf(origin),
    revision: 0,
    status: 'loading',
    hasData: false,
    problems: [],
    done: 0,
  };
}

function labelOf(origin: SourceOrigin): string {
  switch (origin.kind) {
    case 'live': {
      const { profile, region } = origin.scope;
      const name = profile ?? l10n.t('Default credentials');
      return region === undefined ? name : `${name} · ${region}`;
    }
    case 'file':
      return basename(origin.path);
    case 'sample':
      return l10n.t('Sample');
  }
}

/** The source with the changes; an error that is `undefined` is gone. */
function withNext(
  source: Source,
  next: Omit<Partial<Source>, 'error'> & { readonly error?: ErrorData | undefined },
): Source {
  const { error, ...rest } = { ...source, ...next };
  return error === undefined ? rest : { ...rest, error };
}

/** What went wrong, as the tree shows it beside the source; the log has the rest. */
function sentence(error: unknown): ErrorData {
  if (isAppError(error)) return { code: error.code, message: error.message, actions: error.actions };
  const known = new AppError(
    'internal',
    l10n.t('It could not be read because of an unexpected error; the log says more.'),
  );
  return { code: known.code, message: known.message, actions: known.actions };
}

/** Remembered values come from a store that older releases may have written: what does not fit is left out. */
function readScopes(value: unknown): readonly LiveScope[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((item: unknown): readonly LiveScope[] => {
    if (typeof item !== 'object' || item === null) return [];
    const { profile, region } = item as { profile?: unknown; region?: unknown };
    return [
      {
        ...(typeof profile === 'string' ? { profile } : {}),
        ...(typeof region === 'string' ? { region } : {}),
      },
    ];
  });
}

function readFiles(value: unknown, samplePath: string): readonly SourceOrigin[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown): readonly SourceOrigin[] => {
    if (typeof item !== 'object' || item === null) return [];
    const { kind, path } = item as { kind?: unknown; path?: unknown };
    // The sample moves with each release of the extension.
    if (kind === 'sample') return [{ kind, path: samplePath }];
    return kind === 'file' && typeof path === 'string' ? [{ kind, path }] : [];
  });
}
