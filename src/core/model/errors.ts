/** What a user can be offered beside the sentence; a command id of the extension, or a line for the terminal. */
export interface ErrorAction {
  readonly title: string;
  readonly command: string;
  readonly args?: readonly unknown[];
}

export type ErrorCode =
  | 'bad-input'
  | 'unreadable-file'
  | 'unknown-profile'
  | 'unknown-resource'
  | 'credentials'
  | 'network'
  | 'cancelled'
  | 'unsupported'
  | 'internal';

/**
 * An error that a user is meant to read: `message` is one sentence with what happened, to which profile, region, file or
 * resource, and what to do. It crosses threads and bundles, so it is recognised by `code`, never by `instanceof`.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly actions: readonly ErrorAction[];

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; actions?: readonly ErrorAction[] } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.actions = options.actions ?? [];
  }
}

/** True for an AppError of this or another bundle or thread. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error;
}
